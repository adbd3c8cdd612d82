"""Excel workbooks as grids: values as shown, stored results, merged and hidden cells."""

import time
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from ingest.grids import Fault, Grid, Merge
from tests.ingest.grids.test_opening import CASES, ROW, grids, saved, with_part, with_sheet, workbook


def sheet_of(book: openpyxl.Workbook) -> Any:
    sheet = book.active
    assert sheet is not None
    return sheet


def first(book: openpyxl.Workbook) -> Grid:
    return grids(saved(book))[0]


def test_cells_have_the_types_that_the_workbook_gives_them() -> None:
    (grid,) = grids(workbook(("钢渣", 5, 1.5, True, datetime(2024, 7, 1), None), (None, None, "末")))
    assert grid.sheet == "台账"
    assert grid.rows == ((1, ("钢渣", 5, 1.5, True, datetime(2024, 7, 1))), (2, (None, None, "末")))


def test_a_formula_without_a_stored_result_is_a_fault_of_its_cell() -> None:
    (_, _, grid) = grids((CASES / "c14_formula.xlsx").read_bytes())
    assert grid.faults == (
        Fault(2, 4, "NO_STORED_RESULT", "=12*2500"),
        Fault(3, 4, "NO_STORED_RESULT", "=E2*0.4"),
    )


def test_a_formula_gives_its_stored_result_and_an_error_is_a_fault() -> None:
    row = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    (grid,) = grids(with_sheet(row))
    assert grid.rows == ((1, (2,)),)
    assert grid.faults == (Fault(1, 1, "SPREADSHEET_ERROR", "#DIV/0!"),)


def test_merged_hidden_and_commented_cells_are_told_apart() -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    for row in (("标题", None), ("甲", 1), ("乙", 2)):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["A2"].comment = openpyxl.comments.Comment("只是批注", "x")
    book.create_sheet("下拉").sheet_state = "hidden"
    grid, hidden = grids(saved(book))
    assert grid.merges == (Merge(1, 0, 1, 1),)
    assert (grid.hidden_rows, grid.hidden_columns) == ({3}, {1})
    assert [cells for _, cells in grid.rows] == [("标题",), ("甲", 1), ("乙", 2)]
    assert hidden.hidden


@pytest.mark.parametrize(
    ("code", "value", "shown", "unit"),
    [
        ("0.0%", 0.55, "55.00%", ""),
        ('0.0"吨"', 5.5, 5.5, "吨"),
        ('0!.0,"万"', 120000, 120000, ""),
        ("yyyy-mm-dd", datetime(2024, 1, 5), datetime(2024, 1, 5), ""),
    ],
)
def test_what_a_number_format_shows_is_kept(code: str, value: Any, shown: Any, unit: str) -> None:
    book = openpyxl.Workbook()
    cell = sheet_of(book)["A1"]
    cell.value, cell.number_format = value, code
    grid = first(book)
    assert grid.rows == ((1, (shown,)),)
    assert dict(grid.formats) == ({(1, 0): unit} if unit else {})


def test_a_number_format_longer_than_any_program_writes_is_none() -> None:
    """Telling dates from a format takes the square of its length."""
    styles = f'''<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{"[" * 100_000}"/></numFmts>
        <cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'''
    started = time.process_time()
    (grid,) = grids(with_part("xl/styles.xml", styles.encode(), with_sheet(ROW.format(r=1, c="A"))))
    assert grid.rows == ((1, (1,)),)
    assert time.process_time() - started < 1.0


def test_rows_far_apart_cost_nothing() -> None:
    (grid,) = grids(
        with_sheet('<row r="150000"><c r="C150000"><v>1</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>')
    )
    assert grid.rows == ((2, (3,)), (150_000, (None, None, 1)))


def test_inline_text_and_cells_without_references_are_read() -> None:
    (grid,) = grids(with_sheet('<row><c t="inlineStr"><is><t>钢</t><t>渣</t></is></c><c><v>7</v></c></row>'))
    assert grid.rows == ((1, ("钢渣", 7)),)
