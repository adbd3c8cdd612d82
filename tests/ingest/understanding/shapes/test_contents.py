"""Columns of components turned into rows: what is a component, and what only looks like one."""

from typing import Any

import pytest

from ingest.grids import Grid
from ingest.understanding import Source, understand
from ingest.understanding.shapes.contents import analyses_apart
from tests.ingest.understanding.sheets import workbook


def _grid(*rows: tuple[Any, ...]) -> Grid:
    return Grid("a.xlsx", "Sheet1", tuple(enumerate(rows, start=1)))


def test_a_list_of_wastes_keeps_its_amounts_and_gives_its_contents_apart() -> None:
    rows = [["企业", "固废名称", "产生量（吨）", "SiO2(%)", "CaO(%)"], ["甲厂", "钢渣", 100, 15.2, 41.0]]
    wastes, analyses = understand([Source("a.xlsx", workbook({"Sheet1": rows}))]).sheets
    assert (wastes.kind, analyses.kind) == ("waste_list", "analyses")
    assert [column.field for column in wastes.columns] == ["enterprise", "waste", "supply"]
    assert [row.texts["component"] for row in analyses.rows] == ["SiO2", "CaO"]


def test_units_below_the_components_are_theirs() -> None:
    rows = [["样品", "SiO2", "Pb", "pH"], [None, "%", "mg/kg", None], ["赤泥", 18.2, 45, 11.8]]
    (sheet,) = understand([Source("a.xlsx", workbook({"Sheet1": rows}))]).sheets
    units = [(row.texts["component"], row.amounts[0].unit) for row in sheet.rows]
    assert units == [("SiO2", "%"), ("Pb", "mg/kg"), ("pH", "")]
    assert not sheet.questions


@pytest.mark.parametrize(
    "headers",
    [
        ("企业名称", "综合利用率（%）", "完成率（%）"),
        ("企业名称", "固废名称", "含水率（%）"),
        ("Company", "Share of park (%)", "Growth rate (%)"),
    ],
)
def test_rates_and_moistures_are_no_components(headers: tuple[str, ...]) -> None:
    grid = _grid(headers, ("甲厂", 5, 7))
    assert analyses_apart(grid) == (grid,)
