"""Which linkages to run together: allocation, what it adds up to, and how it stands against the targets."""

from graph.planning.abatement import AbatementCurve, AbatementStep, abatement_curves
from graph.planning.allocation import make_plan
from graph.planning.highs import Effort
from graph.planning.options import SINGLE_OBJECTIVES, Objective, PlanOptions
from graph.planning.pareto import ParetoFront, ParetoPoint, pareto_front
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
    "SINGLE_OBJECTIVES",
    "AbatementCurve",
    "AbatementStep",
    "Balance",
    "Effort",
    "FacilityRun",
    "FlowKind",
    "Objective",
    "ParetoFront",
    "ParetoPoint",
    "Plan",
    "PlanFlow",
    "PlanOptions",
    "SolverReport",
    "StreamOutcome",
    "TargetProgress",
    "Totals",
    "UnplacedReason",
    "abatement_curves",
    "make_plan",
    "pareto_front",
]
