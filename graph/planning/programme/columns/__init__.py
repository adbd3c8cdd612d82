"""The columns of a plan's programme: what may flow, from where to where, and the amounts that bound it."""

from graph.planning.programme.columns.columns import invested_in, lay_out
from graph.planning.programme.columns.flows import (
    CARRYING,
    NONE,
    STARTING,
    Column,
    Flows,
    Links,
    ports_by_row,
)
from graph.planning.programme.columns.layout import LEAVING, Ends, Layout, with_columns
from graph.planning.programme.columns.quantities import (
    columns_of_linkage,
    contracted,
    demand_in,
    market_room,
    most_carried,
    of_technology,
    planned_sites,
    rejected,
    room_in,
    served_today,
    stock_per_year,
)
from graph.planning.programme.columns.ways import Ways

__all__ = [
    "CARRYING",
    "LEAVING",
    "NONE",
    "STARTING",
    "Column",
    "Ends",
    "Flows",
    "Layout",
    "Links",
    "Ways",
    "columns_of_linkage",
    "contracted",
    "demand_in",
    "invested_in",
    "lay_out",
    "market_room",
    "most_carried",
    "of_technology",
    "planned_sites",
    "ports_by_row",
    "rejected",
    "room_in",
    "served_today",
    "stock_per_year",
    "with_columns",
]
