"""A sheet that is known to be one table: its headers understood, and what a file may leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import Problem
from graph.tables import TABLES, Column, Kind, Table
from graph.wording import Message, message
from ingest.quantities import Written
from ingest.strict.sheets import Sheet, shortened
from ingest.words import Heading, heading_of, table_named

#: Values of columns that a file need not have, and what is said when they are taken.
DEFAULTS: Mapping[tuple[str, str], tuple[Any, Message]] = {
    ("waste_streams", "in_use_likely"): (0.0, message("taken.in_use")),
    ("waste_streams", "sharing"): ("park", message("taken.stream_sharing")),
    ("facilities", "sharing"): ("park", message("taken.facility_sharing")),
    ("enterprises", "state"): ("operating", message("taken.state")),
}
#: Ranges of such columns whose high end is that of another: how much of the supply is in use is not known.
OPEN_UP_TO: Mapping[tuple[str, str], str] = {("waste_streams", "in_use"): "supply"}
#: Tables whose rows need no id of their own: it is made of what stands in these columns.
GENERATED_IDS: Mapping[str, tuple[str, ...]] = {
    "stream_components": ("stream", "component", "basis", "sampled_on", "laboratory"),
    "material_components": ("material", "component", "basis"),
}
#: Text that may not be empty, though it is neither an id nor a choice.
NEEDED_TEXT = frozenset({"component", "basis"})


@dataclass(slots=True)
class Part:
    """A sheet of one table, while it is being read.

    Attributes
    ----------
    headings : dict of str to (int, Heading)
        Column -> its position in the sheet and its header, understood.
    values : dict of str to sequence
        Column -> plain values, as far as they are read.
    refused : set of (int, str)
        Cells (position, column) that already have a problem.
    remarks : dict of str to (dict of int to Written)
        Column -> position -> a quantity that says more than one number, such as a range.
    """

    sheet: Sheet
    table: Table
    headings: dict[str, tuple[int, Heading]]
    values: dict[str, Sequence[Any]] = field(default_factory=dict)
    refused: set[tuple[int, str]] = field(default_factory=set)
    remarks: dict[str, dict[int, Written]] = field(default_factory=dict)

    def header(self, column: str) -> str:
        """Return the header as it stands in the file, or the column's name where it has none."""
        return self.sheet.header[self.headings[column][0]] if column in self.headings else column

    def problem(self, position: int, column: str, code: str, value: Any, expected: Message) -> Problem:
        """Return a problem of the cell at a position of a column."""
        row = self.sheet.rows[position] if position >= 0 else 0
        shown = shortened(value)
        return Problem(self.sheet.file, self.sheet.name, row, self.header(column), code, shown, expected)

    def cells(self, column: Column) -> Sequence[Any]:
        """Return the cells of a column; the default, or nothing, where the file has no such column.

        A cell left blank means the model's own default, if it has one.
        """
        if column.name in self.headings:
            given = self.sheet.columns[self.headings[column.name][0]]
            return given if column.default is None else [_or(cell, column.default) for cell in given]
        default, _ = DEFAULTS.get((self.table.name, column.name), (column.default, None))
        return [default] * len(self.sheet.rows)


def _or(cell: Any, default: Any) -> Any:
    return default if cell is None else cell


def part_of(sheet: Sheet, name: str, problems: list[Problem]) -> Part | None:
    """Return a sheet with its headers understood; None if it is of no table."""
    table_name = table_named(name)
    if table_name is None:
        expected = message("expected.one_of", choices=tuple(TABLES))
        problems.append(Problem(sheet.file, sheet.name, 0, "", "UNKNOWN_TABLE", shortened(name), expected))
        return None
    table = TABLES[table_name]
    headings: dict[str, tuple[int, Heading]] = {}
    for at, text in enumerate(sheet.header):
        heading = heading_of(table, text) if text else None
        place = (sheet.file, sheet.name, sheet.header_row, text)
        if heading is None:
            if text or any(cell is not None for cell in sheet.columns[at]):
                expected = message("expected.one_of", choices=tuple(table.schema.names))
                problems.append(Problem(*place, "UNKNOWN_COLUMN", shortened(text), expected))
        elif heading.column.name in headings:
            expected = message("expected.column_once")
            problems.append(Problem(*place, "DUPLICATE_COLUMN", shortened(text), expected))
        else:
            headings[heading.column.name] = (at, heading)
    # A table without rows lacks nothing.
    for name in missing_columns(table, headings) if sheet.rows else ():
        expected = message("expected.column", name=name.removesuffix("_likely"))
        place = (sheet.file, sheet.name, sheet.header_row, name)
        problems.append(Problem(*place, "MISSING_COLUMN", "", expected))
    return Part(sheet, table, headings)


def missing_columns(table: Table, headings: Mapping[str, Any]) -> list[str]:
    """Return the columns that a file must have and these headings lack."""
    missing = []
    for column in table.columns:
        if column.name in headings or column.nullable or column.range_end in ("low", "high"):
            continue
        if (
            (table.name, column.name) in DEFAULTS
            or column.default is not None
            or column.kind in (Kind.TEXTS, Kind.NUMBERS)
        ):
            continue
        if column.name == "grade" and "sources" in table.schema.names:
            continue
        if column.name == "id" and table.name in GENERATED_IDS:
            continue
        if _may_be_empty(column) and column.name not in ("name_zh", "name_en"):
            continue
        if column.name == "name_zh" and "name_en" in headings:
            continue
        if column.name == "name_en":
            continue
        missing.append(column.name)
    return missing


def _may_be_empty(column: Column) -> bool:
    bound = column.name == "id" or column.references or column.choices or column.name in NEEDED_TEXT
    return column.kind is Kind.TEXT and not bound
