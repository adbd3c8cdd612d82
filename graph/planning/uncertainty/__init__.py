"""How far a plan's figures spread when supply, yields, prices and consent are not known."""

from graph.planning.uncertainty.resolving import SHORTFALL, summed_ties, with_shortfalls
from graph.planning.uncertainty.spread import Chance, Measure, PlanUncertainty, Spread
from graph.planning.uncertainty.uncertainty import MOST_DRAWS, Progress, plan_uncertainty, settled

__all__ = [
    "MOST_DRAWS",
    "SHORTFALL",
    "Chance",
    "Measure",
    "PlanUncertainty",
    "Progress",
    "Spread",
    "plan_uncertainty",
    "settled",
    "summed_ties",
    "with_shortfalls",
]
