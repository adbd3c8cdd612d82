"""What a person finds in the Neo4j database besides the rows, and how a server that fails is told."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import neo4j
import pytest

from graph.errors import SymbioflowError
from graph.model import Material
from graph.snapshot import Snapshot, records_of
from graph.stores import (
    SCHEMA_VERSION,
    Change,
    Dump,
    StateChange,
    Store,
    migrations,
    open_store,
)
from graph.stores.neo4j import statements
from graph.stores.neo4j import store as adapter
from graph.stores.neo4j.reading import graph_of, whole_store
from graph.tables import TABLES
from graph.vocabulary import LinkageState
from tests.chaos.pauses import ENDS, STEPS, held_up
from tests.neo4j_server import Server
from tests.parks import LINKAGE, linkages, material, park_records, stream, whole_park
from tests.proxy import Mode, Proxy

pytestmark = pytest.mark.neo4j
AT = "2026-03-01T08:00:00Z"


@pytest.fixture
def loaded(neo4j_store: Store) -> Store:
    neo4j_store.upsert(park_records(), "first")
    return neo4j_store


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def asked(driver: neo4j.Driver, question: str) -> list[tuple[Any, ...]]:
    records = driver.execute_query(question, database_="neo4j").records
    return sorted(tuple(record.values()) for record in records)


SUPPLIES = "MATCH (g)-[r:SUPPLIES]->(f:Facility) RETURN labels(g)[0], g.id, r.tonnes, r.state, f.id"
GENERATES = "MATCH (e:Enterprise)-[:GENERATES]->(s:WasteStream)-[:OF]->(m:Material) RETURN e.id, s.id, m.id"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (GENERATES, [("phosphate-works", "stack", "phosphogypsum")]),
        (
            "MATCH (e:Enterprise)-[:OPERATES]->(f:Facility)-[:RUNS]->(t:Technology) RETURN e.id, f.id, t.id",
            [("gypsum-plant", "calciner", "calcining"), ("phosphate-works", "washer", "calcining")],
        ),
        (
            "MATCH (:Technology)-[r:ACCEPTS]->(m) RETURN m.id, r.port, r.ratio_likely, r.share_max",
            [("phosphogypsum", "calcining-in", 1.0, None)],
        ),
        (
            "MATCH (:Technology)-[r:PRODUCES]->(m) RETURN m.id, r.port, r.direction, r.ratio_likely",
            [
                ("plaster", "calcining-plaster", "out_product", 0.7),
                ("water", "calcining-water", "out_residue", 0.1),
            ],
        ),
        ("MATCH (a:Material)-[:KIND_OF]->(b:Material) RETURN a.id, b.id", [("phosphogypsum", "gypsum")]),
        (
            "MATCH (e:Enterprise {id: 'gypsum-plant'})-[:IN]->(p)-[:PART_OF]->(q) RETURN p.id, q.id",
            [("caopu", "anning")],
        ),
        ("MATCH (:Target)-[:COVERS]->(m) RETURN m.id", [("phosphogypsum",), ("slag",)]),
        ("MATCH (:Enterprise {id: 'gypsum-plant'})-[:CITES]->(s) RETURN s.id", [("survey",), ("yearbook",)]),
        (
            SUPPLIES,
            [
                ("Facility", "calciner", 80_000.1, "suggested", "washer"),
                ("WasteStream", "stack", 80_000.1, "suggested", "calciner"),
            ],
        ),
    ],
)
def test_the_words_of_the_model_are_relationships(
    loaded: Store, empty_neo4j: neo4j.Driver, question: str, found: list[tuple[Any, ...]]
):
    assert asked(empty_neo4j, question) == found


def test_every_reference_is_exactly_one_relationship(loaded: Store, empty_neo4j: neo4j.Driver):
    """References of columns and of list items; a linkage makes one more (SUPPLIES), a port too."""
    references = 0
    for name, part in loaded.read().tables.items():
        for column in TABLES[name].columns:
            if column.references is not None:
                values = part[column.name].to_pylist()
                references += sum(len(v) if isinstance(v, list) else v is not None for v in values)
    assert asked(empty_neo4j, "MATCH ()-[r]->() RETURN count(r)") == [(references + 2 + 3,)]


def test_loading_again_leaves_the_same_relationships(loaded: Store, empty_neo4j: neo4j.Driver):
    everything = "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, coalesce(r.port, r.linkage, '')"
    before = asked(empty_neo4j, everything)
    loaded.upsert(park_records(), "again")
    assert asked(empty_neo4j, everything) == before


def test_a_replaced_row_moves_its_relationships(loaded: Store, empty_neo4j: neo4j.Driver):
    loaded.upsert(
        records_of([replace(stream("stack", 1.0), enterprise="gypsum-plant", material="gypsum")]), "b"
    )
    assert asked(empty_neo4j, GENERATES) == [("gypsum-plant", "stack", "gypsum")]
    linkage = linkages()[0]
    loaded.upsert(records_of([replace(linkage, to_facility="washer", amount=5.0)]), "c")
    assert asked(empty_neo4j, SUPPLIES) == [
        ("Facility", "calciner", 80_000.1, "suggested", "washer"),
        ("WasteStream", "stack", 5.0, "suggested", "washer"),
    ]


def test_a_change_of_state_shows_on_the_supply(loaded: Store, empty_neo4j: neo4j.Driver):
    loaded.change_state(StateChange(LINKAGE, LinkageState.CONTACTED, 1, "王", "2026-03-01T08:00:00Z"))
    assert asked(empty_neo4j, SUPPLIES)[1][3] == "contacted"


def test_deleted_linkages_and_ports_leave_no_relationship(neo4j_store: Store, empty_neo4j: neo4j.Driver):
    parts = park_records()
    late = {name: parts[name] for name in ("linkages", "linkage_events")}
    neo4j_store.upsert({name: part for name, part in parts.items() if name not in late}, "park")
    before = asked(empty_neo4j, "MATCH ()-[r]->() RETURN type(r), count(r)")
    neo4j_store.apply(Change("register", "2026-03-01T08:00:00Z", "", late))
    neo4j_store.undo(1, "2026-03-02T08:00:00Z")
    assert asked(empty_neo4j, "MATCH ()-[r]->() RETURN type(r), count(r)") == before


def test_unknown_values_are_no_property_and_dates_are_dates(loaded: Store, empty_neo4j: neo4j.Driver):
    found = asked(
        empty_neo4j,
        "MATCH (f:Facility {id: 'calciner'}) RETURN f.opens, f.closes IS NULL, 'radius' IN keys(f)",
    )
    assert found == [(neo4j.time.Date(2026, 12, 31), True, False)]


def test_a_routing_url_works_too(loaded: Store, neo4j_login: Server):
    store = open_store(neo4j_login.url.replace("bolt://", "neo4j://"), neo4j_login.user, neo4j_login.password)
    assert store.read().fingerprint == Snapshot.of(whole_park()).fingerprint
    store.close()


def test_a_wrong_password_is_refused_in_one_line(neo4j_store: Store, neo4j_login: Server):
    store = open_store(neo4j_login.url, "neo4j", "not-the-password")
    with pytest.raises(SymbioflowError, match="refused the login") as refusal:
        store.read()
    store.close()
    assert (refusal.value.code, refusal.value.exit_code) == ("STORE_LOGIN_REFUSED", 5)
    assert "not-the-password" not in refusal.value.message
    assert "\n" not in refusal.value.message


def test_a_database_that_is_not_there_is_named(neo4j_login: Server):
    store = open_store(neo4j_login.url, neo4j_login.user, neo4j_login.password, database="parks")
    with pytest.raises(SymbioflowError, match="no database 'parks'") as refusal:
        store.ensure_schema()
    store.close()
    assert (refusal.value.code, refusal.value.exit_code) == ("UNKNOWN_DATABASE", 4)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize("silent", [False, True], ids=["nobody there", "silent"])
def test_a_server_that_does_not_answer_is_told_within_seconds(
    scheme: str, silent: bool, silent_port: int, capfd: pytest.CaptureFixture[str]
):
    store = open_store(f"{scheme}://127.0.0.1:{silent_port if silent else 1}", "neo4j", "secret-word")
    began = time.monotonic()
    with closing(store), pytest.raises(SymbioflowError, match="does not answer") as refusal:
        store.version()
    assert time.monotonic() - began < 10.0
    assert (refusal.value.code, refusal.value.exit_code) == ("STORE_UNREACHABLE", 4)
    assert "\n" not in refusal.value.message
    assert capfd.readouterr() == ("", "")


def test_a_newer_schema_is_refused(neo4j_store: Store, empty_neo4j: neo4j.Driver):
    newer = SCHEMA_VERSION + 1
    empty_neo4j.execute_query(
        "MATCH (s:SymbioflowStore {id: 'store'}) SET s.schema_version = $newer",
        newer=newer,
        database_="neo4j",
    )
    for use in (neo4j_store.read, neo4j_store.ensure_schema, lambda: neo4j_store.upsert(park_records(), "x")):
        with pytest.raises(SymbioflowError, match=f"is of schema {newer}") as refusal:
            use()
        assert (refusal.value.code, refusal.value.exit_code) == ("SCHEMA_NEWER", 6)


def test_an_older_schema_is_migrated_by_ensure_schema(
    loaded: Store, empty_neo4j: neo4j.Driver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(adapter, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr("graph.stores.rows.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(
        migrations, "NEO4J", {SCHEMA_VERSION + 1: ("MATCH (m:Material) SET m.note = 'migrated'",)}
    )
    with pytest.raises(
        SymbioflowError, match=f"is of schema {SCHEMA_VERSION}, this program needs {SCHEMA_VERSION + 1}"
    ) as refusal:
        loaded.read()
    assert refusal.value.code == "SCHEMA_OLDER"
    loaded.ensure_schema()
    assert loaded.schema_version() == SCHEMA_VERSION + 1
    assert {row["note"] for row in loaded.read().tables["materials"].to_pylist()} == {"migrated"}


def test_what_is_kept_of_every_write_proves_the_next_reading(loaded: Store, empty_neo4j: neo4j.Driver):
    """Loads, changes of state, undone loads and a restore: the digest of the store is that of its rows."""
    loaded.apply(
        Change("a", AT, "", records_of([replace(stream("stack", 5.0)), material("coal", "煤", "c")]))
    )
    loaded.change_state(StateChange(LINKAGE, LinkageState.CONTACTED, 1, "王", AT))
    dump = loaded.dump()
    loaded.undo(1, AT)
    assert loaded._checked_read(graph_of).is_proven
    loaded.replace(dump, AT)
    reading = loaded._checked_read(whole_store)
    assert reading.is_proven
    assert reading.dump("").loads == dump.loads


def test_a_store_that_was_written_without_a_digest_is_read_and_gets_one(
    loaded: Store, empty_neo4j: neo4j.Driver
):
    """Somebody changes a row in Neo4j Browser; the store of an earlier version has no digest at all."""
    empty_neo4j.execute_query("MATCH (m:Material {id: 'slag'}) SET m.name_en = 'x'", database_="neo4j")
    assert loaded.read().all(Material)[3].name_en == "x"
    empty_neo4j.execute_query("MATCH (s:SymbioflowStore) REMOVE s.digest", database_="neo4j")
    assert loaded.read().all(Material)[3].name_en == "x"
    loaded.upsert(records_of([stream("stack", 5.0)]), "b")
    assert loaded._checked_read(graph_of).is_proven


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_stopped_or_killed_at_any_step_makes_no_reader_wait(
    loaded: Store, neo4j_login: Server, step: str
):
    for end in ENDS:
        loaded.replace(Dump(0, Snapshot.of(whole_park()), {}, ()), AT)
        assert held_up(loaded, neo4j_login, step, end)[1] == []


@pytest.fixture
def proxy(neo4j_login: Server) -> Iterator[Proxy]:
    parts = urlsplit(neo4j_login.url)
    between = Proxy(parts.hostname or "", parts.port or 7687)
    yield between
    between.close()


@pytest.mark.parametrize("mode", ["hang", "cut", "reset"])
def test_a_network_that_fails_is_told_in_time_and_forgotten_when_it_is_well(
    loaded: Store, neo4j_login: Server, proxy: Proxy, mode: Mode, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(adapter, "_SILENT_READING", 1.0)
    monkeypatch.setattr(adapter, "_BUSY_SECONDS", 1.0)
    store = open_store(f"bolt://127.0.0.1:{proxy.port}", neo4j_login.user, neo4j_login.password)
    with closing(store):
        assert store.version() == 1
        proxy.set(mode)
        for use in (store.version, store.read, lambda: store.upsert(records_of([stream("no", 1.0)]), "no")):
            began = time.monotonic()
            with pytest.raises(SymbioflowError) as refusal:
                use()
            assert refusal.value.code in ("STORE_UNREACHABLE", "STORE_BUSY")
            assert time.monotonic() - began < 10.0
        proxy.set("delay")
        assert store.read().count("waste_streams") == 1
        proxy.set("pass")
        store.upsert(records_of([stream("yes", 1.0)]), "yes")
        assert store.version() == 2


def test_a_connection_that_breaks_in_the_commit_says_that_nobody_knows(
    loaded: Store, neo4j_login: Server, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
):
    commit = neo4j.Transaction.commit

    def broken(self: neo4j.Transaction) -> None:
        proxy.set("hang")
        commit(self)

    monkeypatch.setattr(adapter, "_SILENT_WRITING", 1.0)
    store = open_store(f"bolt://127.0.0.1:{proxy.port}", neo4j_login.user, neo4j_login.password)
    with closing(store):
        assert store.version() == 1
        monkeypatch.setattr(neo4j.Transaction, "commit", broken)
        with pytest.raises(SymbioflowError) as refusal:
            store.upsert(records_of([stream("perhaps", 1.0)]), "perhaps")
        assert refusal.value.code == "STORE_UNREACHABLE"
        assert "may or may not have been kept" in refusal.value.message


def test_every_table_has_its_own_label():
    labels = set(statements.LABELS.values())
    assert len(labels) == len(TABLES)
    assert {"Enterprise", "WasteStream", "Material", "Technology", "Facility", "Linkage"} <= labels


def test_a_stream_that_moves_to_an_unknown_enterprise_keeps_its_relationships(
    loaded: Store, empty_neo4j: neo4j.Driver
):
    with pytest.raises(SymbioflowError, match="column enterprise"):
        loaded.upsert(records_of([replace(stream("stack", 1.0), enterprise="nobody")]), "b")
    assert asked(empty_neo4j, GENERATES) == [("phosphate-works", "stack", "phosphogypsum")]
