"""GraphQL over HTTP against a real server."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import httpx
import pytest

from api.settings import Settings
from graph.errors import SymbioflowError
from graph.snapshot import records_of
from graph.stores import Moment, open_store
from graph.stores.sqlite import SqliteStore
from tests.api.conftest import Running
from tests.parks import stream

MODERN = {"Accept": "application/graphql-response+json"}


def ask(client: httpx.Client, query: str, **variables: object) -> httpx.Response:
    return client.post("/graphql", json={"query": query, "variables": variables}, headers=MODERN)


def code(response: httpx.Response) -> str:
    answer: str = response.json()["errors"][0]["extensions"]["code"]
    return answer


def test_a_query_is_answered_in_the_media_type_that_was_asked_for(client: httpx.Client) -> None:
    modern = ask(client, "{ snapshot { fingerprint } }")
    assert modern.status_code == 200
    assert modern.headers["content-type"].startswith("application/graphql-response+json")
    older = client.post("/graphql", json={"query": "{ snapshot { fingerprint } }"})
    assert older.headers["content-type"].startswith("application/json")
    assert older.json() == modern.json()


def test_nothing_is_computed_by_get(client: httpx.Client) -> None:
    """Case D5: GET and EventSource from anywhere computed."""
    for accept in ("application/json", "text/event-stream"):
        for query in ("{ __typename }", "mutation { __typename }"):
            refused = client.get("/graphql", params={"query": query}, headers={"Accept": accept})
            assert refused.status_code == 405
            assert refused.headers["allow"] == "POST"
            assert refused.json()["code"] == "METHOD_NOT_ALLOWED"


def test_what_cannot_be_executed_is_400_without_data(client: httpx.Client) -> None:
    for query in ("{", "{ nothing }", "query ($n: Int!) { __typename }"):
        response = ask(client, query)
        assert response.status_code == 400, query
        assert "data" not in response.json()
        assert code(response)


def test_a_body_that_is_no_request_is_400(client: httpx.Client) -> None:
    deep = b'{"query": "{ __typename }", "variables": ' + b"[" * 5000 + b"]" * 5000 + b"}"
    for body in (
        b"\xff\xfe",
        b"{",
        b"[]",
        b'{"query": 1}',
        b"{}",
        b'{"query": "{a}", "variables": []}',
        deep,
    ):
        for accept in ("application/json", MODERN["Accept"]):
            headers = {"Content-Type": "application/json", "Accept": accept}
            response = client.post("/graphql", content=body, headers=headers)
            assert response.status_code == 400, body
            assert code(response) == "BAD_REQUEST"
            assert "data" not in response.json()


def test_the_older_media_type_calls_a_refused_document_200_without_data(client: httpx.Client) -> None:
    response = client.post("/graphql", json={"query": "{ nothing }"})
    assert response.status_code == 200
    assert code(response) == "GRAPHQL_VALIDATION_FAILED"
    assert "data" not in response.json()


def test_another_media_type_and_a_large_body_are_refused(client: httpx.Client) -> None:
    assert client.post("/graphql", content="query=1").status_code == 415
    large = client.post("/graphql", json={"query": "{ __typename }" + " " * 30_000})
    assert large.status_code == 413
    assert code(large) == large.headers["x-error-code"] == "BODY_TOO_LARGE"


def test_a_large_body_without_a_length_is_refused_too(client: httpx.Client) -> None:
    def chunks() -> object:
        for _ in range(10):
            yield b" " * 5_000

    response = client.post("/graphql", content=chunks(), headers={"Content-Type": "application/json"})
    assert response.status_code == 413
    assert response.headers["x-error-code"] == "BODY_TOO_LARGE"


def test_breadth_depth_and_aliases_are_refused_before_they_run(client: httpx.Client) -> None:
    wide = (
        "{ enterprises(first: 200) { nodes { wasteStreams(first: 200) { nodes { material { nameZh } } } } } }"
    )
    many = "{" + " ".join(f"a{n}: materials(first: 200) {{ nodes {{ id }} }}" for n in range(400)) + "}"
    deep = "{ node(id: 1) " + "{ __typename ... on Material { kindOf " * 30 + "{ id }" + " } }" * 30 + " }"
    for query in (wide, many, deep):
        response = ask(client, query)
        assert response.status_code == 400
        assert code(response).startswith("QUERY_TOO_")


def test_a_bad_cursor_or_page_is_the_clients_error(client: httpx.Client) -> None:
    for arguments in ('after: "nonsense"', "first: -1", "first: 100000"):
        response = ask(client, f"{{ materials({arguments}) {{ totalCount }} }}")
        assert response.json()["errors"], arguments
        assert code(response) not in ("INTERNAL_ERROR", "")


def test_pages_of_a_connection_follow_each_other(client: httpx.Client) -> None:
    query = (
        "query ($n: String) { materials(first: 3, after: $n) { nodes { localId } pageInfo { endCursor } } }"
    )
    first = ask(client, query).json()["data"]["materials"]
    second = ask(client, query, n=first["pageInfo"]["endCursor"]).json()["data"]["materials"]
    ids = [node["localId"] for node in first["nodes"] + second["nodes"]]
    assert ids == sorted(ids)
    assert len(set(ids)) == 6


def test_suggestions_and_plan_are_served(client: httpx.Client) -> None:
    suggested = ask(
        client, '{ suggestions(material: "steel-slag", top: 1) { nodes { score facility { nameZh } } } }'
    )
    assert suggested.json()["data"]["suggestions"]["nodes"][0]["score"] > 0.5
    planned = ask(client, "{ plan { totals { unit net } } }").json()["data"]["plan"]["totals"]
    assert planned[0]["unit"] == "TONNE"
    assert planned[0]["net"] > 0.0


def test_alive_ready_schema_home_and_network(client: httpx.Client) -> None:
    assert client.get("/livez").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ok"
    assert "type Query" in client.get("/schema.graphql").text
    home = client.get("/")
    assert "共生流" in home.text
    assert "default-src 'none'" in home.headers["content-security-policy"]
    network = client.get("/network?language=zh")
    assert "磷石膏" in network.text
    again = client.get("/network?language=zh", headers={"If-None-Match": network.headers["etag"]})
    assert again.status_code == 304


def test_another_host_name_is_refused(client: httpx.Client) -> None:
    assert client.get("/livez", headers={"Host": "evil.example"}).status_code == 400


def test_every_answer_is_one_json_document(client: httpx.Client) -> None:
    assert json.loads(ask(client, "{ __typename }").content) == {"data": {"__typename": "Query"}}


def test_every_answer_forbids_framing_and_guessing_its_type(client: httpx.Client) -> None:
    for path in ("/", "/livez", "/schema.graphql", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_no_page_of_the_server_loads_from_elsewhere(client: httpx.Client) -> None:
    assert client.get("/docs").status_code == 404
    assert client.get("/graphql", headers={"Accept": "text/html"}).status_code == 405
    assert "http" not in client.get("/").text.replace("http-equiv", "")
    assert "Content-Security-Policy" in client.get("/network").text


def test_a_store_that_went_away_is_not_ready_and_says_why(tmp_path: Path) -> None:
    database = tmp_path / "park.db"
    with Running(Settings(store=f"sqlite:///{database}", warm=False)) as client:
        assert client.get("/readyz").json() == {"status": "ok", "dataVersion": 0}
        for file in tmp_path.iterdir():
            file.unlink()
        gone = client.get("/readyz")
        assert gone.status_code == 503
        assert gone.json()["code"] == "STORE_REPLACED"
        assert client.get("/livez").status_code == 200


def test_a_graphql_request_to_a_store_that_cannot_be_read_is_503_with_its_code(tmp_path: Path) -> None:
    running = Running(Settings(store=f"sqlite:///{tmp_path}/park.db", warm=False))
    with running as client:
        assert ask(client, "{ snapshot { dataVersion } }").status_code == 200
        running.app.state.service._view = None
        running.app.state.service.store.close()
        response = ask(client, "{ snapshot { dataVersion } }")
        assert response.status_code == 503
        assert code(response).startswith("STORE_")
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["code"].startswith("STORE_")


def test_a_change_by_another_program_is_seen_by_the_next_request(park_url: str) -> None:
    with Running(Settings(store=park_url, warm=False)) as client:
        query = "{ wasteStreams { totalCount } }"
        before = ask(client, query).json()["data"]["wasteStreams"]["totalCount"]
        store = open_store(park_url)
        store.upsert(records_of([stream("stack-2", 10.0)]), "more")
        store.close()
        assert ask(client, query).json()["data"]["wasteStreams"]["totalCount"] == before + 1


def test_a_mutation_by_post_changes_the_store(park_url: str) -> None:
    change = (
        'mutation { changeLinkageState(change: {id: "linkage-gypsum", state: CONTACTED, version: 1, '
        'actor: "王"}) { linkage { version } userErrors { code } } }'
    )
    with Running(Settings(store=park_url, warm=False)) as client:
        assert ask(client, change).json()["data"]["changeLinkageState"]["linkage"]["version"] == 2
        again = ask(client, change)
        assert again.status_code == 200
        refusals = again.json()["data"]["changeLinkageState"]["userErrors"]
        assert refusals == [{"code": "VERSION_CONFLICT"}]


def test_half_a_character_is_refused_before_it_is_looked_for(client: httpx.Client) -> None:
    """Case D6: JSON can write what no text can hold."""
    for body in (
        '{"query": "query ($t: String) { parks(text: $t) { totalCount } }", "variables": {"t": "\\ud800"}}',
        '{"query": "{ parks(text: \\"\\udc00\\") { totalCount } }"}',
    ):
        response = client.post("/graphql", content=body, headers={"Content-Type": "application/json"})
        assert response.status_code == 400
        assert code(response) == "BAD_REQUEST"


def test_what_was_read_before_is_answered_while_the_store_is_away(park_url: str) -> None:
    running = Running(Settings(store=park_url, warm=False))
    with running as client:
        fresh = ask(client, "{ snapshot { dataVersion } }").json()
        running.app.state.service.store.close()
        running.app.state.service.store = Away()
        stale = ask(client, "{ snapshot { dataVersion } }").json()
        assert stale["data"] == fresh["data"]
        assert stale["extensions"]["dataAgeSeconds"] >= 0.0
        assert "extensions" not in fresh
        change = (
            'mutation { changeLinkageState(change: {id: "linkage-gypsum", state: CONTACTED, version: 1, '
            'actor: "王"}) { linkage { version } } }'
        )
        assert code(ask(client, change)) == "STORE_UNREACHABLE"


class Away:
    """A store that does not answer."""

    def __getattr__(self, name: str) -> object:
        if name == "close":
            return lambda: None
        raise SymbioflowError("STORE_UNREACHABLE", url="neo4j://db", reason="time-out")


def test_it_lives_on_while_every_request_waits_for_a_store_that_hangs(park_url: str) -> None:
    running = Running(Settings(store=park_url, warm=False))
    with running as client, ThreadPoolExecutor(60) as pool:
        ask(client, "{ snapshot { dataVersion } }")
        hung = Hung(running.app.state.service.store.moment())
        running.app.state.service.store = hung
        waiting = [pool.submit(ask, client, "{ snapshot { dataVersion } }") for _ in range(60)]
        assert hung.asked.wait(10.0)
        for _ in range(10):
            assert client.get("/livez").status_code == 200
        assert not any(answer.done() for answer in waiting)
        hung.end.set()
        assert all(answer.result(30.0).status_code == 200 for answer in waiting)


class Hung:
    """A store that does not come back until it may."""

    def __init__(self, moment: Moment) -> None:
        self.asked, self.end, self._moment = Event(), Event(), moment

    def moment(self) -> Moment:
        self.asked.set()
        assert self.end.wait(30.0)
        return self._moment

    def version(self) -> int:
        return self.moment().version

    def close(self) -> None:
        pass


def test_who_leaves_stops_what_is_computed_for_nobody_else(park_url: str) -> None:
    """Case D1: over a real connection that is closed."""
    running = Running(Settings(store=park_url, warm=False))
    with running as client:
        lane = running.app.state.service._lane
        query = "{ planUncertainty(draws: 10000, seed: 5) { draws } }"
        with pytest.raises(httpx.ReadTimeout):
            client.post("/graphql", json={"query": query}, timeout=httpx.Timeout(1.0))
        deadline = time.monotonic() + 2.0
        while lane.busy() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not lane.busy()


def test_a_store_that_can_only_be_read_is_served(park_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A colleague's file, or one in a folder that may not be written: nothing is brought up to date in it."""

    def refuse(_: SqliteStore) -> None:
        raise SymbioflowError("STORE_READ_ONLY", url=park_url)

    monkeypatch.setattr(SqliteStore, "ensure_schema", refuse)
    with Running(Settings(store=park_url, warm=False)) as client:
        assert ask(client, "{ snapshot { fingerprint } }").status_code == 200


def test_clients_are_told_apart_by_where_they_come_from_and_whom_a_proxy_names(park_url: str) -> None:
    """One client has one place of two: a second question of his is refused, that of another is answered."""
    settings = Settings(store=park_url, warm=False, heavy_places=2, heavy_each=1, heavy_workers=1)
    slow = "query ($seed: Int!) { planUncertainty(draws: 500, seed: $seed) { draws } }"
    running = Running(settings)
    with running as client, ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, client, slow, seed=1)
        lane = running.app.state.service._lane
        deadline = time.monotonic() + 20.0
        while not lane.busy() and time.monotonic() < deadline:
            time.sleep(0.01)
        refused = ask(client, slow, seed=2)
        assert (code(refused), refused.headers["x-error-code"]) == ("BUSY", "BUSY")
        body = {"query": slow.replace("500", "20"), "variables": {"seed": 3}}
        other = client.post("/graphql", json=body, headers={"X-Forwarded-For": "192.0.2.9"}, timeout=60.0)
        assert other.json()["data"]["planUncertainty"]["draws"] == 20
        assert first.result(60.0).status_code == 200
