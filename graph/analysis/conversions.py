"""The shortest ways from one material to another over technologies, whoever runs them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.network import NodeKind, flow_graph, node_key
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, MaterialId, OperatingState, TechnologyId

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Conversion:
    """One way, a technology after each material but the last.

    Attributes
    ----------
    materials : tuple of MaterialId
        The first is what goes in, the last what comes out; a technology that takes the kind above takes it.
    technologies : tuple of TechnologyId
        One after each material but the last.
    ratio : float or None
        Of the last material per unit of the first, by the likely ratios; None where one is not known.
    running : tuple of TechnologyId
        Those that a facility of the park runs.
    """

    materials: tuple[MaterialId, ...]
    technologies: tuple[TechnologyId, ...]
    ratio: float | None
    running: tuple[TechnologyId, ...]


def conversion_ways(snapshot: Snapshot, source: str, target: str, top: int = 10) -> tuple[Conversion, ...]:
    """Return the ways with the fewest technologies from one material to another.

    Parameters
    ----------
    snapshot : Snapshot
    source, target : str
        Ids of materials.
    top : int
        The most ways, 1 or more.

    Returns
    -------
    tuple of Conversion
        Empty where no chain of technologies leads there; those with the most running ones first.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_MATERIAL``.
    """
    import networkx as nx

    ids = set(snapshot.strings("materials", "id").tolist())
    for name in (source, target):
        if name not in ids:
            raise SymbioflowError("UNKNOWN_MATERIAL", exit_code=EXIT_USAGE, id=name)
    graph, runs = conversion_graph(snapshot), _running(snapshot)
    ends = node_key(NodeKind.MATERIAL, source), node_key(NodeKind.MATERIAL, target)
    if source == target or not all(end in graph for end in ends) or not nx.has_path(graph, *ends):
        return ()
    shortest = nx.all_shortest_paths(graph, *ends, weight="steps")
    ways = [_conversion(graph, way, runs) for way in islice(shortest, top)]
    return tuple(sorted(ways, key=lambda way: (-len(way.running), way.technologies)))


def conversion_graph(snapshot: Snapshot) -> nx.DiGraph:
    """Return materials and technologies: what is a main input of what, and what that makes.

    A material leads to the kind it is of at no step, so that who takes the kind takes it too.
    """
    nodes = [
        (node_key(kind, name), {"kind": kind.value, "id": name})
        for kind, table in ((NodeKind.MATERIAL, "materials"), (NodeKind.TECHNOLOGY, "technologies"))
        for name in snapshot.strings(table, "id").tolist()
    ]
    edges = []
    for port in snapshot.tables["ports"].to_pylist():
        technology = node_key(NodeKind.TECHNOLOGY, port["technology"])
        material = node_key(NodeKind.MATERIAL, port["material"])
        if port["direction"] == Direction.MAIN_INPUT.value:
            edges.append((material, technology, {"steps": 1}))
        elif port["direction"] != Direction.AUXILIARY_INPUT.value:
            edges.append((technology, material, {"steps": 0, "ratio": port["ratio_likely"]}))
    for row in snapshot.tables["materials"].select(["id", "kind_of"]).to_pylist():
        if row["kind_of"] is not None:
            child, parent = (node_key(NodeKind.MATERIAL, row[name]) for name in ("id", "kind_of"))
            edges.append((child, parent, {"steps": 0}))
    return flow_graph(nodes, edges)


def _running(snapshot: Snapshot) -> frozenset[str]:
    runs = snapshot.strings("facilities", "state") == OperatingState.OPERATING.value
    return frozenset(snapshot.strings("facilities", "technology")[runs].tolist())


def _conversion(graph: nx.DiGraph, way: list[str], runs: frozenset[str]) -> Conversion:
    materials, technologies, ratio = [], [], 1.0
    known = True
    for at, node in enumerate(way):
        name = graph.nodes[node]["id"]
        if graph.nodes[node]["kind"] == NodeKind.TECHNOLOGY.value:
            technologies.append(TechnologyId(name))
            made = graph.edges[node, way[at + 1]].get("ratio")
            known = known and made is not None
            ratio *= made or 0.0
        # Of a material and the kinds above it the way names the first: what really goes in.
        elif at == 0 or graph.nodes[way[at - 1]]["kind"] == NodeKind.TECHNOLOGY.value or at == len(way) - 1:
            materials.append(MaterialId(name))
    running = tuple(name for name in technologies if name in runs)
    return Conversion(tuple(materials), tuple(technologies), ratio if known else None, running)
