"""The product under test: the only file here that imports it, so that a move touches one place."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import SymbioflowError
from graph.matching import MatchOptions
from graph.matching.gates import REFUSED, check_limits
from graph.planning import (
    Effort,
    FlowKind,
    Objective,
    ParetoFront,
    ParetoPoint,
    Plan,
    PlanFlow,
    PlanOptions,
    TechnicalPotential,
    apply_scenario,
    freed,
    make_plan,
    pareto_front,
    technical_potential,
)
from graph.planning.allocation import pose
from graph.planning.potential import Remainder, remainder_of
from graph.planning.programme import Column
from graph.snapshot import Snapshot
from ingest import shipped_records
from tests.independent.programme import Asked

__all__ = [
    "GAP",
    "REFUSED",
    "Given",
    "Objective",
    "ParetoFront",
    "ParetoPoint",
    "Plan",
    "PlanFlow",
    "PlanOptions",
    "Remainder",
    "Snapshot",
    "TechnicalPotential",
    "apply_scenario",
    "check_limits",
    "flows_of",
    "freed",
    "front_of",
    "given_of",
    "make_plan",
    "plan_of",
    "remainder_of",
    "shipped_park",
    "technical_potential",
    "way_key",
]

#: Decisions within this gap of the best; below it the solver's tolerance for whole numbers has the say.
GAP = 1e-6
#: What the product says where contracts cannot be kept.
_BROKEN = ("CONFLICTING_CONTRACTS", "CONTRACT_WITHOUT_LINKAGE")


@dataclass(frozen=True)
class Given:
    """What no table says.

    Attributes
    ----------
    scores : dict
        How good each linkage is, by stream, facility and port.
    fits : dict
        The same whatever becomes of it later.
    today : dict
        Where that goes which is in use today and on no record, by the key of the column.
    sold_today : dict
        What is sold of all that flows today, by market.
    """

    scores: dict[tuple[str, ...], float]
    fits: dict[tuple[str, ...], float]
    today: dict[tuple[str, ...], float]
    sold_today: dict[str, float]


def shipped_park() -> Snapshot:
    """Return the Anning park as it is shipped."""
    return Snapshot.from_records(shipped_records())


def plan_of(
    snapshot: Snapshot,
    asked: Asked,
    objective: str = "tonnes",
    mix: tuple[float, ...] = (),
    gap: float = GAP,
) -> Plan | None:
    """Return the product's plan; None where it says that contracts cannot be kept."""
    try:
        wanted = Objective.WEIGHTED if mix else Objective(objective)
        return make_plan(snapshot, _options(asked, wanted, mix, gap))
    except SymbioflowError as error:
        if error.code not in _BROKEN:
            raise
        return None


def given_of(snapshot: Snapshot, asked: Asked) -> Given | None:
    """Return what the other model takes as given; None where contracts cannot be kept."""
    try:
        problem = pose(snapshot, _options(asked))
    except SymbioflowError as error:
        if error.code not in _BROKEN:
            raise
        return None
    layout = problem.programme.layout
    flows, ports = layout.flows, snapshot.strings("ports", "id")
    streams = snapshot.strings("waste_streams", "id")
    scores, fits = (
        {
            (
                str(streams[flows.stream[column]]),
                str(layout.sites.facility[flows.site[column]]),
                str(ports[flows.port[column]]),
            ): float(of[column])
            for column in flows.where(Column.DIVERT)
        }
        for of in (flows.score, flows.fit)
    )
    today: dict[tuple[str, ...], float] = {}
    for flow in problem.today.flows:
        if not flow.on_record:
            start = ("divert", str(flow.stream)) if flow.stream else ("transfer", str(flow.from_facility))
            middle = () if flow.stream else (str(flow.material),)
            today[(*start, *middle, str(flow.facility), str(flow.port))] = flow.amount
    return Given(scores, fits, today, problem.today.sold)


def front_of(snapshot: Snapshot, objectives: tuple[str, ...], points: int, asked: Asked) -> ParetoFront:
    """Return the product's front."""
    return pareto_front(snapshot, [Objective(name) for name in objectives], points, _options(asked))


def _options(
    asked: Asked,
    objective: Objective = Objective.TONNES,
    mix: tuple[float, ...] = (),
    gap: float = GAP,
) -> PlanOptions:
    return PlanOptions(
        matching=MatchOptions(radius=asked.radius, on=asked.on),
        objective=objective,
        mix=mix,
        horizon=asked.horizon,
        minimum_lot=asked.minimum_lot,
        on_off=asked.on_off,
        budget=asked.budget,
        potential=asked.potential,
        effort=Effort(gap=gap),
    )


def way_key(flow: PlanFlow) -> tuple[str, ...]:
    """Return the key of the column that a flow of the plan is."""
    if flow.kind is FlowKind.DIVERSION:
        return "divert", str(flow.stream), flow.facility, flow.port
    return "transfer", str(flow.from_facility), flow.material, flow.facility, flow.port


def flows_of(plan: Plan) -> dict[tuple[str, ...], float]:
    """Return every flow of a plan, what is sold and disposed of included, by the key of its column."""
    found = {way_key(flow): flow.amount for flow in plan.flows}
    for run in plan.runs:
        for kind, ends in (("sell", run.sold), ("dispose", run.disposed)):
            found.update({(kind, run.facility, material): amount for material, amount, _ in ends})
    found.update({("outside", row.stream): row.outside for row in plan.streams if row.outside > 0.0})
    return found
