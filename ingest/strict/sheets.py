"""Files as plain sheets of cells: CSV in whatever encoding it comes, and Excel workbooks.

Nothing is understood here: a sheet is a header and columns of cells, each row with its number as a person
counts it. What cannot be read becomes a problem, never a traceback.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from graph.errors import Problem, RefusedInput
from graph.wording import Message, message
from ingest.grids import (
    FAULTS,
    MOST_COLUMNS,
    Grid,
    columns_at_most,
    decode,
    delimiter_of,
    mostly_utf8,
    open_grids,
    read_source,
    rows_at_most,
)

#: Text that a spreadsheet program could take for a formula; a leading apostrophe makes it inert.
FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@＝＋－＠\t\r]")

Cell = Any

#: A strict table of the largest parks that plans are made for is a tenth of this.
LARGEST_TABLE = 256 * 2**20
#: Rows of a CSV table: as many waste streams are loaded in half a minute and 1 GB.
MOST_ROWS = 300_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of cells.

    Attributes
    ----------
    file, name : str
        `name` is the sheet's in a workbook, empty for CSV.
    header : tuple of str
        As it stands in the file.
    columns : tuple of sequence
        Cells of each header; text is stripped, an empty cell is None.
    rows : tuple of int
        Number of each row as a person counts; the header is row 1 unless empty rows stand above it.
    header_row : int
    encoding : str
        Found in a CSV file; empty for Excel.
    """

    file: str
    name: str
    header: tuple[str, ...]
    columns: tuple[Sequence[Cell], ...]
    rows: tuple[int, ...]
    header_row: int
    encoding: str

    def without(self, missing: Collection[str]) -> Sheet:
        """Return the sheet with the cells empty that say there is no value."""
        columns = tuple(tuple(None if cell in missing else cell for cell in cells) for cells in self.columns)
        return replace(self, columns=columns)


def read_csv(
    path: Path,
    problems: list[Problem],
    encoding: str = "",
    delimiter: str = "",
    empty_rows: bool = False,
) -> tuple[Sheet, ...]:
    """Return the one sheet of a CSV file; none if it cannot be read, with the problem added.

    Parameters
    ----------
    encoding, delimiter : str
        As a data package declares them; empty: found out.
    empty_rows : bool
        True where a row of nothing but empty cells is a row too; a blank line never is.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_TABLE:
            expected = message("expected.file_size", size=LARGEST_TABLE // 2**20)
            problems.append(Problem(path.name, "", 0, "", "TOO_LARGE", f"{size // 2**20} MB", expected))
            return ()
        data = path.read_bytes()
    except OSError as error:
        problems.append(_unreadable(path.name, "", error.strerror or "", message("expected.file")))
        return ()
    decoded = _decode(path.name, data, encoding, problems)
    if decoded is None:
        return ()
    text, found = decoded
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text), strict=True)
    try:
        lines = list(islice(reader, MOST_ROWS + 2))
    except csv.Error as error:
        problems.append(_unreadable(path.name, "", str(error), message("expected.csv")))
        return ()
    if len(lines) > MOST_ROWS + 1:
        place = (path.name, "", 0, "")
        problems.append(Problem(*place, "TOO_MANY_ROWS", f"> {MOST_ROWS:,}", rows_at_most(MOST_ROWS)))
        # Its header is judged all the same.
        del lines[2:]
    cells: Iterable[tuple[int, list[Cell]]] = (
        (number, [_unquoted(cell) for cell in line]) for number, line in enumerate(lines, start=1)
    )
    return _sheet(path.name, "", cells, found, problems, empty_rows)


def read_workbook(path: Path, problems: list[Problem]) -> tuple[Sheet, ...]:
    """Return the sheets of an Excel workbook that are not empty; problems are added."""
    try:
        opened = open_grids(read_source(path), controls=True)
    except RefusedInput as refusal:
        problems += refusal.problems
        return ()
    if opened.form != "xlsx":
        problems.append(_unreadable(path.name, "", opened.form, message("expected.workbook")))
        return ()
    return tuple(sheet for grid in opened.grids for sheet in _grid_sheet(grid, problems))


def _grid_sheet(grid: Grid, problems: list[Problem]) -> tuple[Sheet, ...]:
    """Return the sheet of a grid; a formula nobody has computed and an error are problems of their cell."""
    header = grid.rows[0][1] if grid.rows else ()
    for fault in grid.faults:
        expected = FAULTS[fault.code]
        column = str(header[fault.column] or "") if fault.column < len(header) else ""
        place = (grid.file, grid.sheet, fault.row, column)
        problems.append(Problem(*place, fault.code, shortened(fault.text), expected))
    lines = ((number, list(cells)) for number, cells in grid.rows)
    return _sheet(grid.file, grid.sheet, lines, "", problems)


def _sheet(
    file: str,
    name: str,
    lines: Iterable[tuple[int, list[Cell]]],
    encoding: str,
    problems: list[Problem],
    empty_rows: bool = False,
) -> tuple[Sheet, ...]:
    """Return the sheet of numbered lines of cells: the first line that is not empty is the header."""
    header: list[str] | None = None
    header_row = 0
    kept: list[list[Cell]] = []
    rows: list[int] = []
    for number, line in lines:
        counts = empty_rows and header is not None and bool(line)
        while line and line[-1] is None:
            line.pop()
        if not line and not counts:
            continue
        if header is None:
            if len(line) > MOST_COLUMNS:
                place = (file, name, number, "", "TOO_MANY_COLUMNS")
                problems.append(Problem(*place, f"{len(line)}", columns_at_most()))
                return ()
            header, header_row = ["" if cell is None else str(cell) for cell in line], number
            continue
        if len(line) > len(header):
            extra = next(cell for cell in line[len(header) :] if cell is not None)
            expected = message("expected.cells", count=len(header))
            problems.append(Problem(file, name, number, "", "TOO_MANY_CELLS", shortened(extra), expected))
        kept.append(line[: len(header)] + [None] * (len(header) - len(line)))
        rows.append(number)
    if header is None:
        # A workbook has sheets that nobody wrote on; a CSV file with nothing in it is a mistake.
        if not name:
            problems.append(Problem(file, name, 0, "", "NO_ROWS", "", message("expected.header")))
        return ()
    columns = tuple(zip(*kept, strict=True)) if kept else ((),) * len(header)
    return (Sheet(file, name, tuple(header), columns, tuple(rows), header_row, encoding),)


def _decode(file: str, data: bytes, declared: str, problems: list[Problem]) -> tuple[str, str] | None:
    """Return the text and its encoding: the declared one, UTF-8, UTF-16 with its mark, else the likeliest."""
    if not declared:
        decoded = decode(data)
        if decoded is None:
            problems.append(_undecodable(file, data, "utf-8"))
    else:
        try:
            encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else declared
            decoded = (
                data.decode("utf-8-sig" if encoding.lower() == "utf-8" else encoding),
                encoding,
            )
        except LookupError:
            problems.append(_unreadable(file, "", declared, message("expected.encoding")))
            return None
        except UnicodeDecodeError:
            problems.append(_undecodable(file, data, declared))
            return None
    if decoded is not None and "\0" in decoded[0]:
        problems.append(_unreadable(file, "", r"\0", message("expected.csv")))
        return None
    return decoded


def _undecodable(file: str, data: bytes, encoding: str) -> Problem:
    """Return the problem of the first byte that is not of an encoding."""
    expected = message("expected.utf8") if mostly_utf8(data) else message("expected.encoding")
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        value = data[error.start : error.end].hex(" ")
        return Problem(file, "", row, "", "NOT_READABLE", value, expected)
    return _unreadable(file, "", encoding, expected)


def _unquoted(cell: str) -> str | None:
    """Return a CSV cell without the apostrophe that keeps a formula inert."""
    plain = cell.strip()
    return plain[1:] if _QUOTED_FORMULA.match(plain) else plain or None


def shortened(value: Any) -> str:
    """Return a value as text of at most 60 characters."""
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _unreadable(file: str, sheet: str, value: str, expected: Message) -> Problem:
    return Problem(file, sheet, 0, "", "NOT_READABLE", shortened(value), expected)
