"""Suggestions, their reasons, pathways and usual takers as types."""

from api.graphql.matching.agreements import PriceInterval
from api.graphql.matching.pathways import Pathways
from api.graphql.matching.suggestions import Refusal, Suggestion
from api.graphql.matching.uses import UseAnswer, UseSuggestion

__all__ = ["Pathways", "PriceInterval", "Refusal", "Suggestion", "UseAnswer", "UseSuggestion"]
