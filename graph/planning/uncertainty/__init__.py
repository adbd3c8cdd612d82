"""How far a plan's figures spread when supply, capacity, yields, prices and consent are not known."""

from graph.planning.uncertainty.consent import Learnt, LinkageKind, ProjectDecision
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
    EXPECTED_DRAWS,
    EXPECTED_SEED,
    MOST_DRAWS,
    Counts,
    expected_draws,
    plan_uncertainty,
    settled,
)

__all__ = [
    "EXPECTED_DRAWS",
    "EXPECTED_SEED",
    "MOST_DRAWS",
    "SHORTFALL",
    "Chance",
    "Counts",
    "Draw",
    "Learnt",
    "LinkageKind",
    "Measure",
    "PlanUncertainty",
    "ProjectDecision",
    "Resolver",
    "Spread",
    "Uncertain",
    "World",
    "Worlds",
    "expected_draws",
    "plan_uncertainty",
    "settled",
    "summed_ties",
    "uncertain",
    "with_shortfalls",
]
