"""Algorithms that take long on large graphs: asked of NetworkX graphs, computed by rustworkx from a size on.

The graph that is handed in and out is always NetworkX's. Both libraries give the same numbers (1e-9, tested
on shared cases); the size below only says which is quicker. At 2,000 nodes and 10,000 edges rustworkx took a
twentieth of the time of NetworkX for betweenness (`make bench`).
"""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

#: From so many nodes on a graph is large: below, handing it over takes longer than it saves.
LARGE = 100


class Library(StrEnum):
    """Who computes."""

    NETWORKX = "networkx"
    RUSTWORKX = "rustworkx"


def library_for(graph: nx.Graph) -> Library:
    """Return who computes on a graph unless somebody says otherwise."""
    return Library.RUSTWORKX if graph.number_of_nodes() >= LARGE else Library.NETWORKX


def betweenness(graph: nx.Graph, library: Library | None = None) -> dict[Hashable, float]:
    r"""Return for each node the share of shortest ways between two others that lead through it.

    .. math:: B(v) = \frac{1}{c} \sum_{s \ne v \ne t} \frac{\sigma_{st}(v)}{\sigma_{st}}

    where :math:`c` is the number of pairs of other nodes. Pairs without a way between them add nothing.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40, 35-41.

    Examples
    --------
    In a chain a - b - c the one pair of ends goes through b:

    >>> import networkx as nx
    >>> betweenness(nx.path_graph(["a", "b", "c"]))
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    if (library or library_for(graph)) is Library.NETWORKX:
        import networkx as nx

        return dict(nx.betweenness_centrality(graph))
    import rustworkx as rx

    return _named(graph, rx.betweenness_centrality(_handed_over(graph)))


def closeness(graph: nx.Graph, library: Library | None = None) -> dict[Hashable, float]:
    r"""Return how near each node is to all that reach it, after Wasserman and Faust where some do not.

    .. math:: C(v) = \frac{r_v}{n - 1} \cdot \frac{r_v}{\sum_u d(u, v)}

    where :math:`r_v` other nodes of :math:`n` reach :math:`v`; 0 where none does.

    References
    ----------
    Wasserman, S. and Faust, K. (1994). Social Network Analysis, p. 201. Cambridge University Press.

    Examples
    --------
    In a chain a - b - c the ends are 1 and 2 steps from the others (2 / 3), the middle 1 and 1:

    >>> import networkx as nx
    >>> round(closeness(nx.path_graph(["a", "b", "c"]))["a"], 3)
    0.667
    """
    if (library or library_for(graph)) is Library.NETWORKX:
        import networkx as nx

        return dict(nx.closeness_centrality(graph))
    import rustworkx as rx

    return _named(graph, rx.closeness_centrality(_handed_over(graph)))


def strongly_connected(graph: nx.DiGraph, library: Library | None = None) -> list[list[Hashable]]:
    """Return the blocks of nodes that all reach each other, each sorted, the largest first.

    Examples
    --------
    >>> import networkx as nx
    >>> strongly_connected(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")]))
    [['a', 'b'], ['c']]
    """
    blocks: list[list[Any]]
    if (library or library_for(graph)) is Library.NETWORKX:
        import networkx as nx

        blocks = [sorted(block) for block in nx.strongly_connected_components(graph)]
    else:
        import rustworkx as rx

        nodes = list(graph)
        found = rx.strongly_connected_components(_handed_over(graph))
        blocks = [sorted(nodes[place] for place in block) for block in found]
    return sorted(blocks, key=lambda block: (-len(block), block))


def _handed_over(graph: nx.Graph) -> Any:
    """Return the graph as rustworkx has it; nodes are numbered in their order."""
    import rustworkx as rx

    place = {node: at for at, node in enumerate(graph)}
    made: Any = rx.PyDiGraph() if graph.is_directed() else rx.PyGraph()
    made.add_nodes_from(range(len(place)))
    made.add_edges_from_no_data([(place[source], place[target]) for source, target in graph.edges()])
    return made


def _named(graph: nx.Graph, found: Any) -> dict[Hashable, float]:
    return {node: float(found[place]) for place, node in enumerate(graph)}
