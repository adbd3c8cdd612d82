"""Wastes along the top with several amounts of each."""

from __future__ import annotations

import pytest

from ingest.proposing import propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import library, proposed
from tests.ingest.understanding.sheets import understood, workbook

_MONTHS = [[f"{month}月", 100, 60, 10, 9] for month in range(1, 13)]


@pytest.mark.parametrize(
    ("top", "merges"),
    [
        ([["月份", "磷石膏产生量", "磷石膏利用量", "氟硅酸产生量", "氟硅酸外售量"]], ()),
        (
            [["月份", "磷石膏", None, "氟硅酸", None], [None, "产生量", "利用量", "产生量", "外售量"]],
            ("A3:A4", "B3:C3", "D3:E3"),
        ),
    ],
    ids=["in one header", "above each other"],
)
def test_months_down_the_side_and_amounts_of_each_waste_along_the_top_are_a_year(
    top: list[list[object]], merges: tuple[str, ...]
) -> None:
    rows = [["红海磷肥厂固体废物台账（2024年）"], ["单位：吨"], *top, *_MONTHS, ["合计", 1200, 720, 120, 108]]
    data = workbook({"台账": rows}, {"台账": merges})
    proposal = propose(understand([Source("a.xlsx", data)]), library(), {}, "case", "园区", None, True)
    assert [firm.name for firm in proposal.firms] == ["红海磷肥厂"]
    assert {
        waste.text: (waste.supply.likely, waste.in_use.likely)
        for waste in proposal.wastes
        if waste.supply and waste.in_use
    } == {"磷石膏": (1_200.0, 720.0), "氟硅酸": (120.0, 108.0)}


def test_firms_down_the_side_keep_what_the_header_says_of_each_waste() -> None:
    text = (
        "Company,Fly ash generated (t),Fly ash recycled (t),Bottom ash generated (t)\n"
        "A Power,100,90,30\nB Power,50,,\n"
    )
    assert {
        (waste.enterprise, waste.text): waste.supply.likely
        for waste in proposed(("a.csv", text)).wastes
        if waste.supply
    } == {("a-power", "Fly ash"): 100.0, ("a-power", "Bottom ash"): 30.0, ("b-power", "Fly ash"): 50.0}


def test_amounts_of_solid_waste_as_such_name_no_waste() -> None:
    sheet = understood([["企业名称", "固废名称", "固废产生量", "固废利用量"], ["甲电厂", "粉煤灰", 9, 5]])
    assert [column.field for column in sheet.columns] == ["enterprise", "waste", "supply", "in_use"]


def test_a_list_that_names_its_wastes_keeps_its_columns_of_water_and_gas() -> None:
    top = ["企业名称", "固废名称", "固废产生量（吨）", "废水产生量（吨）", "废气产生量（万m3）"]
    sheet = understood([top, ["甲电厂", "粉煤灰", 9, 500, 70]])
    assert [row.texts["waste"] for row in sheet.rows] == ["粉煤灰"]
    assert [(amount.field, amount.likely) for amount in sheet.rows[0].amounts][:1] == [("supply", 9.0)]
