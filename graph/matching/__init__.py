"""Who can use what: gates, pathways, scores and suggestions with their reasons."""

from graph.knowledge import CitedPrecedent
from graph.matching.changes import changes
from graph.matching.explanation import (
    MOST_EXPLAINED,
    Agreement,
    Alternative,
    agreement_of,
    explain_rows,
    refusals_of,
    unmatched,
)
from graph.matching.options import MatchOptions
from graph.matching.pathway import Pathway, Pathways, Treatment
from graph.matching.pathways import PathwayFinder
from graph.matching.ranking import MOST_KEPT, MOST_LINKED, Ranking, rank_candidates
from graph.matching.suggestion import (
    LEAST_LOST,
    Basis,
    Content,
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
from graph.matching.suggestions import explain, explain_one, row_named, suggest
from graph.matching.weights import Weights
from graph.matching.worth import explain_worth
from graph.value import PriceInterval

__all__ = [
    "LEAST_LOST",
    "MOST_EXPLAINED",
    "MOST_KEPT",
    "MOST_LINKED",
    "Agreement",
    "Alternative",
    "Basis",
    "CitedPrecedent",
    "Content",
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
    "Ranking",
    "Refusal",
    "ScorePart",
    "Suggestion",
    "Suggestions",
    "Treatment",
    "Weights",
    "agreement_of",
    "changes",
    "explain",
    "explain_one",
    "explain_rows",
    "explain_worth",
    "rank_candidates",
    "refusals_of",
    "row_named",
    "suggest",
    "unmatched",
]
