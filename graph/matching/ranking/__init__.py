"""Every candidate ranked as columns, many by a compiled kernel, within a memory bound."""

from graph.matching.ranking.links import MOST_LINKED, Candidates, plan_candidates
from graph.matching.ranking.pairs import Pairs, judge
from graph.matching.ranking.preparing import MatchColumns, prepare
from graph.matching.ranking.ranking import LEAST_EACH, MOST_KEPT, Ranking, rank, rank_candidates
from graph.matching.ranking.scores import Scores, scores_of

__all__ = [
    "LEAST_EACH",
    "MOST_KEPT",
    "MOST_LINKED",
    "Candidates",
    "MatchColumns",
    "Pairs",
    "Ranking",
    "Scores",
    "judge",
    "plan_candidates",
    "prepare",
    "rank",
    "rank_candidates",
    "scores_of",
]
