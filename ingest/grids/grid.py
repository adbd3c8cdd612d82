"""The words of this room: a file's bytes, a grid of cells, and the limits that hold for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from graph.errors import Problem, RefusedInput
from graph.wording import Message, message, unfit_mark, without_invisible

#: What a cell may hold; text is stripped, an empty cell is None.
Cell = str | int | float | bool | date | datetime | None

LARGEST_FILE = 50 * 2**20
#: No ledger is as long or as wide; a stray cell far out would otherwise make a grid of nothing.
MOST_ROWS = 500_000
MOST_COLUMNS = 512
MOST_CELLS = 6_000_000
#: Of XML in all parts of a file: two million cells of three, their rows and styles, and as much again.
MOST_ELEMENTS = 12_000_000
LONGEST_TEXT = 20_000

#: More blanks in a row than these say nothing more.
_BLANKS = " " * 8
_MANY_BLANKS = re.compile(r"(\s{8})\s+")

#: Code of a fault -> what would have been right.
FAULTS: Mapping[str, Message] = {
    "NO_STORED_RESULT": message("expected.stored_value"),
    "SPREADSHEET_ERROR": message("expected.no_error"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was given: its name, for messages and notes, and its bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells merged into one: rows and columns from and to, rows counted from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value although something stands there.

    Attributes
    ----------
    code : str
        One of `FAULTS`.
    text : str
        The formula or the error as it stands there, shortened.
    """

    row: int
    column: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as cells, nothing understood.

    Attributes
    ----------
    sheet : str
        Name of the sheet; empty for text files.
    rows : tuple of (int, tuple of Cell)
        Rows that hold anything, each with its number as a person counts; short rows end at their last cell.
    formats : mapping of (int, int) to str
        (row, column) -> what the number format writes after the number, for example ``吨``.
    hidden_rows, hidden_columns : frozenset of int
    """

    file: str
    sheet: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    faults: tuple[Fault, ...] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def laid_out(self, rows: Iterable[tuple[int, tuple[Cell, ...]]]) -> Grid:
        """Return the sheet as other rows, without what was said of places that are no more."""
        return Grid(self.file, self.sheet, tuple(rows), self.hidden)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, opened.

    Attributes
    ----------
    form : str
        ``xlsx``, ``ods``, ``html`` or ``text``; what it is by content.
    encoding, delimiter : str
        Of a text file; empty for others.
    misnamed : bool
        True where the ending says something else than the content is.
    """

    grids: tuple[Grid, ...]
    form: str
    encoding: str = ""
    delimiter: str = ""
    misnamed: bool = False


@dataclass(slots=True)
class Room:
    """How many rows and cells all sheets of one file may hold together; what is beyond it refuses the file.

    Attributes
    ----------
    rows, cells : int
        At most so many; a cell counts from the first column to the last that its row fills.
    """

    file: str
    rows: int = MOST_ROWS
    cells: int = MOST_CELLS
    _rows: int = 0
    _cells: int = 0
    _elements: int = 0

    def take(self, sheet: str, cells: int) -> None:
        """Take the room of one more row."""
        self._rows += 1
        self._cells += cells
        if self._rows > self.rows:
            raise self.too_many(sheet, self._rows)
        if self._cells > self.cells:
            expected = message("expected.cells_of_file", count=self.cells)
            raise refused(self.file, "TOO_MANY_VALUES", f"{self._cells}", expected, sheet)

    def take_elements(self, elements: int) -> None:
        """Take the room of more elements of XML: those without a value cost time too."""
        self._elements += elements
        if self._elements > MOST_ELEMENTS:
            expected = message("expected.elements_of_file", count=MOST_ELEMENTS)
            raise refused(self.file, "UNPACKS_TOO_LARGE", f"{self._elements}", expected)

    def too_many(self, sheet: str, rows: int) -> RefusedInput:
        """Return the error that refuses the file for having so many rows."""
        expected = message("expected.rows_of_file", count=self.rows)
        return refused(self.file, "TOO_MANY_ROWS", f"{rows}", expected, sheet)


class GridBuilder:
    """Cells of one sheet as they come, kept within the limits; rows that stay empty cost nothing.

    Parameters
    ----------
    room : Room
        Of the file.
    controls : bool
        True where every character is text, as in workbooks that this program wrote.
    """

    def __init__(self, file: str, sheet: str, room: Room, controls: bool = False) -> None:
        self.file, self.sheet = file, sheet
        self._room, self._controls = room, controls
        self.rows: list[tuple[int, tuple[Cell, ...]]] = []

    def add(self, number: int, cells: Mapping[int, Cell]) -> None:
        """Add a row's cells by column (from 0); empty ones may be left out."""
        held = {at: cell for at, cell in cells.items() if cell is not None}
        if not held:
            return
        width = max(held) + 1
        if width > MOST_COLUMNS:
            raise refused(
                self.file,
                "TOO_MANY_COLUMNS",
                f"{width}",
                columns_at_most(),
                self.sheet,
            )
        if number > MOST_ROWS:
            raise refused(self.file, "TOO_MANY_ROWS", f"{number}", rows_at_most(), self.sheet)
        self._room.take(self.sheet, width)
        self.rows.append((number, tuple(held.get(at) for at in range(width))))

    def text(self, text: str, number: int) -> str | None:
        """Return a cell's text stripped, None if empty; text with unfit characters refuses the file."""
        if self._controls:
            return text.strip() or None
        if len(text) > LONGEST_TEXT:
            expected = message("expected.characters", count=LONGEST_TEXT)
            raise refused(self.file, "TEXT_TOO_LONG", f"{len(text)}", expected, self.sheet, number)
        if _BLANKS in text:
            # What looks for a word may begin at each of them: a thousand would be a million steps.
            text = _MANY_BLANKS.sub(r"\1", text)
        if text.isprintable():
            # Nothing to be seen is unfit, and of millions of cells nearly all hold nothing else.
            return text.strip() or None
        unfit = unfit_mark(text)
        if unfit:
            expected = message("expected.no_controls")
            raise refused(self.file, "UNFIT_CHARACTER", unfit, expected, self.sheet, number)
        return without_invisible(text).strip() or None


def refused(
    file: str, code: str, value: str, expected: Message, sheet: str = "", row: int = 0, column: str = ""
) -> RefusedInput:
    """Return the error that refuses a file whole; `Problem.text` says it in both languages."""
    return RefusedInput((Problem(file, sheet, row, column, code, value[:60], expected),))


def rows_at_most(count: int = MOST_ROWS) -> Message:
    """Return how many rows a sheet may have, in words."""
    return message("expected.rows_at_most", count=count)


def columns_at_most() -> Message:
    """Return how many columns a sheet may have, in words."""
    return message("expected.columns_at_most", count=MOST_COLUMNS)


def in_order(rows: Iterable[tuple[int, tuple[Cell, ...]]]) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    """Return rows by number; a file may hold them in any order."""
    return tuple(sorted(rows, key=lambda row: row[0]))
