"""What one objective costs in another: Pareto fronts and abatement curves."""

from graph.planning.tradeoffs.abatement import MOST_STEPS, AbatementCurve, AbatementStep, abatement_curves
from graph.planning.tradeoffs.pareto import ParetoFront, ParetoPoint, pareto_front

__all__ = [
    "MOST_STEPS",
    "AbatementCurve",
    "AbatementStep",
    "ParetoFront",
    "ParetoPoint",
    "abatement_curves",
    "pareto_front",
]
