"""Every indicator says in both languages what its figures mean, and docs/analysis.md says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.analysis import MEANINGS, IndicatorName

PAGE = (Path(__file__).parents[3] / "docs/analysis.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", IndicatorName)
def test_the_page_has_the_indicator_with_its_formula_reference_and_meaning(name: IndicatorName) -> None:
    meaning = name.meaning
    said = (
        f"| {meaning.name.en} ({meaning.name.zh}) | `{meaning.formula.en}` | {meaning.reference} "
        f"| {meaning.low.en} | {meaning.high.en} |"
    )
    assert said in PAGE


def test_every_indicator_has_words_in_both_languages() -> None:
    assert set(MEANINGS) == set(IndicatorName)
    for meaning in MEANINGS.values():
        for words in (meaning.name, meaning.low, meaning.high):
            assert words.zh
            assert words.en
