"""What a plan gains from facilities that are not there yet."""

from graph.planning.additions.additions import Additions, Bounds, Gain
from graph.planning.additions.choosing import GREEDY_SHARE, Choice, Wishes, best_choice, step_by_step
from graph.planning.additions.draws import MEASURES, DrawnGains, free_supply_over_draws, gains_over_draws

__all__ = [
    "GREEDY_SHARE",
    "MEASURES",
    "Additions",
    "Bounds",
    "Choice",
    "DrawnGains",
    "Gain",
    "Wishes",
    "best_choice",
    "free_supply_over_draws",
    "gains_over_draws",
    "step_by_step",
]
