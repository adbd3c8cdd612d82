from __future__ import annotations

import random

import pytest

from graph.knowledge import GrowingIndex, LikenessIndex


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


def test_an_index_that_grows_finds_what_one_of_all_texts_finds() -> None:
    """Names of firms as lists have them: endings that all share, numbers, spelling errors, one name twice."""
    dice = random.Random(7)
    parts = (
        "云岭",
        "滇中",
        "安宁",
        "华润",
        "钢铁",
        "水泥",
        "磷化工",
        "alpha",
        "steel works",
        "第7号",
        "有限公司",
        "厂",
    )
    names = [" ".join(dice.choices(parts, k=dice.randint(1, 4))) for _ in range(150)] + ["", "云岭 钢铁"]
    growing, listed = GrowingIndex([], 0.65), []
    for name in names:
        if listed:
            likeness = LikenessIndex(listed).likeness(name)
            best = int(likeness.argmax())
            near = growing.nearest(name)
            if likeness[best] < 0.65:
                assert near is None
            else:
                assert near is not None
                assert likeness[near] == pytest.approx(likeness[best], abs=1e-12)
        if name:
            growing.add(name)
            listed.append(name)
