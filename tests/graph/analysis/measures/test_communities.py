"""Groups that exchange more with each other than with the rest."""

from __future__ import annotations

import pytest

from graph.analysis import exchange_communities, flow_matrix


def test_two_triangles_on_one_thread_are_two_groups() -> None:
    """Each triangle has 3 of 7 t within and 7 of 14 ends: 2 * (3/7 - 1/4)."""
    flows = [(*pair, 1.0) for pair in ("ab", "bc", "ca", "de", "ef", "fd", "cd")]
    found = exchange_communities(flow_matrix(flows))
    assert [one.enterprises for one in found.communities] == [("a", "b", "c"), ("d", "e", "f")]
    assert [one.within for one in found.communities] == [3.0, 3.0]
    assert found.modularity == pytest.approx(2.0 * (3.0 / 7.0 - 0.25))


def test_a_large_exchange_binds_more_than_two_small_ones() -> None:
    flows = [("a", "b", 100.0), ("b", "c", 1.0), ("c", "d", 100.0), ("d", "a", 1.0)]
    found = exchange_communities(flow_matrix(flows))
    assert [one.enterprises for one in found.communities] == [("a", "b"), ("c", "d")]


def test_without_an_exchange_there_are_no_groups() -> None:
    found = exchange_communities(flow_matrix([], names=["a", "b"]))
    assert (found.communities, found.modularity) == ((), None)
