"""How far a plan's figures spread when supply, yields, prices and consent are not known."""

from graph.planning.uncertainty.resolving import Resolver, World, Worlds
from graph.planning.uncertainty.spread import Chance, Measure, PlanUncertainty, Spread
from graph.planning.uncertainty.uncertain import Draw, Uncertain, uncertain
from graph.planning.uncertainty.uncertainty import MOST_DRAWS, Counts, Progress, plan_uncertainty, tell

__all__ = [
    "MOST_DRAWS",
    "Chance",
    "Counts",
    "Draw",
    "Measure",
    "PlanUncertainty",
    "Progress",
    "Resolver",
    "Spread",
    "Uncertain",
    "World",
    "Worlds",
    "plan_uncertainty",
    "tell",
    "uncertain",
]
