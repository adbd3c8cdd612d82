"""Sheets that lie on their side: the first column holds the headers, one firm or waste stands by another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.grids import MOST_COLUMNS, Cell, Grid
from ingest.understanding.heads import TAKEN, read_header
from ingest.understanding.layout import cell_at, first_at

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
    left = min((first_at(cells) for _, cells in grid.rows), default=0)
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
    return grid.laid_out((*grid.rows[:top], *turned, *after))


def one_pair_a_row(grid: Grid) -> Grid:
    """Return a form whose rows hold several labels, each with its answer beside it, with one pair in a row.

    Examples
    --------
    >>> rows = [("企业名称", "旺盛饲料厂", "行业", "饲料加工"), ("固废名称", "玉米芯", "年产生量", "36吨")]
    >>> one_pair_a_row(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[2:]
    ((2, ('固废名称', '玉米芯')), (2, ('年产生量', '36吨')))
    """
    pairs = {number: _pairs(cells) for number, cells in grid.rows[:MOST_COLUMNS]}
    several = [number for number, found in pairs.items() if len(found) > 1]
    held = [number for number, cells in grid.rows if sum(cell is not None for cell in cells) > 1]
    if len(several) < 2 or len(several) < _MOST_OF * len(held) or len(grid.rows) > MOST_COLUMNS:
        return grid
    if any(_are_labels(cells) for _, cells in grid.rows):
        # A row of labels alone heads a table; the pairs only stand above it.
        return grid
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    for number, cells in grid.rows:
        rows += [(number, pair) for pair in pairs[number]] or [(number, cells)]
    return grid.laid_out(rows)


def _pairs(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """Return the labels of a row and what stands right of each; none where it holds anything else."""
    found: list[tuple[Cell, ...]] = []
    at = 0
    while at < len(cells):
        if cells[at] is None:
            at += 1
            continue
        after = next((place for place in range(at + 1, len(cells)) if cells[place] is not None), len(cells))
        if not _is_known(cells[at]):
            return []
        if after < len(cells) and not _is_known(cells[after]):
            found.append((cells[at], cells[after]))
            at = after + 1
        else:
            # Nobody answered: the next cell is a label again.
            found.append((cells[at], None))
            at = after
    return found if any(pair[1] is not None for pair in found) else []


def _are_labels(cells: Sequence[Cell]) -> bool:
    held = [cell for cell in cells if cell is not None]
    return len(held) >= _LEAST and all(map(_is_known, held))


def _is_known(cell: Cell) -> bool:
    """Whether a cell is a header, whatever it labels."""
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return False
    return read_header((cell.strip().rstrip(":：").rstrip(),)).likeness >= TAKEN


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
