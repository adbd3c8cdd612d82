"""Records out to files that people and programs open: a data package of CSV files, or one Excel workbook.

What is written reads back to the same fingerprint. Text that a spreadsheet program could run as a formula is
written so that it stays text. Cells are written without the blanks at their ends, as they are read.

An export takes the place of an older one whole or not at all: files are written aside and brought onto the
disk; one step then declares them done, after which they are moved in place, by the next reader or export if
this one was ended on the way.
"""

from __future__ import annotations

import csv
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from graph.errors import SymbioflowError
from graph.snapshot import Records
from graph.tables import TABLES, Column, Kind
from graph.tools import cannot_write, on_disk, written_whole
from ingest.strict.cells import written_list
from ingest.strict.descriptors import DESCRIPTOR, descriptor, write_descriptor
from ingest.strict.sheets import FORMULA

#: The longest text a cell of Excel holds.
LONGEST_CELL = 32_767
_ROWS_AT_ONCE = 10_000
#: In the folder of an export: what is being written, and what is complete and not yet moved in place.
_WRITING, _DONE = ".export-writing", ".export-done"
_ABANDONED_SECONDS = 3600.0
#: Before it, spreadsheet programs disagree about the day.
_FIRST_DATE = date(1900, 3, 1)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def export_folder(records: Records, folder: str | Path, encoding: str = "utf-8") -> tuple[Path, ...]:
    """Write records as a data package: one CSV file for each table that has rows, and its descriptor.

    Parameters
    ----------
    records : mapping of str to pyarrow.Table
        Also ``snapshot.tables``.
    folder : path
        Made if it is not there; files of the same names are replaced.
    encoding : str
        ``utf-8``, ``utf-8-sig`` (with the mark that Excel looks for) or ``gb18030``.

    Returns
    -------
    tuple of Path
        The files written.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        finish_export(target)
        _clear_leftovers(target)
        aside = target / f"{_WRITING}-{secrets.token_hex(4)}"
        aside.mkdir()
        try:
            written = _write_folder(records, aside, encoding)
            for path in (*written, aside):
                on_disk(path)
            aside.rename(target / _DONE)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        on_disk(target)
        finish_export(target)
    except OSError as error:
        raise cannot_write(target, error) from error
    return tuple(target / path.name for path in written)


def finish_export(path: Path) -> None:
    """Move in place what an export that was ended had completed; `path` is its folder or a file in it."""
    folder = path if path.is_dir() else path.parent
    done = folder / _DONE
    if not done.is_dir():
        return
    names = sorted(item.name for item in done.iterdir())
    if DESCRIPTOR in names:
        # Last, so that a package names no file that has not come yet.
        names = [*(name for name in names if name != DESCRIPTOR), DESCRIPTOR]
    for name in names:
        (done / name).replace(folder / name)
    on_disk(folder)
    done.rmdir()


def _clear_leftovers(folder: Path) -> None:
    """Remove what exports left that were ended while they wrote; one that runs is younger."""
    for left in folder.glob(f"{_WRITING}-*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _write_folder(records: Records, target: Path, encoding: str) -> list[Path]:
    written: list[Path] = []
    names = [name for name in TABLES if name in records and records[name].num_rows]
    for name in names:
        path = target / f"{name}.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.name for column in TABLES[name].columns)
            writer.writerows(_csv_rows(name, records[name]))
        written.append(path)
    content = descriptor(names)
    for resource in content["resources"]:
        resource["encoding"] = encoding.removesuffix("-sig")
    write_descriptor(target, content)
    return [*written, target / DESCRIPTOR]


def export_workbook(records: Records, path: str | Path) -> Path:
    """Write records as one Excel workbook, a sheet for each table that has rows; whole or not at all."""
    book = openpyxl.Workbook(write_only=True)
    filled = []
    for name in TABLES:
        if name in records and records[name].num_rows:
            sheet = book.create_sheet(name)
            sheet.freeze_panes = "B2"
            header = [_text_cell(sheet, column.name, bold=True) for column in TABLES[name].columns]
            rows = [[_excel_cell(sheet, value) for value in row] for row in _rows(name, records[name])]
            filled.append((sheet, [header, *rows]))
    for sheet, rows in filled:
        for row in rows:
            sheet.append(row)
    if not book.worksheets:
        book.create_sheet("parks")
    with written_whole(path) as aside:
        book.save(aside)
    return Path(path)


def _rows(table: str, part: pa.Table) -> Iterator[list[Any]]:
    """Yield rows of plain cells, flags and lists as text; None where there is no value."""
    columns = TABLES[table].columns
    # Some rows at a time: as Python objects a cell takes ten times what it takes in its column.
    for batch in part.to_batches(max_chunksize=_ROWS_AT_ONCE):
        cells = (_column_cells(column, batch[column.name].to_pylist()) for column in columns)
        yield from (list(row) for row in zip(*cells, strict=True))


def _column_cells(column: Column, values: list[Any]) -> Iterator[Any]:
    for value in values:
        if column.kind is Kind.TEXTS:
            yield written_list(value or ()) or None
        elif column.kind is Kind.NUMBERS:
            yield ";".join(map(_number, value or ())) or None
        elif column.kind is Kind.FLAG:
            yield None if value is None else "true" if value else "false"
        else:
            yield value.strip() or None if isinstance(value, str) else value


def _csv_rows(table: str, part: pa.Table) -> Iterator[list[str]]:
    for row in _rows(table, part):
        yield [_csv_cell(value) for value in row]


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if FORMULA.match(value) else value
    return value.isoformat() if isinstance(value, date) else _number(value)


def _number(value: float) -> str:
    """Return the shortest text that reads back to the same number."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def _excel_cell(sheet: Any, value: Any) -> Any:
    """Return a cell; early dates, which Excel cannot count, are text, and numbers keep their 17th digit."""
    if isinstance(value, date) and value < _FIRST_DATE:
        return _text_cell(sheet, value.isoformat())
    if isinstance(value, str):
        return _text_cell(sheet, value)
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        cell = WriteOnlyCell(sheet, value=repr(value))
        cell.data_type = "n"
        return cell
    return value


def _text_cell(sheet: Any, text: str, bold: bool = False) -> Any:
    """Return a cell that is text whatever it begins with."""
    plain = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(plain) > LONGEST_CELL:
        raise SymbioflowError("CELL_TOO_LONG", count=len(plain), limit=LONGEST_CELL)
    cell = WriteOnlyCell(sheet, value=plain)
    cell.data_type = "s"
    if FORMULA.match(plain):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell
