"""What was decided about a sheet without asking, and what a reader should look at: said, never hidden."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from ingest.grids import Cell, Grid, Opened
from ingest.quantities import Note
from ingest.understanding.heads import Kind, covered
from ingest.understanding.layout import Facts, Table
from ingest.understanding.result import Column, Row
from ingest.understanding.rows.findings import Findings

#: Columns of so many months may stand for a year, as where a works stood still; of fewer it is asked.
ENOUGH_MONTHS = 10


def remark_end_of_records(kind: Kind, rows: Sequence[Row], findings: Findings) -> None:
    """Say where the records of the last year end before its end: their sum is taken for the year's."""
    latest = max((row.year for row in rows), default=0)
    months = {row.month for row in rows if row.year == latest and row.month}
    if kind.record and months and max(months) < 12:
        findings.remark("RECORDS_END", 0, "", f"{latest or ''}-{max(months):02d}".strip("-"))


def remark_three_numbers(rows: Sequence[Row], columns: Sequence[Column], findings: Findings) -> None:
    """Say once a column that three rising numbers of a cell are read as least, likely and most."""
    headers = {column.field: column.header for column in columns if not column.aside}
    said: set[str] = set()
    for row in rows:
        for amount in row.amounts:
            if amount.note is Note.THREE and amount.field not in said:
                said.add(amount.field)
                values = (f"{end:,.12g}" for end in (amount.low, amount.likely, amount.high))
                findings.remark("THREE_NUMBERS", row.number, headers.get(amount.field, ""), *values)


def remark_decisions(
    grid: Grid,
    opened: Opened,
    table: Table,
    columns: Sequence[Column],
    facts: Facts,
    of_sheet: str,
    findings: Findings,
) -> None:
    """Say what was decided without asking."""
    if opened.misnamed:
        findings.remark("MISNAMED", 0, "", opened.form)
    if opened.encoding not in ("", "utf-8"):
        findings.remark("ENCODING", 0, "", opened.encoding)
    if facts.firm and not any(column.field == "enterprise" and not column.aside for column in columns):
        stem = grid.file.rpartition(".")[0].strip()
        titled = any(
            facts.firm in unicodedata.normalize("NFKC", str(cell))
            for _, cells in table.titles
            for cell in cells
        )
        told = "FIRM_FROM_FILE" if stem.startswith(facts.firm) and not titled else "FIRM_FROM_TITLE"
        findings.remark("FIRM_FROM_SHEET" if facts.firm == of_sheet else told, 0, "", facts.firm)
    if facts.unit:
        findings.remark("UNIT_FROM_TITLE", 0, "", facts.unit)
    months = {column.month for column in columns if column.month and not column.aside}
    if months:
        count = covered(months)
        whole = "MONTHS" if min(months) <= 12 else "QUARTERS"
        if count >= ENOUGH_MONTHS:
            findings.remark(whole if count == 12 else "MONTHS_MISSING", 0, "", str(count))
    for column in columns:
        if column.index in table.filled:
            findings.remark("FILLED_DOWN", 0, column.header)
        if not column.field or (not column.aside and column.index in grid.hidden_columns):
            code = "HIDDEN_COLUMN" if column.field else "UNKNOWN_COLUMN"
            findings.remark(code, 0, column.header)
    for first, second in _said_twice(table, columns):
        findings.remark("SAME_ROWS", second, "", str(first))
    hidden = [number for number, _ in table.rows if number in grid.hidden_rows]
    if hidden:
        findings.remark("HIDDEN_ROWS", hidden[0], "", str(len(hidden)))


def _said_twice(table: Table, columns: Sequence[Column]) -> Iterable[tuple[int, int]]:
    """Return the numbers of rows that say the same in every column but that of their number."""
    if any(column.field in ("date", "moved", "month", "manifest") for column in columns):
        # Two loads of a day may weigh the same.
        return
    told = [column.index for column in columns if column.field != "sequence"]
    seen: dict[tuple[Cell, ...], int] = {}
    for number, cells in table.rows:
        line = tuple(cells[at] if at < len(cells) else None for at in told)
        first = seen.setdefault(line, number)
        if first != number and any(cell is not None for cell in line):
            yield first, number
