"""How far a plan's figures spread when supply, yields, prices and consent are not known."""

from graph.planning.uncertainty.spread import Chance, Measure, PlanUncertainty, Spread
from graph.planning.uncertainty.uncertainty import MOST_DRAWS, plan_uncertainty

__all__ = ["MOST_DRAWS", "Chance", "Measure", "PlanUncertainty", "Spread", "plan_uncertainty"]
