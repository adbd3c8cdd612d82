"""Tables to keep, of exactly what a page shows: CSV and Excel in which text stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import Response

from api.workbooks import table_workbook
from ingest.strict import FORMULA

_CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Return a CSV file with the mark that Excel looks for; what could run as a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return download(name, text.getvalue().encode("utf-8-sig"), _CSV)


def excel_file(name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Return an Excel workbook of one sheet; a cell of text is text, whatever it begins with."""
    return download(name, table_workbook(title, header, rows), EXCEL)


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def download(name: str, content: bytes, kind: str) -> Response:
    """Return a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(content, media_type=kind, headers=headers)
