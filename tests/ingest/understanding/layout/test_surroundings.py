"""Titles, totals, notes and numbers of columns are told by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.understanding.layout.surroundings import (
    is_firm,
    is_numbering,
    is_row_of_units,
    is_total,
    read_titles,
    reason_to_leave_out,
)


@pytest.mark.parametrize(
    "text",
    [
        "合计",
        "合 计",
        "总计：",
        "小计",
        "本页小计",
        "一季度合计",
        "合计（吨）",
        "Total",
        "Grand total",
        "Subtotal",
        "Summe",
        "Gesamt",
    ],
)
def test_a_row_that_begins_with_a_total_is_one(text: str) -> None:
    assert is_total((text, None, 5))
    assert is_total((None, text, 5))


@pytest.mark.parametrize("text", ["合计钢厂", "总装厂", "Total Energies", "钢渣", "Summit Steel"])
def test_a_name_that_begins_like_a_total_is_none(text: str) -> None:
    assert not is_total((text, None, 5))


@pytest.mark.parametrize(
    ("title", "firm", "year", "unit"),
    [
        ("单位名称：红星钢厂   单位：万吨", "红星钢厂", 0, "万吨"),
        ("填报单位：红星钢厂 负责人：张三 2024年", "红星钢厂", 2024, ""),
        ("红星钢铁有限公司2024年度固体废物台账", "红星钢铁有限公司", 2024, ""),
        ("单位：吨", "", 0, "吨"),
        ("单位：红星钢厂", "红星钢厂", 0, ""),
        ("红星钢铁有限公司2024年", "红星钢铁有限公司", 2024, ""),
        ("2024年度一般工业固体废物台账", "", 2024, ""),
        ("填表日期：2025年1月10日", "", 0, ""),
        ("Company: Alpha Steel Ltd", "Alpha Steel Ltd", 0, ""),
        ("Reporting year: 2023", "", 2023, ""),
    ],
)
def test_a_title_says_firm_year_and_unit(title: str, firm: str, year: int, unit: str) -> None:
    facts = read_titles([(title,)], "Sheet1", "a.xlsx")
    assert (facts.firm, facts.year, facts.unit) == (firm, year, unit)


def test_the_year_of_a_file_counts_where_no_title_says_one() -> None:
    assert read_titles([], "Sheet1", "2024年固废台账.xlsx").year == 2024
    assert read_titles([("2023年",)], "Sheet1", "2024年固废台账.xlsx").year == 2023


def test_a_form_number_and_a_facility_code_are_taken_from_the_head() -> None:
    facts = read_titles([("表单编号：CS20210731001", None, "生产设施编码：MF0001")], "附表4", "a.xlsx")
    assert (facts.form_number, facts.others) == ("CS20210731001", {"source_unit": "MF0001"})


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("注：以上数据未经审核",), "NOTE"),
        (("填表人：张三", None, None, "审核人：李四"), "SIGNATURE"),
        (("红星钢铁有限公司",), "SECTION"),
        (("其中：转炉渣", "一般", 5, 6), "PART"),
        (("废物名称", "类别", "产生量", "去向"), "REPEATED_HEADER"),
        (("钢渣", "一般", 5, "外售"), ""),
        (("钢渣", None, 5, None), ""),
    ],
)
def test_a_row_is_left_out_for_what_it_says(cells: tuple[object, ...], reason: str) -> None:
    assert reason_to_leave_out(cells, 4, ["废物名称", "类别", "产生量", "去向"]) == reason  # type: ignore[arg-type]


def test_rows_of_units_and_of_numbers_belong_to_the_header() -> None:
    assert is_row_of_units((None, None, "万吨", "吨/年"))
    assert not is_row_of_units(("甲厂", "渣", "5"))
    assert is_numbering((1, 2, 3, 4))
    assert is_numbering(("甲", "乙", 1, 2))
    assert not is_numbering((1, "红星钢厂", 5))
    assert not is_numbering((3, 5, 9))


def test_a_firm_is_told_by_how_its_name_ends() -> None:
    assert is_firm("Müller Stahl GmbH")
    assert not is_firm("粉煤灰")


@given(st.lists(st.one_of(st.none(), st.text(max_size=30), st.floats(), st.booleans()), max_size=8))
def test_any_row_has_a_reason_or_none(cells: list[object]) -> None:
    row = tuple(cells)
    assert isinstance(reason_to_leave_out(row, 5, []), str)  # type: ignore[arg-type]
    assert read_titles([row], "s", "f.xlsx").year >= 0  # type: ignore[list-item]
