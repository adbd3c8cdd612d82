"""Long lists: a row for each amount of a waste, named in one column and counted in another."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.grids import Cell, Grid
from ingest.understanding.heads import field_spelled, field_types, sure_field
from ingest.understanding.layout import FIRST_ROWS, GridRow, cell_at, texts_of

_LEAST = 2
#: What a column that names amounts may be called, besides what nobody knows.
_MEASURES = frozenset({"", "kind", "component", "name"})
_VALUES = frozenset({"", "content", "quantity"})
#: What holds the value, and what its name is called once each has a column.
_NAMING = frozenset({"waste", "material"})


def widened(grid: Grid) -> Grid:
    """Return a long list with a row for each waste and a column for each of its amounts; others as they are.

    Examples
    --------
    >>> rows = [("企业", "废物", "指标", "数值"), ("甲厂", "渣", "产生量", 9), ("甲厂", "渣", "利用量", 4)]
    >>> widened(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows
    ((1, ('企业', '废物', '产生量', '利用量')), (2, ('甲厂', '渣', 9, 4)))
    """
    for top, (number, cells) in enumerate(grid.rows[:FIRST_ROWS]):
        fields = {at: sure_field(cell) for at, cell in enumerate(cells) if isinstance(cell, str)}
        if len(texts_of(cells)) != len(fields) or not _NAMING & set(fields.values()):
            continue
        body = grid.rows[top + 1 :]
        measures = [at for at, field in fields.items() if field in _MEASURES and _names_amounts(body, at)]
        if len(measures) != 1:
            continue
        values = [at for at, field in fields.items() if field in _VALUES and _holds_numbers(body, at)]
        if len(values) != 1:
            return grid
        return grid.laid_out((*grid.rows[:top], *_wide(number, cells, body, measures[0], values[0])))
    return grid


def _wide(
    number: int, cells: Sequence[Cell], body: Sequence[GridRow], measure: int, value: int
) -> list[GridRow]:
    kept = [at for at, cell in enumerate(cells) if cell is not None and at not in (measure, value)]
    names = list(dict.fromkeys(str(cell_at(line, measure)) for _, line in body if cell_at(line, measure)))
    wide: dict[tuple[Cell, ...], tuple[int, dict[str, Cell]]] = {}
    rest: list[GridRow] = []
    for below, line in body:
        own = tuple(cell_at(line, at) for at in kept)
        name = cell_at(line, measure)
        if name is None:
            rest.append((below, own))
            continue
        held = wide.setdefault(own, (below, {}))[1]
        if str(name) in held:
            # The same amount twice is a row of its own: nobody knows which holds.
            wide[(*own, below)] = (below, {str(name): cell_at(line, value)})
        else:
            held[str(name)] = cell_at(line, value)
    rows: list[GridRow] = [(number, (*(cells[at] for at in kept), *names))]
    rows += [
        (below, (*own[: len(kept)], *(held.get(name) for name in names)))
        for own, (below, held) in wide.items()
    ]
    return [*rows, *rest]


def _names_amounts(body: Sequence[GridRow], at: int) -> bool:
    """Whether a column names amounts of wastes, at least two of them, and nothing else."""
    held = {str(cell) for _, line in body if (cell := cell_at(line, at)) is not None}
    return len(held) >= _LEAST and all(field_types().get(field_spelled(name)) == "amount" for name in held)


def _holds_numbers(body: Sequence[GridRow], at: int) -> bool:
    held = [cell for _, line in body if (cell := cell_at(line, at)) is not None]
    return bool(held) and not any(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in held)
