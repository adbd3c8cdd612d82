"""Tables side by side are read apart; an empty column within one table parts nothing."""

from __future__ import annotations

from ingest.understanding import Source, understand
from tests.ingest.understanding.sheets import plain, understood, workbook


def test_firms_and_wastes_side_by_side_are_two_tables() -> None:
    rows = [
        ["企业名称", "行业", None, "企业名称", "固废名称", "年产生量(吨)"],
        ["大华合成氨厂", "合成氨", None, "大华合成氨厂", "造气炉渣", 20000],
        ["云海数据中心", "数据中心", None, "大华合成氨厂", "废催化剂", 30],
        [None, None, None, "云海数据中心", "废铅蓄电池", 5],
    ]
    firms, wastes = understand([Source("a.xlsx", workbook({"Sheet1": rows}))]).sheets
    assert (firms.kind, wastes.kind) == ("enterprises", "waste_list")
    assert [row.number for row in wastes.rows] == [2, 3, 4]
    assert plain(wastes.rows)[2] == {
        "enterprise": "云海数据中心",
        "waste": "废铅蓄电池",
        "supply": (5.0, "t/yr"),
    }
    assert [column.index for column in wastes.columns] == [3, 4, 5]


def test_two_halves_of_a_list_under_one_title_share_its_firm_and_unit() -> None:
    rows = [
        ["单位名称：红星钢厂", None, "单位：万吨"],
        ["废物名称", "年产生量", None, "废物名称", "年产生量"],
        ["钢渣", 30, None, "高炉渣", 40],
    ]
    sheets = understand([Source("a.xlsx", workbook({"Sheet1": rows}))]).sheets
    assert [(sheet.firm, sheet.rows[0].amounts[0].likely) for sheet in sheets] == [
        ("红星钢厂", 300_000.0),
        ("红星钢厂", 400_000.0),
    ]


def test_an_empty_column_within_a_table_parts_nothing() -> None:
    rows = [["企业名称", "行业", None, "固废名称", "年产生量(吨)"], ["红星钢厂", "炼钢", None, "钢渣", 300]]
    sheet = understood(rows)
    assert plain(sheet.rows) == [
        {"enterprise": "红星钢厂", "industry": "炼钢", "waste": "钢渣", "supply": (300.0, "t/yr")}
    ]
