"""Several years in one cell: 30/32/35 below 2022/2023/2024年产生量, or beside 2022/2023/2024 in its row.

Such cells are no ranges. They are parted into a column, or a row, for each year before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.grids import Cell, Grid
from ingest.understanding.layout import FIRST_ROWS, cell_at

_YEAR = r"(?:19|20)\d{2}年?"
_YEARS = re.compile(rf"(?<!\d){_YEAR}(?:\s*[/、,，]\s*{_YEAR})+(?!\d)")
_BETWEEN = re.compile(r"\s*[/、]\s*|[,，]\s*(?=(?:19|20)\d{2})")
_AMOUNT = re.compile(r"\d[\d.,]*|[-—]")


def years_apart(grid: Grid) -> Grid:
    """Return a sheet with a column or row for each of several years of one cell; every other as it is.

    Examples
    --------
    >>> rows = [("企业", "废物", "2023/2024年产生量（吨）"), ("甲电厂", "粉煤灰", "12/15")]
    >>> years_apart(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[1]
    (2, ('甲电厂', '粉煤灰', '15', '12'))
    """
    for top, (_, cells) in enumerate(grid.rows[:FIRST_ROWS]):
        for at, cell in enumerate(cells):
            years = _years(cell)
            body = grid.rows[top + 1 :]
            if len(years) < 2:
                continue
            if _YEARS.fullmatch(str(cell).strip()):
                return _rows_apart(grid) if _parts(cells, len(years)) else grid
            if _all_parted([cell_at(line, at) for _, line in body], len(years)):
                return _columns_apart(grid, top, at, years)
    return grid


def _years(cell: Cell) -> list[str]:
    found = _YEARS.search(cell) if isinstance(cell, str) else None
    return _BETWEEN.split(found[0]) if found else []


def _all_parted(cells: Sequence[Cell], count: int) -> bool:
    held = [cell for cell in cells if cell is not None]
    return bool(held) and all(_parted(cell, count) for cell in held)


def _parted(cell: Cell, count: int) -> list[str]:
    """Return the amounts of a cell, one for each year; none where it holds no such."""
    parts = _BETWEEN.split(cell.strip()) if isinstance(cell, str) else []
    fits = len(parts) == count and all(_AMOUNT.fullmatch(part) for part in parts)
    return parts if fits else []


def _parts(cells: Sequence[Cell], count: int) -> dict[int, list[str]]:
    """Return the cells of a row that hold an amount for each year."""
    return {
        at: parts for at, cell in enumerate(cells) if not _years(cell) and (parts := _parted(cell, count))
    }


def _columns_apart(grid: Grid, top: int, at: int, years: Sequence[str]) -> Grid:
    """Return the last year where all stood and the others, the latest first, at the right of the sheet."""
    width = max(len(cells) for _, cells in grid.rows)
    rows = list(grid.rows[:top])
    for number, cells in grid.rows[top:]:
        cell = cell_at(cells, at)
        parts = (
            [f"{year} {_YEARS.sub('', str(cell))}" for year in years]
            if len(rows) == top
            else _parted(cell, len(years))
        )
        if parts:
            line = [*cells, *[None] * (width - len(cells)), *reversed(parts[:-1])]
            line[at] = parts[-1]
            cells = tuple(line)
        rows.append((number, cells))
    return replace(grid, rows=tuple(rows))


def _rows_apart(grid: Grid) -> Grid:
    """Return each row of several years as a row for each."""
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    for number, cells in grid.rows:
        column = next((at for at, cell in enumerate(cells) if _is_years(cell)), -1)
        years = _years(cells[column]) if column >= 0 else []
        amounts = _parts(cells, len(years)) if years else {}
        if not amounts:
            rows.append((number, cells))
        for place, year in enumerate(years if amounts else ()):
            line = [amounts[at][place] if at in amounts else cell for at, cell in enumerate(cells)]
            line[column] = year
            rows.append((number, tuple(line)))
    return replace(grid, rows=tuple(rows))


def _is_years(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_YEARS.fullmatch(cell.strip()))
