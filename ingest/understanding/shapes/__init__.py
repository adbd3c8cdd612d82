"""Shapes of sheets that are no plain table: turned, crossed, side by side, told in sentences."""

from ingest.understanding.shapes.beside import side_by_side
from ingest.understanding.shapes.contents import analyses_apart
from ingest.understanding.shapes.crossed import uncrossed
from ingest.understanding.shapes.groups import one_below_another
from ingest.understanding.shapes.measured import unmeasured
from ingest.understanding.shapes.pivots import unpivoted
from ingest.understanding.shapes.prose import Prose, told_in_column, told_on_page
from ingest.understanding.shapes.turning import is_form, one_pair_a_row, upright
from ingest.understanding.shapes.widened import widened
from ingest.understanding.shapes.years import years_apart

__all__ = [
    "Prose",
    "analyses_apart",
    "is_form",
    "one_below_another",
    "one_pair_a_row",
    "side_by_side",
    "told_in_column",
    "told_on_page",
    "uncrossed",
    "unmeasured",
    "unpivoted",
    "upright",
    "widened",
    "years_apart",
]
