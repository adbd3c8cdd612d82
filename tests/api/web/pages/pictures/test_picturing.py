from __future__ import annotations

import pytest

from api.web.pages.pictures.picturing import Grouping, Shown, drawn
from api.web.pages.pictures.year import Year, year_of
from api.web.reading import Reading


@pytest.fixture(scope="module")
def year(reading: Reading) -> Year:
    return year_of(reading.read("year")["plan"])


@pytest.mark.parametrize("grouping", Grouping)
@pytest.mark.parametrize("threshold", [0.0, 10_000.0, 1e9])
@pytest.mark.parametrize("unit", ["t", "m3", "GJ"])
def test_what_is_shown_and_the_others_add_up_to_all_that_is_given_off(
    year: Year, unit: str, threshold: float, grouping: Grouping
) -> None:
    rests = [rest for rest in year.rests if rest.unit == unit]
    supply, placed = sum(rest.supply for rest in rests), sum(rest.placed for rest in rests)
    wholes = {Shown.PLAN: supply, Shown.TODAY: supply, Shown.DIFFERENCE: placed}
    for shown, whole in wholes.items():
        picture = drawn(year, unit, shown, grouping, threshold=threshold).picture
        left = sum(node.amount for node in picture.nodes if node.column == 0)
        assert abs(left - whole) < 1.0


def test_the_picture_of_the_largest_has_eight_flows_and_others(year: Year) -> None:
    picture = drawn(year, "t", Shown.PLAN, most=8).picture
    first = [node for node in picture.nodes if node.column == 0]
    assert 1 < len(first) <= 9
    assert picture.columns == 4
    assert len(picture.links) < 40
    supply = sum(rest.supply for rest in year.rests if rest.unit == "t")
    assert abs(sum(node.amount for node in first) - supply) < 1.0


def test_today_shows_nothing_planned_and_the_difference_nothing_of_today(
    year: Year,
) -> None:
    states = {shown: {link.state for link in drawn(year, "t", shown).picture.links} for shown in Shown}
    assert states[Shown.TODAY] == {"today", "unused"}
    assert states[Shown.DIFFERENCE] == {"planned"}
    assert states[Shown.PLAN] == {"today", "unused", "planned"}
