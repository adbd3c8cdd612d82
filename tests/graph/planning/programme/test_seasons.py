"""What comes in winter is used in winter: no treatment moves it to summer, but for what can lie in a heap."""

from __future__ import annotations

import pytest

from graph.planning import Plan, make_plan
from graph.vocabulary import Phase, Unit
from tests.build import facility, material, park_of, price, recipe, stream

HEAT = {"phase": Phase.HEAT, "unit": Unit.GIGAJOULE}
WATER = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
#: All of a year in six months of it.
WINTER = (*(1.0 / 6.0,) * 3, *(0.0,) * 6, *(1.0 / 6.0,) * 3)
SUMMER = tuple(1.0 / 6.0 - share for share in WINTER)


def handed_on(plan: Plan) -> float:
    return sum(flow.amount for flow in plan.flows if flow.from_facility)


def exchanged(monthly: tuple[float, ...], *, made: dict[str, object], capacity: float) -> Plan:
    """60 GJ a year, of which an exchanger makes 0.9 of something that a works takes so much of a year."""
    unit = made.get("unit", Unit.TONNE)
    return make_plan(
        park_of(
            material("heat", **HEAT),
            *(material(name, **made) for name in ("warm", "dry")),
            stream("h", "maker", "heat", 60.0, monthly=monthly),
            recipe("exchange", "heat", "warm", 0.9),
            recipe("dry", "warm", "dry"),
            facility("exchanger", "maker", "exchange", 240.0),
            facility("dryer", "user", "dry", capacity),
            price("dry", 10.0, unit=f"CNY/{unit.value}"),
        )
    )


def test_a_treatment_moves_no_heat_from_winter_to_summer() -> None:
    """9 GJ of warm water in each winter month, of which the dryer takes 5: 30 GJ a year, not 54."""
    assert handed_on(exchanged(WINTER, made=HEAT, capacity=60.0)) == pytest.approx(30.0)


def test_heat_that_comes_all_the_year_is_taken_all_the_year() -> None:
    assert handed_on(exchanged((), made=HEAT, capacity=60.0)) == pytest.approx(54.0)


def test_what_lies_in_a_heap_waits_for_summer() -> None:
    """Pellets dried with winter's heat are there all the year."""
    assert handed_on(exchanged(WINTER, made={}, capacity=60.0)) == pytest.approx(54.0)


def test_no_chain_of_treatments_does_either() -> None:
    """Two treatments on, winter's water is still winter's: 10 m3 a month, of which 4 are taken."""
    plan = make_plan(
        park_of(
            *(material(name, **WATER) for name in ("effluent", "clear", "soft", "cooled")),
            stream("w", "maker", "effluent", 60.0, monthly=WINTER),
            recipe("settle", "effluent", "clear"),
            recipe("soften", "clear", "soft"),
            recipe("cool", "soft", "cooled"),
            facility("a", "maker", "settle", 600.0),
            facility("b", "maker", "soften", 600.0),
            facility("c", "user", "cool", 48.0),
            price("cooled", 10.0, unit="CNY/m3"),
        )
    )
    (cooled,) = (run.throughput for run in plan.runs if run.facility == "c")
    assert cooled == pytest.approx(24.0)


def test_winter_and_summer_share_a_works_that_treats_both() -> None:
    """5 m3 of winter's and 5 of summer's water in their months fill a user that takes 60 m3 all the year."""
    plan = make_plan(
        park_of(
            *(material(name, **WATER) for name in ("effluent", "clear", "cooled")),
            stream("w", "maker", "effluent", 60.0, monthly=WINTER),
            stream("s", "maker", "effluent", 60.0, monthly=SUMMER),
            recipe("settle", "effluent", "clear"),
            recipe("cool", "clear", "cooled"),
            facility("a", "maker", "settle", 600.0),
            facility("c", "user", "cool", 60.0),
            price("cooled", 10.0, unit="CNY/m3"),
        )
    )
    assert handed_on(plan) == pytest.approx(60.0)


def test_what_is_added_in_a_month_is_added_to_what_is_fed_in_it() -> None:
    """120 t of ash want 0.5 m3 each, 5 m3 a month: of the 60 m3 of winter's water they take 30, not 60."""
    plan = make_plan(
        park_of(
            *(material(name) for name in ("ash", "pellet")),
            material("effluent", **WATER),
            stream("ash", "maker", "ash", 120.0),
            stream("w", "maker", "effluent", 60.0, monthly=WINTER),
            recipe("pelletise", "ash", "pellet", auxiliary=[("effluent", 0.5)]),
            facility("p", "user", "pelletise", 1000.0),
        )
    )
    assert sum(flow.amount for flow in plan.flows if flow.stream == "w") == pytest.approx(30.0)
