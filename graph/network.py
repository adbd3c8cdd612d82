"""Snapshot and flows -> networkx graphs, and these as files; the only module that builds one.

It is built from a snapshot that passed its checks, in the order of its tables, so equal snapshots give equal
graphs, node by node and edge by edge. An attribute that is not known is left out, which is what GraphML and
pyvis want.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.snapshot import Snapshot
from graph.vocabulary import Direction

if TYPE_CHECKING:
    import networkx as nx


class NodeKind(StrEnum):
    """What a node of a graph stands for."""

    ENTERPRISE = "enterprise"
    STREAM = "stream"
    FACILITY = "facility"
    MATERIAL = "material"
    TECHNOLOGY = "technology"


class Relation(StrEnum):
    """What an edge says; the words are those of the Neo4j relationships."""

    GENERATES = "generates"
    OF = "of"
    OPERATES = "operates"
    RUNS = "runs"
    ACCEPTS = "accepts"
    PRODUCES = "produces"
    SUPPLIES = "supplies"
    KIND_OF = "kind_of"


_INPUTS = (Direction.MAIN_INPUT.value, Direction.AUXILIARY_INPUT.value)


def node_key(kind: NodeKind, identifier: str) -> str:
    """Return the node of an id; ids are unique in their table only, nodes over all tables.

    Examples
    --------
    >>> node_key(NodeKind.MATERIAL, "steel-slag")
    'material:steel-slag'
    """
    return f"{kind.value}:{identifier}"


def symbiosis_network(snapshot: Snapshot) -> nx.MultiDiGraph:
    """Return the park as a graph: who generates, runs, accepts and supplies what.

    Every node has `kind`, `id`, `name_zh` and `name_en`; enterprises, streams and facilities have `park`;
    enterprises and facilities have `state`; streams have `unit`, `supply` and `in_use` (likely, per year);
    facilities have `capacity` (likely main input per year) where it is known. Every edge has `relation`:

    - enterprise ``generates`` stream (`amount`, `unit`), stream is ``of`` material,
    - enterprise ``operates`` facility, facility ``runs`` technology,
    - technology ``accepts`` or ``produces`` material (`direction`, `ratio`; the key is the port's id),
    - stream or facility ``supplies`` facility (`amount`, `unit`, `state`, `port`; the key is the linkage's),
    - material is ``kind_of`` material.

    Parameters
    ----------
    snapshot : Snapshot
        A graph without references to nothing (`graph.checks` makes sure).

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are `node_key` texts, table by table and sorted by id.

    Examples
    --------
    >>> symbiosis_network(Snapshot.of([])).number_of_nodes()
    0
    """
    # Here, because only the network page needs a graph, and every face knows its words.
    import networkx as nx

    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    for key, attributes in _park_nodes(snapshot):
        graph.add_node(key, **attributes)
    for source, target, name, attributes in _park_edges(snapshot):
        graph.add_edge(source, target, key=name, **attributes)
    return graph


def flow_graph(
    nodes: Iterable[tuple[str, Mapping[str, Any]]], edges: Iterable[tuple[str, str, Mapping[str, Any]]]
) -> nx.DiGraph:
    """Return flows as a graph, one edge a pair, in the order they are given.

    Examples
    --------
    >>> flow_graph([("a", {})], [("a", "b", {"amount": 2.0})]).edges["a", "b"]
    {'amount': 2.0}
    """
    import networkx as nx

    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from((name, _known(attributes)) for name, attributes in nodes)
    graph.add_edges_from((giver, taker, _known(attributes)) for giver, taker, attributes in edges)
    return graph


def flow_multigraph(
    nodes: Iterable[tuple[str, Mapping[str, Any]]], edges: Iterable[tuple[str, str, Mapping[str, Any]]]
) -> nx.MultiDiGraph:
    """Return flows as a graph that keeps those of one pair apart; see `flow_graph`."""
    import networkx as nx

    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    graph.add_nodes_from((name, _known(attributes)) for name, attributes in nodes)
    graph.add_edges_from((giver, taker, _known(attributes)) for giver, taker, attributes in edges)
    return graph


def partner_graph(exchanges: Iterable[tuple[str, str, float]], names: Iterable[str] = ()) -> nx.Graph:
    """Return who exchanges with whom, in either direction; `amount` of an edge is both together.

    Examples
    --------
    >>> partner_graph([("a", "b", 2.0), ("b", "a", 1.0)]).edges["a", "b"]
    {'amount': 3.0}
    """
    import networkx as nx

    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(names)
    for giver, taker, amount in exchanges:
        before = graph.edges[giver, taker]["amount"] if graph.has_edge(giver, taker) else 0.0
        graph.add_edge(giver, taker, amount=before + amount)
    return graph


class GraphFormat(StrEnum):
    """How a graph is written to a file."""

    GRAPHML = "graphml"
    JSON = "json"


def graph_format(name: str) -> GraphFormat:
    """Return the format that the ending of a file's name says.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION`` for another ending.

    Examples
    --------
    >>> graph_format("park.graphml")
    <GraphFormat.GRAPHML: 'graphml'>
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in list(GraphFormat):
        raise SymbioflowError("BAD_OPTION.graph_file", exit_code=EXIT_USAGE, given=name)
    return GraphFormat(ending)


def graph_text(graph: nx.Graph, form: GraphFormat) -> str:
    """Return a graph as GraphML, or as the node-link JSON that networkx and d3 read.

    Parameters
    ----------
    graph : networkx.Graph
        Attributes are texts, numbers and truth values, as this module gives them.
    form : GraphFormat

    Examples
    --------
    >>> graph_text(flow_graph([("a", {}), ("b", {})], [("a", "b", {"amount": 2.0})]), GraphFormat.JSON)[:40]
    '{"directed": true, "multigraph": false, '
    """
    import networkx as nx

    if form is GraphFormat.GRAPHML:
        return "\n".join(nx.generate_graphml(graph)) + "\n"
    data = nx.node_link_data(graph, edges="links")
    for node in data["nodes"]:
        # The name of a node is its `id` in this format; the own id of what it stands for stands beside.
        if "id" in graph.nodes[node["id"]]:
            node["local_id"] = graph.nodes[node["id"]]["id"]
    return json.dumps(data, ensure_ascii=False) + "\n"


def _known(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


_Node = tuple[str, dict[str, Any]]
_Edge = tuple[str, str, str, dict[str, Any]]


def _rows(snapshot: Snapshot, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = snapshot.tables[table].to_pylist()
    return rows


def _node(kind: NodeKind, row: Mapping[str, Any], **attributes: Any) -> _Node:
    common = {"kind": kind.value, "id": row["id"], "name_zh": row["name_zh"], "name_en": row["name_en"]}
    return node_key(kind, row["id"]), common | _known(attributes)


def _park_nodes(snapshot: Snapshot) -> Iterator[_Node]:
    parks = {row["id"]: row["park"] for row in _rows(snapshot, "enterprises")}
    units = {row["id"]: row["unit"] for row in _rows(snapshot, "materials")}
    for row in _rows(snapshot, "enterprises"):
        yield _node(
            NodeKind.ENTERPRISE, row, park=row["park"], state=row["state"], gbt4754=row["gbt4754"] or None
        )
    for row in _rows(snapshot, "waste_streams"):
        yield _node(
            NodeKind.STREAM,
            row,
            park=parks.get(row["enterprise"]),
            unit=units.get(row["material"]),
            supply=row["supply_likely"],
            in_use=row["in_use_likely"],
            grade=row["grade"],
        )
    for row in _rows(snapshot, "facilities"):
        yield _node(
            NodeKind.FACILITY,
            row,
            park=parks.get(row["enterprise"]),
            state=row["state"],
            capacity=row["capacity_likely"],
            grade=row["grade"],
        )
    yield from _material_nodes(snapshot)
    yield from _technology_nodes(snapshot)


def _material_nodes(snapshot: Snapshot) -> Iterator[_Node]:
    for row in _rows(snapshot, "materials"):
        yield _node(NodeKind.MATERIAL, row, phase=row["phase"], unit=row["unit"], hazard=row["hazard"])


def _technology_nodes(snapshot: Snapshot) -> Iterator[_Node]:
    for row in _rows(snapshot, "technologies"):
        yield _node(
            NodeKind.TECHNOLOGY, row, area=row["area"], trl=row["trl"], final_use=bool(row["final_use"])
        )


def _park_edges(snapshot: Snapshot) -> Iterator[_Edge]:
    units = {row["id"]: row["unit"] for row in _rows(snapshot, "materials")}
    for row in _rows(snapshot, "waste_streams"):
        stream = node_key(NodeKind.STREAM, row["id"])
        generated = {"amount": row["supply_likely"], "unit": units.get(row["material"], "")}
        yield _edge(node_key(NodeKind.ENTERPRISE, row["enterprise"]), stream, Relation.GENERATES, **generated)
        yield _edge(stream, node_key(NodeKind.MATERIAL, row["material"]), Relation.OF)
    for row in _rows(snapshot, "facilities"):
        facility = node_key(NodeKind.FACILITY, row["id"])
        yield _edge(node_key(NodeKind.ENTERPRISE, row["enterprise"]), facility, Relation.OPERATES)
        yield _edge(facility, node_key(NodeKind.TECHNOLOGY, row["technology"]), Relation.RUNS)
    yield from _port_edges(snapshot)
    yield from _linkage_edges(snapshot, units)
    yield from _kind_of_edges(snapshot)


def _edge(source: str, target: str, relation: Relation, name: str = "", **attributes: Any) -> _Edge:
    return source, target, name or relation.value, {"relation": relation.value, **attributes}


def _port_edges(snapshot: Snapshot) -> Iterator[_Edge]:
    for port in _rows(snapshot, "ports"):
        direction, ratio = port["direction"], port["ratio_likely"]
        relation = Relation.ACCEPTS if direction in _INPUTS else Relation.PRODUCES
        technology = node_key(NodeKind.TECHNOLOGY, port["technology"])
        material = node_key(NodeKind.MATERIAL, port["material"])
        yield _edge(technology, material, relation, port["id"], direction=direction, ratio=ratio)


def _linkage_edges(snapshot: Snapshot, units: Mapping[str, str]) -> Iterator[_Edge]:
    materials = {row["id"]: row["material"] for row in _rows(snapshot, "ports")}
    for row in _rows(snapshot, "linkages"):
        if row["stream"] is not None:
            source = node_key(NodeKind.STREAM, row["stream"])
        else:
            source = node_key(NodeKind.FACILITY, row["from_facility"])
        yield _edge(
            source,
            node_key(NodeKind.FACILITY, row["to_facility"]),
            Relation.SUPPLIES,
            row["id"],
            amount=row["amount"],
            unit=units.get(materials.get(row["port"], ""), ""),
            state=row["state"],
            port=row["port"],
        )


def _kind_of_edges(snapshot: Snapshot) -> Iterator[_Edge]:
    for row in _rows(snapshot, "materials"):
        if row["kind_of"] is not None:
            child, parent = (node_key(NodeKind.MATERIAL, row[name]) for name in ("id", "kind_of"))
            yield _edge(child, parent, Relation.KIND_OF)
