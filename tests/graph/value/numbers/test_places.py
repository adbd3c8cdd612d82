"""Which place a price speaks of, and which parks are alike; the country in the tests is small."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.snapshot import Snapshot
from graph.value.numbers.places import ANYWHERE, ELSEWHERE, nearness, zones_of
from tests.build import PARK, enterprise, park

#: An area of the test park, which lies in Anning (530181), Yunnan.
LINE = [park("area", part_of="park"), PARK]


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ("area", 0),
        ("PARK", 1),
        ("园区", 1),
        ("530181", 994),
        ("5301", 996),
        ("53", 998),
        ("530000", 998),
        ("Yunnan", 998),
        ("云南省", 998),
        ("ｙｕｎｎａｎ ", 998),
        ("", ANYWHERE),
        ("China", ANYWHERE),
        ("全国", ANYWHERE),
        ("Hubei", ELSEWHERE),
        ("530102", ELSEWHERE),
        ("Yao'an, Yunnan", ELSEWHERE),
    ],
)
def test_a_place_is_nearer_the_smaller_it_is_and_another_place_is_farther_than_none(
    place: str, near: int
) -> None:
    assert nearness(place, LINE) == near


def test_areas_of_one_park_are_one_zone_and_another_park_is_another() -> None:
    """Two areas buy the same power and know the same prices; the town has power of its own."""
    rows = [
        PARK,
        park("north", part_of="park"),
        park("south", part_of="park"),
        replace(park("town", region="330100"), grid_factor=0.6),
        enterprise("a", park="north"),
        enterprise("b", park="south"),
        enterprise("c", park="town"),
    ]
    zones = zones_of(Snapshot.of(rows), ["Yunnan", "China"])
    assert zones.of_enterprise.tolist() == [1, 1, 2]
    assert [None if one is None else one.id for one in zones.grid] == [None, "park", "town"]
    alone = zones_of(Snapshot.of(rows[:6]), ["Yunnan", "China"])
    assert alone.of_enterprise.tolist() == [0, 0]
    assert alone.count == 1


def test_a_price_of_one_area_alone_sets_it_apart() -> None:
    rows = [PARK, park("north", part_of="park"), enterprise("a", park="north"), enterprise("b")]
    assert zones_of(Snapshot.of(rows), ["north"]).of_enterprise.tolist() == [1, 2]
    assert zones_of(Snapshot.of(rows), ["Hubei"]).of_enterprise.tolist() == [0, 0]


def test_parks_that_are_part_of_each_other_end_somewhere() -> None:
    rows = [park("a", part_of="b"), park("b", part_of="a"), enterprise("e", park="a")]
    zones = zones_of(Snapshot.of(rows), ["b"])
    assert zones.near[0] == {"b": 1}
    assert zones.grid == (None,)
