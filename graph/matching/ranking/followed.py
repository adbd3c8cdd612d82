"""What streams are worth whose own analyses tell what technologies make of them, and to whom it may go on.

Most streams have no analysis and the worth of their material. Of the others only those are valued by
themselves whose yields, or the ways open to what is left of them, differ from the usual; and those whose
owner pays more than usual for their disposal, which what is left of them then costs too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import REFUSED
from graph.matching.pathways import Along
from graph.matching.ranking.arrays import FollowedColumns, Ints, Rows
from graph.matching.ranking.checks import Checked
from graph.matching.ranking.takers import Running, Taken, Valuation, starting
from graph.matching.scoring import readiness, weighted_logarithm
from graph.matching.suggestion import PartName
from graph.matching.weights import Weights
from graph.matching.worth import otherwise_of, unknown_as_nan
from graph.snapshot import Snapshot
from graph.value import Number, Replacing, ValueBook, replaced, total

#: Technology, material that it is taken as, what becomes of it, the material itself and what its owner pays.
_Case = tuple[str, str, Along, str, Number | None]
#: Zone of a facility, the enterprise from which a pathway goes on (-1: none), and what its product replaces.
_Place = tuple[int, int, Replacing | None]


@dataclass(frozen=True, slots=True)
class Followed:
    """What becomes of streams that tell it themselves.

    Attributes
    ----------
    columns : FollowedColumns
        What the kernel reads.
    along : tuple of Along
        By case.
    places : int
        How many there are.
    """

    columns: FollowedColumns
    along: tuple[Along, ...]
    places: int

    def told(self, entry: int) -> Along | None:
        """Return what becomes of a stream, by its entry in `CheckColumns.followed`; None for the usual."""
        return None if entry < 0 else self.along[entry // self.places]


def followed_of(
    snapshot: Snapshot,
    taken: Taken,
    facilities: Running,
    checks: Checked,
    paying: Ints,
    valuation: Valuation,
    weights: Weights,
) -> tuple[Checked, Followed, Rows]:
    """Value what is worth something else than its material usually is.

    Parameters
    ----------
    paying : int array
        From `checks.paying_more`.

    Returns
    -------
    checks : Checked
        With the place of each entry in `Followed`.
    followed : Followed
    place : int array
        By facility.
    """
    instead = replaced(snapshot)
    zones = valuation.zone(facilities.enterprise).tolist()
    number: dict[_Place, int] = {}
    begins = starting(snapshot, facilities, valuation).tolist()
    stands = [
        (zone, start, instead.get(row))
        for zone, start, row in zip(zones, begins, facilities.row.tolist(), strict=True)
    ]
    place = np.array([number.setdefault(one, len(number)) for one in stands], dtype=np.int32)
    cases, case_of = _cases(snapshot, taken, checks, paying, valuation)
    columns = FollowedColumns(*np.full((4, max(len(cases) * len(number), 1)), np.nan))
    known = tuple(number)
    at: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    if cases:
        technologies = snapshot.strings("technologies", "id")[facilities.technology].tolist()
        for technology, where in zip(technologies, place.tolist(), strict=True):
            at[technology][known[where][0]].add(where)
    finder, ready = valuation.finder, weights.shares()[PartName.READINESS]
    for (technology, takes, along, material, paid), case in cases.items():
        for zone, some in at[technology].items():
            places = list(some)
            starts = np.array([known[where][1] for where in places], dtype=np.int64)
            told, usual = (finder.bests(technology, takes, zone, starts, way) for way in (along, None))
            for where, best, other in zip(places, told, usual, strict=True):
                more = otherwise_of(finder.values, best, zone, known[where][2])
                if paid is not None or material != takes:
                    given = finder.values.given(material, zone, paid, takes)
                    more = total([(1.0, more), (1.0, finder.chain.dearer(best.treatments, zone, given))])
                entry = case * len(number) + where
                columns.value[entry] = unknown_as_nan(best.value) + more.benefit
                columns.co2[entry] = unknown_as_nan(best.co2_avoided) + more.co2
                columns.trl[entry] = best.trl
                trl = np.array([best.trl, other.trl], dtype=float)
                ours, theirs = weighted_logarithm(ready, readiness(trl, np.ones(2))).tolist()
                columns.log_rest[entry] = ours - theirs
    followed = np.where(case_of < 0, -1, case_of * max(len(number), 1))
    checks = replace(checks, columns=checks.columns._replace(followed=followed))
    return checks, Followed(columns, tuple(along for _, _, along, _, _ in cases), max(len(number), 1)), place


def _cases(
    snapshot: Snapshot, taken: Taken, checks: Checked, paying: Ints, valuation: Valuation
) -> tuple[dict[_Case, int], Ints]:
    """Return the cases, and that of each entry; -1 for what is usual."""
    finder, row = valuation.finder, checks.taking
    case_of = np.full(len(row), -1, dtype=np.int64)
    names = snapshot.strings("technologies", "id")
    telling = np.array([finder.leads_on(name) for name in names[taken.technology].tolist()], dtype=bool)
    open_at = taken.main & (taken.phase != REFUSED)
    standing = np.unique(checks.standing)
    analysed = np.isin(checks.standing, _analysed(snapshot, standing))
    dearer = open_at & _dearer(snapshot, taken, finder.values)
    entries = np.flatnonzero(
        open_at[row] & ((telling[row] & analysed) | (paying[checks.standing] > 0) | dearer[row])
    )
    cases: dict[_Case, int] = {}
    if not len(entries):
        return cases, case_of
    materials, streams = snapshot.strings("materials", "id"), snapshot.tables["waste_streams"]["id"]
    stream = streams.take(checks.standing[entries]).to_pylist()
    finder.carrier.read(stream)
    technology = names[taken.technology[row[entries]]].tolist()
    takes, wanted = (materials[rows[row[entries]]].tolist() for rows in (taken.taken_as, taken.wanted))
    charges = [finder.charge(*arrival) for arrival in zip(technology, wanted, stream, strict=True)]
    finder.follow(zip(technology, charges, strict=True))
    owner = snapshot.strings("waste_streams", "enterprise").tolist()
    zones = np.append(valuation.factors.zones.of_enterprise, 0)[snapshot.positions("enterprises", owner)]
    given = snapshot.strings("waste_streams", "material").tolist()
    for entry, name, kind, charge in zip(entries.tolist(), technology, takes, charges, strict=True):
        along, who = finder.along(name, charge), int(checks.standing[entry])
        paid = finder.values.paid(who, given[who], int(zones[who])) if paying[who] > 0 else None
        usual = finder.along(name, finder.charge(name, kind))
        what = given[who] if dearer[row[entry]] else kind
        if paid is not None or what != kind or along != usual:
            case_of[entry] = cases.setdefault((name, kind, along, what, paid), len(cases))
    return cases, case_of


def _dearer(snapshot: Snapshot, taken: Taken, values: ValueBook) -> NDArray[np.bool_]:
    """Return what is taken as a kind of it that costs or emits less to get rid of than it does itself."""
    names, zones = snapshot.strings("materials", "id").tolist(), range(values.factors.zones.count)
    pairs = np.stack([taken.material, taken.taken_as])[:, taken.narrower]
    known = np.unique(pairs, axis=1).T.tolist()
    dear = {
        (what, kind)
        for what, kind in known
        if any(
            values.given(names[what], zone, None, names[kind]) != values.given(names[kind], zone)
            for zone in zones
        )
    }
    ends = zip(taken.material.tolist(), taken.taken_as.tolist(), strict=True)
    return np.array([pair in dear for pair in ends], dtype=bool)


def _analysed(snapshot: Snapshot, standing: Ints) -> Ints:
    """Return which of some streams (rows) anything was measured in."""
    wet = ~np.isnan(snapshot.numbers("waste_streams", "moisture_likely")[standing])
    analysed = set(snapshot.tables["stream_components"]["stream"].to_pylist())
    names = snapshot.tables["waste_streams"]["id"].take(standing).to_pylist()
    found: Ints = standing[wet | np.array([name in analysed for name in names], dtype=bool)]
    return found
