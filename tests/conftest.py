"""What tests of every room share: the Neo4j server of the run and a store in it."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest

from graph.stores import open_store
from graph.stores.protocol import Store
from tests import neo4j_server

_BEGAN_RUN = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_BEGAN_RUN] = neo4j_server.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if config.stash.get(_BEGAN_RUN, False):
        neo4j_server.end_run()


@pytest.fixture(scope="session")
def neo4j_login() -> neo4j_server.Server:
    """URL, user and password of the run's Neo4j; tests that write use `empty_neo4j`."""
    return neo4j_server.server()


@pytest.fixture(scope="session")
def neo4j_url(neo4j_login: neo4j_server.Server) -> str:
    """Bolt URL of the run's Neo4j."""
    return neo4j_login.url


@pytest.fixture
def empty_neo4j(neo4j_login: neo4j_server.Server) -> Iterator[neo4j.Driver]:
    """The run's Neo4j, emptied and held for this test alone."""
    with neo4j_server.exclusive():
        auth = None if neo4j_login.user is None else (neo4j_login.user, neo4j_login.password or "")
        with neo4j.GraphDatabase.driver(neo4j_login.url, auth=auth) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")
            yield driver


@pytest.fixture
def neo4j_store(empty_neo4j: neo4j.Driver, neo4j_login: neo4j_server.Server) -> Iterator[Store]:
    """A new store in the run's Neo4j."""
    store = open_store(neo4j_login.url, neo4j_login.user, neo4j_login.password)
    store.ensure_schema()
    yield store
    store.close()
