"""The page of trade-offs: plans that none of the others beats, and the steps to a target."""

from api.web.pages.tradeoffs import front, steps, tradeoffs

__all__ = ["front", "steps", "tradeoffs"]
