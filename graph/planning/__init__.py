"""Which linkages to run together: allocation, what it adds up to, and how it stands against the targets."""

from graph.planning.allocation import make_plan
from graph.planning.options import Objective, PlanOptions
from graph.planning.plan import (
    Balance,
    FacilityRun,
    FlowKind,
    Plan,
    PlanFlow,
    SolverReport,
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
    "SolverReport",
    "StreamOutcome",
    "TargetProgress",
    "Totals",
    "UnplacedReason",
    "make_plan",
]
