"""Which nodes of the park a network page draws, and what each card says.

The page shows enterprises with their streams and facilities, and of the library only the materials and
technologies that occur in the park. A large park is cut to the page's limit; what was cut is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from graph.evidence import Grade
from graph.network import NodeKind, Relation
from graph.vocabulary import OperatingState, Unit
from graph.wording import Words
from viz.network.facts import Fact, FactSheets
from viz.words import amount

if TYPE_CHECKING:
    import networkx as nx


PARK_KINDS = (NodeKind.ENTERPRISE, NodeKind.STREAM, NodeKind.FACILITY)
_UNITS = tuple(Unit)
_OWNS = (Relation.GENERATES.value, Relation.OPERATES.value)


@dataclass(frozen=True, slots=True)
class Card:
    """One node as the page shows it.

    Attributes
    ----------
    area : str
        Id of the park area; empty for materials and technologies.
    owner : str
        Node of the enterprise that it belongs to; empty for others.
    amount : Words or None
        Likely amount per year; None when there is none or nobody could say.
    share : float
        Square root of its amount over the largest of its unit and kind, 0 to 1.
    lineage : tuple of str
        Streams: ids of the material and of all more general ones.
    takes : tuple of str
        Facilities: ids of the materials that the technology accepts.
    """

    key: str
    kind: NodeKind
    name: Words
    area: str
    owner: str
    amount: Words | None
    share: float
    running: bool
    estimate: bool
    facts: tuple[Fact, ...]
    lineage: tuple[str, ...]
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The nodes that a page draws.

    Attributes
    ----------
    blocks : tuple of tuples of str
        Each an enterprise followed by its streams (the largest of each unit in turn) and facilities.
    library : tuple of str
        Materials and technologies that occur in the park, sorted.
    total : int
        How many there would be without a limit.
    """

    blocks: tuple[tuple[str, ...], ...]
    library: tuple[str, ...]
    total: int

    @property
    def nodes(self) -> tuple[str, ...]:
        """Every node, in drawing order."""
        return (*(key for block in self.blocks for key in block), *self.library)


def choose(graph: nx.MultiDiGraph, busy: frozenset[str], limit: int) -> Choice:
    """Return the nodes to draw: those with flows first, then the enterprises with most tonnes of waste.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        From `graph.network.symbiosis_network`.
    busy : frozenset of str
        Nodes with flows.
    limit : int
        Most nodes to draw.
    """
    blocks = [_block(graph, key) for key in _of_kind(graph, NodeKind.ENTERPRISE)]
    blocks.sort(key=lambda block: (not busy.intersection(block), -_tonnes(graph, block), block[0]))
    library = _library(graph, {key for block in blocks for key in block})
    total = sum(map(len, blocks)) + len(library)
    drawn = _filled(blocks, busy, limit)
    kept = tuple(part for block in blocks if (part := tuple(key for key in block if key in drawn)))
    return Choice(kept, _library(graph, drawn)[: max(limit - len(drawn), 0)], total)


def cards_of(graph: nx.MultiDiGraph, nodes: Sequence[str], sheets: FactSheets) -> tuple[Card, ...]:
    """Return the card of each node, in their order."""
    largest = _largest(graph, nodes, sheets)
    return tuple(_card(graph, key, sheets, largest) for key in nodes)


def lineage(graph: nx.MultiDiGraph, material: str) -> tuple[str, ...]:
    """Return a material's node and those of all more general materials, nearest first."""
    found: list[str] = []
    while material not in found:
        found.append(material)
        material = next(_targets(graph, material, (Relation.KIND_OF.value,)), material)
    return tuple(found)


def _card(
    graph: nx.MultiDiGraph, key: str, sheets: FactSheets, largest: Mapping[tuple[str, str], float]
) -> Card:
    node = graph.nodes[key]
    kind = NodeKind(node["kind"])
    value, unit = _amount(graph, key, sheets)
    top = largest.get((node["kind"], unit), 0.0)
    return Card(
        key=key,
        kind=kind,
        name=Words(node["name_zh"] or node["name_en"], node["name_en"] or node["name_zh"]),
        area=node.get("park", ""),
        owner=next(_owners(graph, key), ""),
        amount=None if value is None else amount(value, unit),
        share=sqrt(value / top) if value and top else 0.0,
        running=node.get("state", OperatingState.OPERATING) == OperatingState.OPERATING,
        estimate=node.get("grade") == Grade.ESTIMATE,
        facts=sheets.of(kind, node["id"]),
        lineage=_lineage_of_stream(graph, key) if kind is NodeKind.STREAM else (),
        takes=_taken(graph, key) if kind is NodeKind.FACILITY else (),
    )


def _amount(graph: nx.MultiDiGraph, key: str, sheets: FactSheets) -> tuple[float | None, str]:
    node = graph.nodes[key]
    if node["kind"] == NodeKind.STREAM:
        return node["supply"], node["unit"]
    if node["kind"] == NodeKind.FACILITY:
        return node.get("capacity"), sheets.capacity_unit(node["id"])
    return None, ""


def _largest(
    graph: nx.MultiDiGraph, nodes: Sequence[str], sheets: FactSheets
) -> dict[tuple[str, str], float]:
    largest: dict[tuple[str, str], float] = {}
    for key in nodes:
        value, unit = _amount(graph, key, sheets)
        place = (graph.nodes[key]["kind"], unit)
        largest[place] = max(largest.get(place, 0.0), value or 0.0)
    return largest


def _of_kind(graph: nx.MultiDiGraph, kind: NodeKind) -> list[str]:
    return [key for key, node in graph.nodes(data=True) if node["kind"] == kind]


def _targets(graph: nx.MultiDiGraph, key: str, relations: Sequence[str]) -> Iterator[str]:
    return (end for _, end, relation in graph.out_edges(key, data="relation") if relation in relations)


def _owners(graph: nx.MultiDiGraph, key: str) -> Iterator[str]:
    return (start for start, _, relation in graph.in_edges(key, data="relation") if relation in _OWNS)


def _block(graph: nx.MultiDiGraph, enterprise: str) -> tuple[str, ...]:
    streams = list(_targets(graph, enterprise, (Relation.GENERATES.value,)))
    facilities = list(_targets(graph, enterprise, (Relation.OPERATES.value,)))
    # Tonnes, cubic metres and gigajoules are not compared: each unit's largest stands first among its own.
    streams.sort(key=lambda key: (_UNITS.index(graph.nodes[key]["unit"]), -graph.nodes[key]["supply"], key))
    return (enterprise, *streams, *sorted(facilities))


def _filled(blocks: Sequence[Sequence[str]], busy: frozenset[str], limit: int) -> set[str]:
    """Return at most `limit` cards, what has flows first; no card stands without its enterprise."""
    drawn: set[str] = set()
    for rest in (False, True):
        for block in blocks:
            room = limit - len(drawn) - (block[0] not in drawn)
            more = [key for key in block[1:] if key not in drawn and (rest or key in busy)][: max(room, 0)]
            if more or (rest and room >= 0):
                drawn.update((block[0], *more))
    return drawn


def _tonnes(graph: nx.MultiDiGraph, block: Sequence[str]) -> float:
    nodes = (graph.nodes[key] for key in block)
    return float(sum(node["supply"] for node in nodes if node.get("unit") == Unit.TONNE and "supply" in node))


def _library(graph: nx.MultiDiGraph, drawn: set[str]) -> tuple[str, ...]:
    technologies = {end for key in drawn for end in _targets(graph, key, (Relation.RUNS.value,))}
    materials = {end for key in drawn for end in _targets(graph, key, (Relation.OF.value,))}
    ports = (Relation.ACCEPTS.value, Relation.PRODUCES.value)
    materials |= {end for key in technologies for end in _targets(graph, key, ports)}
    return (*sorted(materials), *sorted(technologies))


def _lineage_of_stream(graph: nx.MultiDiGraph, stream: str) -> tuple[str, ...]:
    (material,) = _targets(graph, stream, (Relation.OF.value,))
    return tuple(graph.nodes[key]["id"] for key in lineage(graph, material))


def _taken(graph: nx.MultiDiGraph, facility: str) -> tuple[str, ...]:
    (technology,) = _targets(graph, facility, (Relation.RUNS.value,))
    return tuple(
        sorted({graph.nodes[end]["id"] for end in _targets(graph, technology, (Relation.ACCEPTS.value,))})
    )
