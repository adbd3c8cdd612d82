"""What a stream can give to who runs by season: month by month, but for what can lie in a heap."""

from __future__ import annotations

from typing import Any

import pytest

from graph.matching import GateName, PartName, Suggestions, suggest
from graph.planning import PlanOptions, UnplacedReason, make_plan
from graph.vocabulary import Phase, Unit
from tests.build import facility, material, park_of, recipe, stream

WINTER = (*(1.0 / 6.0,) * 3, *(0.0,) * 6, *(1.0 / 6.0,) * 3)
SUMMER = tuple(1.0 / 6.0 - share for share in WINTER)


def suggestions(
    *,
    given: tuple[float, ...] = (),
    asked: tuple[float, ...] = (),
    phase: Phase = Phase.HEAT,
    capacity: float | None = 240.0,
) -> Suggestions:
    unit = Unit.GIGAJOULE if phase is Phase.HEAT else Unit.TONNE
    park = park_of(
        material("heat", phase=phase, unit=unit),
        material("warm"),
        stream("h", "maker", "heat", 120.0, monthly=given),
        recipe("warming", "heat", "warm"),
        facility("district", "user", "warming", capacity, monthly=asked),
    )
    return suggest(park)


def offered(**park: Any) -> float:
    (found,) = suggestions(**park).items
    return found.amount


@pytest.mark.parametrize(
    ("given", "asked", "most"),
    [
        ((), (), 120.0),
        ((), WINTER, 60.0),
        (WINTER, WINTER, 120.0),
        # 20 a month in winter, and room for 20.
        (WINTER, (), 120.0),
    ],
)
def test_what_is_offered_is_what_both_have_in_the_same_month(
    given: tuple[float, ...], asked: tuple[float, ...], most: float
) -> None:
    assert offered(given=given, asked=asked) == pytest.approx(most)


def test_a_month_of_the_room_bounds_what_is_offered() -> None:
    assert offered(given=WINTER, capacity=120.0) == pytest.approx(60.0)


@pytest.mark.parametrize("phase", [Phase.SOLID, Phase.SLUDGE])
def test_what_lies_in_a_heap_waits_for_its_taker(phase: Phase) -> None:
    assert offered(given=SUMMER, asked=WINTER, phase=phase) == pytest.approx(120.0)


@pytest.mark.parametrize("capacity", [240.0, None])
def test_who_stands_still_whenever_something_comes_is_no_taker(capacity: float | None) -> None:
    """Heat of summer for a district of winter, whatever the district could take in winter."""
    found = suggestions(given=SUMMER, asked=WINTER, capacity=capacity)
    assert not found.items
    ((gate,),) = (refusal.gates for refusal in found.refusals)
    assert gate.gate is GateName.CAPACITY
    assert gate.reason.key == "gate.capacity.refused.season"
    assert (gate.given, gate.wanted) == ("4, 5, 6, 7, 8, 9", "1, 2, 3, 10, 11, 12")


@pytest.mark.parametrize(
    ("asked", "capacity", "part"),
    [
        # 60 of 120 GJ find a place, and fill 60 of 240: the root of a half, and the fourth root of a quarter.
        (WINTER, 240.0, 0.5),
        # All of it does, and fills half: the fourth root of a half.
        ((), 240.0, 0.5**0.25),
        # Of how much it takes nothing is known but that it takes none in summer.
        (WINTER, None, 0.5 * 0.5**0.75),
        ((), None, 0.5),
    ],
)
def test_the_score_goes_by_what_meets_month_by_month(
    asked: tuple[float, ...], capacity: float | None, part: float
) -> None:
    (found,) = suggestions(asked=asked, capacity=capacity).items
    (quantity,) = (one for one in found.parts if one.name is PartName.QUANTITY)
    assert quantity.value == pytest.approx(part)
    told = {given.name: given.value for given in quantity.inputs}
    assert told.get("share in season", 1.0) == pytest.approx(0.5 if asked else 1.0)
    if capacity is None:
        assert found.amount == pytest.approx(60.0 if asked else 120.0)


def test_who_runs_when_it_comes_is_suggested_before_who_does_not() -> None:
    """A peak of January; by the year the one that fits better is the one that rests then."""
    january = (0.6, *(0.4 / 11.0,) * 11)
    park = park_of(
        material("heat", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
        material("warm"),
        stream("h", "maker", "heat", 120.0, monthly=january),
        recipe("warming", "heat", "warm"),
        facility("a-rests", "user", "warming", 120.0, monthly=(0.0, *(1.0 / 11.0,) * 11)),
        facility("b-runs", "user", "warming", 200.0, monthly=january),
    )
    found = suggest(park).items
    assert [one.facility for one in found] == ["b-runs", "a-rests"]
    assert [one.amount for one in found] == pytest.approx([120.0, 48.0])


def test_stock_is_there_in_every_month() -> None:
    """Plans draw in winter what summer left in a tank; suggestions are of the year's supply."""
    heat = material("water", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE)
    park = park_of(
        heat,
        material("salt"),
        stream("h", "maker", "water", 120.0, monthly=SUMMER, stock=240.0),
        recipe("boil", "water", "salt"),
        facility("pan", "user", "boil", 240.0, monthly=WINTER),
    )
    (outcome,) = make_plan(park, PlanOptions(horizon=2)).streams
    assert outcome.placed == pytest.approx(60.0)
    (without,) = make_plan(park).streams
    assert (without.placed, without.reason) == (0.0, UnplacedReason.SEASON)
