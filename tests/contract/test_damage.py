"""What no program of ours wrote is named by table, row and column, in either store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.errors import SymbioflowError
from graph.snapshot import records_of
from graph.stores import Change, Store
from graph.stores.backups import restore_backup, write_backup
from graph.stores.neo4j.statements import LABELS, RELATIONS
from graph.tables import TABLES
from tests.parks import material, park_records

Opener = Callable[[], Store]
AT = "2026-03-01T08:00:00Z"


@dataclass(frozen=True)
class Vandal:
    """Writes into a store past this program.

    Attributes
    ----------
    cell : callable
        Put a value into a column of a row; in SQLite a text, in Neo4j the value itself.
    load : callable
        Put a value into a column of the account of load 1.
    drop : callable
        Take a column away from every row.
    meta : callable
        Take away what the store says of itself under this name; all of it for an empty one.
    """

    cell: Callable[[str, str, str, Any], None]
    load: Callable[[str, Any], None]
    drop: Callable[[str, str], None]
    meta: Callable[[str], None]


def _of_file(file: Path) -> Vandal:
    def run(statement: str, *values: Any) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(statement, values)
            connection.commit()

    def meta(name: str) -> None:
        run("DELETE FROM meta WHERE ? IN ('', name)", name)

    return Vandal(
        lambda table, row, column, value: run(f"UPDATE {table} SET {column} = ? WHERE id = ?", value, row),
        lambda column, value: run(f"UPDATE loads SET {column} = ? WHERE number = 1", value),
        lambda table, column: run(f"ALTER TABLE {table} DROP COLUMN {column}"),
        meta,
    )


def _of_database(driver: neo4j.Driver) -> Vandal:
    def run(statement: str, **values: Any) -> None:
        driver.execute_query(statement, values, database_="neo4j")

    def meta(name: str) -> None:
        run("MATCH (s:SymbioflowStore) " + (f"REMOVE s.{name}" if name else "DELETE s"))

    return Vandal(
        lambda table, row, column, value: run(
            f"MATCH (n:{LABELS[table]} {{id: $row}}) SET n.{column} = $value", row=row, value=value
        ),
        lambda column, value: run(f"MATCH (l:SymbioflowLoad) SET l.{column} = $value", value=value),
        lambda table, column: run(f"MATCH (n:{LABELS[table]}) REMOVE n.{column}"),
        meta,
    )


@pytest.fixture
def vandal(request: pytest.FixtureRequest, opener: Opener, tmp_path: Path) -> Iterator[Vandal]:
    if request.node.callspec.params["opener"] == "neo4j":
        yield _of_database(request.getfixturevalue("empty_neo4j"))
    else:
        yield _of_file(tmp_path / "park.db")


@pytest.fixture
def loaded(store: Store) -> Store:
    store.apply(Change("first", AT, "park.xlsx", park_records()))
    return store


def told(store: Store) -> str:
    """Return what the doctor says, one thing a line."""
    return "\n".join(item.what.text("en") for item in store.examine())


def refused(ask: Callable[[], Any]) -> str:
    """Return the words of a refusal to read what is damaged."""
    with pytest.raises(SymbioflowError) as refusal:
        ask()
    assert (refusal.value.code, refusal.value.exit_code) == ("STORE_DAMAGED", 4)
    return refusal.value.message


VALUES = {
    "a list": ("waste_streams", "stack", "monthly", "[0.1, oops", "a list"),
    "a word": ("transfer_rules", "", "duty", "maybe", "one of filing"),
    "a date": ("facilities", "calciner", "opens", "2026-31-12", "a date"),
    "a state": ("linkages", "", "state", "flowing", "one of suggested"),
}


@pytest.mark.parametrize(("table", "row", "column", "cell", "expected"), VALUES.values(), ids=VALUES)
def test_a_value_of_no_program_of_ours_is_named_by_every_reader_and_by_the_doctor(
    loaded: Store, vandal: Vandal, table: str, row: str, column: str, cell: str, expected: str
):
    row = row or loaded.read().tables[table]["id"][0].as_py()
    vandal.cell(table, row, column, cell)
    for words in (refused(loaded.read), refused(lambda: loaded.get(table, [row])), told(loaded)):
        for word in (table, row, column, cell, expected):
            assert word in words


def test_what_the_doctor_advises_of_a_damaged_value_brings_the_park_back(
    loaded: Store, vandal: Vandal, tmp_path: Path
):
    before = loaded.read().fingerprint
    write_backup(loaded, tmp_path / "park.backup")
    vandal.cell("waste_streams", "stack", "monthly", "[0.1, oops")
    (found,) = (item for item in loaded.examine() if "stack" in item.what.text("en"))
    assert "symbioflow restore" in found.remedy.text("en")
    restore_backup(loaded, tmp_path / "park.backup", AT)
    assert loaded.read().fingerprint == before
    assert loaded.examine() == ()


def test_a_column_that_is_gone_is_named(loaded: Store, vandal: Vandal):
    vandal.drop("enterprises", "name_zh")
    for words in (refused(loaded.read), refused(lambda: loaded.get("enterprises", ["gypsum-plant"]))):
        assert "name_zh" in words
    assert "name_zh" in told(loaded)


def test_a_row_that_points_at_nothing_is_found(loaded: Store, vandal: Vandal):
    vandal.cell("facilities", "calciner", "technology", "alchemy")
    assert "column technology points at 'alchemy', which is not in technologies" in told(loaded)


@pytest.mark.parametrize("name", ["schema_version", "data_version", ""], ids=str)
def test_a_store_that_does_not_say_what_it_is_is_damaged_and_not_empty(
    loaded: Store, vandal: Vandal, name: str
):
    vandal.meta(name)
    for ask in (loaded.version, lambda: loaded.upsert(park_records(), "again")):
        assert (name or "schema_version") in refused(ask)
    assert (name or "schema_version") in told(loaded)
    if name != "data_version":
        for ask in (loaded.read, loaded.ensure_schema):
            assert "schema_version" in refused(ask)


@pytest.mark.parametrize(("column", "value"), [("rows", "{oops"), ("rows", "[1]"), ("before", "{oops")])
def test_an_account_of_a_load_that_cannot_be_read_is_named(
    loaded: Store, vandal: Vandal, column: str, value: str
):
    vandal.load(column, value)
    ask = (lambda: loaded.undo(1, AT)) if column == "before" else loaded.loads
    for words in (refused(ask), told(loaded)):
        for word in ("loads", "'1'", column, value):
            assert word in words


def test_a_sound_store_has_no_damage(loaded: Store):
    loaded.apply(Change("second", AT, "", records_of([material("coal", "煤", "Coal")])))
    loaded.undo(2, AT)
    assert loaded.examine() == ()


class TestOfNeo4jAlone:
    """Kinds that SQLite's strict tables do not let in."""

    pytestmark = pytest.mark.neo4j

    @pytest.fixture
    def run(self, neo4j_store: Store, empty_neo4j: neo4j.Driver) -> Callable[..., None]:
        neo4j_store.upsert(park_records(), "first")
        return lambda statement, **values: empty_neo4j.execute_query(statement, values, database_="neo4j")

    CELLS = (
        ("waste_streams", "stack", "supply_likely", "80000", "a finite number"),
        ("waste_streams", "stack", "supply_likely", float("inf"), "a finite number"),
        ("waste_streams", "stack", "supply_likely", 2**60, "a finite number"),
        ("waste_streams", "stack", "supply_likely", 80_000, ""),
        ("waste_streams", "stack", "supply_likely", True, "a finite number"),
        ("waste_streams", "stack", "monthly", [1, 2], ""),
        ("waste_streams", "stack", "sources", [1, 2], "a list"),
        ("materials", "slag", "name_en", 7, "a text"),
        ("materials", "slag", "name_en", date(2026, 1, 1), "a text"),
        ("facilities", "calciner", "opens", neo4j.time.DateTime(2026, 1, 1), "a date"),
        ("materials", "slag", "load_tag", None, "a text"),
        ("materials", "slag", "id", 7, "a text"),
    )

    @pytest.mark.parametrize(("table", "row", "column", "value", "expected"), CELLS)
    def test_a_value_of_another_type_is_named_or_read_as_it_is(
        self,
        neo4j_store: Store,
        run: Callable[..., None],
        table: str,
        row: str,
        column: str,
        value: Any,
        expected: str,
    ):
        run(f"MATCH (n:{LABELS[table]} {{id: $row}}) SET n.{column} = $value", row=row, value=value)
        if not expected:
            assert neo4j_store.read().count(table) == 1
            return
        for words in (refused(neo4j_store.read), told(neo4j_store)):
            for word in (table, column, expected):
                assert word in words

    def test_a_row_without_an_id_is_named(self, neo4j_store: Store, run: Callable[..., None]):
        run("CREATE (:Material {name_zh: '煤', name_en: 'coal'})")
        for words in (refused(neo4j_store.read), told(neo4j_store)):
            assert "materials" in words
            assert "column id" in words

    def test_a_relationship_that_is_gone_or_that_no_row_makes_is_found(
        self, neo4j_store: Store, run: Callable[..., None]
    ):
        assert neo4j_store.examine() == ()
        run("MATCH (:Enterprise)-[r:OPERATES]->(f:Facility {id: 'calciner'}) DELETE r")
        assert "facilities row 'calciner', column enterprise" in told(neo4j_store)
        run(
            "MATCH (e:Enterprise {id: 'phosphate-works'}), (f:Facility {id: 'calciner'}) "
            "CREATE (e)-[:OPERATES]->(f)"
        )
        assert "'phosphate-works'" in told(neo4j_store)
        assert "ingest" in neo4j_store.examine()[0].remedy.text("en")
        neo4j_store.apply(Change("again", AT, "", park_records()))
        assert neo4j_store.examine() == ()

    def test_every_relationship_of_a_sound_park_is_looked_for(self):
        assert {
            (table, column.name)
            for table, part in TABLES.items()
            for column in part.columns
            if column.references
        } == set(RELATIONS)

    def test_a_state_of_a_store_node_that_cannot_be_is_damage(
        self, neo4j_store: Store, run: Callable[..., None]
    ):
        run("MATCH (s:SymbioflowStore) SET s.data_version = 'many'")
        assert "data_version" in refused(neo4j_store.version)
