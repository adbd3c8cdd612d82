from __future__ import annotations

from graph import model
from graph.evidence import Evidence, Grade
from graph.knowledge import NameBook, Why
from graph.snapshot import Snapshot
from graph.vocabulary import ParkId
from tests.cold import exchange


def park(id: str, name_zh: str, name_en: str) -> model.Park:
    return model.Park(id=ParkId(id), name_zh=name_zh, name_en=name_en, evidence=Evidence((), Grade.OFFICIAL))


BOOK = NameBook(
    Snapshot.of([park("p1", "安宁工业园区", "Anning park"), park("p2", "安宁", "Anning park, north area")]),
    "parks",
)


def test_the_same_name_comes_before_a_longer_one() -> None:
    """'anning park' is 11 of the 23 characters of the other name: 0.5 + 0.5 x 11 / 23."""
    found = BOOK.holding("ＡＮＮＩＮＧ  park")
    assert [(item.id, item.likeness, item.why) for item in found] == [
        ("p1", 1.0, Why.NAME),
        ("p2", 0.73913, Why.READING),
    ]


def test_two_characters_are_found_wherever_they_stand() -> None:
    assert [item.id for item in BOOK.holding("安宁")] == ["p2", "p1"]


def test_a_misspelt_name_is_found_by_its_letters() -> None:
    assert BOOK.holding("Aning park") == ()
    assert BOOK.like("Aning park")[0].id == "p1"


def test_nothing_is_found_by_no_text() -> None:
    assert BOOK.like("  ") == ()


def test_only_texts_are_names() -> None:
    """Case A6: a technology has flags and numbers beside its names, a precedent texts that are no names."""
    book = NameBook(Snapshot.of([exchange("glass", "2313", donor="Brewery")]), "precedents")
    assert [(item.id, item.why) for item in book.holding("brewery")] == [("case-glass-2313", Why.READING)]
