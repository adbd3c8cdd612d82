"""Following a plan's draws: over graphql-transport-ws, and as server-sent events from a real server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from api.serving.app import create_app
from api.settings import Settings
from api.views.service import View
from graph.planning import PlanUncertainty

FOLLOW = """subscription ($draws: Int!) {
  planProgress(draws: $draws, seed: 3) {
    done
    result { draws totals { measure unit p10 p50 p90 } wastes { material { localId } } }
  }
}"""
PROTOCOL = "graphql-transport-ws"


@pytest.fixture(scope="module")
def web(anning_url: str) -> Iterator[TestClient]:
    """The Anning park in this process."""
    with TestClient(
        create_app(Settings(store=anning_url, warm=False)), base_url="http://localhost"
    ) as client:
        yield client


def opened(socket: Any) -> Any:
    socket.send_json({"type": "connection_init"})
    assert socket.receive_json() == {"type": "connection_ack"}
    return socket


def subscribe(socket: Any, query: str, **variables: Any) -> None:
    payload = {"query": query, "variables": variables}
    socket.send_json({"id": "1", "type": "subscribe", "payload": payload})


def test_a_client_sees_progress_rise_and_at_the_end_the_spreads(web: TestClient) -> None:
    with web.websocket_connect("ws://localhost/graphql", subprotocols=[PROTOCOL]) as socket:
        subscribe(opened(socket), FOLLOW, draws=20)
        told = []
        while (message := socket.receive_json())["type"] == "next":
            told.append(message["payload"]["data"]["planProgress"])
    assert message["type"] == "complete"
    done = [one["done"] for one in told]
    assert done == sorted(done)
    # The first word is 0 only where the plan itself is still to be made: a kept plan has its part done.
    assert 0.0 <= done[0] < done[-1] == 1.0
    assert all(one["result"] is None for one in told[:-1])
    found = told[-1]["result"]
    assert found["draws"] == 20
    assert all(spread["p10"] <= spread["p50"] <= spread["p90"] for spread in found["totals"])
    assert "phosphogypsum" in {one["material"]["localId"] for one in found["wastes"]}


def test_who_unsubscribes_stops_the_work(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []
    whole = View.uncertainty

    def watched(self: View, *given: Any) -> PlanUncertainty:
        try:
            return whole(self, *given)
        except Exception as error:
            ended.append(getattr(error, "code", "?"))
            raise

    monkeypatch.setattr(View, "uncertainty", watched)
    with web.websocket_connect("ws://localhost/graphql", subprotocols=[PROTOCOL]) as socket:
        subscribe(opened(socket), FOLLOW, draws=10_000)
        assert socket.receive_json()["type"] == "next"
        socket.send_json({"id": "1", "type": "complete"})
        deadline = time.monotonic() + 30.0
        while not ended and time.monotonic() < deadline:
            time.sleep(0.05)
    assert ended == ["CANCELLED"]


def test_a_refusal_keeps_its_code(web: TestClient) -> None:
    with web.websocket_connect("ws://localhost/graphql", subprotocols=[PROTOCOL]) as socket:
        subscribe(opened(socket), FOLLOW, draws=1)
        message = socket.receive_json()
    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    assert errors[0]["extensions"]["code"] == "BAD_OPTION"


def test_only_subscriptions_are_answered_on_an_open_line(web: TestClient) -> None:
    with web.websocket_connect("ws://localhost/graphql", subprotocols=[PROTOCOL]) as socket:
        subscribe(opened(socket), "{ snapshot { fingerprint } }")
        message = socket.receive_json()
    assert message["type"] == "error"
    assert message["payload"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


def test_a_page_from_elsewhere_gets_no_line(web: TestClient) -> None:
    headers = {"Origin": "https://evil.example"}
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        web.websocket_connect("ws://localhost/graphql", subprotocols=[PROTOCOL], headers=headers),
    ):
        pass
    assert refused.value.code == 1008


def test_a_real_server_sends_progress_as_events(client: httpx.Client) -> None:
    body = {"query": FOLLOW, "variables": {"draws": 20}}
    events, told = [], []
    with client.stream("POST", "/graphql", json=body, headers={"Accept": "text/event-stream"}) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        for line in response.iter_lines():
            if line.startswith("event:"):
                events.append(line.removeprefix("event:").strip())
            elif line.startswith("data:") and events[-1] == "next":
                told.append(json.loads(line.removeprefix("data:"))["data"]["planProgress"])
    assert events[-1] == "complete"
    assert told[-1]["result"]["draws"] == 20
