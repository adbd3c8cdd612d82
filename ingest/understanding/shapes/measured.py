"""Tables with wastes along the top and several amounts of each: 磷石膏产生量, 磷石膏利用量, 氟硅酸产生量."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.grids import Cell, Grid
from ingest.understanding.heads import field_spelled, field_types
from ingest.understanding.layout import FIRST_ROWS, GridRow, are_wastes, cell_at, is_total, texts_of

_NAME = "废物名称"
_LEAST_COLUMNS = 2
_LEAST_NAME = 2
_UNIT = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")
#: Wastes together are none: 固废产生量 is what every list has.
_ANY_WASTE = re.compile(
    r"(?:一般|工业|危险|固体|大宗|其他|各类|总)*(?:固废|危废|废物|废弃物|废料|wastes?)", re.IGNORECASE
)


def unmeasured(grid: Grid) -> Grid:
    """Return a table whose columns are amounts of named wastes with a row for each; others as they are.

    Examples
    --------
    >>> rows = [("月份", "磷石膏产生量", "磷石膏利用量", "粉煤灰产生量"), ("1月", 12, 5, 3)]
    >>> unmeasured(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[1:]
    ((2, ('1月', '磷石膏', 12, 5)), (2, ('1月', '粉煤灰', 3, None)))
    """
    for top, (number, cells) in enumerate(grid.rows[:FIRST_ROWS]):
        below = grid.rows[top + 1][1] if top + 1 < len(grid.rows) else ()
        for found, depth in ((_joined(cells), 1), (_above_each_other(cells, below), 2)):
            names = list(dict.fromkeys(name for name, _ in found.values()))
            if len(found) < _LEAST_COLUMNS or len(names) < depth or not _are_named(names):
                continue
            kept = [at for at, cell in enumerate(cells) if cell is not None and at not in found]
            found = _alike(found)
            measures = list(dict.fromkeys(measure for _, measure in found.values()))
            if not kept or any(map(_names_wastes, (cells[at] for at in kept))):
                # A list that names its wastes may have columns of 废水产生量 besides.
                continue
            if len(set(found.values())) < len(found):
                continue
            header = (*(cells[at] for at in kept), _NAME, *measures)
            body = [row for row in grid.rows[top + depth :] if not is_total(row[1])]
            rows = [*grid.rows[:top], (number, header), *_rows(body, kept, found, names, measures)]
            return grid.laid_out(rows)
    return grid


def _alike(found: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Return amounts that mean the same under one header: 利用量 of one waste, 外售量 of another."""
    first: dict[tuple[str, str], str] = {}
    alike: dict[int, tuple[str, str]] = {}
    for at, (name, measure) in found.items():
        unit = _UNIT.search(measure)
        key = (field_spelled(_UNIT.sub("", measure)), unit[0] if unit else "")
        alike[at] = (name, first.setdefault(key, measure))
    return alike if len(set(alike.values())) == len(found) else found


def _rows(
    body: Sequence[GridRow],
    kept: Sequence[int],
    found: Mapping[int, tuple[str, str]],
    names: Sequence[str],
    measures: Sequence[str],
) -> list[GridRow]:
    """Return a row for each waste of each row that says anything of it; what is no data stays as it is."""
    column = {said: at for at, said in found.items()}
    rows: list[GridRow] = []
    for number, line in body:
        if all(cell_at(line, at) is None for at in found):
            rows.append((number, line))
            continue
        own = tuple(cell_at(line, at) for at in kept)
        for name in names:
            amounts = tuple(
                cell_at(line, column[name, measure]) if (name, measure) in column else None
                for measure in measures
            )
            if any(amount is not None for amount in amounts):
                rows.append((number, (*own, name, *amounts)))
    return rows


def _joined(cells: Sequence[Cell]) -> dict[int, tuple[str, str]]:
    """Return column -> the waste and the amount that its header names in one."""
    return {
        at: parted for at, cell in enumerate(cells) if isinstance(cell, str) and (parted := _parted(cell))
    }


def _parted(header: str) -> tuple[str, str] | None:
    """Return the name of a waste and the rest of a header that is an amount of it; None for all others.

    Examples
    --------
    >>> _parted("磷石膏产生量（吨）"), _parted("Fly ash generated (t)"), _parted("年产生量（吨）")
    (('磷石膏', '产生量（吨）'), ('Fly ash', 'generated (t)'), None)
    """
    unit = _UNIT.search(header)
    words = header[: unit.start()] if unit else header
    if len(header) > 60 or field_spelled(words):
        return None
    starts = (at.start() for at in re.finditer(r"(?<=\S)\s|(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", words))
    for start in starts:
        name, measure = words[:start].strip(" -_/"), words[start:].strip(" -_/")
        if len(name) >= _LEAST_NAME and _is_amount(measure):
            return name, measure + (unit[0] if unit else "")
    return None


def _above_each_other(upper: Sequence[Cell], lower: Sequence[Cell]) -> dict[int, tuple[str, str]]:
    """Return column -> the waste that stands above and the amount below it."""
    found: dict[int, tuple[str, str]] = {}
    name = ""
    for at in range(max(len(upper), len(lower))):
        above, below = cell_at(upper, at), cell_at(lower, at)
        if above is not None:
            name = above.strip() if isinstance(above, str) and not field_spelled(_UNIT.sub("", above)) else ""
        if name and isinstance(below, str) and _is_amount(_UNIT.sub("", below)):
            unit = _UNIT.search(name)
            found[at] = (_UNIT.sub("", name), below if _UNIT.search(below) or not unit else below + unit[0])
    # A row of data has numbers where a lower header has words.
    return found if len(texts_of(lower)) == sum(cell is not None for cell in lower) else {}


def _names_wastes(header: Cell) -> bool:
    return isinstance(header, str) and field_spelled(_UNIT.sub("", header)) in ("waste", "material")


def _is_amount(words: str) -> bool:
    return field_types().get(field_spelled(words.strip())) == "amount"


def _are_named(names: Sequence[str]) -> bool:
    """Whether names are each of one waste."""
    return all(are_wastes([name]) and not _ANY_WASTE.fullmatch(name) for name in names)
