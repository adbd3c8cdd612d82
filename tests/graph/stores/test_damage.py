"""Damage of a file, apart from a full disk and a lock; what both stores name alike stands in `contract`."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import SymbioflowError
from graph.snapshot import records_of
from graph.stores import Store, open_store
from tests.parks import material, park_records, stream


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "park.db"


@pytest.fixture
def loaded(file: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{file}")) as store:
        store.ensure_schema()
        store.upsert(park_records(), "first")
        yield store


def changed(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_an_infinite_number_is_named_by_its_place(loaded: Store, file: Path):
    changed(file, "UPDATE waste_streams SET supply_likely = 9e999 WHERE id = 'stack'")
    with pytest.raises(SymbioflowError) as refusal:
        loaded.get("waste_streams", ["stack"])
    assert refusal.value.code == "STORE_DAMAGED"
    for words in ("waste_streams", "stack", "supply_likely", "inf", "a finite number"):
        assert words in refusal.value.message
    (found,) = loaded.examine()
    assert "supply_likely" in found.what.text("zh")
    assert "symbioflow restore" in found.remedy.text("en")


def test_a_column_that_was_dropped_is_missed_and_never_read_as_its_own_name(loaded: Store, file: Path):
    """SQLite takes a quoted name that is no column for a text: every enterprise would be called name_zh."""
    changed(file, "ALTER TABLE enterprises DROP COLUMN name_zh")
    for ask in (loaded.read, lambda: loaded.get("enterprises", ["gypsum-plant"])):
        with pytest.raises(SymbioflowError) as refusal:
            ask()
        assert refusal.value.code == "STORE_DAMAGED"
        assert "name_zh" in refusal.value.message
    assert any("enterprises.name_zh" in item.what.text("en") for item in loaded.examine())


def test_an_empty_meta_is_damage_and_no_empty_store(loaded: Store, file: Path):
    changed(file, "DELETE FROM meta")
    for ask in (loaded.read, loaded.schema_version, loaded.ensure_schema):
        with pytest.raises(SymbioflowError) as refusal:
            ask()
        assert refusal.value.code == "STORE_DAMAGED"
    assert len(loaded.examine()) == 2


def test_a_torn_page_is_damage(loaded: Store, file: Path):
    loaded.close()
    content = bytearray(file.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 + 8 : page * 4096 + 600] = bytes(592)
    file.write_bytes(content)
    with closing(open_store(f"sqlite:///{file}")) as store, pytest.raises(SymbioflowError) as refusal:
        store.read()
    assert refusal.value.code == "STORE_DAMAGED"


def test_a_file_that_cannot_grow_changes_nothing(loaded: Store):
    """The most a file of this process may grow to stands for a quota."""
    before, limits = loaded.read().fingerprint, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limits[1]))
    try:
        with pytest.raises(SymbioflowError) as refusal:
            loaded.upsert(records_of([stream(f"s{number}", 1.0) for number in range(5_000)]), "many")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert refusal.value.code in ("STORE_FULL", "STORE_UNREADABLE")
    assert loaded.read().fingerprint == before
    loaded.upsert(records_of([material("coal", "煤", "Coal")]), "after")
