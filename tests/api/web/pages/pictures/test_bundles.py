"""What goes between groups: of a park of any size, as work that is followed, today or with a plan."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from api.pages import ERROR_CODE
from api.settings import Settings
from api.views.service import Service, View
from api.web.pages.pictures.bundles import listed
from api.web.reading import Reading
from api.web.state import State
from graph.analysis import Grouping
from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.synthetic import synthetic_records
from tests.api.conftest import Running
from tests.web import FIRST_SECONDS

EVENTS = {"Accept": "text/event-stream"}


def state(**said: str) -> State:
    return State("/bundle-list", "en", said)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A made-up park of 2,000 streams, of which a tenth is in use today."""
    url = f"sqlite:///{tmp_path_factory.mktemp('bundles')}/park.db"
    store = open_store(url)
    store.ensure_schema()
    store.upsert(synthetic_records("park", 1, in_use=0.1), "made-up")
    store.close()
    return url


@pytest.fixture
def small_bound(made_up: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A server for which that park is too large to be drawn whole."""
    monkeypatch.setattr("api.web.routes.MOST_STREAMS", 1_999)
    monkeypatch.setattr("api.serving.app.MOST_STREAMS", 1_999)
    monkeypatch.setattr("api.serving.app.NODE_LIMIT", 3_000)
    with Running(Settings(store=made_up, language="en", warm=False)) as opened:
        yield opened


def test_the_network_of_a_park_too_large_to_draw_is_put_together_instead(small_bound: httpx.Client) -> None:
    answer = small_bound.get("/network?language=en")
    assert answer.status_code == 303
    page = small_bound.get(answer.headers["location"])
    assert page.status_code == 200
    assert 'data-address="/bundle-list?language=en"' in page.text
    part = small_bound.get("/bundle-list?language=en").text
    assert "200 flows of 2,000 wastes and 600 firms, put together by kind of waste and technology" in part
    assert "no plan is in it" in part
    assert part.count("<tr>") - 1 <= 39 + 2


def test_it_is_work_that_is_followed(small_bound: httpx.Client) -> None:
    with small_bound.stream("GET", "/bundle-list?group=waste", headers=EVENTS) as answer:
        events = [line for line in answer.iter_lines() if line.startswith("event:")]
    assert events[-1] == "event: whole"
    assert events.count("event: done") >= 2


def test_a_plan_that_was_made_is_in_it_from_then_on(anning_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.routes.MOST_STREAMS", 49)
    monkeypatch.setattr("api.serving.app.MOST_STREAMS", 49)
    with Running(Settings(store=anning_url, language="en", heavy_seconds=FIRST_SECONDS, warm=False)) as small:
        assert "no plan is in it" in small.get("/bundle-list").text
        assert "no plan of this large park was made yet" in small.get("/network?view=groups").text
        made = small.get("/bundle-list?plan=with", timeout=FIRST_SECONDS).text
        assert "those that the plan adds are in it" in made
        assert "those that the plan adds are in it" in small.get("/bundle-list?group=waste").text
        assert "no plan is in it" in small.get("/bundle-list?plan=without").text
        drawn = small.get("/network?view=groups").text
        assert "the flows of the plan are drawn" in drawn
        assert drawn.count('"kind":"planned"') > 20


def test_its_network_is_drawn_by_groups_and_says_what_is_in_it(small_bound: httpx.Client) -> None:
    page = small_bound.get("/network?view=groups&language=en")
    assert "the 2,000 wastes of 600 firms are put together" in page.text
    assert "no plan of this large park was made yet" in page.text
    assert len(page.text) < 2_500_000
    graph = small_bound.get("/network.json")
    assert 'filename="network-groups.json"' in graph.headers["content-disposition"]
    assert len(graph.json()["nodes"]) < 2_000


def test_pages_that_refuse_so_large_a_park_lead_there(small_bound: httpx.Client) -> None:
    answer = small_bound.get("/flows?language=en", headers={"Accept": "text/html"})
    assert answer.headers[ERROR_CODE] == "PARK_TOO_LARGE"
    assert answer.text.count('href="/bundles?language=en"') >= 2


def test_what_is_shown_is_all_that_flows(reading: Reading, service: Service) -> None:
    """Of Anning: today's flows of the graph, and by the plan what it places, within a tonne."""
    shown = listed(reading, state(plan="with", group="industry"))
    plan = service.view().plan()
    for part in shown["units"]:
        planned = sum(flow.amount for flow in plan.flows if flow.unit.value == part.unit)
        planned += sum(one.outside for one in plan.streams if one.unit.value == part.unit)
        rows = sum(row.amount for row in part.rows if row.state != "today")
        smaller = sum(amount for said, amount, _ in part.smaller if said != "today")
        assert rows + smaller == pytest.approx(planned, abs=1.0)
        drawn = sum(link["value"] for link in part.picture["links"])
        assert drawn == pytest.approx(part.total, abs=1.0)


@pytest.mark.parametrize("said", [{"group": "colour"}, {"plan": "maybe"}])
def test_words_of_an_address_that_are_none_are_refused(reading: Reading, said: dict[str, str]) -> None:
    with pytest.raises(SymbioflowError) as refused:
        listed(reading, state(**said))
    assert refused.value.code == "BAD_ADDRESS"


def test_nothing_is_planned_for_who_does_not_ask() -> None:
    view = View(Snapshot.from_records(synthetic_records("park", 1, in_use=0.1)), 1)
    assert view.bundles(Grouping.WASTE).planned is False
    assert view.kept_plan() is None


def test_a_bundle_is_kept_with_its_plan(service: Service) -> None:
    view = View(service.view().snapshot, 1)
    today = view.bundles()
    plan = view.plan()
    found = view.bundles()
    assert (today.planned, found.planned) == (False, True)
    assert view.bundles() is found
    assert view.bundles(planned=False) is today
    assert view.kept_plan() is plan
