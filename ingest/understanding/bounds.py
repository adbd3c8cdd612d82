"""How much of a foreign file is read: bounds by count, so that what lies within is read in seconds.

Rows and cells are cheap; what is dear is each different name, which is compared with all that the library
knows, each quantity in words, and each sentence. All are counted before they are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.knowledge import TEXT_LIMIT
from graph.wording import message
from ingest.grids import Cell, Grid, Room, refused
from ingest.quantities import is_plainly_written
from ingest.understanding.heads import QUANTITIES, field_types
from ingest.understanding.result import Column

#: Of one file, all its sheets together; what that takes stands in docs/security.md.
MOST_ROWS = 200_000
MOST_CELLS = 2_000_000
#: Cells of the first rows of all sheets, each of which may be a header in many ways.
MOST_HEADS = 500_000
_HEAD_ROWS = 20
#: Different names of firms, wastes and the like, and different firms' wastes.
MOST_NAMES = 8_000
MOST_WASTES = 50_000
#: Different quantities that are more than digits: 约1200吨, 100-200.
MOST_WRITTEN = 100_000
#: Cells of sentences; a long one counts once for each so many characters.
MOST_TOLD = 3_000
_SENTENCE_LENGTH = 200
#: A name counts once for each so many characters of it.
_NAME_LENGTH = 100
#: Fields whose words are looked up.
_NAMES = frozenset(
    {"enterprise", "waste", "material", "need", "name", "facility", "technology", "taker", "component"}
    | {"industry", "products", "waste_code", "waste_class"}
)


def room_of(file: str) -> Room:
    """Return how many rows and cells a file may hold."""
    return Room(file, MOST_ROWS, MOST_CELLS)


@dataclass(slots=True)
class Counted:
    """What one file was found to hold of what takes long to read; more than its bound refuses the file.

    Examples
    --------
    >>> counted = Counted("a.csv")
    >>> counted.tell(Grid("a.csv", "", ()), ["年产钢渣5万吨"] * MOST_TOLD)
    >>> counted.tell(Grid("a.csv", "", ()), ["年产钢渣5万吨"])
    Traceback (most recent call last):
    graph.errors.RefusedInput: nothing was loaded: 1 problem in the input
    """

    file: str
    _heads: int = 0
    _names: set[Cell] = field(default_factory=set)
    _length: int = 0
    _wastes: set[tuple[Cell, ...]] = field(default_factory=set)
    _written: set[str] = field(default_factory=set)
    _told: int = 0

    def lay_out(self, grid: Grid) -> None:
        """Look at a sheet as it is read: crossed tables and analyses become lists of many more rows.

        Raises
        ------
        RefusedInput
            ``TOO_MANY_ROWS``; ``TOO_MANY_VALUES`` where the first rows of all sheets hold too much.
        """
        if len(grid.rows) > MOST_ROWS:
            raise room_of(self.file).too_many(grid.sheet, len(grid.rows))
        self._heads += sum(len(cells) for _, cells in grid.rows[:_HEAD_ROWS])
        if self._heads > MOST_HEADS:
            expected = message("expected.heads_of_file", count=MOST_HEADS, rows=_HEAD_ROWS)
            raise refused(self.file, "TOO_MANY_VALUES", f"{self._heads}", expected, grid.sheet)

    def tell(self, grid: Grid, texts: Iterable[str]) -> None:
        """Count cells of sentences.

        Raises
        ------
        RefusedInput
            ``TOO_MANY_SENTENCES``.
        """
        self._told += sum(-(-len(text) // _SENTENCE_LENGTH) for text in texts)
        self._bound(grid, "TOO_MANY_SENTENCES", self._told, MOST_TOLD, "expected.sentences_of_file")

    def add(
        self, grid: Grid, rows: Sequence[tuple[int, tuple[Cell, ...]]], columns: Iterable[Column]
    ) -> None:
        """Count what the rows of a table hold, before they are read.

        Raises
        ------
        RefusedInput
            ``TOO_MANY_NAMES``, ``TOO_MANY_WASTES`` or ``TOO_MANY_AMOUNTS``; ``TEXT_TOO_LONG`` of a name.
        """
        types = field_types()
        known = [column for column in columns if not column.aside]
        for column in known:
            at = column.index
            if column.field in _NAMES:
                self._add_names(
                    grid, column, ((number, cells[at]) for number, cells in rows if at < len(cells))
                )
            elif types[column.field] in QUANTITIES:
                texts = {cells[at] for _, cells in rows if at < len(cells) and isinstance(cells[at], str)}
                self._written.update(str(text) for text in texts if not is_plainly_written(str(text)))
                found, expected = len(self._written), "expected.amounts_of_file"
                self._bound(grid, "TOO_MANY_AMOUNTS", found, MOST_WRITTEN, expected, 0, column.header)
        whose = [
            column.index
            for column in known
            if column.field in ("enterprise", "waste", "material", "waste_code")
        ]
        self._wastes.update(
            tuple(cells[at] if at < len(cells) else None for at in whose) for _, cells in rows
        )
        self._bound(grid, "TOO_MANY_WASTES", len(self._wastes), MOST_WASTES, "expected.wastes_of_file")

    def _add_names(self, grid: Grid, column: Column, cells: Iterable[tuple[int, Cell]]) -> None:
        for number, cell in cells:
            if cell is None or cell in self._names:
                continue
            self._names.add(cell)
            length = len(str(cell))
            expected = "expected.characters"
            self._bound(grid, "TEXT_TOO_LONG", length, TEXT_LIMIT, expected, number, column.header)
            self._length += length // _NAME_LENGTH
        found, expected = len(self._names) + self._length, "expected.names_of_file"
        self._bound(grid, "TOO_MANY_NAMES", found, MOST_NAMES, expected, 0, column.header)

    def _bound(
        self, grid: Grid, code: str, found: int, most: int, expected: str, row: int = 0, column: str = ""
    ) -> None:
        """Refuse the file where it holds more than it may, by the key of what was expected."""
        if found > most:
            raise refused(self.file, code, f"{found}", message(expected, count=most), grid.sheet, row, column)
