"""Months as columns are one year, whatever they are called and whatever stands beside them."""

from __future__ import annotations

import pytest

from ingest.understanding import say
from tests.ingest.understanding.sheets import plain, understood

CHINESE = [f"{month}月" for month in range(1, 13)]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_twelve_months_are_one_year_in_the_unit_of_the_title() -> None:
    sheet = understood(
        [
            ["滨江化工园2024年固废月度统计表（单位：吨）"],
            ["企业名称", "固废名称", *CHINESE],
            ["滨江热电", "粉煤灰", *range(100, 112)],
            ["合计", None, *range(100, 112)],
        ]
    )
    assert plain(sheet.rows) == [{"enterprise": "滨江热电", "waste": "粉煤灰", "supply": (1266.0, "t/yr")}]
    assert sheet.questions == ()
    (amount,) = sheet.rows[0].amounts
    assert (amount.year, amount.months) == (2024, tuple(map(float, range(100, 112))))


@pytest.mark.parametrize(
    "months", [ENGLISH, [f"{word} 2024" for word in ENGLISH], [f"2024-{month:02}" for month in range(1, 13)]]
)
def test_a_total_beside_the_months_counts_and_a_difference_is_said(months: list[str]) -> None:
    sheet = understood(
        [
            ["Company", "Waste", "Unit", *months, "Total"],
            ["Riverside Brewery", "spent grain", "t", *[100] * 12, 1200],
            ["Hillside Foundry", "foundry sand", "t", *[50] * 11, None, 600],
        ]
    )
    assert [row.amounts[0].likely for row in sheet.rows] == [1200.0, 600.0]
    assert [len(row.amounts) for row in sheet.rows] == [1, 1]
    assert [len(row.amounts[0].months) for row in sheet.rows] == [12, 0]
    said = [say(remark, "en") for remark in sheet.remarks]
    assert "12 columns of months are put together to the year" in said
    assert "row 3: the total says 600, its months sum to 550; the total counts" in said


def test_months_below_two_headers_are_two_years_sums_once_somebody_says_that_three_are_a_year() -> None:
    rows = [
        ["企业名称", "固废名称", "产生量（吨）", None, None, "综合利用量（吨）", None, None],
        [None, None, "1月", "2月", "3月", "1月", "2月", "3月"],
        ["滨江热电", "粉煤灰", 10, 20, 30, 1, 2, 3],
    ]
    merges = ["A1:A2", "B1:B2", "C1:E1", "F1:H1"]
    asked = understood(rows, merges=merges)
    assert [item.code for item in asked.questions] == ["PART_OF_YEAR"]
    for answer, supply, in_use in (("year", 60.0, 6.0), ("scale", 240.0, 24.0)):
        sheet = understood(rows, merges=merges, answers={"PART_OF_YEAR:park.xlsx": answer})
        assert plain(sheet.rows)[0]["supply"] == (supply, "t/yr")
        assert plain(sheet.rows)[0]["in_use"] == (in_use, "t/yr")


def test_a_year_without_the_column_of_one_month_is_one_and_said_so() -> None:
    months = [f"{month}月" for month in range(1, 13) if month != 7]
    sheet = understood([["企业名称", "固废名称", *months, "单位"], ["滨江热电", "粉煤灰", *[10] * 11, "吨"]])
    assert plain(sheet.rows)[0]["supply"] == (110.0, "t/yr")
    assert "only 11 of 12 months have a column" in " ".join(say(remark, "en") for remark in sheet.remarks)


def test_a_unit_that_nothing_says_is_asked_once_for_all_months() -> None:
    rows = [["企业名称", "固废名称", *CHINESE], ["滨江热电", "粉煤灰", *[1] * 12]]
    (question,) = understood(rows).questions
    assert question.code == "UNIT"
    answered = understood(rows, answers={question.id: "kg"})
    assert answered.questions == ()
    assert answered.rows[0].amounts[0].likely == pytest.approx(0.012)


def test_a_monthly_rate_is_the_months_amount_and_a_yearly_rate_its_pace() -> None:
    """10 t/月 in each of three months are 30 t; 120 t/a as the pace of each month are 120 t."""
    for unit, year in (("吨/月", 30.0), ("吨/年", 10.0)):
        rows = [
            ["企业名称", "固废名称", *(f"{month}（{unit}）" for month in CHINESE[:3])],
            ["甲厂", "炉渣", 10, 10, 10],
        ]
        assert understood(rows).rows[0].amounts[0].likely == pytest.approx(year)
