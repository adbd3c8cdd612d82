from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from api.graphql.context import UNLIMITED, Context, Limits
from api.graphql.running.execution import Answer, Request, execute
from api.serving.app import create_app
from api.serving.wire import timed_protocol
from api.settings import Settings
from api.views.service import Service, View
from graph import model
from graph.snapshot import Snapshot
from graph.stores import Store, open_store
from graph.stores.sqlite import SqliteStore
from ingest import load_anning
from tests.build import WEIGHTS, facility, material, park_of, recipe, stream, target
from tests.parks import whole_park

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def small_park() -> Snapshot:
    """The fixture park with the weights that matching needs."""
    return Snapshot.of([*(row for row in whole_park() if not isinstance(row, model.Weight)), *WEIGHTS])


@pytest.fixture(scope="session")
def anning_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a store with the shipped Anning park; read only.

    A test must not open its file by other means than the store either (a copy of it, say): closing such a
    file ends the locks that SQLite holds for the whole process.
    """
    url = f"sqlite:///{tmp_path_factory.mktemp('anning')}/anning.db"
    store = open_store(url)
    store.ensure_schema()
    load_anning(store)
    loaded = store.version()
    with pytest.MonkeyPatch.context() as patch:
        _share_view(Service(store), patch)
        yield url
    assert store.version() == loaded, "a test wrote to the park that all tests read"
    store.close()


def _share_view(shared: Service, patch: pytest.MonkeyPatch) -> None:
    """Let every command that a test runs in this process on the same park ask one view of it.

    Each would plan, recruit and draw anew what the command before it has, for minutes in all; whether a
    command by itself gives an answer is for the tests that run it apart. A server's view asks its lane.
    """
    own = Service.view

    def view(service: Service, newest: bool = False) -> View:
        store = service.store
        alike = isinstance(store, SqliteStore) and store.url == shared.store.url and service._lane is None
        return own(shared if alike else service, newest)

    patch.setattr(Service, "view", view)


@pytest.fixture(scope="session")
def service(anning_url: str) -> Iterator[Service]:
    """The shipped Anning park; read only."""
    store = open_store(anning_url)
    yield Service(store)
    store.close()


@pytest.fixture(scope="session")
def anning(service: Service) -> View:
    """The shipped Anning park."""
    return service.view()


@pytest.fixture
def empty_url(tmp_path: Path) -> str:
    """URL of a store with its schema and nothing in it."""
    url = f"sqlite:///{tmp_path}/empty.db"
    store = open_store(url)
    store.ensure_schema()
    store.close()
    return url


@pytest.fixture
def park_url(tmp_path: Path) -> str:
    """URL of a store with the small park, to be written to."""
    url = f"sqlite:///{tmp_path}/park.db"
    store = open_store(url)
    store.ensure_schema()
    store.upsert(small_park().tables, "test")
    store.close()
    return url


@pytest.fixture
def paving_url(tmp_path: Path) -> str:
    """URL of a store whose target a step crosses: of 100 t of slag 20 t are in use, a paver takes 100 t."""
    url = f"sqlite:///{tmp_path}/paving.db"
    made = park_of(
        material("slag"),
        material("road"),
        stream("s", "maker", "slag", 100.0, in_use=20.0, disposal_cost=30.0),
        recipe("pave", "slag", "road"),
        facility("paver", "user", "pave", 100.0),
        target("sixty", 0.6),
    )
    store = open_store(url)
    store.ensure_schema()
    store.upsert(made.tables, "test")
    store.close()
    return url


@pytest.fixture
def store(park_url: str) -> Iterator[Store]:
    """A store with the small park, to be written to."""
    opened = open_store(park_url)
    yield opened
    opened.close()


@pytest.fixture
def park_service(store: Store) -> Service:
    """The small park, to be written to; its clock stands at noon."""
    return Service(store, lambda: NOON)


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks the schema without a server."""

    service: Service
    limits: Limits = UNLIMITED

    def answer(self, query: str, **variables: Any) -> Answer:
        """The whole answer."""
        return execute(Request(query, variables), Context(self.service, self.limits))

    def data(self, query: str, **variables: Any) -> Any:
        """The data of an answer without errors."""
        body = self.answer(query, **variables).body
        assert "errors" not in body, body["errors"]
        return body["data"]

    def codes(self, query: str, **variables: Any) -> list[str]:
        """The codes of the errors."""
        return codes(self.answer(query, **variables).body)


def codes(body: Mapping[str, Any]) -> list[str]:
    """The code of every error of an answer."""
    return [error["extensions"]["code"] for error in body.get("errors", ())]


@pytest.fixture
def ask(park_service: Service) -> Asker:
    """Asks the small park without limits, as the command line does."""
    return Asker(park_service)


@pytest.fixture
def ask_anning(service: Service) -> Asker:
    """Asks the Anning park without limits."""
    return Asker(service)


@pytest.fixture
def ask_outside(park_service: Service) -> Asker:
    """Asks the small park under the limits that hold for everybody else."""
    return Asker(park_service, Limits.of(Settings()))


class Running:
    """A real server on a free port of this machine."""

    def __init__(self, settings: Settings) -> None:
        self.app = create_app(settings)
        config = uvicorn.Config(
            self.app,
            host="127.0.0.1",
            port=0,
            log_level="warning",
            http=timed_protocol(settings.idle_seconds),
            timeout_graceful_shutdown=5,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> httpx.Client:
        self._thread.start()
        deadline = time.monotonic() + 30.0
        while not self._server.started:
            assert self._thread.is_alive(), "the server did not start"
            assert time.monotonic() < deadline
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60.0)
        return self._client

    def __exit__(self, *_: object) -> None:
        self._client.close()
        self._server.should_exit = True
        self._thread.join(30.0)
        assert not self._thread.is_alive()


@pytest.fixture(scope="session")
def client(anning_url: str) -> Iterator[httpx.Client]:
    """A client of a server with the Anning park that takes bodies of up to 20 kB."""
    with Running(Settings(store=anning_url, language="zh", body_limit=20_000, warm=False)) as opened:
        yield opened
