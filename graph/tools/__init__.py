"""What code of every room is made with: columns, groups, what is remembered, doors, files written whole."""

from graph.tools.columns import Columns
from graph.tools.doors import opened
from graph.tools.grouping import distinct, grouped, matching, numbered, places, spread, values_by
from graph.tools.once import once
from graph.tools.writing import cannot_write, check_place, is_database, on_disk, written_whole

__all__ = [
    "Columns",
    "cannot_write",
    "check_place",
    "distinct",
    "grouped",
    "is_database",
    "matching",
    "numbered",
    "on_disk",
    "once",
    "opened",
    "places",
    "spread",
    "values_by",
    "written_whole",
]
