"""Looking a SQLite store over: pages, layout, what it says of itself, every value and every reference."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.stores.damage import Damage, damaged_layout, damaged_meta, damaged_rows
from graph.stores.loads import damaged_load
from graph.stores.rows import checked_schema
from graph.stores.sqlite import statements as sql
from graph.stores.sqlite.file import logs_set_aside
from graph.stores.sqlite.rows import understood
from graph.tables import TABLES
from graph.wording import message

_META = ("schema_version", "data_version")


def examined(connection: sqlite3.Connection, path: Path, url: str) -> Iterator[Damage]:
    """Yield everything that is wrong, the file first; what cannot be read for it is passed over."""
    for aside in logs_set_aside(path):
        yield Damage(message("damage.aside", file=aside.name), message("remedy.aside"))
    for (said,) in connection.execute(sql.CHECK_PAGES).fetchall():
        if said != "ok":
            yield Damage(message("damage.file", reason=said), message("remedy.restore"))
    known = dict(connection.execute(sql.READ_ALL_META)) if _columns(connection, "meta") else {}
    yield from (damaged_meta(name) for name in _META if name not in known)
    if "schema_version" in known:
        # What an earlier schema has not got yet is no damage.
        checked_schema(url, int(known["schema_version"]))
    rows: dict[str, list[list[Any]]] = {}
    for name, table in TABLES.items():
        there = _columns(connection, name)
        missing = [column.name for column in table.columns if column.name not in there]
        if missing:
            yield from (damaged_layout(f"{name}.{column}") for column in missing)
        else:
            found = connection.execute(sql.READ_ROWS[name]).fetchall()
            rows[name] = [understood(table, row) for row in found]
    yield from damaged_rows(rows)
    if _columns(connection, "loads"):
        for *load, before in connection.execute(sql.READ_WHOLE_LOADS).fetchall():
            yield from damaged_load(load, before)


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
