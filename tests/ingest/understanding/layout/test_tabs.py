"""Sheets alike: which names of sheets are firms, and when a sheet is asked about for itself."""

import pytest

from ingest.understanding import Source, understand
from ingest.understanding.layout.tabs import firm_of_tab
from tests.ingest.understanding.sheets import workbook

HEADER = ["固废名称", "产生量（吨）"]


@pytest.mark.parametrize(
    "name", ["Sheet1", "2024年", "1月", "固废", "炼铁车间", "汇总", "二号产线", "waste list"]
)
def test_names_of_parts_and_of_times_are_no_firms(name: str) -> None:
    assert firm_of_tab(name) == ""


def test_sheets_whose_names_say_no_firm_are_asked_about_one_by_one() -> None:
    data = workbook({"1号": [HEADER, ["钢渣", 5]], "2号": [HEADER, ["炉渣", 7]]})
    questions = understand([Source("园区.xlsx", data)]).questions
    assert [question.id for question in questions] == ["FIRM:园区.xlsx1号", "FIRM:园区.xlsx2号"]


def test_a_title_that_names_a_firm_goes_before_the_name_of_the_sheet() -> None:
    data = workbook(
        {
            "东区甲": [["滨河钢铁有限公司固废台账"], HEADER, ["钢渣", 5]],
            "宏远钢铁": [HEADER, ["炉渣", 7]],
        }
    )
    assert [sheet.firm for sheet in understand([Source("园区.xlsx", data)]).sheets] == [
        "滨河钢铁有限公司",
        "宏远钢铁",
    ]
