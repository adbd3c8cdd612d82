"""Industries that could use a waste of which only a text and a donor industry are known."""

from graph.matching.coldstart.evaluation import evaluate
from graph.matching.coldstart.index import ColdStartIndex, UseSource, Vector
from graph.matching.coldstart.uses import UsePart, UseReason, UseSuggestion, UseSuggestions, suggest_uses

__all__ = [
    "ColdStartIndex",
    "UsePart",
    "UseReason",
    "UseSource",
    "UseSuggestion",
    "UseSuggestions",
    "Vector",
    "evaluate",
    "suggest_uses",
]
