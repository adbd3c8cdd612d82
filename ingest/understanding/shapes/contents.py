"""Analyses as laboratories write them: a column for each component, turned into a row for each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.grids import Cell, Grid
from ingest.quantities import unit_in
from ingest.understanding.heads import QUANTITIES, field_types, sure_field
from ingest.understanding.layout import FIRST_ROWS, cell_at

#: So many components side by side are an analysis; one share alone may be anything.
_LEAST = 2
_HEADER = re.compile(
    r"^\s*(?:ω|w)?\(?(?P<name>[^()%‰/]+?)\)?\s*"
    r"[(/,]?\s*(?P<unit>(?:wt\s*)?[%‰]|[mμu]?g/(?:k?g|L)|k?Bq/k?g|ppm)\s*\)?\s*$"
)
# Symbols of elements joined to a formula, and what is analysed under a name of its own.
_ELEMENT = (
    "A[lsgu]|B[aeir]?|C[adlorsu]?|F[e]?|G[ae]|H[g]?|I[n]?|K|L[ai]|M[gno]|N[aibd]?|O|P[bdt]?|R[ab]"
    "|S[bceinr]?|T[aehil]|U|V|W|Y|Z[nr]"
)
#: P001 numbers a slip; no formula has such numbers.
_SERIAL = re.compile(r"\d{3}|(?<!\d)0")
_FORMULA = re.compile(rf"(?:[TSft]-?)?(?:\(?(?:{_ELEMENT})\d*\)?\d*[·.]?(?:\d?H2O)?)+(?:\d?[+-]|-\d{{2,3}})?")
#: W1 and P2 number things; of one element alone only these are substances.
_NUMBERED = re.compile(rf"(?:{_ELEMENT})\d+")
_MOLECULES = frozenset({"H2", "N2", "O2", "O3", "F2", "Cl2"})
_NAMED = re.compile(
    r"烧失量|氯离子?|氟离子?|全?硫|硫化物|全磷|磷酸盐|水溶性?.+|可溶性?.+|共晶.+|游离.+|镭.*|钍.*|钾-?40|有机质|有机碳"
    r"|灰分|挥发分|固定碳|总?[铅锌铜镉铬汞砷镍锰钡铍硒锑铊银钒钴铁铝钙镁钠锂钛]|六价铬|氰化物"
    r"|TDS|COD(?:cr)?|BOD5?|氨氮|总[磷氮]|LOI|TOC|loss on ignition|chloride|fluoride|sulphate|sulphur|sulfur",
    re.IGNORECASE,
)
#: So many components below each other are an analysis on its side.
_LEAST_ON_SIDE = 3
_UNIT_IN_TITLE = re.compile(r"(?:wt\s?)?%|mg/(?:kg|L)|g/kg|ppm")
_PH = re.compile(r"ph\s*值?", re.IGNORECASE)
#: What a row of the analysis keeps of the columns beside the components.
_KEPT = frozenset(
    {"enterprise", "waste", "material", "sample", "name", "date", "reported", "laboratory", "basis", "method"}
)


def analyses_apart(grid: Grid) -> tuple[Grid, ...]:
    """Return the sheet without its columns of components, and these as rows; the sheet alone without any.

    A sheet of nothing but analyses leaves nothing beside them.

    Examples
    --------
    >>> rows = [("样品", "SiO2(%)", "Cl(mg/kg)", "pH"), ("磷石膏", 6.5, 45, 3.1)]
    >>> (table,) = analyses_apart(Grid("a.csv", "", tuple(enumerate(rows, start=1))))
    >>> table.rows[1:]
    ((2, ('磷石膏', 'SiO2', 6.5, '%')), (2, ('磷石膏', 'Cl', 45, 'mg/kg')), (2, ('磷石膏', 'pH', 3.1, None)))
    """
    for top, (_, cells) in enumerate(grid.rows[:FIRST_ROWS]):
        units = grid.rows[top + 1][1] if top + 1 < len(grid.rows) else ()
        shared = _shared_unit(grid, top, cells)
        found = {
            at: part
            for at, cell in enumerate(cells)
            if (part := _component(cell, cell_at(units, at) if _unit(cell_at(units, at)) else shared))
        }
        if len(found) < _LEAST or sum(is_component(name) for name, _ in found.values()) < _LEAST:
            continue
        fields = {at: sure_field(cell) for at, cell in enumerate(cells) if at not in found}
        kept = [at for at, field in fields.items() if field in _KEPT]
        if not any(fields[at] in ("waste", "material", "sample", "name") for at in kept):
            return (grid,)
        has_units = any(_unit(cell_at(units, at)) for at in found)
        table = _rows(grid, top, kept, found, has_units)
        if any(field_types().get(field) in QUANTITIES for field in fields.values()):
            return (_without(grid, top, found), table)
        return (table,)
    on_side = _on_its_side(grid)
    return (grid,) if on_side is None else (on_side,)


def _on_its_side(grid: Grid) -> Grid | None:
    """Return an analysis with components down the side and samples along the top as rows; None for others.

    Examples
    --------
    >>> rows = [("结果（wt%）",), ("成分", "粉煤灰", "渣"), ("SiO2", 52, 14), ("CaO", 4, 41), ("LOI", 3, 2)]
    >>> table = _on_its_side(Grid("a.csv", "", tuple(enumerate(rows, start=1))))
    >>> table.rows[1:3] if table else None
    ((2, ('样品名称', '检测项目', '检测结果', '计量单位')), (3, ('粉煤灰', 'SiO2', 52, 'wt%')))
    """
    down = [(below, line, part) for below, line in grid.rows[1:] if (part := _named(cell_at(line, 0)))]
    for top, (number, cells) in enumerate(grid.rows[:FIRST_ROWS] if len(down) >= _LEAST_ON_SIDE else ()):
        body = grid.rows[top + 1 :]
        named = [item for item in down if item[0] > number]
        if len(named) < _LEAST_ON_SIDE or not body or _named(cell_at(body[0][1], 0)) is None:
            continue
        fields = {at: sure_field(cell) for at, cell in enumerate(cells) if isinstance(cell, str) and at}
        samples = [at for at, field in fields.items() if not field or field in ("waste", "material")]
        if not samples or set(fields.values()) & {"content", "component"}:
            return None
        units = next((at for at, field in fields.items() if field == "unit"), 0)
        titles = " ".join(str(cell) for _, line in grid.rows[:top] for cell in line if cell is not None)
        written = _UNIT_IN_TITLE.search(f"{titles} {cell_at(cells, 0) or ''}")
        shared = written[0] if written else None
        rows = [*grid.rows[:top], (number, ("样品名称", "检测项目", "检测结果", "计量单位"))]
        for below, line, (name, unit) in named:
            beside = cell_at(line, units) if units else None
            rows += [
                (below, (cells[at], name, value, unit or beside or ("" if name == "pH" else shared)))
                for at in samples
                if (value := cell_at(line, at)) is not None
            ]
        return grid.laid_out(rows)
    return None


def _named(cell: Cell) -> tuple[str, str] | None:
    """Return the component that a row holds and the unit beside its name; None for other rows."""
    parted = _parted(cell)
    return parted if parted is not None and is_component(parted[0]) else None


def _parted(cell: Cell) -> tuple[str, str] | None:
    """Return the name and the unit written beside it of what may be a component; None for other cells."""
    if not isinstance(cell, str) or len(cell) > 40:
        return None
    plain = " ".join(unicodedata.normalize("NFKC", cell).split())
    if _PH.fullmatch(plain):
        return "pH", ""
    written = _HEADER.match(plain)
    return (written["name"].strip(), written["unit"]) if written else (plain, "")


def _shared_unit(grid: Grid, top: int, cells: Sequence[Cell]) -> str:
    """Return the unit that titles or the sheet's name give all contents of a table of formulas."""
    if sum(isinstance(cell, str) and is_component(cell.strip()) for cell in cells) < _LEAST_ON_SIDE:
        return ""
    above = (str(cell) for _, line in grid.rows[:top] for cell in line if cell is not None)
    found = {word[0] for text in (*above, grid.sheet) if (word := _UNIT_IN_TITLE.search(text))}
    return next(iter(found)) if len(found) == 1 else ""


def _rows(
    grid: Grid, top: int, kept: Sequence[int], found: Mapping[int, tuple[str, str]], has_units: bool
) -> Grid:
    number, cells = grid.rows[top]
    rows = [*grid.rows[:top], (number, (*(cells[at] for at in kept), "检测项目", "检测结果", "计量单位"))]
    for number, line in grid.rows[top + 1 + has_units :]:
        for at, (name, unit) in found.items():
            value = cell_at(line, at)
            if value is not None:
                rows.append(
                    (number, (*(cell_at(line, column) for column in kept), name, value, unit or None))
                )
    return grid.laid_out(rows)


def _without(grid: Grid, top: int, found: Mapping[int, object]) -> Grid:
    """Return a sheet with the columns of components empty; the others keep their places."""
    rows = [
        (number, tuple(None if at in found else cell for at, cell in enumerate(cells)))
        for number, cells in grid.rows[top:]
    ]
    held = ((number, cells) for number, cells in rows if any(cell is not None for cell in cells))
    return replace(grid, rows=(*grid.rows[:top], *held))


def _component(header: Cell, below: Cell) -> tuple[str, str] | None:
    """Return the component that a column holds and its unit; None for other columns."""
    parted = _parted(header.replace("²", "2").replace("³", "3") if isinstance(header, str) else header)
    if parted is None or (parted[0] == "pH" and not parted[1]):
        return parted
    name, unit = parted
    if sure_field(header) or not (unit or is_component(name)):
        return None
    unit = unit or _unit(below)
    return (name, unit) if unit and not _is_rate(name) else None


def _unit(cell: Cell) -> str:
    """Return a unit of contents that stands in a cell below a header; empty for other cells."""
    text = cell.strip("()（） ") if isinstance(cell, str) else ""
    unit = unit_in(text) if text else None
    contents: tuple[dict[str, int], ...] = ({}, {"activity": 1, "mass": -1}, {"mass": 1, "volume": -1})
    return text if unit is not None and dict(unit.dimensions) in contents else ""


def is_component(name: str) -> bool:
    """Whether a name is of what laboratories find in a waste.

    Examples
    --------
    >>> is_component("Al2O3"), is_component("烧失量"), is_component("钢渣"), is_component("P001")
    (True, True, False, False)
    >>> is_component("W1"), is_component("O2")
    (False, True)
    """
    is_formula = _FORMULA.fullmatch(name) and not _SERIAL.search(name)
    is_formula = is_formula and (name in _MOLECULES or not _NUMBERED.fullmatch(name))
    return name == "pH" or bool(is_formula or _NAMED.fullmatch(name))


def _is_rate(name: str) -> bool:
    return name.endswith(("率", "比", "比例", "占比", "rate", "share"))
