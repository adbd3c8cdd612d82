"""Totals of a table held against its rows."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.understanding.heads import (
    QUANTITIES,
    column_texts,
    field_types,
    plain_number,
    sheet_mark,
    sums_to,
)
from ingest.understanding.layout import Table
from ingest.understanding.result import Column
from ingest.understanding.rows.findings import Findings


def compare_totals(table: Table, columns: Sequence[Column], delimiter: str, findings: Findings) -> None:
    """Say where the last total of a table is not the sum of its rows; with subtotals nothing is compared."""
    if len(table.totals) != 1:
        return
    number, cells = table.totals[0]
    mark = _mark(table, columns, delimiter) or "."
    types = field_types()
    for column in columns:
        if column.aside or types[column.field] != "amount" or column.index >= len(cells):
            continue
        total = cells[column.index]
        parts = [row[column.index] for _, row in table.rows if column.index < len(row)]
        whole = plain_number(total, mark)
        held = [part for cell in parts if (part := plain_number(cell, mark)) is not None]
        if whole is None or not held or any(sums_to(parts, total, either) for either in ".,"):
            continue
        findings.remark("TOTAL_DIFFERS", number, column.header, f"{whole:,.10g}", f"{sum(held):,.10g}")


def _mark(table: Table, columns: Sequence[Column], delimiter: str) -> str:
    """Return the decimal mark of a table, as far as its numbers and its language tell it."""
    types = field_types()
    amounts = [column.index for column in columns if not column.aside and types[column.field] in QUANTITIES]
    texts = [text for at in amounts for text in column_texts(table.rows, at)]
    return sheet_mark(texts, " ".join(column.header for column in columns), delimiter)[0]
