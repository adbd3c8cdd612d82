"""The store of the contract suite, once for each adapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.stores import open_store
from graph.stores.protocol import Store
from tests.neo4j_server import Server

ADAPTERS = ("sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j))
Opener = Callable[[], Store]


@pytest.fixture(params=ADAPTERS)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same place again and again; all are closed at the end."""
    opened: list[Store] = []
    if request.param == "neo4j":
        request.getfixturevalue("empty_neo4j")
        login: Server = request.getfixturevalue("neo4j_login")

    def open_again() -> Store:
        if request.param == "neo4j":
            opened.append(open_store(login.url, login.user, login.password))
        else:
            opened.append(open_store(f"sqlite:///{tmp_path}/park.db"))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Opener) -> Store:
    """A new store."""
    opened = opener()
    opened.ensure_schema()
    return opened


@pytest.fixture
def other_store(tmp_path: Path) -> Iterator[Store]:
    """Another store to copy from or to."""
    opened = open_store(f"sqlite:///{tmp_path}/other.db")
    opened.ensure_schema()
    yield opened
    opened.close()
