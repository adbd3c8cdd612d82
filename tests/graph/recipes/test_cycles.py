"""What stands on a circle is found whether or not there is one."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.recipes.cycles import circles

EDGES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14)


def test_a_works_that_takes_back_its_own_stands_on_no_circle_with_others() -> None:
    assert circles([("mill", "mill"), ("mill", "kiln")]) == ()


def test_two_circles_that_share_nobody_are_two() -> None:
    found = circles([("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "c")])
    assert set(found) == {frozenset("ab"), frozenset("cd")}


@given(EDGES)
def test_circles_are_the_strongly_connected_parts_of_more_than_one(edges: list[tuple[int, int]]) -> None:
    parts = map(frozenset, nx.strongly_connected_components(nx.DiGraph(edges)))
    assert set(circles(edges)) == {part for part in parts if len(part) > 1}
