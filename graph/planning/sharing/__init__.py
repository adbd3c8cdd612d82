"""What each firm of a plan should have of what they reach together."""

from graph.planning.sharing.games import best_objection, groups_of, nucleolus, sampled_shapley, shapley_value
from graph.planning.sharing.split import FairSplit, FirmShare, fair_split

__all__ = [
    "FairSplit",
    "FirmShare",
    "best_objection",
    "fair_split",
    "groups_of",
    "nucleolus",
    "sampled_shapley",
    "shapley_value",
]
