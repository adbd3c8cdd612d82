"""Tables crossed: firms down the side and wastes along the top, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.grids import Cell, Grid
from ingest.understanding.fields import field_types
from ingest.understanding.headers import LEAST, TAKEN, is_unit, read_header
from ingest.understanding.shapes.surroundings import is_total, texts_of
from ingest.understanding.shapes.tables import FIRST_ROWS

_LEAST_COLUMNS = 2
_LONGEST = 30
#: What heads the side -> what heads the names along the top once they stand below each other.
_OTHER = {"enterprise": "废物名称", "waste": "企业名称", "material": "企业名称"}
#: Columns that may stand beside the names of the side.
_BESIDE = frozenset({"", "industry", "industry_code", "address", "park"})


def uncrossed(grid: Grid) -> Grid:
    """Return a crossed table with a row for each amount, and every other sheet as it is.

    Examples
    --------
    >>> rows = [("企业", "粉煤灰", "炉渣", "合计"), ("甲电厂", 12, 3, 15), ("乙热电", 4, None, 4)]
    >>> uncrossed(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[1:]
    ((2, ('甲电厂', '粉煤灰', 12)), (2, ('甲电厂', '炉渣', 3)), (3, ('乙热电', '粉煤灰', 4)))
    """
    for top, (number, cells) in enumerate(grid.rows[:FIRST_ROWS]):
        if len(texts_of(cells)) <= _LEAST_COLUMNS:
            continue
        fields = {at: _field(cell) for at, cell in enumerate(cells) if cell is not None}
        sides = [at for at, field in fields.items() if field in _OTHER]
        if not sides:
            continue
        names = [
            at for at, field in fields.items() if field == "?" and _holds_numbers(grid.rows[top + 1 :], at)
        ]
        beside = [at for at in fields if at not in names and at not in sides]
        if len(sides) != 1 or len(names) < _LEAST_COLUMNS or any(fields[at] not in _BESIDE for at in beside):
            return grid
        kept = [*sides, *(at for at in beside if fields[at])]
        header = (*(cells[at] for at in kept), _OTHER[fields[sides[0]]], "数量")
        rows: list[tuple[int, tuple[Cell, ...]]] = [*grid.rows[:top], (number, header)]
        for below, line in grid.rows[top + 1 :]:
            if is_total(line):
                continue
            own = tuple(_at(line, at) for at in kept)
            rows += [(below, (*own, str(cells[at]), line[at])) for at in names if _at(line, at) is not None]
        none = frozenset[int]()
        return replace(
            grid, rows=tuple(rows), merges=(), faults=(), formats={}, hidden_rows=none, hidden_columns=none
        )
    return grid


def _field(cell: Cell) -> str:
    """Return the field of a header: ``?`` for a name of its own, none for totals and what is left aside."""
    if not isinstance(cell, str) or is_total((cell,)):
        return ""
    header = read_header((cell,))
    if header.likeness >= TAKEN or header.month:
        return "" if field_types().get(header.field) == "aside" else header.field
    is_name = header.likeness < LEAST and len(cell) <= _LONGEST and not header.unit and not is_unit(cell)
    return "?" if is_name else header.field or "unknown"


def _holds_numbers(rows: Sequence[tuple[int, tuple[Cell, ...]]], at: int) -> bool:
    """Whether what stands below a header is numbers, and nothing else."""
    held = [cell for _, cells in rows if (cell := _at(cells, at)) is not None]
    numbers = [cell for cell in held if not isinstance(cell, str) or re.fullmatch(r"[\d.,\s]+", cell)]
    return bool(held) and len(numbers) == len(held)


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else None
