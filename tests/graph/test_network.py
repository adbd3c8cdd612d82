"""Graphs of the small park: steel works --slag--> mill (grinding: slag -> powder)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import networkx as nx

from graph.model import Facility, Linkage
from graph.network import (
    GraphFormat,
    NodeKind,
    Relation,
    flow_graph,
    flow_multigraph,
    graph_text,
    node_key,
    partner_graph,
    symbiosis_network,
)
from graph.snapshot import Snapshot
from graph.vocabulary import FacilityId, LinkageId
from tests.graph.park import small_park


def edges_of(graph: nx.MultiDiGraph, relation: Relation) -> list[tuple[str, str]]:
    return [(start, end) for start, end, said in graph.edges(data="relation") if said == relation]


def park_with(*more: Any) -> Snapshot:
    return Snapshot.of([*small_park(), *more])


def test_every_thing_of_the_park_and_the_library_is_a_node() -> None:
    graph = symbiosis_network(park_with())
    assert list(graph) == [
        "enterprise:mill",
        "enterprise:works",
        "stream:slag-1",
        "facility:mill-1",
        "material:powder",
        "material:slag",
        "material:water",
        "technology:grinding",
    ]
    assert graph.nodes["stream:slag-1"] == {
        "kind": "stream",
        "id": "slag-1",
        "name_zh": "转炉渣",
        "name_en": "converter slag",
        "park": "anning",
        "unit": "t",
        "supply": 110_000.0,
        "in_use": 10_000.0,
        "grade": "company",
    }
    assert graph.nodes["facility:mill-1"]["capacity"] == 100_000.0
    assert graph.nodes["enterprise:works"]["state"] == "operating"
    assert graph.nodes["material:water"]["unit"] == "m3"


def test_the_relations_are_those_of_the_neo4j_store() -> None:
    graph = symbiosis_network(park_with())
    assert edges_of(graph, Relation.GENERATES) == [("enterprise:works", "stream:slag-1")]
    assert edges_of(graph, Relation.OF) == [("stream:slag-1", "material:slag")]
    assert edges_of(graph, Relation.OPERATES) == [("enterprise:mill", "facility:mill-1")]
    assert edges_of(graph, Relation.RUNS) == [("facility:mill-1", "technology:grinding")]
    assert edges_of(graph, Relation.ACCEPTS) == [("technology:grinding", "material:slag")]
    assert edges_of(graph, Relation.PRODUCES) == [("technology:grinding", "material:powder")]
    assert edges_of(graph, Relation.SUPPLIES) == [("stream:slag-1", "facility:mill-1")]


def test_a_linkage_carries_its_tonnes_and_state() -> None:
    linkage = symbiosis_network(park_with()).edges["stream:slag-1", "facility:mill-1", "link-1"]
    assert linkage == {
        "relation": "supplies",
        "amount": 50_000.0,
        "unit": "t",
        "state": "suggested",
        "port": "grinding-in",
    }


def test_two_linkages_between_the_same_ends_are_two_edges() -> None:
    (link,) = (item for item in small_park() if isinstance(item, Linkage))
    graph = symbiosis_network(park_with(replace(link, id=LinkageId("link-2"), amount=7.0)))
    assert graph.number_of_edges("stream:slag-1", "facility:mill-1") == 2


def test_a_linkage_from_a_facility_starts_at_the_facility() -> None:
    (link,) = (item for item in small_park() if isinstance(item, Linkage))
    graph = symbiosis_network(
        park_with(replace(link, id=LinkageId("link-2"), stream=None, from_facility=FacilityId("mill-1")))
    )
    assert ("facility:mill-1", "facility:mill-1") in edges_of(graph, Relation.SUPPLIES)


def test_a_stream_and_a_facility_of_the_same_id_are_two_nodes() -> None:
    (facility,) = (item for item in small_park() if isinstance(item, Facility))
    graph = symbiosis_network(park_with(replace(facility, id=FacilityId("slag-1"))))
    assert node_key(NodeKind.STREAM, "slag-1") in graph
    assert node_key(NodeKind.FACILITY, "slag-1") in graph


def test_what_is_not_known_is_left_out_so_that_graphml_writes_it() -> None:
    unmeasured = [
        replace(item, capacity=None) if isinstance(item, Facility) else item for item in small_park()
    ]
    graph = symbiosis_network(Snapshot.of(unmeasured))
    assert "capacity" not in graph.nodes["facility:mill-1"]
    read = nx.parse_graphml("\n".join(nx.generate_graphml(graph)))
    assert read.nodes["stream:slag-1"]["name_zh"] == "转炉渣"


def test_equal_snapshots_give_equal_graphs_in_the_same_order() -> None:
    there = symbiosis_network(Snapshot.of(small_park()))
    back = symbiosis_network(Snapshot.of(reversed(small_park())))
    assert list(there.nodes(data=True)) == list(back.nodes(data=True))
    assert list(there.edges(keys=True, data=True)) == list(back.edges(keys=True, data=True))


def test_a_graph_comes_back_from_graphml_and_from_node_link_json_as_it_was() -> None:
    park = Snapshot.of(small_park())
    graph = symbiosis_network(park)
    read = nx.parse_graphml(graph_text(graph, GraphFormat.GRAPHML), force_multigraph=True)
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(read.edges(keys=True)) == sorted(graph.edges(keys=True))
    linked = nx.node_link_graph(json.loads(graph_text(graph, GraphFormat.JSON)), edges="links")
    own = {key: {"id": said.pop("local_id"), **said} for key, said in linked.nodes(data=True)}
    assert own == dict(graph.nodes(data=True))
    assert sorted(linked.edges(keys=True)) == sorted(graph.edges(keys=True))


def test_partners_exchange_in_either_direction_and_flows_of_a_pair_stay_apart_in_a_multigraph() -> None:
    assert partner_graph([("a", "b", 2.0), ("b", "a", 1.0)], ["c"]).edges["a", "b"] == {"amount": 3.0}
    twice = [("a", "b", {"amount": 1.0}), ("a", "b", {"amount": 2.0, "unit": None})]
    assert flow_multigraph([], twice).number_of_edges() == 2
    assert flow_graph([("c", {"kind": None})], twice[:1]).nodes["c"] == {}
