"""What a plan gains from facilities that are not there yet."""

from graph.planning.additions.additions import Additions, Gain

__all__ = ["Additions", "Gain"]
