"""How many pairs exchange, and how much of what flows."""

from __future__ import annotations

import pytest

from graph.analysis import OUTSIDE, eco_connectance, flow_matrix, linked_pairs, symbiotic_share


def test_a_pair_that_gives_both_ways_is_one_linked_pair() -> None:
    flow = flow_matrix([("a", "b", 2.0), ("b", "a", 1.0), ("b", "c", 1.0)], names=["d"])
    assert linked_pairs(flow) == 2
    assert eco_connectance(flow) == pytest.approx(2.0 / 6.0)


def test_all_linked_is_one_and_the_outside_is_no_partner() -> None:
    flow = flow_matrix([("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0), (OUTSIDE, "a", 5.0)])
    assert eco_connectance(flow) == 1.0


def test_one_enterprise_has_no_pair() -> None:
    assert eco_connectance(flow_matrix([("a", OUTSIDE, 1.0)])) is None
    assert eco_connectance(flow_matrix([])) is None


def test_the_share_counts_what_goes_from_firm_to_firm() -> None:
    """Through a go 4 t, through b 3 t; 3 t go from one to the other."""
    flows = [(OUTSIDE, "a", 4.0), ("a", "b", 3.0), ("a", OUTSIDE, 1.0), ("b", OUTSIDE, 3.0)]
    assert symbiotic_share(flow_matrix(flows)) == pytest.approx(3.0 / 7.0)
    assert symbiotic_share(flow_matrix([], names=["a"])) is None
