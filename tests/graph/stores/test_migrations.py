"""Stores of every schema that was ever released open, whatever the model has become since."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from graph.stores import SCHEMA_VERSION, migrations, open_store
from tests.graph.park import small_park

RELEASED = Path(__file__).with_name("released")
VERSIONS = range(1, SCHEMA_VERSION + 1)


def store_of(version: int, file: Path) -> Path:
    """Make a store of a schema from the text of its day."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((RELEASED / f"schema_{version}.sql").read_text(encoding="utf-8"))
    return file


def layout(file: Path) -> dict[str, set[tuple[object, ...]]]:
    """Return the columns and indexes of every table, whatever order they were made in."""
    question = """SELECT name, type, sql FROM sqlite_master
        WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_words%'"""
    with closing(sqlite3.connect(file)) as connection:
        found: dict[str, set[tuple[object, ...]]] = {}
        for name, kind, text in connection.execute(question).fetchall():
            if kind == "index":
                found[name] = {(text,)}
                continue
            columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
            # What a column is filled with where it was added later is nothing a reader sees.
            found[name] = {(column, type_, filled) for _, column, type_, filled, _, _ in columns}
        return found


@pytest.mark.parametrize("version", VERSIONS)
def test_a_store_of_every_released_schema_opens_with_what_it_held(version: int, tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{store_of(version, tmp_path / 'old.db')}")) as store:
        store.ensure_schema()
        assert store.schema_version() == SCHEMA_VERSION
        held = store.read()
        for name, part in held.tables.items():
            assert part["id"].to_pylist() == sorted(
                item.id for item in small_park() if type(item) is held_type(name)
            )
        assert [hit.id for hit in store.search("钢渣", ("materials",), 5)][:1] == ["slag"]
        store.upsert(held.tables, "again")
        assert store.read().fingerprint == held.fingerprint


def held_type(table: str) -> type[object]:
    from graph.tables import TABLES

    return TABLES[table].entity


@pytest.mark.parametrize("version", VERSIONS)
def test_a_migrated_store_is_laid_out_as_a_new_one(version: int, tmp_path: Path) -> None:
    old, new = store_of(version, tmp_path / "old.db"), tmp_path / "new.db"
    for file in (old, new):
        with closing(open_store(f"sqlite:///{file}")) as store:
            store.ensure_schema()
    assert layout(old) == layout(new)


def test_every_schema_has_its_store_and_its_migrations() -> None:
    assert {path.name for path in RELEASED.iterdir()} == {f"schema_{version}.sql" for version in VERSIONS}
    assert set(migrations.SQLITE) == set(migrations.NEO4J) == set(VERSIONS) - {1}


#: The program as it would be once somebody gave scenarios a column, with the migration that this takes.
_LATER = """
import dataclasses, sys
import graph.model as model
from graph.model.park import aims

wider = dataclasses.make_dataclass(
    "Scenario", [("owner", str, "")], bases=(aims.Scenario,), frozen=True, kw_only=True
)
wider.__module__ = "graph.model.park.aims"
model.Scenario = aims.Scenario = wider

import graph.stores as stores
from graph.stores import migrations, rows
from graph.stores.sqlite import store as adapter

later = stores.SCHEMA_VERSION + 1
adapter.SCHEMA_VERSION = rows.SCHEMA_VERSION = later
added = "ALTER TABLE scenarios ADD COLUMN \\"owner\\" TEXT NOT NULL DEFAULT ''"
migrations.SQLITE = {**migrations.SQLITE, later: (added,)}
store = stores.open_store("sqlite:///" + sys.argv[1])
store.ensure_schema()
print(store.schema_version() - stores.SCHEMA_VERSION, store.read().tables["scenarios"].schema.names[-1])
store.close()
"""


@pytest.mark.parametrize("version", VERSIONS)
def test_a_column_that_a_table_gains_later_breaks_no_earlier_migration(version: int, tmp_path: Path) -> None:
    file = store_of(version, tmp_path / "old.db")
    done = subprocess.run(
        [sys.executable, "-c", _LATER, str(file)],
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.stdout.split() == ["1", "owner"], done.stderr
