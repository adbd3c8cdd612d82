"""Who can use what: gates, pathways, scores and suggestions with their reasons."""

from graph.knowledge import CitedPrecedent
from graph.matching.pathways import Pathway, PathwayFinder, Pathways, Treatment
from graph.matching.suggestion import (
    GateName,
    GateResult,
    Outcome,
    PartInput,
    PartName,
    PathwayStep,
    Refusal,
    ScorePart,
    Suggestion,
    Suggestions,
)
from graph.matching.suggestions import MatchOptions, explain, suggest
from graph.value.price import PriceInterval

__all__ = [
    "CitedPrecedent",
    "GateName",
    "GateResult",
    "MatchOptions",
    "Outcome",
    "PartInput",
    "PartName",
    "Pathway",
    "PathwayFinder",
    "PathwayStep",
    "Pathways",
    "PriceInterval",
    "Refusal",
    "ScorePart",
    "Suggestion",
    "Suggestions",
    "Treatment",
    "explain",
    "suggest",
]
