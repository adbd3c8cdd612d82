from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from api.network import flows_of, fullness, planned_flows
from api.views.service import View
from graph import model
from graph.planning import FlowKind
from graph.snapshot import Snapshot, records_of
from ingest.library import library_records
from tests import build
from tests.graph.park import small_park
from viz.network import network_data


def test_every_flow_of_the_plan_is_drawn_from_its_stream_or_facility(anning: View) -> None:
    plan = anning.plan()
    drawn = flows_of(plan)
    assert len(drawn) == len(plan.flows)
    for flow, line in zip(plan.flows, drawn, strict=True):
        source = flow.stream if flow.kind is FlowKind.DIVERSION else flow.from_facility
        assert (line.source_id, line.target_id, line.amount) == (source, flow.facility, flow.amount)


def test_a_waste_that_nobody_on_record_takes_is_drawn_to_who_could_be_asked() -> None:
    """Fly ash of a power station beside a cement works of which only its industry is known."""
    firms = [
        replace(build.enterprise("power"), gbt4754="4411"),
        replace(build.enterprise("cement"), gbt4754="3011"),
    ]
    ash = build.stream("ash", "power", "fly-ash", 100.0)
    library = Snapshot.from_records(library_records())
    view = View(library.with_records(records_of([build.PARK, *firms, ash])), 1)
    flows, _ = planned_flows(view)
    assert [(flow.source_id, flow.target_id, flow.kind) for flow in flows] == [
        ("ash", "cement", "prospective")
    ]
    data = network_data(view.snapshot, flows)
    assert [edge["to"] for edge in data["edges"] if edge["kind"] == "prospective"] == ["enterprise:cement"]


def test_a_park_without_weights_is_drawn_without_a_plan_and_says_so() -> None:
    """Case A7."""
    bare = Snapshot.of([row for row in small_park() if not isinstance(row, model.Weight)])
    flows, note = planned_flows(View(bare, 1))
    assert flows == ()
    assert note is not None
    assert "there is no plan (" in note.text("en")
    data = network_data(bare, flows, note=note)
    assert data["cards"]
    assert data["note"]["zh"].startswith("未画规划流量")


def test_a_facility_is_as_full_as_the_plan_makes_it(anning: View) -> None:
    full = fullness(anning)
    known = {str(run.facility): run for run in anning.plan().runs if run.capacity}
    assert full.keys() == known.keys()
    assert all(full[id] * run.capacity == pytest.approx(run.throughput) for id, run in known.items())
    assert max(full.values()) <= 1.0 + 1e-6


def test_the_served_page_leads_back_and_to_the_graph_as_a_file(client: httpx.Client) -> None:
    page = client.get("/network?language=en").text
    for address in ("/network.graphml?language=en", "/network.json?language=en", "/?language=en"):
        assert f'href="{address}"' in page
    kept = client.get("/network.json")
    assert "attachment" in kept.headers["content-disposition"]
    assert len(kept.json()["nodes"]) > 200
    assert client.get("/network.graphml").text.startswith("<graphml")
    assert client.get("/network.exe").status_code == 404


def test_the_network_of_one_park_under_a_scenario_is_drawn_alone(client: httpx.Client) -> None:
    parts = "?park=chemical-park&scenario=phosphogypsum-projects-late"
    whole, part = client.get("/network.json").json(), client.get(f"/network.json{parts}").json()
    assert 0 < len(part["nodes"]) < len(whole["nodes"])
    assert client.get(f"/network{parts}").status_code == 200
    for address in ("/network?park=nowhere", "/network.json?scenario=nowhere"):
        assert client.get(address).status_code == 404
