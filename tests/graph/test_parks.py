"""One park out of several: its own firms and flows, and the library that all share."""

from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.matching import suggest
from graph.model import Enterprise, WasteStream
from graph.parks import areas_of, park_named, within
from graph.snapshot import Snapshot
from tests.build import enterprise, facility, material, park, park_of, recipe, stream


def two_parks() -> Snapshot:
    """North (with its area east) gives off slag and has a mill; south gives off slag and has a mill too."""
    return park_of(
        park("north"),
        park("east", part_of="north"),
        park("south"),
        enterprise("giver", park="east"),
        enterprise("mill", park="north"),
        enterprise("stranger", park="south"),
        material("slag"),
        material("powder"),
        recipe("grind", "slag", "powder"),
        stream("s", "giver", "slag", 100.0),
        stream("t", "stranger", "slag", 50.0),
        facility("f", "mill", "grind", 500.0),
        facility("g", "stranger", "grind", 500.0),
    )


def test_a_park_stands_for_its_areas() -> None:
    assert areas_of(two_parks(), "north") == {"north", "east"}


def test_within_one_park_nothing_of_another_is_seen() -> None:
    inside = within(two_parks(), "north")
    assert set(inside.by_id(Enterprise)) == {"giver", "mill"}
    assert set(inside.by_id(WasteStream)) == {"s"}
    assert [item.facility for item in suggest(inside).items] == ["f"]
    assert {item.facility for item in suggest(two_parks()).items if item.stream == "s"} == {"f", "g"}


def test_the_library_is_whole_within_a_park() -> None:
    snapshot = two_parks()
    assert within(snapshot, "south").tables["materials"] == snapshot.tables["materials"]


def test_an_unknown_park_is_refused_with_those_there_are() -> None:
    with pytest.raises(SymbioflowError, match="north") as refused:
        park_named(two_parks(), "west")
    assert refused.value.code == "UNKNOWN_PARK"
