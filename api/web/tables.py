"""Tables to keep, of exactly what a page shows: CSV and Excel in which text stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from fastapi import Response
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ingest.export import LONGEST_CELL
from ingest.sheets import FORMULA

_CSV = "text/csv; charset=utf-8"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Return a CSV file with the mark that Excel looks for; what could run as a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return _download(name, text.getvalue().encode("utf-8-sig"), _CSV)


def excel_file(name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Return an Excel workbook of one sheet; a cell of text is text, whatever it begins with."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    bold = [_cell(sheet, text) for text in header]
    for cell in bold:
        cell.font = Font(bold=True)
    sheet.append(bold)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return _download(name, content.getvalue(), _EXCEL)


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, "".join(sign for sign in value if sign >= " " or sign == "\n")[:LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _download(name: str, content: bytes, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(content, media_type=kind, headers=headers)
