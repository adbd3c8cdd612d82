"""Cards stand apart, inside their panels, and always in the same place."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.network.layout import CARD_STEP, CARD_WIDTH, INDENT, Box, area_layout


def overlap(one: Box, other: Box) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.height <= other.y or other.y + other.height <= one.y)


def inside(card: Box, panel: Box) -> bool:
    wide = panel.x <= card.x and card.x + card.width <= panel.x + panel.width
    return wide and panel.y <= card.y and card.y + card.height <= panel.y + panel.height


def park(sizes: list[list[int]]) -> dict[str, list[list[str]]]:
    return {
        f"area-{a}": [[f"{a}/{b}/{card}" for card in range(cards)] for b, cards in enumerate(blocks)]
        for a, blocks in enumerate(sizes)
    }


def test_streams_and_facilities_stand_below_their_enterprise() -> None:
    cards = area_layout({"park": [["works", "slag", "dust"]]}).cards
    assert cards["works"].width == CARD_WIDTH + INDENT
    assert [cards[key].x - cards["works"].x for key in ("slag", "dust")] == [INDENT, INDENT]
    assert [cards[key].y - cards["works"].y for key in ("slag", "dust")] == [CARD_STEP, 2 * CARD_STEP]


def test_a_long_block_takes_more_columns_below_one_wide_head() -> None:
    block = ["works", *(f"stream-{place:02}" for place in range(25))]
    cards = area_layout({"park": [block]}).cards
    assert len({cards[key].x for key in block[1:]}) == 3
    last = max(cards[key].x + cards[key].width for key in block)
    assert cards["works"].x + cards["works"].width == last


def test_what_stands_below_stands_below_everything() -> None:
    layout = area_layout({"a": [["x"]], "b": [["y", "z"]]}, {"library": [["m"], ["n"]]})
    assert all(
        layout.panels["library"].y >= layout.panels[area].y + layout.panels[area].height for area in "ab"
    )


def test_an_area_without_blocks_has_no_panel() -> None:
    layout = area_layout({"empty": []})
    assert (dict(layout.cards), dict(layout.panels)) == ({}, {})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=6), min_size=1, max_size=6))
def test_no_two_cards_and_no_two_panels_overlap(sizes: list[list[int]]) -> None:
    areas = park(sizes)
    layout = area_layout(areas)
    assert set(layout.cards) == {key for blocks in areas.values() for block in blocks for key in block}
    assert not [pair for pair in combinations(layout.panels.values(), 2) if overlap(*pair)]
    for area, blocks in areas.items():
        cards = [layout.cards[key] for block in blocks for key in block]
        assert all(inside(card, layout.panels[area]) for card in cards)
        assert not [pair for pair in combinations(cards, 2) if overlap(*pair)]


@pytest.mark.parametrize("areas", [park([[5] * 8] * 50), park([[1]] * 2000)], ids=["wide", "scattered"])
def test_a_park_of_two_thousand_nodes_is_laid_out_the_same_way_each_time(
    areas: dict[str, list[list[str]]],
) -> None:
    layout = area_layout(areas)
    assert len(layout.cards) == 2000
    assert area_layout(dict(reversed(areas.items()))) == layout
