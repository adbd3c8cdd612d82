from __future__ import annotations

import json
import logging
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.journal import JsonLines, keep_journal
from api.settings import Settings
from tests.api.conftest import Running


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Path]:
    """A file that the server writes to; nothing is left set up afterwards."""
    loggers = [logging.getLogger(name) for name in ("symbioflow", "uvicorn")]
    before = [(each.handlers, each.propagate, each.level) for each in loggers]
    keep_journal(str(tmp_path / "journal.jsonl"))
    yield tmp_path / "journal.jsonl"
    for each, (handlers, propagate, level) in zip(loggers, before, strict=True):
        for handler in each.handlers:
            handler.close()
        each.handlers, each.propagate = handlers, propagate
        each.setLevel(level)


def lines(journal: Path, kind: str, at_least: int = 1) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 5.0
    while True:
        found = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
        found = [line for line in found if line["kind"] == kind]
        if len(found) >= at_least or time.monotonic() > deadline:
            return found
        time.sleep(0.02)


def test_every_request_is_a_line_with_the_id_its_client_was_given(journal: Path, park_url: str) -> None:
    with Running(Settings(store=park_url, warm=False)) as client:
        first = client.get("/livez")
        second = client.get("/nowhere", headers={"X-Request-Id": "proxy-0001"})
        third = client.get("/livez", headers={"X-Request-Id": "bad id with blanks"})
    written = lines(journal, "access", 3)
    assert [line["id"] for line in written] == [
        answer.headers["x-request-id"] for answer in (first, second, third)
    ]
    assert written[1]["id"] == "proxy-0001"
    assert written[2]["id"] != "bad id with blanks"
    assert [(line["method"], line["path"], line["status"]) for line in written[:2]] == [
        ("GET", "/livez", 200),
        ("GET", "/nowhere", 404),
    ]
    assert [line.get("code") for line in written] == [None, "NOT_FOUND", None]
    assert all(line["ms"] >= 0.0 and line["bytes"] > 0 for line in written)
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_a_change_is_written_down_with_who_made_it(journal: Path, park_url: str) -> None:
    change = """mutation { changeLinkageState(change: {
        id: "linkage-gypsum", state: CONTACTED, version: 1, actor: "王芳"
    }) { linkage { version } } }"""
    with Running(Settings(store=park_url, warm=False)) as client:
        answer = client.post("/graphql", json={"query": change})
        client.post("/graphql", json={"query": change})
    (line,) = lines(journal, "audit")
    assert line["id"] == answer.headers["x-request-id"]
    assert (line["linkage"], line["state"], line["version"], line["actor"]) == (
        "linkage-gypsum",
        "contacted",
        2,
        "王芳",
    )


def test_an_upload_that_is_given_up_is_one_line_and_no_traceback(journal: Path, park_url: str) -> None:
    """Case D11: 300 of them were 300 tracebacks."""
    head = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n{"
    with Running(Settings(store=park_url, warm=False)) as client:
        for _ in range(30):
            with socket.create_connection(("127.0.0.1", client.base_url.port or 80)) as opened:
                opened.sendall(head)
        written = lines(journal, "access", 30)
        assert client.get("/livez").status_code == 200
    assert [line["status"] for line in written[:30]] == [499] * 30
    assert "Traceback" not in journal.read_text(encoding="utf-8")


def test_what_nobody_expected_is_a_code_for_the_client_and_a_trace_in_the_journal(
    journal: Path, park_url: str
) -> None:
    running = Running(Settings(store=park_url, warm=False))

    async def broken() -> None:
        raise RuntimeError("the password is swordfish")

    running.app.add_api_route("/broken", broken)
    with running as client:
        answer = client.get("/broken")
    assert answer.status_code == 500
    assert answer.json()["code"] == "INTERNAL_ERROR"
    assert "swordfish" not in answer.text
    (line,) = lines(journal, "server")
    assert line["id"] == answer.headers["x-request-id"]
    assert line["id"] in answer.text
    assert "swordfish" in line["trace"]


def test_text_of_others_cannot_begin_a_line_of_its_own() -> None:
    record = logging.LogRecord("symbioflow.x", logging.ERROR, "", 0, 'a\n{"kind": "audit"}', (), None)
    assert len(JsonLines().format(record).splitlines()) == 1


def test_nothing_is_written_where_nothing_is_wanted(
    journal: Path, park_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    keep_journal("")
    with Running(Settings(store=park_url, warm=False)) as client:
        assert client.get("/livez").status_code == 200
    assert capfd.readouterr().err == ""
    assert journal.read_text() == ""


def test_a_websocket_is_a_line_too(journal: Path, park_url: str) -> None:
    with Running(Settings(store=park_url, warm=False)) as client:
        with socket.create_connection(("127.0.0.1", client.base_url.port or 80)) as opened:
            opened.sendall(
                b"GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
            )
            assert opened.recv(4_096).startswith(b"HTTP/1.1 101")
        (line,) = lines(journal, "access")
    assert (line["method"], line["status"]) == ("WEBSOCKET", 101)
    assert isinstance(client, httpx.Client)
