"""What stands on a circle: things that reach each other, as technologies that hand their remainders round."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def circles(edges: Iterable[tuple[Thing, Thing]]) -> tuple[frozenset[Thing], ...]:
    """Return the largest sets of two and more things that all reach each other.

    Parameters
    ----------
    edges : iterable of pairs
        Who leads to whom.

    Examples
    --------
    A sorter and a mill that hand their remainders to each other, and a kiln that only takes.

    >>> [sorted(circle) for circle in circles([("sort", "mill"), ("mill", "sort"), ("mill", "kiln")])]
    [['mill', 'sort']]
    >>> circles([("sort", "mill"), ("mill", "kiln")])
    ()
    """
    edges = list(edges)
    sorter: TopologicalSorter[Thing] = TopologicalSorter()
    for giver, taker in edges:
        sorter.add(taker, giver)
    try:
        # Most parks have no circle, and then a fresh process is spared the import below.
        sorter.prepare()
    except CycleError:
        import networkx as nx

        parts = map(frozenset, nx.strongly_connected_components(nx.DiGraph(edges)))
        return tuple(part for part in parts if len(part) > 1)
    return ()
