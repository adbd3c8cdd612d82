from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph.stores.sqlite.errors import coded


def error_of(connection: sqlite3.Connection, *statements: str) -> sqlite3.Error:
    with pytest.raises(sqlite3.Error) as raised:  # noqa: PT012
        for statement in statements:
            connection.execute(statement)
    return raised.value


def test_full_busy_read_only_damaged_and_unreadable_are_five_codes(tmp_path: Path):
    file = tmp_path / "a.db"
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as one,
        closing(sqlite3.connect(file, isolation_level=None, timeout=0.0)) as other,
    ):
        one.execute("CREATE TABLE t (a)")
        full = error_of(one, "PRAGMA max_page_count = 2", "INSERT INTO t VALUES (zeroblob(100000))")
        one.execute("BEGIN IMMEDIATE")
        busy = error_of(other, "BEGIN IMMEDIATE")
        one.rollback()
        read_only = error_of(one, "PRAGMA query_only = ON", "INSERT INTO t VALUES (1)")
        missing = error_of(one, "SELECT b FROM t")
    content = bytearray(file.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    file.write_bytes(content)
    with closing(sqlite3.connect(file)) as connection:
        damaged = error_of(connection, "SELECT * FROM t")
    file.write_bytes(b"no database" * 200)
    with closing(sqlite3.connect(file)) as connection:
        unreadable = error_of(connection, "SELECT * FROM t")
    found = [coded(error, "u", 3.0).code for error in (full, busy, read_only, missing, damaged, unreadable)]
    assert found == [
        "STORE_FULL",
        "STORE_BUSY",
        "STORE_READ_ONLY",
        "STORE_DAMAGED",
        "STORE_DAMAGED",
        "STORE_UNREADABLE",
    ]
