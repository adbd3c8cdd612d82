"""Workbooks with one firm on each sheet: sheets with the same header that differ by their names alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.grids import Grid
from ingest.understanding.heads import field_spelled, kinds
from ingest.understanding.layout.surroundings import without_outline
from ingest.understanding.layout.tables import FIRST_ROWS, find_tables
from ingest.words import key_of

#: Names of sheets that say which part of a firm, or of the year, and not which firm.
_OF_A_PART = re.compile(
    r"\d|表|汇总|合计|总|年|季|月|半年|固废|危废|废物|台账|清单|车间|分厂|工段|工序|产线|生产线|装置|库|仓|[东西南北一二三四五六]区|"
    r"sheet|table|total|summary|waste|data|plant|unit|line|shop|quarter|year|list",
    re.IGNORECASE,
)
_LONGEST = 40


def tabs_alike(grids: Sequence[Grid]) -> frozenset[str]:
    """Return the names of the sheets that share their header with another sheet and name no firm in it.

    Examples
    --------
    >>> rows = ((1, ("固废名称", "产生量（吨）")), (2, ("钢渣", 5)))
    >>> sorted(tabs_alike([Grid("a.xlsx", name, rows) for name in ("宏远钢铁", "丰泰热电")]))
    ['丰泰热电', '宏远钢铁']
    """
    shown = [grid for grid in grids if not grid.hidden and grid.rows]
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for grid in shown if len(shown) > 1 else ():
        head = Grid(grid.file, grid.sheet, grid.rows[:FIRST_ROWS], merges=grid.merges)
        for table in find_tables(head)[:1]:
            fields = (field_spelled(re.split(r"[(（]", level[-1])[0]) for level in table.headers.values())
            groups[tuple(sorted(set(fields) - {""}))].append(grid.sheet)
    return frozenset(
        sheet
        for fields, sheets in groups.items()
        if len(sheets) > 1 and "enterprise" not in fields and "waste" in fields
        for sheet in sheets
    )


def firm_of_tab(sheet: str) -> str:
    """Return the firm that one of several sheets alike is named after; empty where its name says less.

    Examples
    --------
    >>> firm_of_tab("宏远钢铁"), firm_of_tab("2、丰泰热电"), firm_of_tab("炼铁车间"), firm_of_tab("Sheet2")
    ('宏远钢铁', '丰泰热电', '', '')
    """
    name = without_outline(sheet.strip())
    titles = {key_of(title) for kind in kinds() for title in kind.titles}
    if len(name) > _LONGEST or len(name) < 2 or field_spelled(name) or key_of(name) in titles:
        return ""
    return "" if _OF_A_PART.search(name) else name
