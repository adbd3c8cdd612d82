"""Case D5: one gate for pages elsewhere, whichever way they ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from api.serving.app import create_app
from api.settings import Settings

QUERY = {"query": "{ __typename }"}
EVENTS = {"Accept": "text/event-stream"}
ELSEWHERE = {"Origin": "https://evil.example"}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An empty store that a second place may ask."""
    settings = Settings(
        store=f"sqlite:///{tmp_path_factory.mktemp('gate')}/park.db",
        warm=False,
        allowed_origins=("https://desk.park.example/",),
        language="en",
    )
    with TestClient(create_app(settings), base_url="http://localhost:8000") as client:
        yield client


@pytest.mark.parametrize("events", [False, True])
@pytest.mark.parametrize(
    "headers",
    [
        ELSEWHERE,
        {"Origin": "null"},
        {"Origin": "http://localhost:9000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8000"},
    ],
)
def test_a_page_elsewhere_gets_no_answer_by_post(
    web: TestClient, headers: dict[str, str], events: bool
) -> None:
    response = web.post("/graphql", json=QUERY, headers=headers | (EVENTS if events else {}))
    assert response.status_code == 403
    assert response.json()["code"] == "FOREIGN_ORIGIN"


@pytest.mark.parametrize(
    "change",
    [
        'changeLinkageState(change: {id: "x", state: OPERATING, version: 1, actor: "a"})',
        'setOutline(given: {geojson: "{}", datum: WGS84})',
    ],
)
def test_every_change_passes_the_same_gate(web: TestClient, change: str) -> None:
    """From a page elsewhere, or by a link, neither is even looked at; from our own page both are."""
    asked = {"query": f"mutation {{ {change} {{ userErrors {{ code }} }} }}"}
    refused = web.post("/graphql", json=asked, headers=ELSEWHERE)
    assert (refused.status_code, refused.json()["code"]) == (403, "FOREIGN_ORIGIN")
    assert web.get("/graphql", params=asked).status_code != 200
    own = web.post("/graphql", json=asked, headers={"Origin": "http://localhost:8000"})
    assert own.status_code == 200, own.text
    assert next(iter(own.json()["data"].values()))["userErrors"]


@pytest.mark.parametrize("headers", [ELSEWHERE, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_elsewhere_gets_no_open_line(web: TestClient, headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        web.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"], headers=headers),
    ):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost:8000"},
        {"Origin": "https://desk.park.example"},
        {"Origin": "https://desk.park.example", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_program_our_pages_and_allowed_places_are_answered_every_way(
    web: TestClient, headers: dict[str, str]
) -> None:
    assert web.post("/graphql", json=QUERY, headers=headers).json()["data"] == {"__typename": "Query"}
    with web.websocket_connect(
        "ws://localhost:8000/graphql", subprotocols=["graphql-transport-ws"], headers=headers
    ) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json()["type"] == "connection_ack"


def test_a_link_may_be_followed_from_elsewhere_and_nothing_else_be_read(web: TestClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert web.get("/", headers=link).status_code == 200
    picture = link | {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert web.get("/network", headers=picture).status_code == 403
    frame = link | {"Sec-Fetch-Dest": "iframe"}
    assert web.get("/network", headers=frame).status_code == 403


def test_another_name_of_the_server_is_refused_with_a_code_in_both_languages(web: TestClient) -> None:
    """Case D11."""
    response = web.get("/livez", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response.json()["code"] == "BAD_HOST"
    assert "evil.example" in response.json()["messageZh"]
    page = web.get("/", headers={"Host": "evil.example:8000", "Accept": "text/html"})
    assert page.status_code == 400
    assert "BAD_HOST" in page.text
    for host in ("127.0.0.1:8000", "[::1]:8000", "LOCALHOST"):
        assert web.get("/livez", headers={"Host": host}).status_code == 200
