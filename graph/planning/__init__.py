"""Which linkages to run together: allocation, what it adds up to, and how it stands against the targets."""

from graph.planning.allocation import PlanOptions, make_plan
from graph.planning.plan import (
    Balance,
    FacilityRun,
    FlowKind,
    Objective,
    Plan,
    PlanFlow,
    StreamOutcome,
    TargetProgress,
    Totals,
    UnplacedReason,
)

__all__ = [
    "Balance",
    "FacilityRun",
    "FlowKind",
    "Objective",
    "Plan",
    "PlanFlow",
    "PlanOptions",
    "StreamOutcome",
    "TargetProgress",
    "Totals",
    "UnplacedReason",
    "make_plan",
]
