"""How well a name fits a phrase."""

from __future__ import annotations

import pytest

from graph.knowledge.called import Name, Words, is_made_of, name_score, names_of
from graph.knowledge.words.reading import Why
from tests.build import material


def named(form: str) -> Name:
    return Name(0, form, form, Why.NAME, Words.of(form))


@pytest.mark.parametrize(
    ("name", "phrase", "score"),
    [
        ("fly ash", "fly ash", 1.0),
        ("fly ash", "dry fly ash", 0.55 + 0.4 * 0.5),
        ("ash fly", "fly dry ash", 0.5 + 0.4 * 0.5),
        ("steel slag", "fly ash", 0.5),
        ("钢渣", "转炉钢渣", 0.55 + 0.4 * 0.5),
        ("污水", "污水处理污泥", (0.55 + 0.4 * 0.5) * 0.7),
    ],
)
def test_a_name_found_whole_counts_more_than_like_letters(name: str, phrase: str, score: float) -> None:
    """At a likeness of 0.5; 污水 does not end its run, so that the phrase is only made of it."""
    assert name_score(0.5, named(name), phrase, Words.of(phrase)) == pytest.approx(score)


def test_what_has_another_head_is_only_made_of_the_phrase() -> None:
    assert is_made_of(named("sewage sludge ash"), Words.of("sewage sludge"))
    assert not is_made_of(named("sewage sludge"), Words.of("sewage sludge"))


def test_a_name_without_its_brackets_is_a_synonym_in_either_language() -> None:
    forms = {(name.form, name.why) for name in names_of(3, material("bark", name_zh="废木材(洁净)"))}
    assert ("废木材 洁净", Why.NAME) in forms
    assert ("废木材", Why.SYNONYM) in forms
