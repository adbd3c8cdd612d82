"""What a plan gains from facilities that are not there yet."""

from graph.planning.additions.additions import Additions, Bounds, Gain
from graph.planning.additions.draws import MEASURES, DrawnGains, free_supply_over_draws, gains_over_draws

__all__ = [
    "MEASURES",
    "Additions",
    "Bounds",
    "DrawnGains",
    "Gain",
    "free_supply_over_draws",
    "gains_over_draws",
]
