"""NetworkX and rustworkx say the same, and the size of a graph says who is asked."""

from __future__ import annotations

import networkx as nx
import pytest

from graph.analysis import Library, betweenness, closeness, exchange_graph, strongly_connected
from graph.analysis.engine import LARGE, library_for
from graph.network import partner_graph
from tests.graph.analysis.webs import random_flows


@pytest.mark.parametrize("size", [1, 2, 30, 200])
@pytest.mark.parametrize("directed", [True, False])
def test_both_libraries_give_the_same_to_1e_9(size: int, directed: bool) -> None:
    """Networks of several parts too: with 1.2 links a firm some are alone."""
    flow = random_flows(size, int(1.2 * size), seed=size)
    graph = exchange_graph(flow) if directed else partner_graph(flow.exchanges(), flow.names[1:])
    for measure in (betweenness, closeness):
        here, there = (measure(graph, library) for library in Library)
        assert here.keys() == there.keys()
        assert all(abs(here[name] - there[name]) <= 1e-9 for name in here)
    if directed:
        assert strongly_connected(graph, Library.NETWORKX) == strongly_connected(graph, Library.RUSTWORKX)


def test_large_graphs_go_to_rustworkx() -> None:
    assert library_for(nx.empty_graph(LARGE - 1)) is Library.NETWORKX
    assert library_for(nx.empty_graph(LARGE)) is Library.RUSTWORKX


def test_the_middle_of_a_star_lies_on_every_way_and_is_next_to_all() -> None:
    star = nx.star_graph(4)
    assert betweenness(star)[0] == closeness(star)[0] == 1.0
    assert betweenness(star)[1] == 0.0
    # An edge of the star is 1 step from the middle and 2 from the three others: 4 / 7.
    assert closeness(star)[1] == pytest.approx(4.0 / 7.0)
