"""What a plan adds up to, counted once at the source, and how it stands against the targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from graph.evidence import Grade
from graph.model import Enterprise, Linkage, Material, Target, WasteStream
from graph.planning.programme import LEAVING, STARTING, Column, Layout
from graph.planning.result.plan import StreamOutcome, TargetProgress, Totals
from graph.planning.solver import Floats, Ints, summed
from graph.planning.tolerances import TARGET_ROUNDING
from graph.snapshot import Snapshot
from graph.taxonomy import kinds_of, parents_in, upward
from graph.vocabulary import LinkageState, MaterialStatus, Unit

#: Grades of an amount that somebody weighed or reported.
_WEIGHED = (Grade.OFFICIAL, Grade.COMPANY)


def residue_by_stream(layout: Layout, amounts: Floats) -> Floats:
    """Return the residue that each stream is answerable for, per year in its unit.

    A facility's disposed residue belongs to its main inputs in proportion, to those apart of which more was
    treated for a unit or which hold other tonnes (`Layout.line`); what came from another facility hands its
    part back to that one's inputs, so the parts of all streams sum to the whole, and the whole to what the
    objective counts. What is counted in another unit counts as what it holds of the main input
    (`Layout.held`).

    Parameters
    ----------
    layout : Layout
    amounts : array
        One a column of the layout.

    Returns
    -------
    array
        One a row of waste_streams.
    """
    flows = layout.flows
    gone, feeding = flows.where(Column.DISPOSE), flows.feeding
    lost, cooled = layout.residual * amounts, layout.on_the_way * amounts
    onward, sent = flows.where(Column.TRANSFER), flows.where(Column.DIVERT)
    disposed = (
        _by_line(layout, layout.outputs.campaign[flows.output[gone]], lost[gone])
        + _by_line(layout, flows.campaign[feeding], lost[feeding])
        + _by_line(layout, layout.outputs.campaign[flows.output[onward]], cooled[onward])
    )
    passed = feeding[flows.kind[feeding] == Column.TRANSFER]
    same = layout.sites.unit[layout.source(passed)] == layout.sites.unit[flows.site[passed]]
    output = flows.output[passed]
    held = np.where(same, layout.passed_for[output], layout.held[output])
    back = _handed_back(layout, amounts, disposed, passed, held)
    # What the pipe loses of a stream is its own.
    return back + summed(flows.stream[sent], cooled[sent], len(back))


def dumped_by_stream(layout: Layout, amounts: Floats, unit: Unit) -> Floats:
    """Return what each stream makes facilities dispose of that is counted in `unit`, whatever it is fed in.

    Returns
    -------
    array
        One a row of waste_streams; they sum to all that is disposed of in the unit and no gas or heat.
    """
    flows = layout.flows
    gone, feeding = flows.where(Column.DISPOSE), flows.feeding
    of_unit = layout.snapshot.strings("materials", "unit")[flows.material[gone]] == unit.value
    gone = gone[of_unit & ~layout.to_the_air[flows.material[gone]]]
    dumped = _by_line(layout, layout.outputs.campaign[flows.output[gone]], amounts[gone])
    if not dumped.any():
        return np.zeros(layout.snapshot.count("waste_streams"))
    passed = feeding[flows.kind[feeding] == Column.TRANSFER]
    return _handed_back(layout, amounts, dumped, passed, np.ones(len(passed)))


def gain_by_stream(layout: Layout, amounts: Floats, gain: Floats) -> Floats:
    """Return the part of a sum over all flows that comes from each stream.

    What a facility gains by running, selling and disposing belongs to its main inputs in proportion; what it
    passes on brings its part of the next one's gain. What an auxiliary stream saves is its own.

    Parameters
    ----------
    layout : Layout
    amounts, gain : array
        One a column of the layout: how much flows, and what a unit of it adds.

    Returns
    -------
    array
        One a row of waste_streams; they sum to the whole.
    """
    flows = layout.flows
    left = flows.where(*LEAVING)
    earned = _by_line(layout, layout.outputs.campaign[flows.output[left]], amounts[left] * gain[left])
    feeding = flows.feeding
    passed = feeding[flows.kind[feeding] == Column.TRANSFER]
    back = _handed_back(layout, amounts, earned, passed, np.ones(len(passed)))
    diverted = flows.where(*STARTING)
    return back + summed(flows.stream[diverted], amounts[diverted] * gain[diverted], len(back))


def _by_line(layout: Layout, campaign: Ints, amounts: Floats) -> Floats:
    """Return the sum of amounts of campaigns in each line of a site."""
    return summed(layout.line[campaign], amounts, int(layout.line.max(initial=-1)) + 1)


def _handed_back(layout: Layout, amounts: Floats, owed: Floats, passed: Ints, held: Floats) -> Floats:
    """Return what of each line's `owed` falls to each stream that feeds it, through what is `passed` on.

    A unit that is passed on hands back what the taker owes for it, times what it is `held` for at its giver.
    """
    flows = layout.flows
    main = flows.feeding
    main = main[amounts[main] > 0.0]
    carrying = amounts[passed] > 0.0
    passed, held = passed[carrying], held[carrying]
    arriving = amounts * flows.arrives
    throughput = _by_line(layout, flows.campaign[main], arriving[main])
    # Owed per unit of main input, r: throughput r = owed + transfers held r(next).
    intensity = owed / np.where(throughput > 0.0, throughput, 1.0)
    source = layout.line[layout.outputs.campaign[flows.output[passed]]]
    receiver = layout.line[flows.campaign[passed]]
    linked = np.unique(np.r_[source, receiver])
    # What takes nothing in owes nothing on.
    system = np.diag(np.where(throughput > 0.0, throughput, 1.0)[linked])
    at = np.searchsorted(linked, source), np.searchsorted(linked, receiver)
    np.subtract.at(system, at, held * arriving[passed])
    intensity[linked] = np.linalg.solve(system, owed[linked])
    diverted = main[flows.kind[main] == Column.DIVERT]
    share = arriving[diverted] * intensity[layout.line[flows.campaign[diverted]]]
    return summed(flows.stream[diverted], share, layout.snapshot.count("waste_streams"))


def totals_of(snapshot: Snapshot, outcomes: Sequence[StreamOutcome]) -> tuple[Totals, ...]:
    """Return the totals of what is waste in t, m3 and GJ, in this order.

    Residue counts against the unit the facility is fed with, so a water works' sludge is no lost water; what
    is dumped in other units stands beside.

    Examples
    --------
    >>> totals_of(Snapshot.of([]), [])[0].utilisation
    0.0
    """
    agreed, weighed = _register(snapshot)
    return tuple(
        _total(unit, [item for item in outcomes if item.unit is unit], agreed, weighed) for unit in Unit
    )


def _register(snapshot: Snapshot) -> tuple[dict[str, float], dict[str, float]]:
    """Return by stream what contracts have agreed, and what running linkages are reported to carry."""
    agreed: dict[str, float] = {}
    weighed: dict[str, float] = {}
    for linkage in snapshot.all(Linkage):
        if linkage.stream is None:
            continue
        if linkage.state is LinkageState.CONTRACTED:
            agreed[linkage.stream] = agreed.get(linkage.stream, 0.0) + linkage.amount
        elif linkage.state is LinkageState.OPERATING and linkage.evidence.grade in _WEIGHED:
            weighed[linkage.stream] = weighed.get(linkage.stream, 0.0) + linkage.amount
    return agreed, weighed


def _total(
    unit: Unit,
    outcomes: Sequence[StreamOutcome],
    agreed: Mapping[str, float] = MappingProxyType({}),
    weighed: Mapping[str, float] = MappingProxyType({}),
) -> Totals:
    # What is made of by-products counts nothing; what has to be disposed of because of them counts against.
    residue = sum(outcome.residue for outcome in outcomes)
    beside = [amount for outcome in outcomes for amount in outcome.beside]
    outcomes = [outcome for outcome in outcomes if outcome.waste]
    supply = sum(outcome.supply for outcome in outcomes)
    baseline = sum(outcome.baseline for outcome in outcomes)
    gross = sum(outcome.placed for outcome in outcomes)
    net = gross - residue
    from_stock = sum(outcome.from_stock for outcome in outcomes)
    handled = supply + from_stock
    return Totals(
        unit=unit,
        supply=supply,
        baseline=baseline,
        gross=gross,
        residue=residue,
        beside=summed_by_unit(beside),
        net=net,
        from_stock=from_stock,
        contracted=sum(agreed.get(outcome.stream, 0.0) for outcome in outcomes),
        verified=sum(weighed.get(outcome.stream, 0.0) for outcome in outcomes),
        utilisation=(baseline + net) / handled if handled else 0.0,
    )


def summed_by_unit(amounts: Iterable[tuple[Unit, float]]) -> tuple[tuple[Unit, float], ...]:
    """Return the sum in each unit that has one, in the order of units.

    Examples
    --------
    >>> summed_by_unit([(Unit.CUBIC_METRE, 2.0), (Unit.TONNE, 1.0), (Unit.CUBIC_METRE, 3.0)])
    ((<Unit.TONNE: 't'>, 1.0), (<Unit.CUBIC_METRE: 'm3'>, 5.0))
    """
    sums: dict[Unit, float] = {}
    for unit, amount in amounts:
        sums[unit] = sums.get(unit, 0.0) + amount
    return tuple((unit, sums[unit]) for unit in Unit if sums.get(unit, 0.0) > 0.0)


def target_progress(snapshot: Snapshot, outcomes: Sequence[StreamOutcome]) -> tuple[TargetProgress, ...]:
    """Return how the plan's net amounts stand against every target, by target id."""
    covered = streams_of_targets(snapshot)
    return tuple(
        _progress(target, [outcome for outcome in outcomes if outcome.stream in covered[target.id]])
        for target in snapshot.all(Target)
    )


def streams_of_targets(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    """Return by target the streams it covers: of its unit, in its park, of its materials or their kinds."""
    unit = {material.id: material.unit for material in snapshot.all(Material)}
    covered = {}
    for target in snapshot.all(Target):
        inside, kinds = _enterprises_of(snapshot, target), kinds_of(snapshot, target.materials)
        covered[str(target.id)] = frozenset(
            str(stream.id)
            for stream in snapshot.all(WasteStream)
            if unit[stream.material] is target.unit
            and stream.enterprise in inside
            and (not target.materials or stream.material in kinds)
        )
    return covered


def waste_of_targets(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    """Return by target the streams it covers that count in its rate: those of waste, not of by-products."""
    waste = {material.id for material in snapshot.all(Material) if material.status is MaterialStatus.WASTE}
    counted = {str(stream.id) for stream in snapshot.all(WasteStream) if stream.material in waste}
    return {target: covered & counted for target, covered in streams_of_targets(snapshot).items()}


def _progress(target: Target, mine: Sequence[StreamOutcome]) -> TargetProgress:
    total = _total(target.unit, mine)
    before = total.baseline / total.supply if total.supply else 0.0
    wanted = target.share * (total.supply + total.from_stock)
    gap = max(wanted - total.baseline - total.net, 0.0)
    gap = gap if gap > TARGET_ROUNDING * wanted else 0.0
    return TargetProgress(
        target=target.id,
        unit=target.unit,
        supply=total.supply,
        share_baseline=before,
        share_planned=total.utilisation,
        share_target=target.share,
        gap=gap,
        met=total.supply > 0.0 and gap == 0.0,
    )


def _enterprises_of(snapshot: Snapshot, target: Target) -> set[str]:
    """Return the enterprises in the target's park or in an area of it."""
    parent_of = parents_in(snapshot, "parks", "part_of").get
    return {
        str(enterprise.id)
        for enterprise in snapshot.all(Enterprise)
        if enterprise.park is not None and target.park in upward(enterprise.park, parent_of)
    }
