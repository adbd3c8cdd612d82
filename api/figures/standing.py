"""How much of a plan's tonnes stands on published numbers."""

from __future__ import annotations

from collections.abc import Iterable

from api.views import View
from graph import model
from graph.evidence import Grade
from graph.planning import (
    Plan,
    PlanFlow,
    StreamOutcome,
    TargetProgress,
    TechnicalPotential,
    waste_of_targets,
)
from graph.snapshot import Snapshot
from graph.value import JUDGED
from graph.vocabulary import MaterialStatus, StreamId, Unit


def published_share(view: View, amounts: Iterable[tuple[StreamId, float]]) -> float | None:
    """Return the share of some streams' amounts that stands on published supplies; None of nothing.

    Judgement, class estimates and demo estimates are not published.

    Examples
    --------
    >>> from graph.snapshot import Snapshot
    >>> published_share(View(Snapshot.of([]), 1), []) is None
    True
    """
    published = view.snapshot.derived(_published, "waste_streams")
    whole = known = 0.0
    for stream, amount in amounts:
        whole += amount
        if stream in published:
            known += amount
    return known / whole if whole > 0.0 else None


def _published(snapshot: Snapshot) -> frozenset[str]:
    """Return the streams whose supply somebody published; a column, not an object for each stream."""
    grades = snapshot.lookup("waste_streams", "grade").items()
    return frozenset(stream for stream, grade in grades if Grade(grade) not in JUDGED)


def published_supply(view: View, plan: Plan, unit: Unit) -> float | None:
    """Return the share of what is given off in a unit that stands on published supplies."""
    return published_share(view, ((item.stream, item.supply) for item in wastes_of(plan, unit)))


def published_gain(view: View, plan: Plan | TechnicalPotential, unit: Unit) -> float | None:
    """Return the share of what a plan newly places in a unit that comes from published supplies."""
    return published_share(view, ((item.stream, item.placed) for item in wastes_of(plan, unit)))


def published_of_flows(view: View, flows: Iterable[PlanFlow], unit: Unit) -> float | None:
    """Return the share of the waste that some flows take from streams in a unit which is published supply."""
    taken = [(flow.stream, flow.amount, flow.material) for flow in flows if flow.unit is unit]
    found = []
    for stream, amount, material in taken:
        row = view.get(model.Material, material)
        if stream is not None and row is not None and row.status is MaterialStatus.WASTE:
            found.append((stream, amount))
    return published_share(view, found)


def published_of_target(view: View, target: str) -> float | None:
    """Return the share of the supply that a target covers which somebody published."""
    covered = (view.get(model.WasteStream, stream) for stream in waste_of_targets(view.snapshot)[target])
    return published_share(view, ((row.id, row.supply.likely) for row in covered if row is not None))


def published_of_targets(view: View, plan: Plan) -> dict[str, float | None]:
    """Return by target the share of the supply that it covers which somebody published."""
    covered = waste_of_targets(view.snapshot)
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


def wastes_of(plan: Plan | TechnicalPotential, unit: Unit) -> list[StreamOutcome]:
    """Return what becomes of the streams in a unit that count as waste."""
    return [item for item in plan.streams if item.unit is unit and item.waste]


def largest_target(plan: Plan | TechnicalPotential) -> TargetProgress | None:
    """Return the target for solid waste that covers the most tonnes: what a headline is measured by."""
    tonnes = [progress for progress in plan.targets if progress.unit is Unit.TONNE and progress.supply > 0.0]
    return min(tonnes, key=lambda progress: (-progress.supply, progress.target), default=None)
