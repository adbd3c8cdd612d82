"""Which linkages to run together: allocation, what it adds up to, and how it stands against the targets."""

from graph.planning.allocation import make_plan
from graph.planning.options import SINGLE_OBJECTIVES, Objective, PlanOptions
from graph.planning.result import (
    Balance,
    ComparedAmount,
    ComparedFlow,
    FacilityRun,
    FlowChange,
    FlowKind,
    Plan,
    PlanComparison,
    PlanFlow,
    SolverReport,
    StreamOutcome,
    TargetProgress,
    Totals,
    UnplacedReason,
    compare_plans,
)
from graph.planning.solver import Effort
from graph.planning.tradeoffs import (
    MOST_STEPS,
    AbatementCurve,
    AbatementStep,
    ParetoFront,
    ParetoPoint,
    abatement_curves,
    pareto_front,
)
from graph.planning.uncertainty import MOST_DRAWS, Measure, PlanUncertainty, Spread, plan_uncertainty
from graph.scenarios import apply_scenario, scenario_named

__all__ = [
    "MOST_DRAWS",
    "MOST_STEPS",
    "SINGLE_OBJECTIVES",
    "AbatementCurve",
    "AbatementStep",
    "Balance",
    "ComparedAmount",
    "ComparedFlow",
    "Effort",
    "FacilityRun",
    "FlowChange",
    "FlowKind",
    "Measure",
    "Objective",
    "ParetoFront",
    "ParetoPoint",
    "Plan",
    "PlanComparison",
    "PlanFlow",
    "PlanOptions",
    "PlanUncertainty",
    "SolverReport",
    "Spread",
    "StreamOutcome",
    "TargetProgress",
    "Totals",
    "UnplacedReason",
    "abatement_curves",
    "apply_scenario",
    "compare_plans",
    "make_plan",
    "pareto_front",
    "plan_uncertainty",
    "scenario_named",
]
