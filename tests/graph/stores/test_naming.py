from __future__ import annotations

import pytest

from graph.stores.naming import names_in, ranked, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("磷石膏", ("石膏", "磷石")),
        ("磷", ("磷",)),
        ("Steel Slag", ("slag", "steel")),
        ("ＰＧ磷石", ("pg", "磷石")),
        ("P2O5-rich/中水", ("p2o5", "rich", "中水")),
        ("!?*", ()),
    ],
)
def test_latin_words_are_whole_and_chinese_ones_are_pairs(text: str, words: tuple[str, ...]):
    assert words_of(text) == words


def test_a_row_is_named_by_its_names_and_synonyms():
    row = {"name_zh": "磷石膏", "name_en": "", "synonyms_zh": ["磷酸渣"], "synonyms_en": []}
    assert names_in(row) == ["磷石膏", "磷酸渣"]


def named(row: str, name_en: str) -> tuple[str, dict[str, str]]:
    return "materials", {"id": row, "name_zh": "", "name_en": name_en}


def test_the_same_name_comes_before_a_longer_one_and_that_before_shared_words():
    """'steel slag' is 10 of the 14 characters of 'steel slag wet' and shares one word of two with 'slag'."""
    rows = [named("c", "slag"), named("b", "steel slag wet"), named("a", "Steel  slag"), named("d", "sludge")]
    hits = ranked("steel slag", rows, 10)
    assert [(hit.id, hit.score) for hit in hits] == [("a", 1.0), ("b", 0.857143), ("c", 0.25)]


def test_the_limit_keeps_the_best():
    rows = [named("b", "slag"), named("a", "slag"), named("c", "slag pit")]
    assert [hit.id for hit in ranked("slag", rows, 2)] == ["a", "b"]
