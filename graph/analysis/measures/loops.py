"""Symbiosis loops: rings of enterprises along which something comes back to who gave it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from graph.analysis.matrix import FlowMatrix
from graph.analysis.measures.cycling import exchange_graph
from graph.vocabulary import EnterpriseId

#: Longer rings are found nowhere in practice, and there are too many of them on paper.
LONGEST_LOOP = 6
#: A network with more is told so; looking at all could take for ever.
MOST_LOOPS = 1_000


@dataclass(frozen=True, slots=True)
class Loop:
    """One ring, each giving to the next and the last to the first.

    Attributes
    ----------
    enterprises : tuple of EnterpriseId
        Who, in order: the first by id at the beginning.
    amount : float
        The smallest flow on the ring, per year.
    """

    enterprises: tuple[EnterpriseId, ...]
    amount: float


@dataclass(frozen=True, slots=True)
class Loops:
    """The rings of a network.

    Attributes
    ----------
    loops : tuple of Loop
        The shortest first, then those that carry more.
    complete : bool
        False where there are more than were looked at.
    """

    loops: tuple[Loop, ...]
    complete: bool


def symbiosis_loops(flow: FlowMatrix, longest: int = LONGEST_LOOP, most: int = MOST_LOOPS) -> Loops:
    """Return the elementary rings up to a length: no enterprise is on one twice.

    Parameters
    ----------
    flow : FlowMatrix
    longest : int
        Enterprises on a ring, 2 or more.
    most : int

    References
    ----------
    Gupta, A. and Suzumura, T. (2021). Finding all bounded-length simple cycles in a directed graph.
    arXiv:2105.10094.

    Examples
    --------
    >>> from graph.analysis import flow_matrix
    >>> ring = flow_matrix([("a", "b", 5.0), ("b", "c", 2.0), ("c", "a", 3.0), ("c", "d", 1.0)])
    >>> symbiosis_loops(ring).loops
    (Loop(enterprises=('a', 'b', 'c'), amount=2.0),)
    """
    import networkx as nx

    graph = exchange_graph(flow)
    rings = list(islice(nx.simple_cycles(graph, length_bound=longest), most + 1))
    found = []
    for ring in rings[:most]:
        first = ring.index(min(ring))
        turned = [*ring[first:], *ring[:first]]
        steps = zip(turned, [*turned[1:], turned[0]], strict=True)
        amount = min(graph[giver][taker]["amount"] for giver, taker in steps)
        found.append(Loop(tuple(EnterpriseId(name) for name in turned), amount))
    found.sort(key=lambda loop: (len(loop.enterprises), -loop.amount, loop.enterprises))
    return Loops(tuple(found), len(rings) <= most)
