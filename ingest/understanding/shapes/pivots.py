"""Pivot tables as spreadsheets make them: firms with their wastes indented below, or wastes along the top."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.grids import Cell, Grid
from ingest.understanding.heads import SUM_OF
from ingest.understanding.layout import (
    FIRST_ROWS,
    GridRow,
    are_firms,
    are_wastes,
    is_total,
    number_of,
    parts_after,
)

_ROW_LABELS = re.compile(
    "行标签|行標籤|row labels|zeilenbeschriftungen|étiquettes de lignes|etiquetas de fila|rótulos de linha"
    "|etichette di riga|行ラベル|행 레이블|названия строк|satır etiketleri|etykiety wierszy",
    re.IGNORECASE,
)
_COLUMN_LABELS = re.compile(
    "列标签|欄標籤|column labels|spaltenbeschriftungen|étiquettes de colonnes|etiquetas de columna"
    "|etichette di colonna|列ラベル|열 레이블|названия столбцов",
    re.IGNORECASE,
)
_FIRM, _WASTE = "企业名称", "废物名称"


def unpivoted(grid: Grid) -> Grid:
    """Return a pivot table as the list that it was made of, as far as its sums tell that; others as they are.

    A row whose numbers are the sums of the rows below is a firm (or a waste) and these are its own: counted
    beside them it would count them twice.

    Examples
    --------
    >>> rows = [("行标签", "求和项:产生量（吨）"), ("甲钢厂", 25), ("高炉渣", 18), ("钢渣", 7), ("总计", 25)]
    >>> unpivoted(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[:2]
    ((1, ('企业名称', '废物名称', '产生量（吨）')), (3, ('甲钢厂', '高炉渣', 18)))
    """
    for top, (number, cells) in enumerate(grid.rows[:FIRST_ROWS]):
        left = next((at for at, cell in enumerate(cells) if _says(cell, _ROW_LABELS)), None)
        if left is None:
            continue
        body = [row for row in grid.rows[top + 1 :] if left < len(row[1]) and not is_total(row[1])]
        labels = [str(line[left]) for _, line in body]
        above = grid.rows[top - 1][1] if top else ()
        crossed = any(_says(cell, _COLUMN_LABELS) for cell in above)
        header = tuple(SUM_OF.sub("", cell) if isinstance(cell, str) else cell for cell in cells)
        if crossed:
            side = _FIRM if are_wastes(str(cell) for cell in cells[left + 1 :]) else _WASTE
            side = "" if side == _WASTE and not are_wastes(labels) else side
            measure = next((SUM_OF.sub("", str(cell)) for cell in above if _says(cell, SUM_OF)), "")
            unit = re.search(r"[(（].*[)）]$", measure)
            header = (*header[:left], side + (unit[0] if unit else ""), *header[left + 1 :])
            kept = [*grid.rows[: top - 1], (number, header), *body]
            return grid.laid_out(kept) if side else grid
        nested = _nested(body, left)
        if nested is None:
            side = _WASTE if are_wastes(labels) else _FIRM if are_firms(labels) else ""
            renamed = (*header[:left], side, *header[left + 1 :])
            return grid.laid_out([*grid.rows[:top], (number, renamed), *body]) if side else grid
        names = [parent for _, (parent, *_) in nested], [str(child) for _, (_, child, *_) in nested]
        uppers, lowers = map(str, names[0]), names[1]
        if are_wastes(lowers):
            sides = (_FIRM, _WASTE)
        elif are_firms(lowers) and are_wastes(uppers):
            sides = (_WASTE, _FIRM)
        else:
            return grid
        return grid.laid_out([*grid.rows[:top], (number, (*sides, *header[left + 1 :])), *nested])
    return grid


def _nested(body: Sequence[GridRow], left: int) -> list[GridRow] | None:
    """Return the lower rows with the upper one's name before theirs; None unless every row has its place."""
    rows: list[GridRow] = []
    at = 0
    while at < len(body):
        numbers = (None,) * (left + 1) + body[at][1][left + 1 :]
        below = body[at + 1 :]
        count = parts_after(numbers, below) + 1 if below else 0
        if not count or not _sums_up(numbers, below[:count]):
            return None
        parent = body[at][1][left]
        rows += [(number, (parent, *line[left:])) for number, line in below[:count]]
        at += count + 1
    return rows or None


def _sums_up(whole: Sequence[Cell], rows: Sequence[GridRow]) -> bool:
    """Whether rows sum to a whole in the first column of numbers."""
    at = next((at for at, cell in enumerate(whole) if number_of(cell) is not None), None)
    total = None if at is None else number_of(whole[at])
    if at is None or total is None:
        return False
    held = sum(number_of(line[at]) or 0.0 for _, line in rows if at < len(line))
    return abs(held - total) <= 1e-6 * max(abs(total), 1e-9)


def _says(cell: Cell, words: re.Pattern[str]) -> bool:
    return isinstance(cell, str) and bool(words.match(cell.strip()))
