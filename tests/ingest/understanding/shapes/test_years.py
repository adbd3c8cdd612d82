"""Several years in one cell become a column or a row for each."""

from __future__ import annotations

from ingest.understanding import Sheet
from tests.ingest.understanding.sheets import of_text


def _amounts(sheet: Sheet) -> list[dict[int, float]]:
    return [{amount.year: amount.likely for amount in row.amounts} for row in sheet.rows]


def test_years_of_a_header_are_those_of_the_amounts_below_in_their_order() -> None:
    sheet = of_text(
        "企业名称,固废名称,2022/2023/2024年产生量（吨）\n甲厂,粉煤灰,3000/3200/3500\n乙厂,炉渣,35/-/30\n"
    )
    assert _amounts(sheet) == [{2022: 3000.0, 2023: 3200.0, 2024: 3500.0}, {2022: 35.0, 2024: 30.0}]
    assert "YEARS_APART" in {remark.code for remark in sheet.remarks}


def test_years_of_a_cell_are_those_of_the_amounts_beside_it() -> None:
    sheet = of_text("Company,Waste,Year,Quantity (t)\nB Power,Fly ash,2023/2024,5/4\nB Power,Gypsum,2024,7\n")
    assert [(row.year, row.amounts[0].likely) for row in sheet.rows] == [
        (2023, 5.0),
        (2024, 4.0),
        (2024, 7.0),
    ]


def test_one_amount_below_several_years_is_asked_about() -> None:
    sheet = of_text("企业名称,固废名称,2023/2024年产生量（吨）\n甲厂,粉煤灰,3000\n")
    assert "YEARS_APART" not in {remark.code for remark in sheet.remarks}
    assert "FIELD" in {question.code for question in sheet.questions}


def test_three_numbers_without_years_are_said_to_be_a_range() -> None:
    sheet = of_text("企业名称,固废名称,产生量（吨）\n甲厂,粉煤灰,3000/3200/3500\n")
    (remark,) = [remark for remark in sheet.remarks if remark.code == "THREE_NUMBERS"]
    assert (remark.row, remark.values) == (2, ("3,000", "3,200", "3,500"))
