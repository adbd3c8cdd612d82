"""Who holds a network together."""

from __future__ import annotations

import pytest

from graph.analysis import Library, brokers, flow_matrix
from tests.graph.analysis.webs import random_flows


def test_the_firm_between_two_sides_comes_first() -> None:
    """a - b - c - d and e alone: b and c are each on 2 of the 6 pairs of others, a and d on none."""
    found = brokers(flow_matrix([("a", "b", 2.0), ("c", "b", 1.0), ("c", "d", 4.0)], names=["e"]))
    assert [one.enterprise for one in found] == ["b", "c", "a", "d"]
    assert found[0].betweenness == pytest.approx(2.0 / 6.0)
    assert (found[0].partners, found[0].degree) == (2, 0.5)
    assert (found[0].taken, found[0].given, found[1].given) == (3.0, 0.0, 5.0)


def test_who_exchanges_nothing_is_no_broker() -> None:
    assert brokers(flow_matrix([], names=["a", "b"])) == ()
    assert brokers(flow_matrix([], names=["a"])) == ()


def test_both_libraries_name_the_same_brokers() -> None:
    flow = random_flows(120, 200, seed=4)
    first, second = (brokers(flow, library) for library in Library)
    assert {one.enterprise for one in first} == {one.enterprise for one in second}
    by_name = {one.enterprise: one for one in second}
    for one in first:
        assert one.betweenness == pytest.approx(by_name[one.enterprise].betweenness, abs=1e-9)
        assert one.closeness == pytest.approx(by_name[one.enterprise].closeness, abs=1e-9)
