"""How a sheet is laid out: its tables with their headers and rows, and what stands around them."""

from ingest.understanding.layout.bodies import GridRow, cell_at, first_at, number_of, parts_after
from ingest.understanding.layout.naming import are_firms, are_wastes
from ingest.understanding.layout.surroundings import (
    Facts,
    firm_below,
    firm_in_title,
    is_firm,
    is_note,
    is_total,
    read_titles,
    texts_of,
    unit_below,
    without_outline,
)
from ingest.understanding.layout.tables import FIRST_ROWS, Table, find_tables
from ingest.understanding.layout.tabs import firm_of_tab, tabs_alike

__all__ = [
    "FIRST_ROWS",
    "Facts",
    "GridRow",
    "Table",
    "are_firms",
    "are_wastes",
    "cell_at",
    "find_tables",
    "firm_below",
    "firm_in_title",
    "firm_of_tab",
    "first_at",
    "is_firm",
    "is_note",
    "is_total",
    "number_of",
    "parts_after",
    "read_titles",
    "tabs_alike",
    "texts_of",
    "unit_below",
    "without_outline",
]
