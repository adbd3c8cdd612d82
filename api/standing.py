"""How much of a plan's tonnes stands on published numbers, and between which ends its investment lies."""

from __future__ import annotations

from collections.abc import Iterable

from api.service import View
from graph import model
from graph.planning import Plan, StreamOutcome, TargetProgress, streams_of_targets
from graph.ranges import Range
from graph.value.costs import Costs
from graph.value.terms import JUDGED
from graph.vocabulary import OperatingState, StreamId, Unit


def published_share(view: View, amounts: Iterable[tuple[StreamId, float]]) -> float | None:
    """Return the share of some streams' amounts that stands on published supplies; None of nothing.

    Judgement, class estimates and demo estimates are not published.

    Examples
    --------
    >>> from graph.snapshot import Snapshot
    >>> published_share(View(Snapshot.of([]), 1), []) is None
    True
    """
    whole = known = 0.0
    for stream, amount in amounts:
        row = view.get(model.WasteStream, stream)
        whole += amount
        if row is not None and row.evidence.grade not in JUDGED:
            known += amount
    return known / whole if whole > 0.0 else None


def published_supply(view: View, plan: Plan, unit: Unit) -> float | None:
    """Return the share of what is given off in a unit that stands on published supplies."""
    return published_share(view, ((item.stream, item.supply) for item in wastes_of(plan, unit)))


def published_gain(view: View, plan: Plan, unit: Unit) -> float | None:
    """Return the share of what a plan newly places in a unit that comes from published supplies."""
    return published_share(view, ((item.stream, item.placed) for item in wastes_of(plan, unit)))


def published_of_targets(view: View, plan: Plan) -> dict[str, float | None]:
    """Return by target the share of the supply that it covers which somebody published."""
    covered = streams_of_targets(view.snapshot)
    return {
        str(progress.target): published_share(
            view,
            (
                (item.stream, item.supply)
                for item in wastes_of(plan, progress.unit)
                if item.stream in covered[progress.target]
            ),
        )
        for progress in plan.targets
    }


def wastes_of(plan: Plan, unit: Unit) -> list[StreamOutcome]:
    """Return what becomes of the streams in a unit that count as waste."""
    return [item for item in plan.streams if item.unit is unit and item.waste]


def largest_target(plan: Plan) -> TargetProgress | None:
    """Return the target for solid waste that covers the most tonnes: what a headline is measured by."""
    tonnes = [progress for progress in plan.targets if progress.unit is Unit.TONNE and progress.supply > 0.0]
    return min(tonnes, key=lambda progress: (-progress.supply, progress.target), default=None)


def investment_range(view: View, plan: Plan) -> Range:
    """Return between which ends the investment of a plan lies, each facility's cost at the end of its range.

    Its likely value is `Plan.investment`; a facility of unknown cost adds nothing to any end.
    """
    costs = Costs(view.snapshot)
    ends = dict.fromkeys(("low", "likely", "high"), 0.0)
    for run in plan.runs:
        facility = view.get(model.Facility, run.facility)
        if facility is None or facility.state is not OperatingState.PLANNED:
            continue
        # An assumed capacity stands nowhere but in the plan.
        capacity = run.capacity if facility.capacity is None else facility.capacity.likely
        if capacity is None:
            continue
        for number, times in costs.capital(facility.technology, capacity):
            for end in ends:
                ends[end] += getattr(number.amount, end) * times * capacity
    return Range(**ends)
