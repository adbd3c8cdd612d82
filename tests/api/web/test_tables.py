from __future__ import annotations

import csv
import io

import openpyxl

from api.web.tables import csv_file, excel_file

FORMULA = '=HYPERLINK("http://example.invalid";"open")'


def test_a_csv_file_is_marked_for_excel_and_a_formula_in_it_is_quoted() -> None:
    """Case B17."""
    answer = csv_file("flows.csv", ["企业", "t"], [[FORMULA, -1.5], ["钢铁厂", 2.0]])
    content = bytes(answer.body)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [["企业", "t"], [f"'{FORMULA}", "-1.5"], ["钢铁厂", "2.0"]]


def test_a_cell_of_text_stays_text_in_excel_and_a_number_a_number() -> None:
    answer = excel_file("matches.xlsx", "匹配", ["企业", "t"], [[FORMULA, 1.5], ["a\x00\x0bb", None]])
    sheet = openpyxl.load_workbook(io.BytesIO(bytes(answer.body))).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells == [["企业", "t"], [FORMULA, 1.5], ["ab", None]]
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].data_type == "n"
