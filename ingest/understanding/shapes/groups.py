"""Groups of columns that come again: 固废1, 产生量1, 固废2, 产生量2 in one row are two wastes of one firm."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace

from ingest.grids import Cell, Grid
from ingest.understanding.fields import QUANTITIES, field_types
from ingest.understanding.headers import TAKEN, read_header
from ingest.understanding.shapes.tables import FIRST_ROWS

_NUMBERED = re.compile(
    r"^(?P<before>.*?)[\s_#.-]*(?:[1-9]|1\d|[一二三四五六七八九十])(?P<after>\s*[(（\[].*)?$"
)
_NAMES = frozenset({"waste", "material"})


def one_below_another(grid: Grid) -> Grid:
    """Return a sheet with each group of columns in a row of its own; sheets without groups as they are.

    Examples
    --------
    >>> rows = [("企业", "固废1", "产生量1（吨）", "固废2", "产生量2（吨）"), ("甲", "渣", 3, "灰", 5)]
    >>> one_below_another(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows
    ((1, ('企业', '固废', '产生量（吨）')), (2, ('甲', '渣', 3)), (2, ('甲', '灰', 5)))
    """
    for top, (number, cells) in enumerate(grid.rows[:FIRST_ROWS]):
        columns: dict[str, list[int]] = defaultdict(list)
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                columns[_stem(cell)].append(at)
        again = {stem: places for stem, places in columns.items() if len(places) > 1}
        if len(again) < 2 or len({len(places) for places in again.values()}) != 1:
            continue
        fields = {stem: header.field for stem in again if (header := read_header((stem,))).likeness >= TAKEN}
        named = [stem for stem, field in fields.items() if field in _NAMES]
        if not named or not any(field_types().get(field) in QUANTITIES for field in fields.values()):
            continue
        grouped = {at for places in again.values() for at in places}
        alone = [at for at, cell in enumerate(cells) if cell is not None and at not in grouped]
        groups = list(zip(*again.values(), strict=True))
        rows = [*grid.rows[:top], (number, (*(cells[at] for at in alone), *again))]
        for below, line in grid.rows[top + 1 :]:
            own = tuple(_at(line, at) for at in alone)
            parts = [tuple(_at(line, at) for at in group) for group in groups]
            held = [part for part in parts if any(cell is not None for cell in part)]
            rows += [(below, (*own, *part)) for part in held or [(None,) * len(again)]]
        none = frozenset[int]()
        return replace(
            grid, rows=tuple(rows), merges=(), faults=(), formats={}, hidden_rows=none, hidden_columns=none
        )
    return grid


def _stem(header: str) -> str:
    """Return a header without the number that tells it from its like.

    Examples
    --------
    >>> _stem("产生量2（吨）"), _stem("固废一"), _stem("产生量（吨）")
    ('产生量（吨）', '固废', '产生量（吨）')
    """
    plain = header.strip()
    found = _NUMBERED.match(plain)
    if not found or not found["before"] or unicodedata.normalize("NFKC", plain)[-1] in "年月":
        return plain
    return f"{found['before'].strip()}{(found['after'] or '').strip()}"


def _at(cells: tuple[Cell, ...], column: int) -> Cell:
    return cells[column] if column < len(cells) else None
