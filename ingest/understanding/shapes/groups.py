"""Groups of columns that come again: 固废1, 产生量1, 固废2, 产生量2 in one row are two wastes of one firm."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from ingest.grids import Cell, Grid
from ingest.understanding.heads import QUANTITIES, TAKEN, field_types, goes_in, read_header
from ingest.understanding.layout import FIRST_ROWS, cell_at, texts_of

_NUMBERED = re.compile(
    r"^(?P<before>.*?)[\s_#.-]*(?:[1-9]|1\d|[一二三四五六七八九十])(?P<after>\s*[(（\[].*)?$"
)
# 固废2名称, Waste 2 name; months and shifts are no numbers of wastes.
_NUMBERED_INSIDE = re.compile(
    r"^(?P<before>[^\d]{2,}?)[\s_#.-]*[1-9](?![\d年月日季期级类#号])(?P<after>[^\d(（]{2,}.*)$"
)
#: What heads the names of wastes once their groups stand below each other.
_NAME = "废物名称"
_NAMES = frozenset({"waste", "material"})


def one_below_another(grid: Grid) -> Grid:
    """Return a sheet with each group of columns in a row of its own; sheets without groups as they are.

    Examples
    --------
    >>> rows = [("企业", "固废1", "产生量1（吨）", "固废2", "产生量2（吨）"), ("甲", "渣", 3, "灰", 5)]
    >>> one_below_another(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows
    ((1, ('企业', '固废', '产生量（吨）')), (2, ('甲', '渣', 3)), (2, ('甲', '灰', 5)))
    """
    if any(goes_in(text) for _, cells in grid.rows[:FIRST_ROWS] for text in texts_of(cells)):
        # The two sides of a balance are no groups of one kind.
        return grid
    grid = _in_one_level(grid)
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
            own = tuple(cell_at(line, at) for at in alone)
            parts = [tuple(cell_at(line, at) for at in group) for group in groups]
            held = [part for part in parts if any(cell is not None for cell in part)]
            rows += [(below, (*own, *part)) for part in held or [(None,) * len(again)]]
        return grid.laid_out(rows)
    return grid


def _in_one_level(grid: Grid) -> Grid:
    """Return a sheet whose upper headers part its wastes with the lower ones alone; others as they are.

    一般固废 / 名称, 产生量 beside 危险废物 / 名称, 产生量: read as one table the name of the one would stand
    by the amount of the other. What only one of them says is given an empty column in the other.

    Examples
    --------
    >>> below = (None, "名称", "吨", "名称", "吨")
    >>> rows = [("企业", "一般固废", None, "危废", None), below, ("甲", "渣", 3, "油", 1)]
    >>> _in_one_level(Grid("a.csv", "", tuple(enumerate(rows, start=1)))).rows[0]
    (2, ('企业', '废物名称', '吨', '废物名称', '吨'))
    """
    for top in range(min(len(grid.rows) - 2, FIRST_ROWS)):
        (_, uppers), (number, lowers) = grid.rows[top], grid.rows[top + 1]
        groups: list[list[int]] = []
        for at, lower in enumerate(lowers):
            if lower is not None and cell_at(uppers, at) is not None:
                groups.append([])
            if lower is not None and groups:
                groups[-1].append(at)
        if len(groups) < 2 or not all(isinstance(lowers[at], str) for group in groups for at in group):
            continue
        labels = [{_label(lowers[at]): at for at in group} for group in groups]
        naming = [group for group in labels if _NAME in group]
        if len(naming) < 2 or len(naming) != len(labels):
            continue
        shared = set.intersection(*map(set, labels))
        if not any(field_types().get(read_header((text,)).field) in QUANTITIES for text in shared):
            continue
        every = list(dict.fromkeys(label for group in labels for label in group))
        grouped = {at for group in groups for at in group}
        alone = [at for at, cell in enumerate(uppers) if cell is not None and at not in grouped]
        places: list[int | None] = [*alone, *(group.get(label) for group in labels for label in every)]
        header = (*(uppers[at] for at in alone), *(label for _ in labels for label in every))
        body = (
            (below, tuple(None if at is None else cell_at(line, at) for at in places))
            for below, line in grid.rows[top + 2 :]
        )
        return grid.laid_out((*grid.rows[:top], (number, header), *body))
    return grid


def _label(cell: Cell) -> str:
    text = str(cell).strip()
    field = read_header((text,)).field
    return (
        _NAME if field in ("name", "waste", "material") and read_header((text,)).likeness >= TAKEN else text
    )


def _stem(header: str) -> str:
    """Return a header without the number that tells it from its like.

    Examples
    --------
    >>> _stem("产生量2（吨）"), _stem("固废一"), _stem("产生量（吨）"), _stem("固废2名称"), _stem("2月产生量")
    ('产生量（吨）', '固废', '产生量（吨）', '固废名称', '2月产生量')
    """
    plain = header.strip().rstrip(":：").rstrip()
    inside = _NUMBERED_INSIDE.match(plain)
    if inside:
        return f"{inside['before'].strip()}{inside['after'].strip()}"
    found = _NUMBERED.match(plain)
    if not found or not found["before"] or unicodedata.normalize("NFKC", plain)[-1] in "年月":
        return plain
    return f"{found['before'].strip()}{(found['after'] or '').strip()}"
