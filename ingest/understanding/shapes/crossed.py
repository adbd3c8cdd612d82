"""Tables crossed: firms down the side and wastes along the top, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from graph.errors import SymbioflowError
from ingest.grids import Cell, Grid
from ingest.quantities import NOTHING, UNKNOWN, read_written
from ingest.understanding.heads import (
    LEAST,
    TAKEN,
    field_spelled,
    field_types,
    is_amount,
    is_number,
    is_unit,
    read_header,
)
from ingest.understanding.layout import FIRST_ROWS, are_wastes, cell_at, is_firm, is_note, is_total, texts_of
from ingest.understanding.shapes.contents import is_component

_LEAST_COLUMNS = 2
_LONGEST = 30
#: More headers stand below each other on no sheet.
_LOOKED_AT = 200
_BEGINS_WITH_NUMBER = re.compile(r"[约近≈~～<>≤≥不足超\s]*\d")
_OF_WASTES = re.compile(
    r"废|固废|残渣|副产|waste|residue|by-product|hazardous|inert|Abf[aä]ll|déchet|residuo", re.IGNORECASE
)
_UNIT_AT_END = re.compile(r"[(（]([^()（）]+)[)）]\s*$")
_BRACKETS = re.compile(r"[(（\[].*")
#: What heads the side -> what heads the names along the top once they stand below each other.
_SIDE = "企业名称"
_OTHER = {"enterprise": "废物名称", "waste": "企业名称", "material": "企业名称", "month": "废物名称"}
#: Columns that may stand beside the names of the side.
_BESIDE = frozenset({"", "month", "industry", "industry_code", "address", "park", "unit"})

_NONE = (0, "0", "0.0", "0.00")


def uncrossed(grid: Grid) -> Grid:
    """Return a crossed table with a row for each amount, and every other sheet as it is.

    Examples
    --------
    >>> rows = [("企业", "粉煤灰", "炉渣", "合计"), ("甲电厂", 12, 3, 15), ("乙热电", 4, None, 4)]
    >>> uncrossed(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[1:]
    ((2, ('甲电厂', '粉煤灰', 12)), (2, ('甲电厂', '炉渣', 3)), (3, ('乙热电', '粉煤灰', 4)))
    """
    as_it_was, grid = grid, _in_one_level(_without_signatures(grid))
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
        if len(sides) > 1:
            # 企业, 月份: the months stand beside the firms.
            sides = [at for at in sides if fields[at] != "month"]
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
        if not sides:
            continue
        of_months = fields[sides[0]] == "month"
        if of_months and not are_wastes(_BRACKETS.sub("", str(cells[at])) for at in names):
            continue
        # Months down the side look like headers, and are none.
        if not of_months and _are_headers([cell_at(line, sides[0]) for _, line in body]):
            continue
        beside = [at for at in fields if at not in names and at not in sides]
        if len(sides) != 1 or len(names) < _LEAST_COLUMNS or any(fields[at] not in _BESIDE for at in beside):
            return as_it_was
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
                if cell_at(line, at) is not None and not _is_none(line[at])
            ]
        return grid.laid_out(rows)
    return as_it_was


def _without_signatures(grid: Grid) -> Grid:
    """Return a sheet without the signatures and notes that end it: they stand in columns of amounts."""
    end = len(grid.rows)
    while end > 0 and is_note(grid.rows[end - 1][1]):
        end -= 1
    return grid if end == len(grid.rows) else replace(grid, rows=grid.rows[:end])


def _is_none(cell: Cell) -> bool:
    """Whether a cell where a firm and a waste cross says that there is none: 0, a dash, n/a, 无."""
    said = cell.strip().casefold() if isinstance(cell, str) else cell
    return said in _NONE or (said in NOTHING and said not in UNKNOWN)


def _in_one_level(grid: Grid) -> Grid:
    """Return a sheet whose wastes stand below the names of their groups with the wastes alone.

    Examples
    --------
    >>> rows = [("企业", "一般固废（吨）", None), (None, "磷石膏", "粉煤灰"), ("甲磷化", 12, 3)]
    >>> _in_one_level(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[0]
    (2, ('企业', '磷石膏 （吨）', '粉煤灰 （吨）'))
    """
    for top, ((above, uppers), (number, lowers)) in enumerate(pairwise(grid.rows[: FIRST_ROWS + 1])):
        names = [at for at, cell in enumerate(lowers) if cell is not None]
        if (
            number != above + 1
            or len(names) < _LEAST_COLUMNS
            or not all(isinstance(lowers[at], str) for at in names)
        ):
            continue
        alone = [
            at for at, cell in enumerate(uppers) if isinstance(cell, str) and cell_at(lowers, at) is None
        ]
        if not alone and (first := _below_groups(uppers, lowers)):
            # The names of the sides stand beside those of the wastes, below nothing.
            alone = [at for at in names if at < first]
            names = [at for at in names if at >= first]
            uppers = tuple(cell_at(lowers, at) if at in alone else cell for at, cell in enumerate(uppers))
        groups = {at: _group(uppers, at) for at in names}
        # What spans several is a group; a waste of its own has no names below.
        spans = len(set(groups.values())) < len(names) and "" not in groups.values()
        if (
            not alone
            or not spans
            or max(alone) > min(names)
            or not any(_field(uppers[at]) in _OTHER for at in alone)
        ):
            continue
        if not are_wastes(str(lowers[at]) for at in names) or any(
            field_spelled(_BRACKETS.sub("", str(lowers[at])).strip()) for at in names
        ):
            continue
        header = list(uppers) + [None] * (len(lowers) - len(uppers))
        for at in names:
            unit = _UNIT_AT_END.search(groups[at])
            own = str(lowers[at])
            header[at] = (
                f"{own} {unit[0]}" if unit and not _BRACKETS.search(own) and is_unit(unit[1]) else own
            )
        return replace(grid, rows=(*grid.rows[:top], (number, tuple(header)), *grid.rows[top + 2 :]))
    return grid


def _below_groups(uppers: Sequence[Cell], lowers: Sequence[Cell]) -> int:
    """Return the first column below names of groups of wastes, 0 where the row above holds anything else.

    Examples
    --------
    >>> _below_groups((None, "General waste (t)", None), ("Company", "Paper", "Wood"))
    1
    >>> _below_groups((None, "单位：吨", None), ("企业", "炉渣", "粉煤灰"))
    0
    """
    held = [at for at, cell in enumerate(uppers) if cell is not None]
    if not held or not held[0] or any(cell_at(lowers, at) is None for at in held):
        return 0
    return held[0] if all(_OF_WASTES.search(str(uppers[at])) for at in held) else 0


def _group(uppers: Sequence[Cell], at: int) -> str:
    """Return the name that stands above a column or, where a wider cell reaches over it, left of that."""
    held = (str(uppers[left]) for left in range(min(at, len(uppers) - 1), -1, -1) if uppers[left] is not None)
    return next(held, "")


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
        is_one = _is_amount(cell_at(rows[place][1], at))
        if is_one is False:
            return place, number
        if is_one and number < 0:
            number = place
    return -1, number


def _is_amount(cell: Cell) -> bool | None:
    """Whether a cell holds a number, with its unit or without; None where it says that there is nothing.

    Examples
    --------
    >>> _is_amount("约120万吨"), _is_amount("<5"), _is_amount("3号炉"), _is_amount("—")
    (True, True, False, None)
    """
    is_one = is_number(cell)
    if is_one is False and isinstance(cell, str) and _BEGINS_WITH_NUMBER.match(cell):
        try:
            written = read_written(cell, ".")
        except SymbioflowError:
            return False
        return written is not None and (
            not written.unit or is_amount(written.unit) or written.unit in ("万", "千")
        )
    return is_one


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
