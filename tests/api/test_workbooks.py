"""Workbooks hold text as text, and a brief section by section."""

from __future__ import annotations

import io

import openpyxl

from api.workbooks import brief_workbook, table_workbook
from tests.viz.test_brief import brief


def test_a_cell_that_begins_like_a_formula_stays_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(table_workbook("sheet", ["a"], [["=HYPERLINK(1)"], [3.5]])))
    sheet = book["sheet"]
    assert [cell.value for cell in sheet["A"]] == ["a", "=HYPERLINK(1)", 3.5]
    assert sheet["A2"].data_type == "s"
    assert sheet.freeze_panes == "A2"


def test_a_brief_is_one_sheet_with_its_sections_below_each_other() -> None:
    book = openpyxl.load_workbook(io.BytesIO(brief_workbook(brief("zh", "=1+1"))))
    (sheet,) = book.worksheets
    rows = [tuple(value for value in row if value is not None) for row in sheet.values]
    assert sheet.title == "招商简报"
    assert rows[:2] == [("招商简报",), ("引进磨坊。",)]
    assert ("废物", "数量") in rows
    assert ("投资", "3,000万元") in rows
    assert ("=1+1", "=1+1") in rows
    assert rows[-1] == ("说明",)
