"""Rules of one column by itself: keys, values, bounds, references, ranges and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.checks.finding import Finding, finding, rows_where
from graph.evidence import Grade
from graph.snapshot import Snapshot
from graph.tables import Column, Kind, Table
from graph.wording import Message, message


def check_keys(table: Table, part: pa.Table) -> Iterator[Finding]:
    """Find ids that stand twice."""
    ids = part["id"].to_pylist()
    if len(set(ids)) == len(ids):
        return
    seen: set[str | None] = set()
    for row, item in enumerate(ids):
        if item in seen and item:
            yield finding(table.name, part, row, "id", "DUPLICATE_ID", message("expected.id_once"))
        seen.add(item)


def check_values(table: Table, column: Column, part: pa.Table) -> Iterator[Finding]:
    """Find missing values, words that are none of the choices, and numbers out of bounds."""
    values = part[column.name]
    if not column.nullable and values.null_count:
        for row in rows_where(pc.is_null(values)):
            yield finding(table.name, part, row, column.name, "MISSING_VALUE", message("expected.value"))
    if column.name == "id" and len(values):
        for row in rows_where(pc.equal(values, "")):
            yield finding(table.name, part, row, "id", "MISSING_VALUE", message("expected.value"))
    if column.choices:
        wrong = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, pa.array(column.choices))))
        for row in rows_where(wrong):
            expected = message("expected.one_of", choices=column.choices)
            yield finding(table.name, part, row, column.name, "UNKNOWN_CHOICE", expected)
    if column.kind in (Kind.NUMBER, Kind.INTEGER, Kind.NUMBERS):
        yield from _check_numbers(table, column, part)


def _check_numbers(table: Table, column: Column, part: pa.Table) -> Iterator[Finding]:
    values, rows = part[column.name].combine_chunks(), None
    if column.kind is Kind.NUMBERS:
        rows, values = pc.list_parent_indices(values), pc.list_flatten(values)

    def placed(mask: Any, code: str, expected: Message) -> Iterator[Finding]:
        for position in rows_where(mask):
            row = position if rows is None else rows[position].as_py()
            yield finding(table.name, part, row, column.name, code, expected, values[position].as_py())

    if column.kind is not Kind.INTEGER:
        yield from placed(pc.invert(pc.is_finite(values)), "NOT_FINITE", message("expected.finite"))
    measure = column.measure
    if measure is not None and measure.minimum is not None:
        code = "NEGATIVE" if measure.minimum == 0 else "BELOW_MINIMUM"
        expected = message("expected.at_least", bound=f"{measure.minimum:g} {measure.unit}")
        yield from placed(pc.less(values, measure.minimum), code, expected)
    if measure is not None and measure.maximum is not None:
        expected = message("expected.at_most", bound=f"{measure.maximum:g} {measure.unit}")
        yield from placed(pc.greater(values, measure.maximum), "ABOVE_MAXIMUM", expected)


def check_references(table: Table, column: Column, part: pa.Table, merged: Snapshot) -> Iterator[Finding]:
    """Find ids that are no row of the table which the column points at."""
    assert column.references is not None
    known = merged.tables[column.references]["id"].combine_chunks()
    values, rows = part[column.name].combine_chunks(), None
    if column.kind is Kind.TEXTS:
        rows, values = pc.list_parent_indices(values), pc.list_flatten(values)
    wrong = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, known)))
    for position in rows_where(wrong):
        row = position if rows is None else rows[position].as_py()
        expected = message("expected.row_of", table=column.references)
        value = values[position].as_py()
        yield finding(table.name, part, row, column.name, "UNKNOWN_REFERENCE", expected, value)


def check_range(table: Table, column: Column, part: pa.Table) -> Iterator[Finding]:
    """Find ranges without a likely value, and ends in the wrong order."""
    field = column.name.removesuffix("_likely")
    low, likely, high = (part[f"{field}_{end}"] for end in ("low", "likely", "high"))
    lonely = pc.and_(pc.is_null(likely), pc.or_(pc.is_valid(low), pc.is_valid(high)))
    for row in rows_where(lonely):
        expected = message("expected.likely")
        yield finding(table.name, part, row, column.name, "RANGE_WITHOUT_LIKELY", expected)
    expected = message("expected.ordered")
    pairs = ((low, likely, "low"), (likely, high, "high"))
    for below, above, end in pairs:
        for row in rows_where(pc.greater(below, above)):
            yield finding(table.name, part, row, f"{field}_{end}", "LOW_ABOVE_HIGH", expected)


def check_evidence(table: Table, part: pa.Table) -> Iterator[Finding]:
    """Find rows that name no source and are graded as more than an estimate."""
    bare = pc.equal(pc.list_value_length(part["sources"]), 0)
    wrong = pc.and_(bare, pc.not_equal(part["grade"], Grade.ESTIMATE.value))
    for row in rows_where(wrong):
        expected = message("expected.source", grade=Grade.ESTIMATE.value)
        yield finding(table.name, part, row, "sources", "MISSING_SOURCE", expected)
