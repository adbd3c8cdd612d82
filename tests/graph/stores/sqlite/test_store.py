"""What holds of the file itself: what it refuses, what it leaves alone, what survives."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot, records_of
from graph.stores import SCHEMA_VERSION, Store, migrations
from graph.stores.sqlite import store as adapter
from graph.tables import TABLES
from tests.graph.stores.conftest import Opener
from tests.parks import material, park_records, whole_park


def answers(file: Path, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def test_every_table_is_strict_and_the_journal_is_written_ahead(loaded: Store, file: Path):
    strict = {name for (name,) in answers(file, "SELECT name FROM pragma_table_list WHERE strict = 1")}
    assert strict == {*TABLES, "meta", "loads"}
    assert answers(file, "PRAGMA journal_mode") == [("wal",)]
    assert answers(file, "PRAGMA foreign_key_check") == []


def test_reading_a_file_that_is_not_there_does_not_make_it(opened: Opener, file: Path):
    with pytest.raises(SymbioflowError, match="holds no park yet") as refusal:
        opened(file).read()
    assert (refusal.value.code, refusal.value.exit_code) == ("SCHEMA_OLDER", 6)
    assert not file.exists()


def test_a_missing_folder_is_told_and_not_made(opened: Opener, tmp_path: Path):
    store = opened(tmp_path / "no" / "park.db")
    for use in (store.ensure_schema, store.read):
        with pytest.raises(SymbioflowError, match="does not exist") as refusal:
            use()
        assert (refusal.value.code, refusal.value.exit_code) == ("STORE_UNREADABLE", 4)
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("content", [b"name,tonnes\nslag,5\n" * 100, b"SQLite format 3\x00" + b"\x00" * 600])
def test_a_file_that_is_no_database_is_told_and_left_as_it_is(opened: Opener, file: Path, content: bytes):
    file.write_bytes(content)
    store = opened(file)
    for use in (store.ensure_schema, store.read, store.schema_version):
        with pytest.raises(SymbioflowError) as refusal:
            use()
        assert (refusal.value.code, refusal.value.exit_code) == ("STORE_UNREADABLE", 4)
        assert "\n" not in refusal.value.message
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_left_as_it_is(opened: Opener, file: Path):
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(SymbioflowError, match="database of another program"):
        opened(file).ensure_schema()
    assert file.read_bytes() == before


def test_a_newer_schema_is_refused(loaded: Store, file: Path):
    connection = sqlite3.connect(file)
    newer = SCHEMA_VERSION + 1
    connection.execute("UPDATE meta SET value = ? WHERE name = 'schema_version'", [newer])
    connection.commit()
    connection.close()
    for use in (loaded.read, loaded.ensure_schema, lambda: loaded.upsert(park_records(), "x")):
        with pytest.raises(SymbioflowError, match=f"is of schema {newer}") as refusal:
            use()
        assert (refusal.value.code, refusal.value.exit_code) == ("SCHEMA_NEWER", 6)


@pytest.fixture
def next_schema(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(adapter, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr("graph.stores.rows.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    return monkeypatch


def test_an_older_schema_is_migrated_by_ensure_schema(loaded: Store, next_schema: pytest.MonkeyPatch):
    next_schema.setattr(
        migrations, "SQLITE", {SCHEMA_VERSION + 1: ("UPDATE materials SET note = 'migrated'",)}
    )
    with pytest.raises(
        SymbioflowError, match=f"is of schema {SCHEMA_VERSION}, this program needs {SCHEMA_VERSION + 1}"
    ) as refusal:
        loaded.read()
    assert refusal.value.code == "SCHEMA_OLDER"
    loaded.ensure_schema()
    assert loaded.schema_version() == SCHEMA_VERSION + 1
    assert {row["note"] for row in loaded.read().tables["materials"].to_pylist()} == {"migrated"}


def test_a_migration_that_fails_changes_nothing(loaded: Store, next_schema: pytest.MonkeyPatch):
    steps = ("UPDATE materials SET note = 'migrated'", "UPDATE no_such_table SET note = ''")
    next_schema.setattr(migrations, "SQLITE", {SCHEMA_VERSION + 1: steps})
    with pytest.raises(SymbioflowError, match="no such table"):
        loaded.ensure_schema()
    next_schema.undo()
    assert loaded.read().fingerprint == Snapshot.of(whole_park()).fingerprint


def test_a_writer_that_waits_too_long_says_the_store_is_busy(
    opened: Opener, loaded: Store, file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(adapter, "_BUSY_SECONDS", 0.05)
    blocking = sqlite3.connect(file, isolation_level=None)
    blocking.execute("BEGIN IMMEDIATE")
    second = opened(file)
    with pytest.raises(SymbioflowError, match="being written by another program") as refusal:
        second.upsert(park_records(), "second")
    assert refusal.value.code == "STORE_BUSY"
    assert second.read().fingerprint == Snapshot.of(whole_park()).fingerprint
    blocking.rollback()
    blocking.close()


KILLED_LOADER = """
import os, sys
from graph.snapshot import records_of
from graph.stores import open_store
from graph.stores.sqlite import store as adapter
from tests.parks import material

store = open_store(sys.argv[1])
store.upsert(records_of([material("kept", "留", "kept")]), "kept")
adapter.references_of = lambda batches: os.kill(os.getpid(), 9)
store.upsert(records_of([material("lost", "失", "lost")]), "lost")
"""


def test_a_loader_killed_in_the_middle_loses_only_what_was_not_committed(loaded: Store, file: Path):
    root = Path(__file__).parents[4]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_LOADER, loaded.url],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert killed.returncode == -signal.SIGKILL
    assert [item.id for item in loaded.get("materials", ["kept", "lost"])] == ["kept"]
    assert loaded.version() == 2
    loaded.upsert(records_of([material("after", "后", "after")]), "after")
    assert loaded.version() == 3


def test_another_process_may_load_while_this_one_has_it_open(loaded: Store, opened: Opener, file: Path):
    opened(file).upsert(records_of([material("coal", "煤", "Coal")]), "second")
    assert loaded.version() == 2
    assert loaded.search("coal")[0].id == "coal"
