"""The plan as a mathematical programme: variables, constraints and what each variable brings."""

from graph.planning.programme.columns import (
    CARRYING,
    LEAVING,
    NONE,
    STARTING,
    Column,
    Ends,
    Flows,
    Layout,
    Links,
    Ways,
    columns_of_linkage,
    contracted,
    demand_in,
    invested_in,
    lay_out,
    market_room,
    most_carried,
    planned_sites,
    ports_by_row,
    rejected,
    room_in,
    served_today,
)
from graph.planning.programme.conflicts import explain_conflict
from graph.planning.programme.credits import Credits, carriage_of, credits_of, net_diverted, preference
from graph.planning.programme.families import FAMILIES, Row, RowFamily
from graph.planning.programme.mixes import mixes_of
from graph.planning.programme.numbers import refuse_bad_numbers
from graph.planning.programme.outlets import days_of_buyers, month_shares
from graph.planning.programme.printing import Constraint
from graph.planning.programme.programme import Programme, build_programme, packed
from graph.planning.programme.rows import Entries, Mixes
from graph.planning.programme.rows import facility as facility_rows
from graph.planning.programme.rows import shares as share_rows

__all__ = [
    "CARRYING",
    "FAMILIES",
    "LEAVING",
    "NONE",
    "STARTING",
    "Column",
    "Constraint",
    "Credits",
    "Ends",
    "Entries",
    "Flows",
    "Layout",
    "Links",
    "Mixes",
    "Programme",
    "Row",
    "RowFamily",
    "Ways",
    "build_programme",
    "carriage_of",
    "columns_of_linkage",
    "contracted",
    "credits_of",
    "days_of_buyers",
    "demand_in",
    "explain_conflict",
    "facility_rows",
    "invested_in",
    "lay_out",
    "market_room",
    "mixes_of",
    "month_shares",
    "most_carried",
    "net_diverted",
    "packed",
    "planned_sites",
    "ports_by_row",
    "preference",
    "refuse_bad_numbers",
    "rejected",
    "room_in",
    "served_today",
    "share_rows",
]
