from __future__ import annotations

import pytest

from graph.knowledge import Decision, Reader, Why
from graph.snapshot import Snapshot
from tests.cold import glass_library
from tests.parks import whole_park


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Snapshot.of(whole_park()))


def test_search_and_reading_agree_on_a_material(reader: Reader) -> None:
    for text in ("磷石膏", "phosphogypsum", "PG", "fosfogypsum"):
        read = reader.material(text).candidates
        assert [item.id for item in read][:1] == [item.id for item in reader.search(text, ("materials",))][:1]


def test_search_keeps_to_the_tables_and_the_number_asked_for(reader: Reader) -> None:
    assert {item.table for item in reader.search("石膏")} > {"materials"}
    assert {item.table for item in reader.search("石膏", ["materials"])} == {"materials"}
    assert len(reader.search("石膏", limit=2)) == 2
    likeness = [item.likeness for item in reader.search("石膏")]
    assert likeness == sorted(likeness, reverse=True)


@pytest.mark.parametrize("text", ["", "  ", "*", '" OR 1', "\x00", "\u202e", "好" * 300])
def test_any_text_may_be_searched(reader: Reader, text: str) -> None:
    assert all(0.4 <= item.likeness <= 1.0 for item in reader.search(text))


def test_a_code_finds_what_carries_it_and_no_name_with_its_digits() -> None:
    """Case D12: cullet carries 15 01 07."""
    found = Reader(glass_library()).search("15 01 07")
    assert [(item.id, item.why) for item in found] == [("cullet", Why.CODE)]


def test_only_an_exact_name_of_a_firm_is_certain(reader: Reader) -> None:
    assert reader.named("enterprises", "滇石膏业").decision is Decision.CERTAIN
    assert reader.named("enterprises", "滇石膏").decision is Decision.ASK
    assert reader.named("enterprises", "qqq zzz").decision is Decision.UNKNOWN


def test_a_filter_keeps_names_that_hold_the_text_else_those_spelt_like_it(reader: Reader) -> None:
    assert "phosphogypsum" in reader.rows("materials", "gyps")
    assert "phosphogypsum" in reader.rows("materials", "phosphogipsum")
    assert reader.rows("materials", "qqq zzz") == frozenset()
