"""Flows between firms are put together, and the largest of each unit are drawn."""

from __future__ import annotations

from viz.bundles import Line, bundled

FIRMS = {"slag": "mill", "dust": "mill", "kiln-1": "kiln", "kiln-2": "kiln", "pond": "works"}


def test_flows_of_one_pair_kind_and_unit_are_one_bundle() -> None:
    lines = [
        Line("slag", "kiln-1", 5.0, "t", "planned"),
        Line("dust", "kiln-2", 2.0, "t", "planned"),
        Line("slag", "kiln-1", 1.0, "t", "linkage"),
        Line("pond", "kiln-1", 9.0, "m3", "planned"),
    ]
    bundles, left = bundled(lines, FIRMS)
    assert [(one.line.source, one.line.amount, one.line.unit, one.count) for one in bundles] == [
        ("mill", 7.0, "t", 2),
        ("mill", 1.0, "t", 1),
        ("works", 9.0, "m3", 1),
    ]
    assert bundles[0].takers == ("kiln-1", "kiln-2")
    assert left == 0


def test_what_stays_within_a_firm_is_no_line() -> None:
    assert bundled([Line("slag", "dust", 5.0, "t", "planned")], FIRMS) == ((), 0)


def test_a_receiver_without_a_facility_stands_for_itself() -> None:
    (one,), _ = bundled([Line("slag", "asphalt", 5.0, "t", "prospective")], FIRMS)
    assert one.line.target == "asphalt"


def test_the_smallest_find_no_room_and_are_counted() -> None:
    lines = [Line("slag", f"firm-{place}", 1.0 + place, "t", "planned") for place in range(50)]
    bundles, left = bundled(lines, FIRMS)
    assert len(bundles) == 39
    assert left == 11
    assert min(one.line.amount for one in bundles) == 12.0


def test_nothing_planned_in_a_unit_divides_nothing() -> None:
    bundles, _ = bundled([Line("slag", "kiln-1", 0.0, "GJ", "planned")], FIRMS)
    assert len(bundles) == 1
