"""A closed list: its words are texts, found again by what is written, and each says what it means."""

from __future__ import annotations

import pickle

import pytest

from graph import evidence, vocabulary
from graph.wording import ListedWord


class Door(ListedWord):
    """How a door stands."""

    OPEN = "open", "Anybody may go in."
    SHUT = "shut", "Nobody may."


def test_a_word_is_the_text_that_files_write_and_knows_what_it_means() -> None:
    assert Door.OPEN == "open"
    assert f"{Door.SHUT}" == "shut"
    assert Door.SHUT.value == "shut"
    assert Door.SHUT.description == "Nobody may."


def test_a_word_is_found_again_by_its_text_alone_and_after_a_journey() -> None:
    assert Door("open") is Door.OPEN
    assert pickle.loads(pickle.dumps(Door.SHUT)) is Door.SHUT
    with pytest.raises(ValueError, match="ajar"):
        Door("ajar")


@pytest.mark.parametrize(
    "words",
    [
        found
        for room in (evidence, vocabulary)
        for found in vars(room).values()
        if isinstance(found, type) and issubclass(found, ListedWord) and found is not ListedWord
    ],
)
def test_every_word_of_the_graph_says_what_it_means_in_a_sentence(words: type[ListedWord]) -> None:
    assert [word for word in words if not word.description.endswith(".")] == []
