"""A plan of several years as one: projects open in their year, pits fill, wastes grow, markets move."""

from graph.planning.roadmap.roadmap import (
    LONGEST_ROADMAP,
    Roadmap,
    SinkFill,
    StockDrawn,
    YearPlan,
    make_roadmap,
)

__all__ = ["LONGEST_ROADMAP", "Roadmap", "SinkFill", "StockDrawn", "YearPlan", "make_roadmap"]
