"""Rows of data set right before they are read: parts of a whole, names in sub-totals, 同上 and its like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.grids import Cell
from ingest.understanding.heads import QUANTITIES, field_types, read_header
from ingest.understanding.layout.surroundings import is_total

GridRow = tuple[int, tuple[Cell, ...]]

#: How far the parts of a whole may be from it by rounding.
_ROUNDED = 1e-6
_PLAIN = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: What stands for the text of the row above.
_DITTO = re.compile(
    "同上|同前|上同|同左|同右|상동|〃|″|”|“|„|\"|''|´´|,,|ditto|do\\.|idem|id\\.|dto\\.|s\\.o\\."
    "|same as above|as above|siehe oben|wie oben|как выше",
    re.IGNORECASE,
)


def cell_at(cells: Sequence[Cell], column: int) -> Cell:
    """Return the cell of a column; empty where the row ends before it."""
    return cells[column] if column < len(cells) else None


def first_at(cells: Sequence[Cell]) -> int:
    """Return the first column of a row that holds anything."""
    return next(at for at, cell in enumerate(cells) if cell is not None)


def parts_after(whole: Sequence[Cell], rows: Sequence[GridRow]) -> int:
    """Return how many rows after the first are parts of a whole too: those with which it sums up.

    Of a hundred tonnes of ash 其中 says that thirty are of the first grade; the next row has seventy.
    """
    for at, cell in enumerate(whole):
        total = number_of(cell)
        if total is None or total <= 0:
            continue
        held = 0.0
        for count, (_, cells) in enumerate(rows):
            part = number_of(cells[at]) if at < len(cells) else None
            if part is None:
                break
            held += part
            if abs(held - total) <= _ROUNDED * total:
                return count
            if held > total:
                break
    return 0


def total_above(total: Sequence[Cell], after: Sequence[Cell]) -> tuple[int, str] | None:
    """Return where a sub-total names whose it is, if the rows that it counts below it have no name."""
    for at, cell in enumerate(total):
        if isinstance(cell, str):
            own = at < len(after) and after[at] is not None
            return None if is_total((cell,)) or own or not any(after) else (at, cell)
    return None


def below(cells: Sequence[Cell], above: tuple[int, str]) -> tuple[tuple[Cell, ...], tuple[int, str] | None]:
    """Return a row with the name that stands in the sub-total above it; none once a row has its own."""
    at, name = above
    if at >= len(cells) or cells[at] is not None:
        return tuple(cells), None
    return (*cells[:at], name, *cells[at + 1 :]), above


def number_of(cell: Cell) -> float | None:
    """Return a number, also one written as text; for sums it is enough that all are written alike.

    Examples
    --------
    >>> number_of(30), number_of("1,200"), number_of("30 t")
    (30.0, 1200.0, None)
    """
    if isinstance(cell, str):
        return float(cell.replace(",", "")) if _PLAIN.fullmatch(cell.strip()) else None
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def without_ditto(rows: list[GridRow], headers: Mapping[int, tuple[str, ...]]) -> list[GridRow]:
    """Return rows with 同上 and its like given the text above; an amount said so is asked about."""
    words = {
        at for at, levels in headers.items() if field_types().get(read_header(levels).field) not in QUANTITIES
    }
    above: dict[int, Cell] = {}
    written: list[GridRow] = []
    for number, cells in rows:
        same = {
            at for at, cell in enumerate(cells) if isinstance(cell, str) and _DITTO.fullmatch(cell.strip())
        }
        if same & words:
            cells = tuple(
                above.get(at, cell) if at in same and at in words else cell for at, cell in enumerate(cells)
            )
        above.update((at, cell) for at, cell in enumerate(cells) if cell is not None)
        written.append((number, cells))
    return written
