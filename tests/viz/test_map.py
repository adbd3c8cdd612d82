from __future__ import annotations

import math
import re

import pytest

from graph.geography import great_circle
from viz.map import APART, HEIGHT, WIDTH, Map, Point, Way, mapped

WORKS, MILL = Point("works", 24.90, 102.40, True), Point("mill", 24.95, 102.45, False)
NAMES = {"works": "Works", "mill": "Mill", "far": "Far away"}


def of(points: list[Point], ways: list[Way] | None = None, **more: object) -> Map:
    names = {point.key: NAMES.get(point.key, point.key) for point in points}
    found = mapped(points, ways or [], names, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_distances_on_the_map_are_those_on_the_globe() -> None:
    drawn = of([WORKS, MILL])
    one, other = drawn.sites
    km = float(great_circle(WORKS.lat, WORKS.lon, MILL.lat, MILL.lon))
    length = math.hypot(one.x - other.x, one.y - other.y)
    assert length / km == pytest.approx(drawn.scale_length / drawn.scale_km, rel=1e-3)


def test_north_is_up_and_east_is_right() -> None:
    mill, works = of([WORKS, MILL]).sites
    assert mill.x > works.x
    assert mill.y < works.y


def test_firms_on_one_point_are_as_many_targets_that_a_finger_hits() -> None:
    """Case C16 drawn: 17 firms on one point."""
    drawn = of([Point(f"firm{number:02}", 24.94, 102.40, False) for number in range(17)] + [WORKS])
    places = [(site.x, site.y) for site in drawn.sites]
    assert min(math.dist(a, b) for a in places for b in places if a != b) >= APART > 24.0
    assert len({(site.at_x, site.at_y) for site in drawn.sites}) == 2
    assert sum(site.moved for site in drawn.sites) == 16


def test_the_same_park_is_drawn_alike_in_any_order() -> None:
    points = [Point(f"firm{number}", 24.94, 102.40 + number % 3 / 1000, True) for number in range(9)]
    assert of(points) == of(points[::-1])


def test_a_radius_leaves_out_what_is_beyond_and_counts_it() -> None:
    drawn = of([WORKS, MILL, Point("far", 26.0, 103.0, True)], around="works", radius_km=20.0)
    assert [site.key for site in drawn.sites] == ["mill", "works"]
    assert drawn.beyond == 1
    assert drawn.circle is not None
    assert drawn.circle.radius == pytest.approx(20.0 * drawn.scale_length / drawn.scale_km)


def test_ways_are_as_wide_as_the_root_of_what_goes_there_and_end_in_a_point() -> None:
    ways = [Way("works", "mill", 400.0, "today"), Way("mill", "works", 100.0, "planned")]
    drawn = of([WORKS, MILL], ways)
    assert [arc.way.amount for arc in drawn.arcs] == [400.0, 100.0]
    assert drawn.arcs[0].width == pytest.approx(2.0 * drawn.arcs[1].width)
    mill = drawn.sites[0]
    assert f"{mill.x:.1f} {mill.y:.1f}" in drawn.arcs[0].path
    there, back = (re.findall(r"Q([\d.]+) ([\d.]+)", arc.path)[0] for arc in drawn.arcs)
    assert there != back


def test_what_stays_in_a_firm_or_leads_off_the_map_is_no_way() -> None:
    ways = [Way("works", "works", 5.0, "today"), Way("works", "nowhere", 5.0, "today")]
    assert of([WORKS, MILL], ways).arcs == ()


def test_no_name_covers_a_mark_or_leaves_the_frame() -> None:
    points = [Point(f"a firm with a long name {number:02}", 24.94, 102.40, True) for number in range(30)]
    drawn = of([*points, WORKS, MILL])
    named = [site for site in drawn.sites if site.label]
    assert 0 < len(named) < len(drawn.sites)
    for site in drawn.sites:
        assert 0.0 <= site.x <= WIDTH
        assert 0.0 <= site.y <= HEIGHT


def test_a_park_without_a_place_has_no_map_and_one_site_has_surroundings() -> None:
    assert mapped([], [], {}) is None
    alone = of([WORKS])
    assert (alone.sites[0].x, alone.sites[0].y) == (WIDTH / 2, HEIGHT / 2)
    assert alone.scale_km <= 1.0
