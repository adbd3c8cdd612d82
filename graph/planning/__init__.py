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
from graph.planning.spread import Measure, PlanUncertainty, Spread
from graph.planning.uncertainty import MOST_DRAWS, plan_uncertainty

__all__ = [
    "MOST_DRAWS",
    "Balance",
    "FacilityRun",
    "FlowKind",
    "Measure",
    "Objective",
    "Plan",
    "PlanFlow",
    "PlanOptions",
    "PlanUncertainty",
    "SolverReport",
    "Spread",
    "StreamOutcome",
    "TargetProgress",
    "Totals",
    "UnplacedReason",
    "make_plan",
    "plan_uncertainty",
]
