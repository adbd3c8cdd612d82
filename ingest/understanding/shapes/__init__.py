"""Shapes of sheets that are no plain table: turned, crossed, side by side, told in the head."""

from ingest.understanding.shapes.beside import side_by_side
from ingest.understanding.shapes.bodies import cell_at
from ingest.understanding.shapes.contents import analyses_apart
from ingest.understanding.shapes.crossed import uncrossed
from ingest.understanding.shapes.groups import one_below_another
from ingest.understanding.shapes.measured import unmeasured
from ingest.understanding.shapes.naming import are_wastes
from ingest.understanding.shapes.pivots import unpivoted
from ingest.understanding.shapes.prose import Prose, told_in_column, told_on_page
from ingest.understanding.shapes.surroundings import (
    Facts,
    firm_below,
    firm_in_title,
    is_firm,
    is_total,
    read_titles,
    texts_of,
    unit_below,
    without_outline,
)
from ingest.understanding.shapes.tables import FIRST_ROWS, Table, find_tables
from ingest.understanding.shapes.tabs import firm_of_tab, tabs_alike
from ingest.understanding.shapes.turning import is_form, one_pair_a_row, upright
from ingest.understanding.shapes.widened import widened
from ingest.understanding.shapes.years import years_apart

__all__ = [
    "FIRST_ROWS",
    "Facts",
    "Prose",
    "Table",
    "analyses_apart",
    "are_wastes",
    "cell_at",
    "find_tables",
    "firm_below",
    "firm_in_title",
    "firm_of_tab",
    "is_firm",
    "is_form",
    "is_total",
    "one_below_another",
    "one_pair_a_row",
    "read_titles",
    "side_by_side",
    "tabs_alike",
    "texts_of",
    "told_in_column",
    "told_on_page",
    "uncrossed",
    "unit_below",
    "unmeasured",
    "unpivoted",
    "upright",
    "widened",
    "without_outline",
    "years_apart",
]
