"""What tests of every room share: the Neo4j server of the run and a store in it, and who runs beside whom."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import neo4j
import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

from graph.stores import open_store
from graph.stores.protocol import Store
from tests import neo4j_server

_BEGAN_RUN = pytest.StashKey[bool]()
#: Folder -> tests that go to one process together, the first that fits: what they share (a server with the
#: shipped park, its plans, its leads) takes each process that has some of them a minute to come to, and
#: one that wants the only Neo4j waits for another that has it.
_TOGETHER = {
    "tests/browser/": "pages",
    "tests/api/web/": "pages",
    "tests/api/": "answers",
    "tests/contract/": "stores",
    "tests/graph/stores/": "stores",
}


#: What CI says of a commit does not depend on dice; every run elsewhere throws new ones. How long an example
#: takes depends on what else the machine does.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")
    config.stash[_BEGAN_RUN] = neo4j_server.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if config.stash.get(_BEGAN_RUN, False):
        neo4j_server.end_run()


class _Together(LoadScopeScheduling):
    """Hands out the tests of a run on several processes: what belongs together first, the rest by files."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((group for folder, group in _TOGETHER.items() if file.startswith(folder)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Together:
    return _Together(config, log)


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
