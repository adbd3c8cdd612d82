"""Which linkages to run together: allocation, what it adds up to, and how it stands against the targets."""

from graph.planning.allocation import make_plan
from graph.planning.comparison import (
    ComparedAmount,
    ComparedFlow,
    FlowChange,
    PlanComparison,
    compare_plans,
)
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
from graph.planning.scenarios import apply_scenario, scenario_named

__all__ = [
    "Balance",
    "ComparedAmount",
    "ComparedFlow",
    "FacilityRun",
    "FlowChange",
    "FlowKind",
    "Objective",
    "Plan",
    "PlanComparison",
    "PlanFlow",
    "PlanOptions",
    "SolverReport",
    "StreamOutcome",
    "TargetProgress",
    "Totals",
    "UnplacedReason",
    "apply_scenario",
    "compare_plans",
    "make_plan",
    "scenario_named",
]
