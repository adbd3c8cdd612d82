"""Damage is named by table, row and column, apart from a full disk, a lock and a file nobody may read."""

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


VALUES = {
    "a list": ("waste_streams", "stack", "monthly", "'[0.1, oops'", "'[0.1, oops'", "a list"),
    "a word": ("transfer_rules", "", "duty", "'maybe'", "'maybe'", "one of filing"),
    "a date": ("facilities", "calciner", "opens", "'2026-31-12'", "'2026-31-12'", "a date"),
    "a state": ("linkages", "", "state", "'flowing'", "'flowing'", "one of suggested"),
    "an infinite number": ("waste_streams", "stack", "supply_likely", "9e999", "inf", "a finite number"),
}


@pytest.mark.parametrize(("table", "row", "column", "cell", "shown", "expected"), VALUES.values(), ids=VALUES)
def test_a_damaged_value_is_named_by_its_place_in_every_answer_and_by_the_doctor(
    loaded: Store, file: Path, table: str, row: str, column: str, cell: str, shown: str, expected: str
):
    row = row or loaded.read().tables[table]["id"][0].as_py()
    changed(file, f"UPDATE {table} SET {column} = {cell} WHERE id = '{row}'")
    asked = [lambda: loaded.get(table, [row])]
    if expected != "a finite number":
        asked.append(loaded.read)
    for ask in asked:
        with pytest.raises(SymbioflowError) as refusal:
            ask()
        assert (refusal.value.code, refusal.value.exit_code) == ("STORE_DAMAGED", 4)
        for words in (table, row, column, shown, expected):
            assert words in refusal.value.message
    (found,) = loaded.examine()
    assert column in found.what.text("zh")
    assert "ingest" in found.remedy.text("en")


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


def test_a_row_that_points_at_nothing_is_found(loaded: Store, file: Path):
    changed(file, """UPDATE waste_streams SET sources = '["nowhere"]' WHERE id = 'stack'""")
    (found,) = loaded.examine()
    assert "'nowhere', which is not in sources" in found.what.text("en")


def test_a_sound_store_has_no_damage(loaded: Store):
    assert loaded.examine() == ()


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
