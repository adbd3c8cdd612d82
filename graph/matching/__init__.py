"""Who can use what: gates, pathways, scores and suggestions with their reasons."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.knowledge import CitedPrecedent
    from graph.matching.changed import changes
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
else:
    from graph.tools import opened

    __all__, __dir__, __getattr__ = opened(__name__)
