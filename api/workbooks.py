"""Excel workbooks in which text stays text, whatever it begins with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from graph.recruiting import Brief
from graph.wording import message
from ingest.strict import LONGEST_CELL

_BOLD = Font(bold=True)
#: Paper size of Excel.
_A4 = 9
#: Letters that Excel takes as the name of a sheet.
_LONGEST_TITLE = 31
#: Signs that it does not.
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
#: Width of the columns of a brief, in letters, and how its text wraps.
_COLUMN, _WRAPPED = 26, Alignment(wrap_text=True, vertical="top")


def table_workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook of one sheet: a head in bold that stays in view, and its rows."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, text, bold=True) for text in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return _bytes(book)


#: A sheet: its name, sentences above the table, head, and rows of values with how numbers are written.
Sheet = tuple[str, Sequence[str], Sequence[str], Sequence[Sequence[tuple[Any, str]]]]


def sheets_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook of several sheets that print on A4, each a table below its sentences."""
    book = openpyxl.Workbook(write_only=True)
    for title, sentences, head, rows in sheets:
        sheet = book.create_sheet(_NO_TITLE.sub(" ", title)[:_LONGEST_TITLE])
        for column in range(len(head)):
            sheet.column_dimensions[get_column_letter(column + 1)].width = _COLUMN
        _print_on_a4(sheet)
        for sentence in sentences:
            sheet.append([_cell(sheet, sentence)])
        if sentences:
            sheet.append([])
        sheet.append([_cell(sheet, name, bold=True, wrapped=True) for name in head])
        for row in rows:
            sheet.append([_number(sheet, value, form) for value, form in row])
    return _bytes(book)


def brief_workbook(brief: Brief) -> bytes:
    """Return a brief as a workbook of one sheet that prints on A4, its sections below each other."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(message("brief.sheet").text(brief.language))
    widest = max(
        (len(row) for section in brief.sections for table in section.tables for row in table.rows), default=1
    )
    for column in range(widest):
        sheet.column_dimensions[get_column_letter(column + 1)].width = _COLUMN
    _print_on_a4(sheet)
    sheet.append([_cell(sheet, brief.title, bold=True)])
    sheet.append([_cell(sheet, brief.summary)])
    for section in brief.sections:
        sheet.append([])
        sheet.append([_cell(sheet, section.title, bold=True)])
        for table in section.tables:
            if table.head:
                sheet.append([_cell(sheet, text, bold=True, wrapped=True) for text in table.head])
            for row in table.rows:
                sheet.append(
                    [
                        _cell(sheet, text, bold=not table.head and not at, wrapped=True)
                        for at, text in enumerate(row)
                    ]
                )
        for sentence in section.sentences:
            sheet.append([_cell(sheet, sentence)])
    sheet.append([])
    for note in brief.notes:
        sheet.append([_cell(sheet, note)])
    return _bytes(book)


def _print_on_a4(sheet: Any) -> None:
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _number(sheet: Any, value: Any, form: str) -> WriteOnlyCell:
    cell = _cell(sheet, value, wrapped=isinstance(value, str))
    if form and not isinstance(value, str):
        cell.number_format = form
    return cell


def _cell(sheet: Any, value: Any, bold: bool = False, wrapped: bool = False) -> WriteOnlyCell:
    if isinstance(value, str):
        kept = "".join(sign for sign in value if sign >= " " or sign == "\n")[:LONGEST_CELL]
        cell = WriteOnlyCell(sheet, kept)
        cell.data_type = "s"
    else:
        cell = WriteOnlyCell(sheet, value)
    if bold:
        cell.font = _BOLD
    if wrapped:
        cell.alignment = _WRAPPED
    return cell


def _bytes(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
