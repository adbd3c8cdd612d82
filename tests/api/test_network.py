from __future__ import annotations

from api.network import flows_of, planned_flows
from api.service import View
from graph import model
from graph.planning import FlowKind
from graph.snapshot import Snapshot
from tests.graph.park import small_park
from viz.network import network_data


def test_every_flow_of_the_plan_is_drawn_from_its_stream_or_facility(anning: View) -> None:
    plan = anning.plan()
    drawn = flows_of(plan)
    assert len(drawn) == len(plan.flows)
    for flow, line in zip(plan.flows, drawn, strict=True):
        source = flow.stream if flow.kind is FlowKind.DIVERSION else flow.from_facility
        assert (line.source_id, line.target_id, line.amount) == (source, flow.facility, flow.amount)


def test_a_park_without_weights_is_drawn_without_a_plan_and_says_so() -> None:
    bare = Snapshot.of([row for row in small_park() if not isinstance(row, model.Weight)])
    flows, note = planned_flows(View(bare, 1))
    assert flows == ()
    assert note is not None
    assert "there is no plan (" in note.text("en")
    data = network_data(bare, flows, note=note)
    assert data["cards"]
    assert data["note"]["zh"].startswith("未画规划流量")
