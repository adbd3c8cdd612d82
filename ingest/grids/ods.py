"""OpenDocument spreadsheets as grids, read from content.xml alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from graph.wording import message
from ingest.grids.grid import (
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Fault,
    Grid,
    GridBuilder,
    Merge,
    Room,
    columns_at_most,
    refused,
    rows_at_most,
)
from ingest.grids.markup import attribute, parse_markup
from ingest.grids.packages import Package

_CELLS = ("table-cell", "covered-table-cell")


def document_grids(package: Package) -> tuple[Grid, ...]:
    """Return the sheets of an OpenDocument spreadsheet in their order."""
    if "META-INF/manifest.xml" in package.names:
        with package.open("META-INF/manifest.xml") as stream:
            if b"encryption-data" in stream.read(2**20):
                raise refused(package.file, "NEEDS_PASSWORD", "", message("expected.no_password"))
    reader = _DocumentReader(package.file, package.room)
    with package.open("content.xml") as stream:
        parse_markup(package.room, stream, reader.start, reader.end, reader.text)
    return tuple(reader.grids)


class _DocumentReader:
    """Handlers of a document's XML; rows and cells written once for many are spread out only where filled."""

    def __init__(self, file: str, room: Room) -> None:
        self.file, self._room = file, room
        self.grids: list[Grid] = []
        self._builder: GridBuilder | None = None
        self._merges: list[Merge] = []
        self._faults: list[Fault] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._hidden = False
        self._row = self._at = 0
        self._repeat_row = 1
        self._cells: dict[int, Cell] = {}
        self._attributes: Mapping[str, str] = {}
        self._lines: list[str] = []
        self._aside = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("annotation", "tracked-changes", "shapes"):
            self._aside += 1
        if self._aside:
            return
        if name == "style":
            self._style = attribute(attributes, "name")
        elif name == "table-properties" and attribute(attributes, "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table":
            self._builder = GridBuilder(self.file, attribute(attributes, "name"), self._room)
            self._hidden = attribute(attributes, "style-name") in self._hidden_styles
            self._row, self._merges, self._faults = 1, [], []
        elif name == "table-row":
            self._at, self._cells = 0, {}
            self._repeat_row = _count(attributes, "number-rows-repeated")
        elif name in _CELLS:
            self._attributes, self._lines = dict(attributes), []
        elif name == "p":
            self._lines.append("")
        elif name in ("s", "tab", "line-break"):
            self.text(" ")

    def end(self, name: str) -> None:
        if name in ("annotation", "tracked-changes", "shapes"):
            self._aside -= 1
        elif self._aside or self._builder is None:
            return
        elif name in _CELLS:
            self._end_cell(self._builder, name)
        elif name == "table-row":
            self._end_row(self._builder)
        elif name == "table":
            grid = Grid(
                self.file,
                self._builder.sheet,
                tuple(self._builder.rows),
                self._hidden,
                tuple(self._merges),
                tuple(self._faults),
            )
            self.grids.append(grid)
            self._builder = None

    def text(self, data: str) -> None:
        # What is too long is refused at the end of its cell, and is not gathered till then.
        if self._lines and not self._aside and len(self._lines[-1]) <= LONGEST_TEXT:
            self._lines[-1] += data

    def _end_cell(self, builder: GridBuilder, name: str) -> None:
        repeats = _count(self._attributes, "number-columns-repeated")
        cell = self._value(builder) if name == "table-cell" else None
        if cell is not None:
            if self._at + repeats > MOST_COLUMNS:
                expected = columns_at_most()
                raise refused(self.file, "TOO_MANY_COLUMNS", str(self._at + repeats), expected, builder.sheet)
            self._cells.update(dict.fromkeys(range(self._at, self._at + repeats), cell))
        across, down = (_count(self._attributes, f"number-{way}-spanned") for way in ("columns", "rows"))
        if (across > 1 or down > 1) and len(self._merges) < MOST_ROWS:
            right = min(self._at + across, MOST_COLUMNS) - 1
            self._merges.append(Merge(self._row, self._at, min(self._row + down - 1, MOST_ROWS), right))
        self._at += repeats
        self._lines = []

    def _end_row(self, builder: GridBuilder) -> None:
        repeats = self._repeat_row
        if self._cells:
            if repeats > MOST_ROWS:
                raise refused(
                    self.file,
                    "TOO_MANY_ROWS",
                    str(repeats),
                    rows_at_most(),
                    builder.sheet,
                )
            for number in range(self._row, self._row + repeats):
                builder.add(number, self._cells)
        self._row += repeats

    def _value(self, builder: GridBuilder) -> Cell:
        kind = attribute(self._attributes, "value-type")
        raw = attribute(self._attributes, "value")
        shown = builder.text("\n".join(self._lines), self._row)
        formula = attribute(self._attributes, "formula")
        if formula and (not kind or (shown or "").startswith(("#", "Err:"))):
            code = "SPREADSHEET_ERROR" if shown else "NO_STORED_RESULT"
            self._faults.append(Fault(self._row, self._at, code, (shown or formula)[:60]))
            return None
        try:
            if kind in ("float", "currency"):
                value = float(raw)
                return int(value) if value.is_integer() and abs(value) < 1e15 else value
            if kind == "percentage":
                return f"{float(raw) * 100:.12g}%"
            if kind == "date":
                return datetime.fromisoformat(attribute(self._attributes, "date-value"))
        except ValueError:
            return shown
        if kind == "boolean":
            return attribute(self._attributes, "boolean-value") == "true"
        return shown


def _count(attributes: Mapping[str, str], name: str) -> int:
    written = attribute(attributes, name, "1")
    return max(int(written), 1) if written.isdecimal() and len(written) < 12 else 1
