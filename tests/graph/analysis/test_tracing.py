"""Flows followed up and down, with the part of them that is traced."""

from __future__ import annotations

import pytest

from graph.analysis import TraceDirection, TraceStart, trace, trace_graph
from graph.errors import SymbioflowError
from graph.planning import make_plan
from tests.build import enterprise, facility, linkage, material, park_of, recipe, stream

#: maker's slag (60 t) and other's slag (20 t) go to one mill, whose powder (80 t) goes on to a kiln.
PARK = park_of(
    material("slag"),
    material("powder"),
    material("brick"),
    *recipe("grind", "slag", "powder"),
    *recipe("fire", "powder", "brick"),
    enterprise("other"),
    enterprise("third"),
    stream("s1", "maker", "slag", 60.0),
    stream("s2", "other", "slag", 20.0),
    facility("mill", "user", "grind", 80.0),
    facility("kiln", "third", "fire", 80.0),
    linkage("first", "mill", "grind:in_main:slag", 60.0, stream="s1"),
    linkage("second", "kiln", "fire:in_main:powder", 80.0, from_facility="mill"),
)
PLAN = make_plan(PARK)


def followed(
    start: TraceStart, id: str, direction: TraceDirection = TraceDirection.BOTH
) -> list[tuple[str, str, int, float]]:
    return [
        (str(flow.stream or flow.from_facility), str(flow.facility), flow.steps, round(flow.traced, 6))
        for flow in trace(PARK, PLAN, start, id, direction).flows
    ]


def test_of_what_a_facility_passes_on_the_part_that_came_from_the_start_is_traced() -> None:
    """60 of 80 t of the mill are maker's, so 60 of the 80 t of powder."""
    assert followed(TraceStart.ENTERPRISE, "maker") == [("s1", "mill", 0, 60.0), ("mill", "kiln", 1, 60.0)]


def test_upward_it_is_the_part_that_goes_to_the_start() -> None:
    assert followed(TraceStart.ENTERPRISE, "third") == [
        ("s1", "mill", -1, 60.0),
        ("s2", "mill", -1, 20.0),
        ("mill", "kiln", 0, 80.0),
    ]
    assert followed(TraceStart.ENTERPRISE, "third", TraceDirection.DOWN) == []


def test_a_material_is_followed_both_ways() -> None:
    assert followed(TraceStart.MATERIAL, "powder") == followed(TraceStart.ENTERPRISE, "third")
    assert followed(TraceStart.MATERIAL, "brick") == []


def test_a_linkage_starts_at_its_own_flow() -> None:
    assert followed(TraceStart.LINKAGE, "first", TraceDirection.DOWN) == [
        ("s1", "mill", 0, 60.0),
        ("mill", "kiln", 1, 60.0),
    ]


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (TraceStart.ENTERPRISE, "UNKNOWN_ENTERPRISE"),
        (TraceStart.MATERIAL, "UNKNOWN_MATERIAL"),
        (TraceStart.LINKAGE, "UNKNOWN_LINKAGE"),
    ],
)
def test_a_start_that_is_not_there_is_refused(start: TraceStart, code: str) -> None:
    with pytest.raises(SymbioflowError) as refused:
        trace(PARK, PLAN, start, "nobody")
    assert refused.value.code == code


def test_the_graph_has_a_node_for_each_stream_and_facility_on_the_way() -> None:
    graph = trace_graph(PARK, trace(PARK, PLAN, TraceStart.ENTERPRISE, "maker"))
    assert sorted(graph) == ["facility:kiln", "facility:mill", "stream:s1"]
    (edge,) = graph.get_edge_data("facility:mill", "facility:kiln").values()
    assert (edge["amount"], edge["traced"], edge["unit"]) == (pytest.approx(80.0), pytest.approx(60.0), "t")
