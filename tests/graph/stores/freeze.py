"""Write the store of the newest schema as text, once, when it is released.

Run it by `python -m tests.graph.stores.freeze`.

The text is what `tests/graph/stores/test_migrations.py` opens for ever after; that of an earlier schema is
never made again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph.snapshot import Snapshot
from graph.stores import SCHEMA_VERSION, Change, open_store
from tests.graph.park import small_park

RELEASED = Path(__file__).with_name("released")
_TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL ORDER BY rowid"
_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid"


def statements(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what makes the same store: its tables, indexes and rows; full-text parts make themselves."""
    tables = dict(connection.execute(_TABLES).fetchall())
    searched = [name for name, text in tables.items() if text.startswith("CREATE VIRTUAL")]
    tables = {
        name: text
        for name, text in tables.items()
        if name in searched or not name.startswith(tuple(f"{words}_" for words in searched))
    }
    yield from tables.values()
    yield from dict(connection.execute(_INDEXES).fetchall()).values()
    for name in tables:
        described = connection.execute(f"PRAGMA table_info({name})").fetchall()
        columns = ["rowid", "words"] if name in searched else [column for _, column, *_ in described]
        listed = ", ".join(f'"{column}"' for column in columns)
        for row in connection.execute(f"SELECT {listed} FROM {name} ORDER BY 1").fetchall():
            yield f"INSERT INTO {name} ({listed}) VALUES ({', '.join(map(written, row))})"


def written(value: Any) -> str:
    """Return a value as SQL has it."""
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        with closing(open_store(f"sqlite:///{file}")) as store:
            store.ensure_schema()
            records = Snapshot.of(small_park()).tables
            store.apply(Change("small", "2026-11-26T00:00:00+00:00", "park.xlsx", records))
        with closing(sqlite3.connect(file)) as connection:
            head = f"-- A store of schema {SCHEMA_VERSION} as it was; never made anew from a later model.\n"
            text = head + "".join(f"{statement};\n" for statement in statements(connection))
    (RELEASED / f"schema_{SCHEMA_VERSION}.sql").write_text(text, encoding="utf-8")
