"""A reading of the Anning park, a server with it, and servers with parks that are odd."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import Settings
from api.views.service import Service
from api.web.reading import KeptAnswers, Reading
from graph.snapshot import records_of
from graph.stores import open_store
from tests.api.conftest import Running
from tests.web import FIRST_SECONDS


@pytest.fixture(scope="session")
def reading(service: Service) -> Reading:
    """Reads the shipped Anning park under the limits of partners."""
    return Reading(service, Settings(), KeptAnswers())


@pytest.fixture(scope="session")
def pages(anning_url: str) -> Iterator[httpx.Client]:
    """A client of a server with the Anning park."""
    # Other tests may keep the machine busy: an answer may take as long as a first one.
    with Running(Settings(store=anning_url, language="zh", heavy_seconds=FIRST_SECONDS)) as opened:
        yield opened


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., httpx.Client]]:
    """Starts a server with a park of the rows given."""
    running: list[Running] = []

    def serve(rows: Any) -> httpx.Client:
        url = f"sqlite:///{tmp_path}/park-{len(running)}.db"
        store = open_store(url)
        store.ensure_schema()
        store.upsert(records_of(rows), "test")
        store.close()
        running.append(Running(Settings(store=url, language="zh")))
        return running[-1].__enter__()

    yield serve
    for server in running:
        server.__exit__()
