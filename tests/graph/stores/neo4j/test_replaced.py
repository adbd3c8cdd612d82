"""Another database under a program that has one open: it says so or goes on with what stands there now."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import neo4j
import pytest

from api.views.service import Service
from graph.errors import SymbioflowError
from graph.snapshot import Snapshot, records_of
from graph.stores import Change, Store, open_store
from graph.stores.backups import restore_backup, write_backup
from graph.stores.neo4j import local
from graph.vocabulary import LinkageState
from tests.neo4j_server import JARS, Server
from tests.parks import LINKAGE, material, park_records, stream, whole_park

pytestmark = pytest.mark.neo4j
AT = "2026-03-01T08:00:00Z"


def told(service: Service) -> str:
    """Return what the answers of a server stand on."""
    return service.view(newest=True).snapshot.fingerprint


@pytest.fixture
def serving(neo4j_store: Store) -> Service:
    """A server's view of a park that a colleague has open too."""
    neo4j_store.upsert(park_records(), "first")
    service = Service(neo4j_store)
    told(service)
    return service


@pytest.fixture
def colleague(serving: Service, neo4j_login: Server) -> Iterator[Store]:
    with closing(open_store(neo4j_login.url, neo4j_login.user, neo4j_login.password)) as store:
        yield store


def test_a_backup_that_is_restored_is_what_a_running_server_answers_from(
    serving: Service, colleague: Store, tmp_path: Path
):
    before = serving.view()
    write_backup(colleague, tmp_path / "park.backup")
    moved = serving.change_linkage_state(LINKAGE, LinkageState.CONTACTED, 1, "王", "")
    assert told(serving) != before.snapshot.fingerprint
    restore_backup(colleague, tmp_path / "park.backup", AT)
    after = serving.view()
    assert after.version > before.version + 1
    assert after.get(type(moved), LINKAGE).state is LinkageState.SUGGESTED
    with pytest.raises(SymbioflowError) as refusal:
        serving.change_linkage_state(LINKAGE, LinkageState.NEGOTIATING, moved.version, "王", "")
    assert refusal.value.code == "VERSION_CONFLICT"


def test_a_database_that_was_emptied_is_told_by_every_use_and_keeps_no_change(
    serving: Service, empty_neo4j: neo4j.Driver
):
    empty_neo4j.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")
    uses = (
        serving.view,
        serving.store.read,
        lambda: serving.change_linkage_state(LINKAGE, LinkageState.CONTACTED, 1, "王", ""),
        lambda: serving.store.upsert(records_of([material("coal", "煤", "Coal")]), "b"),
    )
    for use in uses:
        with pytest.raises(SymbioflowError) as refusal:
            use()
        assert refusal.value.code == "SCHEMA_OLDER"
        assert "holds no park" in refusal.value.message
    assert empty_neo4j.execute_query("MATCH (n) RETURN count(n)", database_="neo4j").records[0][0] == 0


def test_another_park_at_the_same_version_is_answered_from(
    serving: Service, colleague: Store, empty_neo4j: neo4j.Driver
):
    before, read = serving.view(), serving.store.moment()
    empty_neo4j.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")
    colleague.ensure_schema()
    colleague.upsert(records_of([*whole_park(), material("coal", "煤", "Coal")]), "other")
    after = serving.view()
    assert (after.version, after.snapshot.fingerprint) != (before.version, before.snapshot.fingerprint)
    assert after.version == before.version
    assert after.snapshot.fingerprint == colleague.read().fingerprint
    with pytest.raises(SymbioflowError) as refusal:
        serving.store.apply_all((Change("worked out before", AT, "", park_records()),), read)
    assert refusal.value.code == "DATA_MOVED"


def test_an_older_state_of_the_same_database_that_was_changed_as_often_since_is_another_moment(
    serving: Service, colleague: Store, empty_neo4j: neo4j.Driver
):
    """What Neo4j's own tools put back has the identity of what stood there, and soon its version too."""
    query = "MATCH (s:SymbioflowStore) RETURN s.digest AS digest"
    digest = empty_neo4j.execute_query(query, database_="neo4j").records[0]["digest"]
    colleague.upsert(records_of([material("coal", "煤", "Coal")]), "b")
    before = serving.view()
    empty_neo4j.execute_query(
        "MATCH (m:Material {id: 'coal'}) DETACH DELETE m "
        "WITH count(*) AS gone MATCH (s:SymbioflowStore) SET s.data_version = 1, s.digest = $digest",
        digest=digest,
        database_="neo4j",
    )
    colleague.upsert(records_of([material("coke", "焦炭", "Coke")]), "b")
    after = serving.view()
    assert after.version == before.version == 2
    assert after.snapshot.fingerprint == colleague.read().fingerprint != before.snapshot.fingerprint


def test_a_database_put_back_by_copying_its_folder_is_answered_from_without_a_restart(tmp_path: Path):
    """The driver's bookmarks of later writes would have every call wait for what never comes.

    A routing URL may lead to a cluster, whose members lag: there they are needed, and given up once a call
    that waited for them has failed.
    """
    home, password = tmp_path / "neo4j", "a-good-password"
    try:
        server = local.start(home, password, JARS, port=0)
        with (
            closing(open_store(server.url, "neo4j", password)) as store,
            closing(open_store(server.url.replace("bolt", "neo4j"), "neo4j", password)) as routed,
        ):
            store.ensure_schema()
            store.upsert(park_records(), "first")
            local.stop(home)
            shutil.copytree(home / "data", tmp_path / "kept")
            server = local.start(home, password, JARS, port=server.port)
            services = Service(store), Service(routed)
            for of in services:
                of.store.upsert(records_of([stream("stack", 5.0)]), "later")
            assert [of.view().version for of in services] == [3, 3]
            local.stop(home)
            shutil.rmtree(home / "data")
            shutil.copytree(tmp_path / "kept", home / "data")
            local.start(home, password, JARS, port=server.port)
            began = time.monotonic()
            assert told(services[0]) == Snapshot.of(whole_park()).fingerprint
            assert time.monotonic() - began < 20.0
            with contextlib.suppress(SymbioflowError):
                told(services[1])
            assert told(services[1]) == Snapshot.of(whole_park()).fingerprint
            for of in services:
                of.store.upsert(records_of([material("coal", "煤", "Coal")]), "after")
            assert [of.view(newest=True).version for of in services] == [3, 3]
    finally:
        local.stop(home, seconds=0.0)
