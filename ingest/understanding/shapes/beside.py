"""Tables side by side on one sheet, parted by an empty column: each a grid of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.grids import Cell, Grid
from ingest.understanding.heads import field_spelled, read_header
from ingest.understanding.layout import FIRST_ROWS

#: A table has two columns at least.
_LEAST_WIDTH = 2
#: What two tables have in common where neither needs the other: both say whose, or which waste, it is.
_OF_THEIR_OWN = frozenset({"enterprise", "waste", "material", "facility", "component"})


def side_by_side(grid: Grid) -> tuple[Grid, ...]:
    """Return the grids of the tables that stand side by side, from left to right; one grid where none do.

    Tables are parted only where their headers name the same: an empty column within one table, between
    firm and waste, parts nothing. What stands above the headers holds for all of them, unless it stands above
    several: then each holds for its own.

    Examples
    --------
    >>> rows = [("废物名称", "数量（吨）", None, "废物名称", "数量（吨）"), ("钢渣", 3, None, "粉煤灰", 5)]
    >>> grid = Grid("a.csv", "", tuple(enumerate(rows, start=1)))
    >>> [part.rows[1][1] for part in side_by_side(grid)]
    [('钢渣', 3), (None, None, None, '粉煤灰', 5)]
    """
    for at, (_, cells) in enumerate(grid.rows[:FIRST_ROWS]):
        blocks = _blocks(cells)
        if len(blocks) > 1 and _is_each_a_header(cells, blocks):
            gaps = [column for column in range(len(cells)) if cells[column] is None]
            if any(_holds(row, gaps) for _, row in grid.rows[at:]):
                return (grid,)
            return tuple(_part(grid, at, blocks, number) for number in range(len(blocks)))
    return (grid,)


def _blocks(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """Return from where to where cells stand without a gap."""
    held = [at for at, cell in enumerate(cells) if cell is not None]
    starts = [at for at in held if at - 1 not in held]
    ends = [at for at in held if at + 1 not in held]
    return list(zip(starts, ends, strict=True))


def _is_each_a_header(cells: Sequence[Cell], blocks: Sequence[tuple[int, int]]) -> bool:
    named = []
    for left, right in blocks:
        texts = [cell for cell in cells[left : right + 1] if isinstance(cell, str)]
        if len(texts) < max(_LEAST_WIDTH, right - left + 1):
            return False
        if not any(field_spelled(text) for text in texts):
            return False
        named.append({read_header((text,)).field for text in texts} & _OF_THEIR_OWN)
    return bool(frozenset.intersection(*map(frozenset, named)))


def _holds(cells: Sequence[Cell], columns: Sequence[int]) -> bool:
    return any(cells[column] is not None for column in columns if column < len(cells))


def _part(grid: Grid, header: int, blocks: Sequence[tuple[int, int]], part: int) -> Grid:
    left, right = blocks[part]
    rows = [(number, _own_title(cells, blocks, part)) for number, cells in grid.rows[:header]]
    for number, cells in grid.rows[header:]:
        own = cells[left : right + 1]
        if any(cell is not None for cell in own):
            rows.append((number, (*[None] * left, *own)))
    merges = tuple(
        merge
        for merge in grid.merges
        if left <= merge.left <= right or (rows[:header] and merge.top <= rows[header - 1][0])
    )
    faults = tuple(fault for fault in grid.faults if left <= fault.column <= right)
    return replace(grid, rows=tuple(rows), merges=merges, faults=faults)


def _own_title(cells: tuple[Cell, ...], blocks: Sequence[tuple[int, int]], part: int) -> tuple[Cell, ...]:
    """Return what of a row above the headers is of one table.

    Examples
    --------
    >>> row = ("Unit A", None, None, "Unit B")
    >>> _own_title(row, [(0, 1), (3, 4)], 1), _own_title(("Park 2024",), [(0, 1), (3, 4)], 1)
    ((None, None, None, 'Unit B'), ('Park 2024',))
    """
    over = [any(cell is not None for cell in cells[left : right + 1]) for left, right in blocks]
    if sum(over) < 2 or not over[part]:
        return cells
    left, right = blocks[part]
    return (*[None] * left, *cells[left : right + 1])
