from __future__ import annotations

import pytest

from graph.knowledge import Reader
from graph.knowledge.words.initials import asks_for_initials, initials
from graph.snapshot import Snapshot
from ingest import shipped_records


@pytest.fixture(scope="module")
def anning() -> Snapshot:
    return Snapshot.from_records(shipped_records())


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("转炉渣", "zlz"),
        ("磷石膏", "lsg"),
        ("粉煤灰", "fmh"),
        ("武钢集团昆明钢铁", "wgjtkmgt"),
        ("氨水", "as"),
        ("座椅", "zy"),
        ("TiO2 渣（一级）", "tio2zyj"),
        ("铟", "?"),
        ("𠮷", ""),
        ("", ""),
    ],
)
def test_a_name_has_the_initials_of_its_characters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_character_whose_initial_is_not_known_may_be_any_letter_and_no_digit_more() -> None:
    asked = asks_for_initials("yz")
    assert asked is not None
    assert [bool(asked.search(letters)) for letters in ("?z", "yz", "xyz", "zy", "y")] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("text", ["z", "", "转炉", "2410", "z l", ".*", "a(b"])
def test_a_text_that_cannot_be_initials_asks_for_none(text: str) -> None:
    assert asks_for_initials(text) is None


def test_a_search_by_initials_finds_the_name_and_the_synonym(anning: Snapshot) -> None:
    reader = Reader(anning)
    for letters, id in (
        ("zlz", "steel-slag"),
        ("LSG", "phosphogypsum"),
        ("kggz", "kunming-steel--steel-slag"),
    ):
        assert id in [item.id for item in reader.search(letters)]
    # 橄榄渣 may be zlz, 转炉渣 is.
    assert reader.search("zlz")[0].id == "steel-slag"
    # What is written so stands before what only begins with these letters.
    assert reader.search("PG")[0].id == "phosphogypsum"
    assert all(item.likeness < 1.0 for item in reader.search("zlz"))


def test_initials_name_no_row_for_sure(anning: Snapshot) -> None:
    assert Reader(anning).named("materials", "zlz").candidates == ()
