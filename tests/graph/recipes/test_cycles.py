"""What stands on a circle is found whether or not there is one."""

from __future__ import annotations

import math

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.recipes.cycles import circles, lossless

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


RATIOS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)),
    st.sampled_from((0.0, 0.5, 0.8, 1.0, 1.25, 2.0)),
    max_size=10,
)


@given(RATIOS)
def test_what_comes_back_whole_is_found_where_any_circle_brings_it(
    ratios: dict[tuple[int, int], float],
) -> None:
    """Every simple circle is looked at instead."""
    network = nx.DiGraph(pair for pair, ratio in ratios.items() if ratio > 0.0 and pair[0] != pair[1])
    whole = {
        frozenset(round_)
        for round_ in nx.simple_cycles(network)
        if math.prod(ratios[step] for step in zip(round_, round_[1:] + round_[:1], strict=True)) > 1.0 - 1e-6
    }
    found = lossless(ratios, tolerance=1e-9)
    assert bool(found) == bool(whole)
    for one in found:
        assert frozenset(one) in whole
        steps = zip(one, one[1:] + one[:1], strict=True)
        assert math.prod(ratios[step] for step in steps) > 1.0 - 1e-6
