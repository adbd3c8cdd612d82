"""Industries that could use a waste of which only a text and a donor industry are known."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.matching.coldstart.evaluation import evaluate
    from graph.matching.coldstart.index import ColdStartIndex, UseSource, Vector
    from graph.matching.coldstart.uses import UsePart, UseReason, UseSuggestion, UseSuggestions, suggest_uses
else:
    from graph.tools import opened

    __all__, __dir__, __getattr__ = opened(__name__)
