"""Tables crossed: firms down the side and wastes along the top, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.grids import Cell, Grid
from ingest.understanding.heads import LEAST, TAKEN, field_types, is_number, is_unit, read_header
from ingest.understanding.shapes.bodies import cell_at
from ingest.understanding.shapes.contents import is_component
from ingest.understanding.shapes.naming import are_wastes
from ingest.understanding.shapes.surroundings import is_firm, is_total, texts_of
from ingest.understanding.shapes.tables import FIRST_ROWS

_LEAST_COLUMNS = 2
_LONGEST = 30
#: More headers stand below each other on no sheet.
_LOOKED_AT = 200
_BRACKETS = re.compile(r"[(（\[].*")
#: What heads the side -> what heads the names along the top once they stand below each other.
_SIDE = "企业名称"
_OTHER = {"enterprise": "废物名称", "waste": "企业名称", "material": "企业名称"}
#: Columns that may stand beside the names of the side.
_BESIDE = frozenset({"", "industry", "industry_code", "address", "park", "unit"})

_NONE = (0, "0", "0.0", "0.00")


def uncrossed(grid: Grid) -> Grid:
    """Return a crossed table with a row for each amount, and every other sheet as it is.

    Examples
    --------
    >>> rows = [("企业", "粉煤灰", "炉渣", "合计"), ("甲电厂", 12, 3, 15), ("乙热电", 4, None, 4)]
    >>> uncrossed(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[1:]
    ((2, ('甲电厂', '粉煤灰', 12)), (2, ('甲电厂', '炉渣', 3)), (3, ('乙热电', '粉煤灰', 4)))
    """
    ends: dict[int, tuple[int, int]] = {}
    for top, (number, cells) in enumerate(grid.rows[:FIRST_ROWS]):
        if len(texts_of(cells)) <= _LEAST_COLUMNS:
            continue
        fields = {at: _field(cell) for at, cell in enumerate(cells) if cell is not None}
        sides = [at for at, field in fields.items() if field in _OTHER]
        body = grid.rows[top + 1 :]
        for at in fields:
            if fields[at] in ("?", "? unit") and at not in ends:
                ends[at] = _ends(grid.rows, at)
        names, with_units = (
            [at for at, field in fields.items() if field == kind and ends[at][0] <= top < ends[at][1]]
            for kind in ("?", "? unit")
        )
        if are_wastes(_BRACKETS.sub("", str(cells[at])) for at in with_units):
            names = sorted((*names, *with_units))
        if not sides and len(names) >= _LEAST_COLUMNS and are_wastes(str(cells[at]) for at in names):
            # Whatever stands in the corner, what has wastes along the top has their firms down the side.
            sides = _side(body, names)
            fields |= dict.fromkeys(sides, "enterprise")
        if not sides or _are_headers([cell_at(line, sides[0]) for _, line in body]):
            continue
        beside = [at for at in fields if at not in names and at not in sides]
        if len(sides) != 1 or len(names) < _LEAST_COLUMNS or any(fields[at] not in _BESIDE for at in beside):
            return grid
        kept = [*sides, *(at for at in beside if fields[at])]
        corner = cell_at(cells, sides[0])
        unit = read_header((corner,)).unit if isinstance(corner, str) else ""
        is_named = isinstance(corner, str) and read_header((corner,)).field in _OTHER
        own_headers = [cells[at] if at not in sides or is_named else _SIDE for at in kept]
        header = (*own_headers, _OTHER[fields[sides[0]]], f"数量（{unit}）" if unit else "数量")
        rows: list[tuple[int, tuple[Cell, ...]]] = [*grid.rows[:top], (number, header)]
        for below, line in body:
            if is_total(line):
                continue
            own = tuple(cell_at(line, at) for at in kept)
            # A nought where a firm and a waste cross says that it gives none off.
            rows += [
                (below, (*own, str(cells[at]), line[at]))
                for at in names
                if cell_at(line, at) is not None and line[at] not in _NONE
            ]
        none = frozenset[int]()
        return replace(
            grid, rows=tuple(rows), merges=(), faults=(), formats={}, hidden_rows=none, hidden_columns=none
        )
    return grid


def _side(rows: Sequence[tuple[int, tuple[Cell, ...]]], names: Sequence[int]) -> list[int]:
    """Return the one column of texts left of the names along the top; none where there is not one."""
    left = [at for at in range(min(names)) if any(isinstance(cell_at(cells, at), str) for _, cells in rows)]
    words = [str(cell) for at in left for _, cells in rows if (cell := cell_at(cells, at)) is not None]
    return left if len(left) == 1 and not any(map(is_component, words)) else []


def _ends(rows: Sequence[tuple[int, tuple[Cell, ...]]], at: int) -> tuple[int, int]:
    """Return the last place of a column that holds something else than a number, and the last with one.

    Below a header a column holds numbers alone where the one is not below it and the other is; so each column
    is looked through once, whichever of the first rows may be the header.
    """
    number = -1
    for place in range(len(rows) - 1, -1, -1):
        is_one = is_number(cell_at(rows[place][1], at))
        if is_one is False:
            return place, number
        if is_one and number < 0:
            number = place
    return -1, number


def _field(cell: Cell) -> str:
    """Return the field of a header: ``?`` for a name of its own, none for totals and what is left aside."""
    if not isinstance(cell, str) or is_total((cell,)):
        return ""
    header = read_header((cell,))
    if header.likeness < TAKEN and is_firm(cell):
        return "?"
    if header.likeness >= TAKEN or header.month:
        return "" if field_types().get(header.field) == "aside" else header.field
    if header.likeness >= LEAST or len(cell) > _LONGEST or is_unit(cell):
        return header.field or "unknown"
    return "? unit" if header.unit else "?"


def _are_headers(cells: Sequence[Cell]) -> bool:
    """Whether most cells below each other are headers, as where a sheet lies on its side."""
    # The first tell: thousands of names below each other are no headers, and each would have to be read.
    held = [cell for cell in cells if cell is not None][:_LOOKED_AT]
    known = [cell for cell in held if isinstance(cell, str) and read_header((cell,)).likeness >= TAKEN]
    return bool(known) and 2 * len(known) > len(held)
