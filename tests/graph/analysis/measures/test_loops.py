"""Rings along which something comes back to who gave it."""

from __future__ import annotations

from graph.analysis import LONGEST_LOOP, flow_matrix, symbiosis_loops


def ring(size: int) -> list[tuple[str, str, float]]:
    return [(f"e{at}", f"e{(at + 1) % size}", float(at + 1)) for at in range(size)]


def test_a_ring_begins_with_its_first_by_name_and_carries_its_smallest_flow() -> None:
    found = symbiosis_loops(flow_matrix([("c", "a", 3.0), ("a", "b", 5.0), ("b", "c", 2.0)]))
    assert [(loop.enterprises, loop.amount) for loop in found.loops] == [(("a", "b", "c"), 2.0)]
    assert found.complete


def test_rings_of_six_are_found_and_longer_ones_are_not() -> None:
    assert len(symbiosis_loops(flow_matrix(ring(LONGEST_LOOP))).loops) == 1
    assert symbiosis_loops(flow_matrix(ring(LONGEST_LOOP + 1))).loops == ()


def test_the_shortest_rings_come_first_then_those_that_carry_more() -> None:
    flows = [("a", "b", 1.0), ("b", "a", 4.0), ("b", "c", 9.0), ("c", "b", 8.0), ("c", "a", 2.0)]
    found = symbiosis_loops(flow_matrix(flows)).loops
    assert [loop.enterprises for loop in found] == [("b", "c"), ("a", "b"), ("a", "b", "c")]


def test_more_rings_than_are_looked_at_are_told() -> None:
    """Six firms that all give to all others have 15 rings of two alone."""
    flows = [(one, other, 1.0) for one in "abcdef" for other in "abcdef" if one != other]
    found = symbiosis_loops(flow_matrix(flows), most=10)
    assert len(found.loops) == 10
    assert not found.complete
