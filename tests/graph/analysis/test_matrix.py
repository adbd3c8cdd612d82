"""The matrix of flows: pairs summed, nothing of nothing, and what stays at home apart."""

from __future__ import annotations

from graph.analysis import OUTSIDE, flow_matrix


def test_flows_of_one_pair_are_one_entry_and_a_flow_of_nothing_is_none() -> None:
    flow = flow_matrix([("a", "b", 2.0), ("a", "b", 3.0), ("b", "c", 0.0)])
    assert flow.exchanges() == [("a", "b", 5.0)]
    assert flow.names == (OUTSIDE, "a", "b")


def test_what_an_enterprise_gives_itself_is_no_exchange() -> None:
    flow = flow_matrix([("a", "a", 7.0)])
    assert (flow.kept, flow.exchanges(), flow.size) == (7.0, [], 1)


def test_throughflow_is_what_comes_in_where_all_of_it_leaves() -> None:
    """outside --4--> a --3--> b --3--> outside, and 1 from a to the outside."""
    flow = flow_matrix([(OUTSIDE, "a", 4.0), ("a", "b", 3.0), ("a", OUTSIDE, 1.0), ("b", OUTSIDE, 3.0)])
    assert flow.throughflow().tolist() == [4.0, 4.0, 3.0]


def test_an_empty_network_has_no_compartments() -> None:
    assert flow_matrix([]).size == 0
    assert str(flow_matrix([])) == ""
