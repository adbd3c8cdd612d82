"""How far a plan's figures spread when supply, yields, prices and consent are not known."""

from graph.planning.uncertainty.consent import Learnt, LinkageKind, ProjectDecision
from graph.planning.uncertainty.spread import Chance, Measure, PlanUncertainty, Spread
from graph.planning.uncertainty.uncertainty import (
    EXPECTED_DRAWS,
    EXPECTED_SEED,
    MOST_DRAWS,
    expected_draws,
    plan_uncertainty,
)

__all__ = [
    "EXPECTED_DRAWS",
    "EXPECTED_SEED",
    "MOST_DRAWS",
    "Chance",
    "Learnt",
    "LinkageKind",
    "Measure",
    "PlanUncertainty",
    "ProjectDecision",
    "Spread",
    "expected_draws",
    "plan_uncertainty",
]
