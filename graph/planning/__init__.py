"""Which linkages to run together: allocation, what it adds up to, and how it stands against the targets."""

from graph.planning.allocation import make_plan
from graph.planning.options import SINGLE_OBJECTIVES, Objective, PlanOptions
from graph.planning.result.comparison import (
    ComparedAmount,
    ComparedFlow,
    FlowChange,
    PlanComparison,
    compare_plans,
)
from graph.planning.result.plan import (
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
from graph.planning.solver.highs import Effort
from graph.planning.tradeoffs.abatement import AbatementCurve, AbatementStep, abatement_curves
from graph.planning.tradeoffs.pareto import ParetoFront, ParetoPoint, pareto_front
from graph.planning.uncertainty.spread import Measure, PlanUncertainty, Spread
from graph.planning.uncertainty.uncertainty import MOST_DRAWS, plan_uncertainty
from graph.scenarios import apply_scenario, scenario_named

__all__ = [
    "MOST_DRAWS",
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
