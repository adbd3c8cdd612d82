from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.responses import StreamingResponse

from api.settings import Settings
from graph.stores import open_store
from tests.api.conftest import Running, small_park


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server with the small park that does not wait for slow clients."""
    url = f"sqlite:///{tmp_path_factory.mktemp('quick')}/park.db"
    store = open_store(url)
    store.ensure_schema()
    store.upsert(small_park().tables, "test")
    store.close()
    settings = Settings(store=url, warm=False, body_seconds=0.5, idle_seconds=1.5, body_limit=5_000)
    with Running(settings) as client:
        yield client


def line(client: httpx.Client) -> socket.socket:
    return socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=5.0)


def ended(opened: socket.socket, within: float) -> bytes:
    """What comes until the server closes the line; it must, in time."""
    began, found = time.monotonic(), b""
    while part := opened.recv(4_096):
        found += part
    assert time.monotonic() - began < within
    return found


def test_a_body_that_does_not_arrive_in_time_is_answered_408_with_a_code(quick: httpx.Client) -> None:
    """Case D11."""
    with line(quick) as opened:
        opened.sendall(
            b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 100\r\n\r\n{"
        )
        answer = ended(opened, 4.0)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"x-error-code: BODY_TOO_SLOW" in answer.replace(b"X-Error-Code", b"x-error-code")


def test_a_line_on_which_no_request_begins_is_closed(quick: httpx.Client) -> None:
    for begun in (b"", b"GET /livez HTTP/1.1\r\nHost: local"):
        with line(quick) as opened:
            if begun:
                opened.sendall(begun)
            assert ended(opened, 4.0) == b""


def test_a_line_that_is_used_again_in_time_stays_open(quick: httpx.Client) -> None:
    request = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with line(quick) as opened:
        for _ in range(4):
            opened.sendall(request)
            answer = b""
            while b"ok" not in answer:
                answer += opened.recv(4_096)
            assert answer.startswith(b"HTTP/1.1 200")
            time.sleep(0.6)
        assert ended(opened, 4.0) == b""


def test_an_answer_that_is_still_being_sent_outlives_the_time_for_a_request(tmp_path: Path) -> None:
    idle, steps = 0.2, 4
    running = Running(Settings(store=f"sqlite:///{tmp_path}/none.db", warm=False, idle_seconds=idle))

    async def slowly() -> AsyncIterator[bytes]:
        for step in range(steps):
            await asyncio.sleep(idle)
            yield b"%d " % step

    running.app.add_route("/slowly", lambda _: StreamingResponse(slowly()))
    with running as client:
        assert client.get("/slowly").content == b"0 1 2 3 "


def test_what_was_read_is_not_sent_again_until_it_changes(quick: httpx.Client) -> None:
    for path in ("/schema.graphql", "/", "/livez"):
        first = quick.get(path)
        tag = first.headers["etag"]
        again = quick.get(path, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert quick.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_says_what_get_would_without_the_body(quick: httpx.Client) -> None:
    """Case D11."""
    for path in ("/", "/livez", "/readyz", "/schema.graphql", "/nowhere"):
        got, said = quick.get(path), quick.head(path)
        assert said.status_code == got.status_code, path
        assert said.content == b""
        assert said.headers["content-type"] == got.headers["content-type"]


def test_large_answers_are_packed_for_who_can_unpack(quick: httpx.Client) -> None:
    packed = quick.get("/schema.graphql")
    assert packed.headers["content-encoding"] == "gzip"
    plain = quick.get("/schema.graphql", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
