"""What both adapters do to rows before they write them, so that both refuse and keep exactly the same.

Records become plain rows with their load tag; a row that no store could give back as it came (an id used
twice, a value missing where one must stand, a number that is not finite) is refused here, and what the
rows point at is listed for the adapter to look up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import EXIT_SCHEMA_MISMATCH, EXIT_USAGE, SymbioflowError
from graph.snapshot import Records
from graph.stores.protocol import SCHEMA_VERSION, SEARCHED_TABLES, LoadTags
from graph.tables import TABLES, Column, Kind, Table

#: Column beside those of the model: the tag of the load that last wrote the row.
LOAD_TAG = "load_tag"

LISTS = (Kind.TEXTS, Kind.NUMBERS)


@dataclass(frozen=True, slots=True)
class Batch:
    """The rows of one table that are written together, each with its load tag."""

    table: Table
    rows: tuple[dict[str, Any], ...]

    @property
    def ids(self) -> list[str]:
        """The ids of the rows, in order."""
        return [row["id"] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that points at another table's ids, and the ids it names.

    Attributes
    ----------
    values : mapping of str to str
        Id pointed at -> id of the first row that points at it.
    """

    table: str
    column: str
    target: str
    values: Mapping[str, str]


def table_named(name: str) -> Table:
    """Return the table called `name`; ``UNKNOWN_TABLE`` if there is none."""
    if name not in TABLES:
        raise SymbioflowError("UNKNOWN_TABLE", exit_code=EXIT_USAGE, name=name, expected=tuple(TABLES))
    return TABLES[name]


def searched_tables(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names, each of a table that is searched; ``UNKNOWN_TABLE`` otherwise."""
    for name in names:
        if name not in SEARCHED_TABLES:
            raise SymbioflowError(
                "UNKNOWN_TABLE.searched", exit_code=EXIT_USAGE, name=name, expected=SEARCHED_TABLES
            )
    return tuple(dict.fromkeys(names))


def checked_schema(url: str, found: int) -> None:
    """Refuse a store whose schema is not `SCHEMA_VERSION`: ``SCHEMA_OLDER`` or ``SCHEMA_NEWER``."""
    if found == 0:
        raise SymbioflowError("SCHEMA_OLDER.empty", exit_code=EXIT_SCHEMA_MISMATCH, url=url)
    if found != SCHEMA_VERSION:
        key = "SCHEMA_OLDER" if found < SCHEMA_VERSION else "SCHEMA_NEWER"
        raise SymbioflowError(key, exit_code=EXIT_SCHEMA_MISMATCH, url=url, found=found, known=SCHEMA_VERSION)


def batches_of(records: Records, load_tag: str | LoadTags) -> list[Batch]:
    """Return the rows of `records` in the order of `TABLES`, checked and tagged; empty tables left out."""
    for name in records:
        table_named(name)
    return [
        Batch(table, tuple(_checked_rows(table, records[name], load_tag)))
        for name, table in TABLES.items()
        if name in records and records[name].num_rows
    ]


def rows_in(batches: Iterable[Batch], table: str) -> list[dict[str, Any]]:
    """Return the rows of one table."""
    return [row for batch in batches if batch.table.name == table for row in batch.rows]


def references_of(batches: Iterable[Batch]) -> Iterator[Reference]:
    """Yield every reference that the rows of `batches` make."""
    for batch in batches:
        for column in batch.table.columns:
            if column.references is not None:
                values: dict[str, str] = {}
                for row in batch.rows:
                    for value in _values(row[column.name]):
                        values.setdefault(value, row["id"])
                if values:
                    yield Reference(batch.table.name, column.name, column.references, values)


def referring_columns(target: str) -> list[tuple[Table, Column]]:
    """Return every column of every table that points at `target`."""
    return [
        (table, column)
        for table in TABLES.values()
        for column in table.columns
        if column.references == target
    ]


def unknown_reference(reference: Reference, missing: str) -> SymbioflowError:
    """Return the refusal of a row that points at nothing."""
    row = reference.values[missing]
    return SymbioflowError(
        "UNKNOWN_REFERENCE",
        table=reference.table,
        row=row,
        column=reference.column,
        value=missing,
        target=reference.target,
    )


def still_referenced(table: str, row: str, column: str, target: str) -> SymbioflowError:
    """Return the refusal to delete a row that another one points at."""
    return SymbioflowError("STILL_REFERENCED", table=table, row=row, column=column, target=target)


def pieces(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Yield `items` in runs of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _values(value: Any) -> Iterable[str]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _checked_rows(table: Table, part: Any, load_tag: str | LoadTags) -> Iterator[dict[str, Any]]:
    rows = part.select(table.schema.names).cast(table.schema).to_pylist()
    tags = None if isinstance(load_tag, str) else load_tag.get(table.name, {})
    seen: set[str] = set()
    for row in rows:
        for column in table.columns:
            row[column.name] = _checked(table, row, column)
        if row["id"] in seen:
            raise SymbioflowError("DUPLICATE_ID", table=table.name, row=row["id"])
        seen.add(row["id"])
        row[LOAD_TAG] = load_tag if tags is None else tags.get(row["id"], "")
        yield row


def _checked(table: Table, row: Mapping[str, Any], column: Column) -> Any:
    """Return the value as both stores keep it; they know no -0.0 that differs from 0.0."""
    value = row[column.name]
    if value is None and column.nullable:
        return None
    if value is None or (column.kind in LISTS and None in value):
        raise SymbioflowError("MISSING_VALUE", table=table.name, row=row["id"], column=column.name)
    if column.kind not in (Kind.NUMBER, Kind.NUMBERS):
        return value
    numbers = value if column.kind is Kind.NUMBERS else [value]
    if not all(math.isfinite(number) for number in numbers):
        raise SymbioflowError(
            "NOT_A_NUMBER.stored", table=table.name, row=row["id"], column=column.name, given=str(value)
        )
    return [number + 0.0 for number in value] if column.kind is Kind.NUMBERS else value + 0.0
