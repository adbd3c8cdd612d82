"""How much of a file is read: all that lies within the bounds, and nothing of what lies beyond."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import openpyxl
import pytest

from graph.errors import Problem
from ingest.grids import Source
from ingest.understanding import Understood, bounds, understand
from ingest.understanding.rows import rows
from ingest.understanding.shapes import crossed
from ingest.understanding.understand import typed_rows
from tests.ingest.grids.test_ods import cell, document

LIST = "企业名称,固废名称,年产生量（吨）\n"


def read(data: str | bytes, name: str = "固废.csv") -> Understood:
    return understand([Source(name, data.encode() if isinstance(data, str) else data)])


def count(found: Understood) -> int:
    return sum(len(sheet.rows) for sheet in found.sheets)


def refusal(found: Understood) -> Problem:
    """Return the one problem of a file that was refused, which says in both languages what to do."""
    (problem,) = found.problems
    assert found.sheets == ()
    assert "请按" in problem.text("zh")
    assert "split it by" in problem.text("en")
    return problem


def listed(number: int) -> str:
    return LIST + "".join(f"甲厂,渣{at},5\n" for at in range(number))


def owned(number: int) -> str:
    return LIST + "".join(f"{'甲乙'[at % 2]}厂,渣{at // 2},5\n" for at in range(number))


def in_words(number: int) -> str:
    return LIST + "".join(f"甲厂,渣,约{at + 1}\n" for at in range(number))


def told(number: int) -> str:
    sentences = (f"甲{at}厂,年产磷石膏约{at + 5}万吨，其中2万吨外售水泥厂。\n" for at in range(number))
    return "企业名称,情况\n" + "".join(sentences)


def test_fifty_thousand_records_are_read_whole() -> None:
    lines = (f"2024-{at % 12 + 1:02}-{at % 28 + 1:02},甲厂,钢渣,{at}.5\n" for at in range(50_000))
    found = read("日期,企业名称,固废名称,产生量（吨）\n" + "".join(lines))
    assert found.problems == ()
    assert count(found) == 50_000


@pytest.mark.parametrize(
    ("bound", "made", "within", "code"),
    [
        ("MOST_ROWS", listed, 19, "TOO_MANY_ROWS"),  # and the header
        ("MOST_CELLS", listed, 5, "TOO_MANY_VALUES"),  # (5 + 1) rows of 3 are 18
        ("MOST_HEADS", listed, 5, "TOO_MANY_VALUES"),
        ("MOST_NAMES", listed, 19, "TOO_MANY_NAMES"),  # and the firm
        ("MOST_WASTES", owned, 20, "TOO_MANY_WASTES"),
        ("MOST_WRITTEN", in_words, 20, "TOO_MANY_AMOUNTS"),
        ("MOST_TOLD", told, 20, "TOO_MANY_SENTENCES"),
    ],
)
def test_as_much_as_a_bound_allows_is_read_and_one_more_refuses_the_file_unread(
    monkeypatch: pytest.MonkeyPatch, bound: str, made: Callable[[int], str], within: int, code: str
) -> None:
    seen: list[int] = []

    def counting(grid: Any, table: Any, *rest: Any) -> Any:
        seen.append(len(table.rows))
        return typed_rows(grid, table, *rest)

    monkeypatch.setattr(import_module("ingest.understanding.understand"), "typed_rows", counting)
    monkeypatch.setattr(bounds, bound, 20)
    found = read(made(within))
    assert found.problems == ()
    assert count(found) == within
    seen.clear()
    problem = refusal(read(made(within + 1)))
    assert problem.code == code
    assert "20" in problem.text("en")
    assert seen == []


def workbook(*sheets: int) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for at, number in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"{at}月")
        for line in listed(number).splitlines():
            sheet.append(line.split(","))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def page(number: int) -> bytes:
    lines = ("".join(f"<td>{part}</td>" for part in line.split(",")) for line in listed(number).splitlines())
    return f"<html><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></html>".encode()


def sheet_of_document(number: int) -> bytes:
    lines = (
        "".join(cell("string", part) for part in line.split(",")) for line in listed(number).splitlines()
    )
    return document("".join(f"<table:table-row>{line}</table:table-row>" for line in lines))


@pytest.mark.parametrize(
    ("name", "made", "sheet"),
    [
        ("a.xlsx", lambda number: workbook(8, number - 8 - 1), "2月"),
        ("a.ods", sheet_of_document, "固废"),
        ("a.xls", page, ""),
    ],
)
def test_rows_are_counted_over_all_sheets_in_every_form(
    monkeypatch: pytest.MonkeyPatch, name: str, made: Callable[[int], bytes], sheet: str
) -> None:
    monkeypatch.setattr(bounds, "MOST_ROWS", 20)
    assert read(made(19), name).problems == ()
    problem = refusal(read(made(20), name))
    assert (problem.code, problem.sheet, problem.value) == ("TOO_MANY_ROWS", sheet, "21")


def test_the_bounds_of_a_file_that_is_read_in_half_a_minute_refuse_more_names_at_once() -> None:
    problem = refusal(read(listed(bounds.MOST_NAMES)))
    assert (problem.code, problem.value, problem.column) == ("TOO_MANY_NAMES", "8001", "固废名称")


def test_a_table_that_becomes_a_list_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three samples by four components are twelve rows of results below their header."""
    monkeypatch.setattr(bounds, "MOST_ROWS", 12)
    text = "样品,SiO2(%),CaO(%),MgO(%),Cl(%)\n" + "磷石膏,6.5,1.5,2.5,3.5\n" * 3
    assert refusal(read(text)).code == "TOO_MANY_ROWS"
    monkeypatch.setattr(bounds, "MOST_ROWS", 13)
    assert count(read(text)) == 12


def test_a_name_counts_once_for_each_hundred_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_NAMES", 4)
    assert read(LIST + f"甲厂,{'渣' * 299},5\n").problems == ()
    assert refusal(read(LIST + f"甲厂,{'渣' * 300},5\n")).value == "5"


def test_a_name_that_nobody_can_read_is_refused_by_its_place() -> None:
    (problem,) = read(LIST + f"甲厂,钢渣,5\n甲厂,{'渣' * 2_001},5\n").problems
    assert (problem.code, problem.row, problem.column) == ("TEXT_TOO_LONG", 3, "固废名称")


def test_the_same_cell_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cells: list[object] = []
    read_amount = rows.read_amount

    def counting(reader: Any, cell: Any, *rest: Any) -> Any:
        cells.append(cell)
        return read_amount(reader, cell, *rest)

    monkeypatch.setattr(rows, "read_amount", counting)
    found = read(LIST + "".join(f"甲厂,钢渣,{at % 3 + 1}\n" for at in range(900)))
    assert sorted(map(str, cells)) == ["1", "2", "3"]
    amounts = [row.amount("supply") for row in found.sheets[0].rows]
    assert [amount.likely for amount in amounts if amount is not None] == [1.0, 2.0, 3.0] * 300


def test_thousands_of_names_below_each_other_are_not_all_read_as_headers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    read_header = crossed.read_header

    def counting(levels: Any) -> Any:
        asked.append(levels)
        return read_header(levels)

    monkeypatch.setattr(crossed, "read_header", counting)
    assert count(read(listed(5_000))) == 5_000
    assert len(asked) < 1_000


def test_a_long_text_counts_as_the_sentences_that_it_may_hold() -> None:
    sentence = "年产磷石膏约5万吨，其中2万吨外售水泥厂。"
    told_long = f"企业名称,情况\n甲厂,{sentence * 900}\n"
    assert count(read(told_long)) >= 1
    problem = refusal(read(told_long + f"乙厂,{sentence * 900}\n" * 40))
    assert problem.code == "TOO_MANY_SENTENCES"


@pytest.mark.parametrize("filling", ["1" * 9_000, "1-" * 4_500, " " * 9_000 + "1", "'" * 9_000, "一" * 9_000])
@pytest.mark.parametrize(
    "header", ["企业名称,情况", "企业名称,固废名称,年产生量（吨）", "企业名称,经度,纬度"]
)
def test_a_cell_of_one_sign_over_and_over_is_read_in_time(header: str, filling: str) -> None:
    row = (
        f"甲厂,渣,{filling}吨a\n" if header.count(",") == 2 else f"甲厂,年产磷石膏约{filling}、外售水泥厂。\n"
    )
    started = time.process_time()
    read(f"{header}\n" + row * 200)
    assert time.process_time() - started < 8.0
