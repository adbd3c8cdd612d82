from __future__ import annotations

from api.network import flows_of
from api.service import View
from graph.planning import FlowKind


def test_every_flow_of_the_plan_is_drawn_from_its_stream_or_facility(anning: View) -> None:
    plan = anning.plan()
    drawn = flows_of(plan)
    assert len(drawn) == len(plan.flows)
    for flow, line in zip(plan.flows, drawn, strict=True):
        source = flow.stream if flow.kind is FlowKind.DIVERSION else flow.from_facility
        assert (line.source_id, line.target_id, line.amount) == (source, flow.facility, flow.amount)
