"""Small sheets for tests of understanding: rows in, what was understood out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from ingest.understanding import Row, Sheet, Source, Understood, understand
from tests.ingest.grids.test_opening import CASES

Cells = Iterable[Any]


def workbook(
    sheets: Mapping[str, Iterable[Cells]], merges: Mapping[str, Iterable[str]] | None = None
) -> bytes:
    """Return a workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in (merges or {}).get(name, ()):
            sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def understood(
    rows: Iterable[Cells],
    name: str = "Sheet1",
    merges: Iterable[str] = (),
    answers: Mapping[str, str] | None = None,
) -> Sheet:
    """Return the one table of a workbook of one sheet."""
    data = workbook({name: rows}, {name: merges})
    (sheet,) = understand([Source("park.xlsx", data)], answers).sheets
    return sheet


def of_text(text: str, name: str = "park.csv", encoding: str = "utf-8", **options: Any) -> Sheet:
    """Return the one table of a text file."""
    (sheet,) = understand([Source(name, text.encode(encoding))], **options).sheets
    return sheet


def case(name: str) -> Understood:
    """Return what a case's file says."""
    path = CASES / name
    return understand([Source(path.name, path.read_bytes())])


def sheet_of(name: str, sheet: str = "") -> Sheet:
    """Return one sheet of a case's file."""
    return next(item for item in case(name).sheets if item.sheet == sheet or not sheet)


def fields(sheet: Sheet) -> list[str]:
    """Return the fields of the columns that are taken."""
    return [column.field for column in sheet.columns if not column.aside]


def plain(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows as dictionaries: texts, and of each amount its likely value and unit."""
    return [{**row.texts, **{item.field: (item.likely, item.unit) for item in row.amounts}} for row in rows]


def path_of(name: str) -> Path:
    """Return the path of a case's file."""
    return CASES / name
