"""What the numbers are called that a worth lacks."""

from __future__ import annotations

from graph.snapshot import Snapshot
from graph.value.missing import missing_number
from graph.wording.messages import Words
from tests.build import material, park_of


def test_a_missing_number_is_told_by_the_name_of_what_it_is_of() -> None:
    park = park_of(material("lime"))
    assert missing_number(park, "price of lime") == Words("lime的价格", "price of lime")


def test_what_is_of_no_thing_has_a_sentence_of_its_own() -> None:
    said = missing_number(Snapshot.of([]), "price of electricity")
    assert "电" in said.zh
    assert "electricity" in said.en
