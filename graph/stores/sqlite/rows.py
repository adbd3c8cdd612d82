"""Rows of the model as cells of SQLite and back: lists are JSON text, dates ISO text, flags 0 or 1."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from graph.errors import SymbioflowError
from graph.stores.damage import damaged, damaged_values
from graph.stores.naming import is_chinese, names_in, words_of
from graph.stores.rows import LISTS, LOAD_TAG, Batch
from graph.stores.sqlite import statements as sql
from graph.tables import Kind, Table


def write(connection: sqlite3.Connection, batch: Batch) -> None:
    """Insert or replace the rows of a batch, and the words they are found by."""
    name = batch.table.name
    kinds = {column.name: column.kind for column in batch.table.columns}
    rows = ([*(_cell(kinds[key], row[key]) for key in kinds), row[LOAD_TAG]] for row in batch.rows)
    connection.executemany(sql.UPSERT_ROWS[name], rows)
    if name in sql.INSERT_WORDS:
        connection.execute(sql.DELETE_WORDS[name], (json.dumps(batch.ids),))
        words = ((_indexed_words(row), row["id"]) for row in batch.rows)
        connection.executemany(sql.INSERT_WORDS[name], words)


def plain(url: str, table: Table, row: Sequence[Any]) -> dict[str, Any]:
    """Return a row as values by column; ``STORE_DAMAGED`` where one cannot be understood."""
    values = understood(table, row)
    _refuse_damage(url, table, [values])
    return {column.name: value for column, value in zip(table.columns, values, strict=True)}


def arrow(url: str, table: Table, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows as a table of a snapshot; ``STORE_DAMAGED`` where a value cannot be understood."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    try:
        values = [_values(column.kind, cells) for column, cells in zip(table.columns, columns, strict=True)]
        made = pa.table(values, schema=table.schema)
    except (ValueError, TypeError) as error:
        raise _damage_among(url, table, rows) or error from error
    for column, cells in zip(table.columns, values, strict=True):
        if column.choices and not set(cells) <= {*column.choices, None}:
            raise _damage_among(url, table, rows) or ValueError(column.name)
    return made


def understood(table: Table, row: Sequence[Any]) -> list[Any]:
    """Return the values of a row; a cell that cannot be understood stands as it is."""
    return [_value_or_cell(column.kind, cell) for column, cell in zip(table.columns, row, strict=True)]


def _value_or_cell(kind: Kind, cell: Any) -> Any:
    try:
        return _value(kind, cell)
    except (ValueError, TypeError):
        return cell


def _refuse_damage(url: str, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    for damage in damaged_values(table, rows):
        raise damaged(url, damage)


def _damage_among(url: str, table: Table, rows: Sequence[Sequence[Any]]) -> SymbioflowError | None:
    found = next(damaged_values(table, (understood(table, row) for row in rows)), None)
    return None if found is None else damaged(url, found)


def _indexed_words(row: dict[str, Any]) -> str:
    """Return the words of a row's names, and each Chinese character for texts of one character."""
    words = set(words_of(" ".join(names_in(row))))
    characters = {character for word in words if is_chinese(word) for character in word}
    return " ".join(sorted(words | characters))


def _cell(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind in LISTS:
        return json.dumps(value, ensure_ascii=False)
    if kind is Kind.DATE:
        return value.isoformat()
    return int(value) if kind is Kind.FLAG else value


def _value(kind: Kind, cell: Any) -> Any:
    if cell is None:
        return None
    if kind in LISTS:
        return json.loads(cell)
    if kind is Kind.DATE:
        return date.fromisoformat(cell)
    return bool(cell) if kind is Kind.FLAG else cell


def _values(kind: Kind, cells: Sequence[Any]) -> Sequence[Any]:
    if kind not in (*LISTS, Kind.DATE, Kind.FLAG):
        return cells
    # The same few texts stand in most rows, and each is read once.
    known = {cell: _value(kind, cell) for cell in set(cells)}
    return [known[cell] for cell in cells]
