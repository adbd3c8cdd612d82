"""Plans, fronts, roadmaps and spreads as types, and the fields that ask for them."""

from api.graphql.planning.planning_query import PlanningQuery, argument_of, given_to, view_of
from api.graphql.planning.spreads import SPREAD_COST, Draws, PlanProgress, Seed

__all__ = [
    "SPREAD_COST",
    "Draws",
    "PlanProgress",
    "PlanningQuery",
    "Seed",
    "argument_of",
    "given_to",
    "view_of",
]
