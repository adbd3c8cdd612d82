from __future__ import annotations

import pytest

from graph.knowledge import LikenessIndex


def test_likeness_is_the_cosine_of_the_n_grams() -> None:
    index = LikenessIndex(["ab", "cd"])
    # "ab" has the grams " ab ", "ab " and " ab"; nothing is shared with "cd"
    assert index.likeness("ab").tolist() == pytest.approx([1.0, 0.0])
    both = index.likeness("ab cd")
    assert both.tolist() == pytest.approx([0.5**0.5, 0.5**0.5])


def test_an_empty_index_and_an_empty_text_are_like_nothing() -> None:
    assert LikenessIndex([]).likeness("slag").tolist() == []
    assert LikenessIndex(["slag", ""]).likeness("").tolist() == [0.0, 0.0]


def test_the_rarity_of_another_index_can_be_used() -> None:
    library = LikenessIndex(["fly ash", "steel slag", "slag wool"])
    ours = LikenessIndex(["slag", "ash"], library.rarity)
    assert ours.rarity is library.rarity
    assert ours.likeness("slag").tolist() == pytest.approx([1.0, 0.0])
