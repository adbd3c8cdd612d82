"""Composition checks: once for all streams of a material that have no analysis and the same moisture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.matching.gates import (
    FREE_WATER,
    IN_FORCE,
    PASSED,
    REFUSED,
    UNVERIFIED,
    Carrier,
    LimitChecks,
    Reason,
    Step,
    check_limits,
    conveyances,
    dated_limits,
    margins,
    warm_reach,
)
from graph.matching.ranking.arrays import CheckColumns, Floats, Ints, Rows, Small
from graph.matching.ranking.takers import Taken
from graph.snapshot import Snapshot
from graph.tools import spread
from graph.value import ValueBook
from graph.vocabulary import Hazard


@dataclass(frozen=True, slots=True)
class Checked:
    """The checks of every class of streams at every port that takes its material.

    Entry ``stream[s] + taken.slot[t]`` is stream s at row t of `Taken`.

    Attributes
    ----------
    stream : int array
        Where the entries of each stream's class begin, by row of the stream.
    columns : CheckColumns
        What the kernel reads, by entry.
    composition, moisture : int array
        Verdicts of these gates, by entry.
    checks : LimitChecks
        Every check, sorted by entry (its `pair`) and limit.
    first : int array
        Checks of entry e are first[e] to first[e + 1].
    standing, taking : int array
        A stream of its class, and the row of `Taken`, by entry.
    """

    stream: Rows
    columns: CheckColumns
    composition: Small
    moisture: Small
    checks: LimitChecks
    first: Ints
    standing: Ints
    taking: Ints

    def rows_of(self, entries: Ints) -> tuple[Ints, Ints]:
        """Return the rows of `checks` of some entries, and the place of each one's entry in `entries`."""
        first = self.first[entries]
        place, row = spread(first, self.first[entries + 1] - first)
        return row, place


def checked(snapshot: Snapshot, taken: Taken, on: date | None, paying: Ints) -> Checked:
    """Check every class of streams against the limits of every port that takes its material.

    Parameters
    ----------
    paying : int array
        From `paying_more`: who pays more than usual for disposal is of a class with those who pay as much.
    """
    material = snapshot.rows("waste_streams", "material")
    first, member = _classes(snapshot, material, paying)
    per_material = np.bincount(taken.material, minlength=snapshot.count("materials"))
    # Of a stream whose material no row knows nothing is taken.
    size = np.append(per_material, 0)[material[first]]
    start, total = np.cumsum(size) - size, int(size.sum())
    entry_class, row = spread(np.searchsorted(taken.material, material[first]), size)
    found = _limit_checks(snapshot, first[entry_class], taken, row, on)
    found = _with_products(snapshot, found, first[entry_class], taken, row, on)
    safe = snapshot.strings("materials", "hazard")[taken.material[row]] == Hazard.NONE.value
    water = found.component == FREE_WATER
    composition, moisture = (_worst(found.take(part), total) for part in (~water, water))
    refusing = found.verdict == REFUSED
    final = np.zeros(total, dtype=bool)
    final[found.pair[refusing & ~found.mixes]] = True
    margin = np.full(total, np.inf)
    known = ~np.isnan(found.margin)
    np.minimum.at(margin, found.pair[known], found.margin[known])
    piped, given = conveyances(snapshot), taken.material[row]
    reach = piped.farthest[given]
    np.minimum.at(reach, found.pair, warm_reach(found, piped.drop[given[found.pair]]))
    refused = np.bincount(found.pair[refusing], minlength=total) > 0
    columns = CheckColumns(
        refused=refused,
        mixes=refused & ~final & safe,
        checked=np.bincount(found.pair, minlength=total).astype(float),
        unverified=np.bincount(found.pair[found.verdict == UNVERIFIED], minlength=total).astype(float),
        margin=np.where(np.isinf(margin), np.nan, margin),
        usual=piped.usual[given],
        reach=reach,
        loss=piped.loss[given],
        followed=np.full(total, -1, dtype=np.int64),
    )
    return Checked(
        stream=start.astype(np.int32)[member],
        columns=columns,
        composition=composition,
        moisture=moisture,
        checks=found,
        first=np.searchsorted(found.pair, np.arange(total + 1)),
        standing=first[entry_class],
        taking=row,
    )


def paying_more(snapshot: Snapshot, values: ValueBook) -> Ints:
    """Return the number of what each stream says that it pays for disposal, where that is more than usual.

    0 of all others; usual is what any park here pays that the material is priced in.
    """
    paid = snapshot.numbers("waste_streams", "disposal_cost_likely")
    number = np.zeros(len(paid), dtype=np.int64)
    saying = np.flatnonzero(~np.isnan(paid))
    given = snapshot.strings("waste_streams", "material")[saying].tolist()
    least: dict[str, float] = {}
    for what in set(given) & set(values.disposals.materials):
        saved = [values.disposals.saved(what, zone) for zone in range(values.factors.zones.count)]
        least[what] = min(-np.inf if one is None else one.amount.likely for one in saved)
    more = [paid[row] > least.get(what, np.inf) for row, what in zip(saying, given, strict=True)]
    dear = saying[np.array(more, dtype=bool)]
    number[dear] = np.unique(paid[dear], return_inverse=True)[1] + 1
    return number


def _classes(snapshot: Snapshot, material: Ints, paying: Ints) -> tuple[Ints, Ints]:
    """Return a stream of each class, and the class of each stream."""
    streams = snapshot.tables["waste_streams"]
    wet = pa.array(np.nan_to_num(snapshot.numbers("waste_streams", "moisture_likely"), nan=-1.0))
    wet = wet.dictionary_encode()
    key = material * max(len(wet.dictionary), 1) + wet.indices.to_numpy()
    analysed = pc.unique(snapshot.tables["stream_components"]["stream"])
    own = np.flatnonzero(pc.is_in(streams["id"], value_set=analysed).to_numpy())
    # Keys of -1 and below are free: a material that is not known gives those down to minus their number.
    key[own] = -2 - len(wet.dictionary) - own
    key = key * (int(paying.max(initial=0)) + 1) + paying
    _, first, member = np.unique(key, return_index=True, return_inverse=True)
    return first, member


def _limit_checks(snapshot: Snapshot, stream: Ints, taken: Taken, row: Ints, on: date | None) -> LimitChecks:
    # One stream stands for its class, so nothing is read of the others.
    standing = np.unique(stream)
    of_class = snapshot.replacing({"waste_streams": snapshot.tables["waste_streams"].take(standing)})
    stands = np.searchsorted(standing, stream)
    found = check_limits(of_class, stands, taken.taken_as[row], taken.technology[row], on)
    # A limit of every input is met by each: what is added to the main input does not thin it.
    named = snapshot.tables["limits"]["material"].is_valid().to_numpy(zero_copy_only=False)
    return replace(found, mixes=found.mixes & (taken.main[row[found.pair]] | named[found.limit]))


def _with_products(
    snapshot: Snapshot, found: LimitChecks, stream: Ints, taken: Taken, row: Ints, on: date | None
) -> LimitChecks:
    """Add the limits of products to what is only added to a main input; see `Carrier.added`.

    What breaks one by itself is refused. Of the rest nobody can say more than what it adds, if that: what the
    main input brings comes on top, which only a plan can add up.
    """
    carrier, names = Carrier.of(snapshot, on), snapshot.strings("technologies", "id")
    entries = np.flatnonzero(~taken.main[row])
    technology = names[taken.technology[row[entries]]].tolist()
    some = [at for at, name in enumerate(technology) if name in carrier.sales]
    if not some:
        return found
    streams = snapshot.tables["waste_streams"]["id"].take(stream[entries[some]]).to_pylist()
    materials = snapshot.strings("materials", "id")[taken.wanted[row[entries[some]]]].tolist()
    carrier.read(streams)
    beside = [
        (int(entries[at]), Step("", material, technology[at], main=False), carrier.charge([(name, "")]))
        for at, name, material in zip(some, streams, materials, strict=True)
    ]
    carrier.judge_added((step, charge) for _, step, charge in beside)
    capped = _capped(snapshot, carrier, on)
    pair, limit, value, refused = [], [], [], []
    for entry, step, charge in beside:
        spoilt = next(
            (one for one in (carrier.spoilt(step, part) for part in charge) if one is not None), None
        )
        adds = carrier.adds(step, charge)
        for number in capped[step.taker]:
            broken = spoilt is not None and spoilt.limit == number
            if broken or adds.get(number, np.nan) != 0.0:
                pair.append(entry)
                limit.append(number)
                value.append(spoilt.value if spoilt is not None and broken else adds.get(number, np.nan))
                refused.append(broken)
    if not pair:
        return found
    more = _of_products(snapshot, np.array(pair), np.array(limit), np.array(value), np.array(refused))
    joined = LimitChecks.joined([found, more])
    return joined.take(np.lexsort((joined.limit, joined.pair)))


def _capped(snapshot: Snapshot, carrier: Carrier, on: date | None) -> dict[str, list[int]]:
    """Return the limits in force that cap products of their own recipe, by technology."""
    dated, table = dated_limits(snapshot, on), snapshot.tables["limits"]
    maximum = snapshot.numbers("limits", "maximum")[dated.limit]
    number = dated.limit[(dated.dated == IN_FORCE) & ~np.isnan(maximum)]
    products = {(name, sale.material) for name, sales in carrier.sales.items() for sale in sales}
    found: dict[str, list[int]] = {name: [] for name in carrier.sales}
    words = (table[name].take(number).to_pylist() for name in ("technology", "material"))
    for technology, material, limit in zip(*words, number.tolist(), strict=True):
        if (technology, material) in products:
            found[technology].append(limit)
    return found


def _of_products(
    snapshot: Snapshot, pair: Ints, limit: Ints, value: Floats, refused: NDArray[np.bool_]
) -> LimitChecks:
    """Return checks of what is added at limits of products."""
    component, basis, standard = (
        snapshot.strings("limits", name)[limit] for name in ("component", "basis", "standard")
    )
    maximum, nothing = snapshot.numbers("limits", "maximum")[limit], np.full(len(pair), np.nan)
    adding = np.where(np.isnan(value), Reason.ADDITION_UNKNOWN, Reason.ADDED_TO_MAIN)
    return LimitChecks(
        pair=pair,
        limit=limit,
        component=component,
        basis=basis,
        value=value,
        minimum=nothing,
        maximum=maximum,
        verdict=np.where(refused, REFUSED, UNVERIFIED).astype(np.int8),
        reason=np.where(refused, Reason.EXCEEDED, adding).astype(np.int8),
        standard=standard,
        margin=margins(value, nothing, maximum),
        mixes=np.zeros(len(pair), dtype=bool),
        reckoned=nothing,
        analysis=np.full(len(pair), -1, dtype=np.int64),
    )


def _worst(checks: LimitChecks, total: int) -> Small:
    worst = np.full(total, PASSED, dtype=np.int8)
    np.maximum.at(worst, checks.pair, checks.verdict)
    return worst
