"""How far a plan's figures spread when supply, yields, prices and consent are not known."""

from graph.planning.uncertainty.resolving import (
    SHORTFALL,
    Resolver,
    World,
    Worlds,
    summed_ties,
    with_shortfalls,
)
from graph.planning.uncertainty.spread import Chance, Measure, PlanUncertainty, Spread
from graph.planning.uncertainty.uncertain import Draw, Uncertain, uncertain
from graph.planning.uncertainty.uncertainty import (
    MOST_DRAWS,
    Counts,
    Progress,
    plan_uncertainty,
    settled,
    tell,
)

__all__ = [
    "MOST_DRAWS",
    "SHORTFALL",
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
    "settled",
    "summed_ties",
    "tell",
    "uncertain",
    "with_shortfalls",
]
