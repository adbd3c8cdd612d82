"""Who may take what: ports that take a material, facilities that run, and every offer of one for the other.

What depends on a material and a port alone is worked out once for them, what depends on a facility once for
it; an offer only picks its rows. Rows are row numbers of the snapshot's tables, ids stay where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.knowledge import PrecedentBook
from graph.matching.gates import (
    PASSED,
    REFUSED,
    UNVERIFIED,
    Directed,
    Verdict,
    accepted_materials,
    date_gate,
    free_capacity,
    hazard_gate,
    licence_gate,
    phase_gate,
    running_rows,
    running_technologies,
)
from graph.matching.pathways import PathwayFinder
from graph.matching.prospects import Prospects
from graph.matching.ranking.arrays import Floats, Ints, Rows, Small
from graph.matching.weights import Weights
from graph.matching.worth import CandidateWorth, worth_of
from graph.snapshot import Snapshot
from graph.value import Factors, ValueBook, replaced
from graph.vocabulary import OperatingState


@dataclass(frozen=True, slots=True)
class Running:
    """The facilities that run or are planned; one value a facility, by id.

    Attributes
    ----------
    row, technology, enterprise : int array
        Rows in the snapshot.
    capacity, free : float array
        Main input per year, and what of it operating linkages leave; NaN where not known.
    radius : float array
        Own radius, road km; inf where there is none.
    state : float array
        Factor of the facility's state on its readiness.
    dates : int array
        Verdict of the gate of dates.
    basis : int array
        What stands behind it, a place in `Basis`; 0 is on record.
    """

    row: Rows
    technology: Rows
    enterprise: Rows
    capacity: Floats
    free: Floats
    radius: Floats
    state: Floats
    dates: Small
    basis: Small

    @property
    def closed(self) -> NDArray[np.bool_]:
        """Which can take nothing of anybody: without capacity, or not open that day."""
        return np.asarray((self.capacity <= 0.0) | (self.dates == REFUSED))


@dataclass(frozen=True, slots=True)
class Taken:
    """Materials of streams that a port takes, or might; one value a material and port, sorted by material.

    Attributes
    ----------
    material, taken_as, wanted, technology, port : int array
        Rows in the snapshot: the stream's material, the one whose limits hold, the port's own, and where.
    main : bool array
        Whether the port takes a main input.
    steps : int array
        Levels of the taxonomy between the material and the port's own.
    narrower : bool array
        Whether the port wants a kind of the material, which then is unverified.
    phase, hazard : int array
        Verdicts of these gates.
    slot : int array
        Its number within the material.
    ratio : float array
        What the port takes per unit of the facility's main input.
    """

    material: Rows
    taken_as: Rows
    wanted: Rows
    technology: Rows
    port: Rows
    main: NDArray[np.bool_]
    steps: Rows
    narrower: NDArray[np.bool_]
    phase: Small
    hazard: Small
    slot: Rows
    ratio: Floats

    def __len__(self) -> int:
        return len(self.material)

    @property
    def unverified(self) -> Small:
        """How many of the gates of material, phase and hazard are unverified."""
        doubts = self.narrower.astype(np.int8) + (self.phase == UNVERIFIED) + (self.hazard == UNVERIFIED)
        return np.asarray(doubts, dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Licensing:
    """The licence gate of every offer, which an exemption may settle for one giver alone.

    Attributes
    ----------
    giver : int array
        Row of `verdict`, by row of the enterprise and last of one that is not known; 0 for whom no exemption
        names.
    case : int array
        Column of `verdict`, by offer: the verdict itself where it is the same for every giver.
    verdict : int array, shape (givers, cases)
    """

    giver: Rows
    case: Rows
    verdict: Small

    @property
    def closed(self) -> NDArray[np.bool_]:
        """Which offers are refused to everybody."""
        return np.asarray((self.verdict == REFUSED).all(axis=0)[self.case])

    def of(self, offer: Rows, donor: Rows) -> Small:
        """Return the verdicts of offers for the enterprises (rows) that give."""
        return np.asarray(self.verdict[self.giver[donor], self.case[offer]], dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Offers:
    """Every port of a running facility with every material that it takes, open or not; sorted by material.

    Attributes
    ----------
    taking, at : int array
        Rows of `Taken` and of `Running`.
    licensing : Licensing
        The gate of licences.
    first : int array
        Offers for material m are first[m] to first[m + 1].
    valued : int array
        Row of `worth`.
    material : int array
        Row of the stream's material in the snapshot, by row of `worth`.
    worth : CandidateWorth
        Of every row of `Taken` at every zone of its takers; NaN where the phase is refused.
    """

    taking: Rows
    at: Rows
    licensing: Licensing
    first: Ints
    valued: Rows
    material: Rows
    worth: CandidateWorth

    def __len__(self) -> int:
        return len(self.taking)


@dataclass(frozen=True, slots=True)
class Valuation:
    """What says how much a pathway is worth and which precedents speak for it."""

    factors: Factors
    finder: PathwayFinder
    book: PrecedentBook

    @property
    def values(self) -> ValueBook:
        """What a unit is worth."""
        return self.finder.values

    def zone(self, enterprise: Rows) -> Ints:
        """Return the zones of enterprises by row; of one that is not known (-1) that of no place."""
        return np.append(self.factors.zones.of_enterprise, 0)[enterprise]


def running(
    snapshot: Snapshot, weights: Weights, on: date | None, prospects: Prospects | None = None
) -> Running:
    """Return the facilities that run or are planned, on a day or any day.

    Parameters
    ----------
    snapshot : Snapshot
        That of the prospects, where there are some.
    """
    row = running_rows(snapshot)
    table = snapshot.tables["facilities"]
    technology = snapshot.rows("facilities", "technology")[row]
    enterprise = snapshot.rows("facilities", "enterprise")[row]
    radius = snapshot.numbers("facilities", "radius")[row]
    states = table["state"].take(row).combine_chunks().dictionary_encode()
    factor = np.array([weights[f"state.{name}"] for name in states.dictionary.to_pylist()], dtype=float)
    return Running(
        row=_rows(row),
        technology=_rows(technology),
        enterprise=_rows(enterprise),
        capacity=snapshot.numbers("facilities", "capacity_likely")[row],
        free=free_capacity(snapshot)[row],
        radius=np.where(np.isnan(radius), np.inf, radius),
        state=factor[states.indices.to_numpy()] if len(row) else np.empty(0),
        dates=date_gate(snapshot, row, on),
        basis=np.zeros(len(row), dtype=np.int8) if prospects is None else prospects.basis[row],
    )


def anything_taken(snapshot: Snapshot) -> bool:
    """Return whether some running facility's port takes the material of some stream."""
    accepted, runs = accepted_materials(snapshot), running_technologies(snapshot)
    given = snapshot.rows("waste_streams", "material")
    taken = accepted.take(np.isin(accepted.material, given))
    return not runs.isdisjoint(snapshot.strings("technologies", "id")[taken.technology])


def taken_materials(
    snapshot: Snapshot, weights: Weights, facilities: Running, wanted: Ints | None = None
) -> Taken:
    """Return which materials of streams, or of those wanted, running technologies take, or might."""
    given = snapshot.rows("waste_streams", "material")
    given = given if wanted is None else given[wanted]
    taken = accepted_materials(snapshot, weights.downward())
    taken = taken.take(np.isin(taken.material, given) & np.isin(taken.technology, facilities.technology))
    taken = taken.take(np.lexsort((taken.main, taken.technology, taken.material)))
    first = np.searchsorted(taken.material, taken.material)
    return Taken(
        material=_rows(taken.material),
        taken_as=_rows(taken.taken_as),
        wanted=_rows(taken.wanted),
        technology=_rows(taken.technology),
        port=_rows(taken.port),
        main=taken.main,
        steps=_rows(taken.steps),
        narrower=taken.narrower,
        phase=phase_gate(snapshot, taken.material, taken.wanted),
        hazard=hazard_gate(snapshot, taken.material, taken.taken_as),
        slot=_rows(np.arange(len(taken)) - first),
        ratio=np.where(taken.main, 1.0, snapshot.numbers("ports", "ratio_likely")[taken.port]),
    )


def valuation_of(
    snapshot: Snapshot,
    facilities: Running,
    book: PrecedentBook,
    on: date | None,
    added: frozenset[str] = frozenset(),
) -> Valuation:
    """Return what values pathways: which technologies run (one facility stands for each), and where.

    Nothing goes on to a prospective receiver, of which nobody knows whether it is one, nor to a facility that
    may only be added.
    """
    factors = Factors(snapshot)
    there = facilities.basis == 0
    if added:
        there &= ~np.isin(snapshot.strings("facilities", "id")[facilities.row].astype(str), list(added))
    on_record = np.flatnonzero(there)
    _, first = np.unique(facilities.technology[on_record], return_index=True)
    one_each = snapshot.tables["facilities"].take(facilities.row[on_record[first]])
    standing = snapshot.replacing(
        {"facilities": snapshot.tables["facilities"].take(facilities.row[on_record])}
    )
    one_of_each = snapshot.replacing({"facilities": one_each})
    finder = PathwayFinder(one_of_each, factors, on=on, standing=standing)
    return Valuation(factors, finder, book)


def built_of(snapshot: Snapshot, facilities: Running, valuation: Valuation) -> Floats:
    """Return what capital of each facility that does not stand yet has to come back, CNY per unit of input.

    NaN where nobody knows it; 0 for what stands or is being built, and for prospective receivers, of which
    nobody knows whether they would build anything.
    """
    states = snapshot.strings("facilities", "state")[facilities.row]
    technologies = snapshot.strings("technologies", "id")[facilities.technology]
    built = np.zeros(len(facilities.row))
    waiting = (states == OperatingState.PLANNED.value) & (facilities.basis == 0)
    for at in np.flatnonzero(waiting).tolist():
        capacity = float(facilities.capacity[at])
        worth = valuation.values.built(str(technologies[at]), None if np.isnan(capacity) else capacity)
        built[at] = np.nan if worth.missing else -worth.benefit
    return built


def otherwise_of(snapshot: Snapshot, facilities: Running, valuation: Valuation) -> tuple[Floats, Floats]:
    """Return what a unit of main input brings more at facilities whose product replaces something of its own.

    CNY and kg CO2e; 0 where it replaces what the technology usually does.
    """
    value, co2 = np.zeros(len(facilities.row)), np.zeros(len(facilities.row))
    instead = replaced(snapshot)
    technologies = snapshot.strings("technologies", "id")[facilities.technology]
    zones = valuation.zone(facilities.enterprise)
    for at in np.flatnonzero(np.isin(facilities.row, list(instead))).tolist():
        more = valuation.values.otherwise(
            str(technologies[at]), int(zones[at]), instead[int(facilities.row[at])]
        )
        value[at], co2[at] = more.benefit, more.co2
    return value, co2


def offers_of(
    snapshot: Snapshot, taken: Taken, facilities: Running, valuation: Valuation, on: date | None
) -> Offers:
    """Return every row of `taken` with every facility of its technology, and what it is worth there."""
    by_technology = _rows(np.argsort(facilities.technology, kind="stable"))
    start = np.searchsorted(
        facilities.technology[by_technology], np.arange(snapshot.count("technologies") + 1)
    )
    count = np.diff(start)[taken.technology]
    taking = np.repeat(np.arange(len(taken), dtype=np.int32), count)
    shift = np.repeat(_rows(start[taken.technology] - np.cumsum(count) + count), count)
    at = by_technology[np.arange(len(taking), dtype=np.int32) + shift]
    if facilities.basis.any():
        kept = _best_known(snapshot, taken, facilities, taking, at)
        taking, at = taking[kept], at[kept]
    ends = np.searchsorted(taken.material[taking], np.arange(snapshot.count("materials") + 1))
    licensing = _licensing(snapshot, taken, taking, facilities.enterprise[at], on)
    zones = valuation.factors.zones.count
    key = taking * np.int64(zones) + valuation.zone(facilities.enterprise)[at]
    # Where a pathway goes on to other works it matters where it starts.
    starts = np.int64(snapshot.count("enterprises") + 1)
    key = key * starts + np.where(taken.main[taking], starting(snapshot, facilities, valuation)[at] + 1, 0)
    unique, valued = np.unique(key, return_inverse=True)
    unique, start = np.divmod(unique, starts)
    row, zone = np.divmod(unique, zones)
    return Offers(
        taking=taking,
        at=at,
        licensing=licensing,
        first=ends.astype(np.int64),
        valued=_rows(valued),
        material=taken.material[row],
        worth=_worth(taken, row, zone, start - 1, valuation),
    )


def starting(snapshot: Snapshot, facilities: Running, valuation: Valuation) -> Ints:
    """Return the enterprise (row) of each facility from which a pathway may go on; -1 where none does."""
    names = snapshot.strings("technologies", "id")
    runs = np.unique(facilities.technology)
    onward = [int(one) for one in runs.tolist() if valuation.finder.goes_on(str(names[one]))]
    start: Ints = np.where(np.isin(facilities.technology, onward), facilities.enterprise, -1).astype(np.int64)
    return start


def _worth(taken: Taken, row: Ints, zone: Ints, start: Ints, valuation: Valuation) -> CandidateWorth:
    """Return what rows of `taken` are worth, each at a zone and from a works on.

    NaN for what no stream of it can reach.
    """
    reached = taken.phase[row] != REFUSED
    asked = row[reached]
    found = worth_of(
        taken.taken_as[asked],
        taken.technology[asked],
        taken.wanted[asked],
        taken.main[asked],
        zone[reached],
        start[reached],
        valuation.finder,
        valuation.book,
    )
    whole = np.full((4, len(row)), np.nan)
    whole[:, reached] = found.value, found.co2, found.trl, found.lift
    return CandidateWorth(*whole)


def _best_known(
    snapshot: Snapshot, taken: Taken, facilities: Running, taking: Rows, at: Rows
) -> NDArray[np.bool_]:
    """Return which offers stand on the best that is known of their enterprise and material.

    Who takes a material through a facility on record is no prospective receiver of it, and of whom a recipe
    is known needs no rule of thumb.
    """
    site = taken.material[taking] * np.int64(snapshot.count("enterprises") + 1) + facilities.enterprise[at]
    _, member = np.unique(site, return_inverse=True)
    basis = facilities.basis[at]
    best = np.full(len(site), np.iinfo(np.int8).max, dtype=np.int8)
    fits = taken.phase[taking] != REFUSED
    np.minimum.at(best, member[fits], basis[fits])
    return np.asarray((basis == 0) | (basis == best[member]))


def _licensing(
    snapshot: Snapshot, taken: Taken, taking: Rows, enterprise: Rows, on: date | None
) -> Licensing:
    """Return the licence gate: once for each row of `taken` and set of licences, then for exemptions."""
    held = snapshot.tables["enterprises"]["licences"].combine_chunks()
    sets = pc.fill_null(pc.binary_join(held, "\n"), "").dictionary_encode()
    number = np.append(sets.indices.to_numpy(), -1)[enterprise]
    key = taking * np.int64(len(sets.dictionary) + 1) + number + 1
    unique, member = np.unique(key, return_inverse=True)
    names = [[], *(text.split("\n") if text else [] for text in sets.dictionary.to_pylist())]
    row, held_set = np.divmod(unique, len(names))
    nobody = np.full(len(row), -1)
    materials = taken.material[row], taken.taken_as[row]
    held_there = [names[case] for case in held_set.tolist()]
    case = _rows(licence_gate(snapshot, *materials, held_there, nobody, nobody, on)[member])
    directed = Directed.of(snapshot, on)
    count = snapshot.count("enterprises")
    giver = np.zeros(count + 1, dtype=np.int32)
    takers = snapshot.positions("enterprises", sorted(directed.uses))
    named = np.flatnonzero(np.isin(enterprise, takers[takers >= 0]) & (case != PASSED))
    unique, member = np.unique(taking[named] * np.int64(count + 1) + enterprise[named], return_inverse=True)
    row, taker = np.divmod(unique, count + 1)
    case[named] = len(Verdict) + _rows(member)
    materials, held_there = (taken.material[row], taken.taken_as[row]), held.take(pa.array(taker)).to_pylist()
    givers = snapshot.positions("enterprises", list(directed.givers))
    verdicts = [
        licence_gate(snapshot, *materials, held_there, np.full(len(row), donor), taker, on)
        for donor in (-1, *givers.tolist())
    ]
    giver[givers] = 1 + np.arange(len(givers))
    giver[-1] = 0
    same = np.tile(np.array(Verdict), (len(verdicts), 1))
    return Licensing(giver, case, np.concatenate([same, np.stack(verdicts)], axis=1).astype(np.int8))


def material_verdict(taken: Taken) -> Small:
    """Return the verdict of the material gate: what names only a more general kind is unverified."""
    return np.where(taken.narrower, UNVERIFIED, PASSED).astype(np.int8)


def _rows(values: NDArray[np.integer]) -> Rows:
    return np.asarray(values, dtype=np.int32)
