"""Files of every kind become grids, or are refused at once in words that say the way out."""

import contextlib
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Problem, RefusedInput
from ingest.grids import Grid, Source, open_grids, read_source

CASES = Path(__file__).parents[1] / "cases"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: tuple[object, ...], title: str = "台账") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a package with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def with_sheet(rows: str) -> bytes:
    """Return a workbook whose one sheet has these rows of XML."""

    def change(parts: dict[str, bytes]) -> None:
        start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        parts[SHEET] = f"{start}{rows}</sheetData></worksheet>".encode()

    return changed(workbook(("x",)), change)


def of_one_part(*names: str) -> bytes:
    """Return a workbook whose sheets are all of the same part."""
    listed = "".join(f'<sheet name="{name}" sheetId="1" r:id="rId1"/>' for name in names)
    spaces = (
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    return with_part("xl/workbook.xml", f"<workbook {spaces}><sheets>{listed}</sheets></workbook>".encode())


def with_part(name: str, part: bytes, book: bytes = b"") -> bytes:
    return changed(book or workbook(("x",)), lambda parts: parts.update({name: part}))


def grids(data: bytes, name: str = "a.xlsx") -> tuple[Grid, ...]:
    return open_grids(Source(name, data)).grids


def refusal(data: bytes, name: str = "a.xlsx") -> Problem:
    """Return the one problem for which a file is refused, within a second and in both languages."""
    started = time.process_time()
    with pytest.raises(RefusedInput) as refused:
        open_grids(Source(name, data))
    assert time.process_time() - started < 1.0
    (problem,) = refused.value.problems
    assert problem.text("en") != problem.text("zh")
    return problem


ROW = '<row r="{r}"><c r="{c}{r}"><v>1</v></c></row>'
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
EXTERNAL = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="x" Target="http://example.org/" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"x" * (50 * 2**20 + 1), "TOO_LARGE"),
        (lambda: with_part("xl/media/bomb.xml", b"0" * 300 * 2**20), "UNPACKS_TOO_LARGE"),
        (lambda: with_part(SHEET, b" " * 30 * 2**20), "UNPACKS_TOO_LARGE"),
        (lambda: b"MZ\x90\x00" + bytes(200), "NOT_A_TABLE"),
        (lambda: b"%PDF-1.7 ...", "NOT_A_TABLE"),
        (lambda: b"<html><body><p>1</p></body></html>", "NOT_A_TABLE"),
        (lambda: with_part("xl/vbaProject.bin", b"macro"), "HAS_MACROS"),
        (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "LINKS_OUT"),
        (lambda: with_part("xl/connections.xml", b"<x/>"), "LINKS_OUT"),
        (lambda: with_part("xl/_rels/workbook.xml.rels", EXTERNAL), "LINKS_OUT"),
        (lambda: with_part("../../etc/passwd", b"x"), "UNSAFE_PATH"),
        (lambda: with_part(SHEET, DOCTYPE), "UNSAFE_MARKUP"),
        (lambda: with_part("xl/workbook.xml", DOCTYPE), "UNSAFE_MARKUP"),
        (lambda: with_part("xl/sharedStrings.xml", DOCTYPE), "UNSAFE_MARKUP"),
        (lambda: with_sheet("<a>" * 100_000), "UNSAFE_MARKUP"),
        (lambda: with_sheet("<c " + " ".join(f'a{at}=">"' for at in range(200_000)) + "/>"), "UNSAFE_MARKUP"),
        (lambda: with_sheet(f"<!--{'-x' * 700_000}-->"), "UNSAFE_MARKUP"),
        (lambda: of_one_part("一月", "二月"), "DAMAGED_FILE"),
        (lambda: with_sheet(ROW.format(r=60_000_000, c="A")), "TOO_MANY_ROWS"),
        (
            lambda: with_sheet("".join(ROW.format(r=row, c="XFD") for row in range(1, 20_001))),
            "TOO_MANY_COLUMNS",
        ),
        (lambda: workbook(tuple(range(2_000))), "TOO_MANY_COLUMNS"),
        (lambda: ("a," * 2_000 + "b\n").encode() * 2, "TOO_MANY_COLUMNS"),
        (lambda: b"a,b\n" * 1_000_000, "TOO_MANY_ROWS"),
        (lambda: workbook(("x",))[:-400], "DAMAGED_FILE"),
        (lambda: "a,b\n1,x\u202ey\n".encode(), "UNFIT_CHARACTER"),
        (lambda: b"a,b\n1,x\x00y\n", "UNFIT_CHARACTER"),
        (lambda: workbook(("名称", "钢渣_x0000_")), "UNFIT_CHARACTER"),
        (lambda: workbook(("名称", "钢\u2066渣")), "UNFIT_CHARACTER"),
        (lambda: b"\n\n  \n", "NO_ROWS"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "OLD_WORKBOOK"),
        (
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "NEEDS_PASSWORD",
        ),
        (lambda: ("a,b\n" + "x" * 30_000 + ",1\n").encode(), "TEXT_TOO_LONG"),
    ],
)
def test_a_hostile_file_is_refused_at_once_in_words(make: Callable[[], bytes], code: str) -> None:
    assert refusal(make()).code == code


def test_a_workbook_of_a_million_rows_is_refused_before_its_rows_are_read() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row * 7919 % 99991}</v></c></row>' for row in range(1, 10**6)
    )
    assert refusal(with_sheet(rows)).code == "TOO_MANY_ROWS"


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(60 * 2**20)
    with pytest.raises(RefusedInput) as refused:
        read_source(path)
    assert refused.value.problems[0].code == "TOO_LARGE"


@pytest.mark.parametrize(
    ("name", "code"),
    [("c13.ods", "DAMAGED_FILE"), ("c13_old.xls", "OLD_WORKBOOK"), ("c13.json", "NOT_A_TABLE")],
)
def test_files_that_cannot_be_read_say_what_they_are(name: str, code: str) -> None:
    assert refusal((CASES / name).read_bytes(), name).code == code


def test_a_file_is_what_its_content_is_whatever_its_ending_says() -> None:
    opened = open_grids(Source("台账.xls", "废物\t吨\n钢渣\t5\n".encode("gb18030")))
    assert (opened.form, opened.misnamed, opened.delimiter) == ("text", True, "\t")
    opened = open_grids(Source("台账.csv", workbook(("废物", "吨"))))
    assert (opened.form, opened.misnamed) == ("xlsx", True)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_grids_or_a_refusal(data: bytes) -> None:
    for prefix in (b"", b"PK\x03\x04", b"\xff\xfe"):
        with contextlib.suppress(RefusedInput):
            assert open_grids(Source("a.csv", prefix + data)).form == "text"


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_broken_bytes_is_grids_or_a_refusal(at: int, noise: bytes) -> None:
    data = workbook(("名称", "数量"), ("钢渣", 5))
    with contextlib.suppress(RefusedInput):
        assert open_grids(Source("a.xlsx", data[:at] + noise + data[at + len(noise) :])).form
