"""Sheets that lie on their side: the first column holds the headers, one firm or waste stands by another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.grids import MOST_COLUMNS, Cell, Grid
from ingest.understanding.heads import TAKEN, read_header
from ingest.understanding.shapes.bodies import cell_at

#: So many labels below each other make a header, and of the rows that stand there most must be such.
_LEAST = 3
_MOST_OF = 0.6
_LONGEST = 40
#: What heads the names of firms above the labels, whatever stands there (项目, item).
_FIRMS = "企业名称"
#: 主要固废1, 年产量1: labels of the first of several.
_NUMBERED = re.compile(r"(?<=\D)\d{1,2}\s*[:：]?\s*$")


def upright(grid: Grid) -> Grid:
    """Return a sheet whose first column holds the headers as one whose first row does; others as they are.

    What stands above the labels stays above. A row of the result is a column of the sheet: it has the number
    of the first label's row and as many more as the column stands right of the labels.

    Examples
    --------
    >>> rows = [("企业名称", "锌业", "化肥厂"), ("主要固废", "浸出渣", "磷石膏"), ("年产生量（吨）", 5, 7)]
    >>> upright(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[1:]
    ((2, ('锌业', '浸出渣', 5)), (3, ('化肥厂', '磷石膏', 7)))
    """
    left = min((_first(cells) for _, cells in grid.rows), default=0)
    # A sheet on its side has no more rows than a table has columns.
    labels = [at for at, (_, cells) in enumerate(grid.rows[:MOST_COLUMNS]) if _is_label(cells, left)]
    if len(labels) < _LEAST:
        return grid
    top, bottom = labels[0], labels[-1]
    block = grid.rows[top : bottom + 1]
    if top > 0 and _names_firms(grid.rows[top - 1][1], block, left):
        number, cells = grid.rows[top - 1]
        top, block = top - 1, ((number, (*cells[:left], _FIRMS, *cells[left + 1 :])), *block)
    if len(labels) < _MOST_OF * len(block) or bottom + 1 < len(grid.rows) - _LEAST:
        return grid
    columns = range(left, max(len(cells) for _, cells in block))
    turned = tuple(
        (block[0][0] + at, tuple(_header(cell_at(cells, column), at) for _, cells in block))
        for at, column in enumerate(columns)
        if any(cell_at(cells, column) is not None for _, cells in block)
    )
    after = tuple((number + len(columns), cells) for number, cells in grid.rows[bottom + 1 :])
    none = frozenset[int]()
    return replace(
        grid,
        rows=(*grid.rows[:top], *turned, *after),
        merges=(),
        faults=(),
        formats={},
        hidden_rows=none,
        hidden_columns=none,
    )


def is_form(grid: Grid) -> bool:
    """Whether a sheet is a form of one firm: labels down the side and one answer beside each.

    Examples
    --------
    >>> rows = [("Company", "Baltic Fish"), ("NACE code", "10.20"), ("Waste", "offal"), ("Quantity", "3 t")]
    >>> is_form(Grid("a.csv", "", tuple(enumerate(rows, start=1))))
    True
    >>> is_form(Grid("a.csv", "", ((1, ("Company", "Waste")), (2, ("A", "slag")), (3, ("B", "ash")))))
    False
    """
    width = max((sum(cell is not None for cell in cells) for _, cells in grid.rows[:MOST_COLUMNS]), default=0)
    return width == 2 and upright(grid) is not grid


def _names_firms(above: Sequence[Cell], block: Sequence[tuple[int, tuple[Cell, ...]]], left: int) -> bool:
    """Whether the row above the labels says whose columns these are, and no label does."""
    names = [cell for cell in above[left + 1 :] if cell is not None]
    if len(names) < 2 or not all(isinstance(name, str) for name in names):
        return False
    return all(read_header((str(cells[left]),)).field != "enterprise" for _, cells in block if cells[left])


def _is_label(cells: Sequence[Cell], left: int) -> bool:
    """Whether a row begins with a header and goes on with something else."""
    label = cell_at(cells, left)
    if not isinstance(label, str) or len(label) > _LONGEST or len(cells) < left + 2:
        return False
    return read_header((_NUMBERED.sub("", label) or label,)).likeness >= TAKEN


def _header(cell: Cell, at: int) -> Cell:
    """Return a cell; of a label without the colon that ends it, which makes a title of a header."""
    return cell.strip().rstrip(":：").rstrip() if at == 0 and isinstance(cell, str) else cell


def _first(cells: Sequence[Cell]) -> int:
    return next(at for at, cell in enumerate(cells) if cell is not None)
