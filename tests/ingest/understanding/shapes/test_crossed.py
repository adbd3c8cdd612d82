"""Crossed tables: names on two sides, amounts where they meet."""

import pytest

from tests.ingest.understanding.sheets import fields, plain, understood


def test_firms_down_the_side_and_wastes_along_the_top_are_a_row_for_each_amount() -> None:
    sheet = understood(
        [
            ["2024年固废产生量（单位：吨）"],
            ["企业", "粉煤灰", "炉渣", "合计"],
            ["甲电厂", 120, 30, 150],
            ["乙热电", 40, None, 40],
            ["合计", 160, 30, 190],
        ]
    )
    assert plain(sheet.rows) == [
        {"enterprise": "甲电厂", "waste": "粉煤灰", "supply": (120.0, "t/yr")},
        {"enterprise": "甲电厂", "waste": "炉渣", "supply": (30.0, "t/yr")},
        {"enterprise": "乙热电", "waste": "粉煤灰", "supply": (40.0, "t/yr")},
    ]
    assert sheet.remarks[0].code == "CROSSED"


def test_wastes_down_the_side_and_firms_along_the_top_are_the_same() -> None:
    sheet = understood([["固废名称（吨）", "甲电厂", "乙热电"], ["粉煤灰", 120, 40], ["炉渣", 30, 9]])
    assert [(row.texts["enterprise"], row.texts["waste"]) for row in sheet.rows] == [
        ("甲电厂", "粉煤灰"),
        ("乙热电", "粉煤灰"),
        ("甲电厂", "炉渣"),
        ("乙热电", "炉渣"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        ["企业名称", "固废名称", "一季度", "二季度"],
        ["企业名称", "1月", "2月", "3月"],
        ["企业名称", "产生量（吨）", "利用量（吨）", "员工"],
    ],
)
def test_quarters_months_and_amounts_of_known_columns_are_not_crossed(header: list[str]) -> None:
    sheet = understood([header, ["甲厂", "钢渣" if "固废名称" in header else 4, 5, 6]])
    assert "CROSSED" not in {remark.code for remark in sheet.remarks}
    assert fields(sheet)[0] == "enterprise"
