"""Traditional characters and the simplified ones that they are folded to."""

from __future__ import annotations

import csv

from graph.wording import folded, is_traditional, script, simplified


def test_every_character_has_one_simplified_one_that_is_no_traditional_one_itself() -> None:
    with script._FILE.open(encoding="utf-8", newline="") as file:
        pairs = {row["traditional"]: row["simplified"] for row in csv.DictReader(file)}
    assert len(pairs) > 2_500
    assert [pair for pair in pairs.items() if len("".join(pair)) != 2 or pair[1] in pairs] == []


def test_words_are_equal_in_both_scripts() -> None:
    assert folded("廢棄物處置（噸）") == folded("废弃物处置(吨)")
    assert simplified("already simple 简体") == "already simple 简体"


def test_other_languages_are_not_taken_for_traditional_chinese() -> None:
    assert is_traditional(["廢棄物", "產生量"])
    assert not is_traditional(["廃棄物の排出量", "發生量"])
    assert not is_traditional(["폐기물", "發生量"])
    assert not is_traditional(["waste", "5"])
