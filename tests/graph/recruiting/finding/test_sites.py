"""Where a missing link could stand."""

from __future__ import annotations

from dataclasses import replace

from graph.model import Technology
from graph.recruiting.finding.sites import areas, extensions, wanted
from graph.snapshot import Snapshot
from graph.vocabulary import OperatingState
from tests.build import WEIGHTS, enterprise, facility, material, park, park_of, recipe


def test_an_area_stands_where_its_firms_do_when_nobody_gave_its_place() -> None:
    snapshot = Snapshot.of(
        [
            park("whole"),
            park("east", part_of="whole"),
            *WEIGHTS,
            enterprise("a", 24.0, 102.0, park="east"),
            enterprise("b", 26.0, 104.0, park="east"),
        ]
    )
    (place,) = areas(snapshot)
    assert place.site.park == "east"
    assert place.site.position is not None
    assert (place.site.position.lat, place.site.position.lon) == (25.0, 103.0)


def test_where_no_place_is_known_at_all_every_area_is_a_site() -> None:
    snapshot = Snapshot.of([park("somewhere"), *WEIGHTS, enterprise("a", None, None, park="somewhere")])
    assert [place.site.position for place in areas(snapshot)] == [None]


def test_firms_of_the_industry_and_those_that_run_it_could_extend() -> None:
    kiln = recipe("brickworks", "slag", "brick")
    listed = [replace(part, nace=("2332",)) if isinstance(part, Technology) else part for part in kiln]
    potter = replace(enterprise("potter"), nace="2332")
    closed = replace(enterprise("ruin"), nace="2332", state=OperatingState.CLOSED)
    snapshot = park_of(
        material("slag"),
        material("brick"),
        listed,
        potter,
        closed,
        facility("kiln", "user", "brickworks", 10.0),
    )
    found = extensions(snapshot, snapshot.by_id(Technology)["brickworks"])
    assert [place.site.enterprise for place in found] == ["potter", "user"]


def test_an_area_is_asked_for_with_all_firms_in_it() -> None:
    snapshot = park_of(material("slag"), material("brick"), recipe("brickworks", "slag", "brick"))
    places = areas(snapshot)
    assert wanted(places, snapshot, "Park") == frozenset(place.site for place in places)
    assert wanted(places, snapshot, "maker") == frozenset()
