"""Rows of a file that is no table of the graph: a few named columns of text, in whatever file they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import Problem, RefusedInput
from graph.wording import folded, message
from ingest.strict.sheets import Sheet, read_csv, read_workbook


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One row.

    Attributes
    ----------
    cells : tuple of str
        In the order of the columns asked for; an empty cell is an empty text.
    problem : Problem or None
        What is wrong with this row alone; the other rows can be used.
    """

    cells: tuple[str, ...]
    problem: Problem | None


def read_rows(
    path: Path, columns: Mapping[str, Sequence[str]], meaning: Callable[[str], str]
) -> tuple[PlainRow, ...]:
    """Return the rows of a CSV file, or of the first sheet of an Excel workbook, in order.

    Parameters
    ----------
    path : Path
        CSV in any encoding and delimiter that `read_csv` finds out, or ``.xlsx``.
    columns : mapping of str to sequence of str
        Headers to find, in any case, each with the meanings that will do for it, the best first; other
        columns are left aside.
    meaning : callable
        Header as people write it -> what it means; empty where nobody knows.

    Raises
    ------
    RefusedInput
        For a file that cannot be read or lacks a column.
    """
    problems: list[Problem] = []
    if path.suffix.lower() == ".xlsx":
        sheets = read_workbook(path, problems)
    else:
        sheets = read_csv(path, problems, empty_rows=True)
    of_rows = {problem.row: problem for problem in problems if problem.row}
    if not sheets or not sheets[0].rows or any(not problem.row for problem in problems):
        nothing = Problem(path.name, "", 0, "", "NO_ROWS", "", message("expected.rows"))
        raise RefusedInput(tuple(problems) or (nothing,))
    sheet = sheets[0]
    return tuple(
        PlainRow(cells, of_rows.get(number))
        for number, cells in zip(
            sheet.rows, zip(*_columns_of(sheet, columns, meaning), strict=True), strict=True
        )
    )


def _columns_of(
    sheet: Sheet, columns: Mapping[str, Sequence[str]], meaning: Callable[[str], str]
) -> list[list[str]]:
    headers = [folded(header) for header in sheet.header]
    meanings = [meaning(header) for header in sheet.header]

    def place_of(name: str) -> int | None:
        if name in headers:
            return headers.index(name)
        return next((meanings.index(field) for field in columns[name] if field in meanings), None)

    places = {name: place_of(name) for name in columns}
    missing = [name for name, at in places.items() if at is None]
    if missing:
        expected = message("expected.columns", names=tuple(columns))
        place = (sheet.file, sheet.name, sheet.header_row)
        raise RefusedInput(tuple(Problem(*place, name, "MISSING_COLUMN", "", expected) for name in missing))
    return [[_text(cell) for cell in sheet.columns[at]] for at in places.values() if at is not None]


def _text(cell: Any) -> str:
    """Return a cell as text; a whole number that a spreadsheet keeps as 3511.0 is 3511."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
