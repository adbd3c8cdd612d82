"""CSV in whatever encoding it comes, and Excel workbooks, as plain sheets."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Problem
from ingest.strict import sheets
from ingest.strict.sheets import read_csv, read_workbook

TEXT = "编号,企业名称,园区\ne1,云天化,安宁工业园区\ne2,昆钢,草铺片区\n"


def csv_of(path: Path, data: bytes, **options: Any) -> tuple[tuple[sheets.Sheet, ...], list[Problem]]:
    path.write_bytes(data)
    problems: list[Problem] = []
    return read_csv(path, problems, **options), problems


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_chinese_text_is_read_in_the_encodings_that_spreadsheets_write(
    tmp_path: Path, encoding: str, found: str
) -> None:
    (sheet,), problems = csv_of(tmp_path / "e.csv", TEXT.encode(encoding))
    assert problems == []
    assert sheet.encoding == found
    assert sheet.header == ("编号", "企业名称", "园区")
    assert sheet.columns[1] == ("云天化", "昆钢")
    assert sheet.rows == (2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "编号,名称\na,钢渣\n",
        "id,name_zh\nslag,钢渣\n",
        "固废编号,固废名称,产废企业,固废种类,年产生量（万吨/年）\ns1,磷石膏,云天化,磷石膏,500\n",
    ],
)
def test_short_files_in_gb18030_are_not_taken_for_something_else(tmp_path: Path, text: str) -> None:
    (sheet,), _ = csv_of(tmp_path / "e.csv", text.encode("gb18030"))
    assert ",".join(sheet.header) == text.splitlines()[0]


def test_utf8_with_a_broken_byte_is_refused_with_its_row(tmp_path: Path) -> None:
    data = TEXT.encode().replace("昆".encode(), b"\xe6\x98", 1)
    found, problems = csv_of(tmp_path / "e.csv", data)
    assert found == ()
    assert [(item.row, item.code, item.expected.text("en")) for item in problems] == [
        (3, "NOT_READABLE", "UTF-8 throughout")
    ]


@pytest.mark.parametrize("data", [b"a,b\0\n1,2\n", b'a,b\n"1,2\n', b"\x81\xff\xfe\xfa,\xff\n\xff,\x80\n"])
def test_what_is_not_a_csv_table_is_refused(tmp_path: Path, data: bytes) -> None:
    found, problems = csv_of(tmp_path / "e.csv", data)
    assert found == ()
    assert [item.code for item in problems] == ["NOT_READABLE"]


def test_an_encoding_nobody_knows_is_refused(tmp_path: Path) -> None:
    _, problems = csv_of(tmp_path / "e.csv", b"a\n1\n", encoding="klingon")
    assert [(item.code, item.value) for item in problems] == [("NOT_READABLE", "klingon")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    (sheet,), _ = csv_of(tmp_path / "e.csv", TEXT.replace(",", delimiter).encode())
    assert len(sheet.header) == 3


def test_an_apostrophe_before_a_formula_is_taken_off(tmp_path: Path) -> None:
    (sheet,), _ = csv_of(tmp_path / "e.csv", b"a,b,c\n'=1+1,'tis,-5\n")
    assert [column[0] for column in sheet.columns] == ["=1+1", "'tis", "-5"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sheet_or_a_problem(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    found, problems = csv_of(tmp_path_factory.getbasetemp() / "any.csv", data)
    assert bool(found) or bool(problems)


def workbook(path: Path, rows: list[list[Any]], title: str = "企业") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.create_sheet("Sheet2")
    book.save(path)
    return path


def test_a_workbooks_sheets_are_read_and_empty_ones_left_out(tmp_path: Path) -> None:
    problems: list[Problem] = []
    rows = [[], ["id", "opens", "lat"], ["e1", datetime(2026, 7, 1), 24.5], [], [" e2 ", None, 25]]
    (sheet,) = read_workbook(workbook(tmp_path / "b.xlsx", rows), problems)
    assert problems == []
    assert (sheet.name, sheet.header_row, sheet.rows) == ("企业", 2, (3, 5))
    assert sheet.columns == (("e1", "e2"), (datetime(2026, 7, 1), None), (24.5, 25))


def test_a_number_shown_as_per_cent_keeps_its_sign(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["moisture", "share"])
    book.active.append([0.55, 0.07])
    for cell in book.active[2]:
        cell.number_format = "0.0%"
    book.save(tmp_path / "b.xlsx")
    (sheet,) = read_workbook(tmp_path / "b.xlsx", [])
    assert sheet.columns == (("55.00%",), ("7.00%",))


def test_a_formula_that_nobody_computed_and_an_error_are_problems(tmp_path: Path) -> None:
    problems: list[Problem] = []
    rows = [["id", "supply"], ["e1", "=1+1"], ["e2", "#REF!"]]
    read_workbook(workbook(tmp_path / "b.xlsx", rows), problems)
    assert [(item.sheet, item.row, item.column, item.code, item.value) for item in problems] == [
        ("企业", 2, "supply", "NO_STORED_RESULT", "=1+1"),
        ("企业", 3, "supply", "SPREADSHEET_ERROR", "#REF!"),
    ]


def test_a_formula_gives_its_stored_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", [["id", "supply"], ["e1", "=1+1"]])
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w") as new:
        for item in old.infolist():
            text = old.read(item).replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            text = text.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            new.writestr(item, text)
    path.write_bytes(data.getvalue())
    problems: list[Problem] = []
    (sheet,) = read_workbook(path, problems)
    assert problems == []
    assert sheet.columns[1] == (2,)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "NO_ROWS"), (b"not a zip", "NOT_READABLE"), (b"PK\x03\x04broken", "DAMAGED_FILE")],
)
def test_a_broken_workbook_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(data)
    problems: list[Problem] = []
    assert read_workbook(path, problems) == ()
    assert [item.code for item in problems] == [code]


@pytest.mark.parametrize(("rows", "codes"), [(3, []), (4, ["TOO_MANY_ROWS"]), (4_000, ["TOO_MANY_ROWS"])])
def test_a_table_of_more_rows_than_can_be_loaded_in_time_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, codes: list[str]
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    (tmp_path / "parks.csv").write_text("id,name_zh\n" + "a,甲\n" * rows, encoding="utf-8")
    problems: list[Problem] = []
    (sheet,) = read_csv(tmp_path / "parks.csv", problems)
    assert [item.code for item in problems] == codes
    assert len(sheet.rows) == (1 if codes else rows)
    for problem in problems:
        assert "3" in problem.expected.text("zh")


def test_a_header_of_more_columns_than_any_table_has_is_refused_before_its_rows(tmp_path: Path) -> None:
    (tmp_path / "parks.csv").write_text(
        "id," + ",".join(map(str, range(600))) + "\na\n" * 3, encoding="utf-8"
    )
    problems: list[Problem] = []
    assert read_csv(tmp_path / "parks.csv", problems) == ()
    assert [(problem.code, problem.value) for problem in problems] == [("TOO_MANY_COLUMNS", "601")]
