from __future__ import annotations

import pytest

from viz.sankey import (
    OTHER_ENDS,
    OTHER_SOURCES,
    OTHER_TAKERS,
    ROUND_AGAIN,
    Hop,
    Hops,
    Picture,
    around,
    largest,
    pooled,
    unrolled,
)


def hop(source: str, target: str, amount: float, state: str = "planned") -> Hop:
    return Hop(source, target, amount, state)


#: slag -100-> mill -40-> works -20-> mill; the mill sells 60 t of powder, the works 20 t of bricks.
LOOP = Hops(
    (hop("slag", "mill", 100.0),),
    (hop("mill", "works", 40.0), hop("works", "mill", 20.0)),
    (hop("mill", "powder", 60.0), hop("works", "bricks", 20.0)),
)


def amounts(picture: Picture) -> dict[tuple[str, int], float]:
    return {(node.key, node.column): round(node.amount, 6) for node in picture.nodes}


def test_what_goes_round_is_drawn_hop_by_hop() -> None:
    """The mill takes 120 t, 100 of them first; so 100/120 of the 40 t reach the works at the second hop."""
    found = amounts(unrolled(LOOP, most_hops=3))
    assert found["mill", 1] == 100.0
    assert found["works", 2] == pytest.approx(40 * 100 / 120)
    assert found["mill", 3] == pytest.approx(20 * (40 * 100 / 120) / 40)


def test_a_picture_has_no_link_that_goes_back() -> None:
    picture = unrolled(LOOP)
    assert picture.links
    for link in picture.links:
        assert picture.nodes[link.source].column < picture.nodes[link.target].column


def test_what_still_goes_on_after_the_last_column_says_so() -> None:
    picture = unrolled(LOOP, most_hops=2)
    assert (ROUND_AGAIN, picture.columns - 1) in amounts(picture)


def test_what_leaves_a_place_is_shared_out_among_its_columns_and_never_made() -> None:
    """Over all columns the mill sells at most its 60 t; what is not followed to the end is missing."""
    picture = unrolled(LOOP, most_hops=3)
    sold = sum(link.amount for link in picture.links if picture.nodes[link.target].key == "powder")
    assert 60 * 100 / 120 < sold < 60.0


def test_pooling_loses_no_tonne_of_what_leaves_the_wastes() -> None:
    hops = Hops(
        (hop("a", "m", 50.0), hop("a", "n", 3.0), hop("b", "n", 2.0), hop("c", "m", 1.0, "today")),
        (hop("n", "o", 4.0),),
    )
    found = pooled(hops, lambda given: given.amount >= 10.0)
    assert sum(given.amount for given in found.first) == 56.0
    assert {(given.source, given.target, given.amount, given.state) for given in found.first} == {
        ("a", "m", 50.0, "planned"),
        ("a", OTHER_TAKERS, 3.0, "planned"),
        (OTHER_SOURCES, OTHER_TAKERS, 2.0, "planned"),
        (OTHER_SOURCES, "m", 1.0, "today"),
    }
    assert found.between == ()


def test_an_end_that_no_large_hop_reaches_is_among_the_others() -> None:
    hops = Hops((hop("a", "m", 50.0),), (), (hop("m", "plaster", 40.0), hop("m", "dust", 1.0)))
    found = pooled(hops, lambda given: given.amount >= 10.0)
    assert [(given.target, given.amount) for given in found.last] == [("plaster", 40.0), (OTHER_ENDS, 1.0)]


def test_what_has_no_use_is_never_drawn_among_other_products_and_uses() -> None:
    """5 t have no use: too little to be named by themselves, and yet no product."""
    hops = Hops((hop("a", "m", 50.0), hop("a", "end:unused", 5.0, "unused")), (), (hop("m", "dust", 1.0),))
    found = pooled(hops, lambda given: given.amount >= 10.0)
    assert {given.target for given in found.first} == {"m", "end:unused"}
    assert [given.target for given in found.last] == [OTHER_ENDS]


def test_the_largest_flows_are_kept_by_themselves() -> None:
    hops = Hops(tuple(hop(f"s{number:02}", f"t{number:02}", float(number)) for number in range(1, 21)))
    found = pooled(hops, largest(hops, 8))
    assert [given.amount for given in found.first if given.source != OTHER_SOURCES] == [
        float(number) for number in range(13, 21)
    ]
    assert sum(given.amount for given in found.first) == 210.0


def test_flows_of_two_states_between_the_same_places_are_two_bands() -> None:
    picture = unrolled(Hops((hop("a", "m", 5.0, "today"), hop("a", "m", 7.0))))
    assert [(link.state, link.amount) for link in picture.links] == [("planned", 7.0), ("today", 5.0)]


def test_what_is_passed_on_in_small_amounts_ends_as_other_uses() -> None:
    picture = unrolled(Hops((hop("a", "m", 100.0),), (hop("m", "n", 2.0),)), least=5.0)
    assert [(node.key, node.amount) for node in picture.nodes] == [
        ("a", 100.0),
        ("m", 100.0),
        (OTHER_ENDS, 2.0),
    ]


def test_around_a_place_stays_what_leads_to_it_and_comes_from_it() -> None:
    hops = Hops(
        (hop("a", "m", 9.0), hop("b", "m", 4.0), hop("c", "n", 1.0)),
        (hop("m", "o", 3.0),),
        (hop("o", "end", 2.0),),
    )
    picture = unrolled(hops)
    assert {node.key for node in around(picture, "m").nodes} == {"a", "b", "m", "o", "end"}
    assert {node.key for node in around(picture, "a").nodes} == {"a", "m", "o", "end"}
    assert around(picture, "nowhere").nodes == ()


def test_columns_that_nothing_reaches_are_left_out() -> None:
    picture = unrolled(Hops((hop("a", "end:unknown", 9.0),)))
    assert [(node.key, node.column) for node in picture.nodes] == [("a", 0), ("end:unknown", 1)]
    assert unrolled(Hops(())).columns == 0
