"""Sheets on their side: turned where the first column holds headers, and left alone everywhere else."""

from typing import Any

from ingest.grids import Grid
from ingest.understanding import Source, understand
from ingest.understanding.shapes.turning import upright
from tests.ingest.understanding.sheets import plain, understood, workbook


def _grid(*rows: tuple[Any, ...]) -> Grid:
    return Grid("a.xlsx", "Sheet1", tuple(enumerate(rows, start=1)))


def test_a_sheet_of_rows_stays_as_it_is() -> None:
    grid = _grid(
        ("企业名称", "固废名称", "产生量"), ("甲厂", "钢渣", 5), ("乙厂", "粉煤灰", 7), ("丙厂", "炉渣", 9)
    )
    assert upright(grid) is grid


def test_a_form_of_labels_and_values_is_one_firm() -> None:
    sheet = understood(
        [["企业名称", "滨河钢厂"], ["所属行业", "炼钢"], ["固废名称", "钢渣"], ["年产生量（吨）", 500]]
    )
    assert plain(sheet.rows) == [
        {"enterprise": "滨河钢厂", "industry": "炼钢", "waste": "钢渣", "supply": (500.0, "t/yr")}
    ]
    assert sheet.remarks[0].code == "ON_ITS_SIDE"


def test_titles_above_the_labels_still_speak_for_the_sheet() -> None:
    sheet = understood(
        [
            ["2024年固废调查"],
            ["企业名称", "甲厂", "乙厂"],
            ["固废名称", "钢渣", "炉渣"],
            ["产生量（吨）", 5, 7],
        ]
    )
    assert [row.year for row in sheet.rows] == [2024, 2024]
    assert [row.number for row in sheet.rows] == [3, 4]


def test_what_was_turned_once_is_not_turned_back_for_ever() -> None:
    rows: list[list[Any]] = [
        ["单位：万吨", "单位：万吨", 1, "x" * 90, "数量"],
        ["产生量（吨，干基）", "企业名称", "-", "<5", "x" * 90, 1],
        [],
        ["2024年", "含水率", "注：x", "Menge[t]", "日期", True, "方式"],
        ["x" * 90, "2024/1/5", "合计", "数量", "t/d"],
    ]
    (sheet,) = understand([Source("a.xlsx", workbook({"表": rows}))]).sheets
    assert sheet.kind == "unknown"
