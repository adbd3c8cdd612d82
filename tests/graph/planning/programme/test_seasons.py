"""What comes, or is wanted, in winter is used in winter: only what can lie in a heap is moved to summer."""

from __future__ import annotations

import pytest

from graph.model import Facility
from graph.planning import Objective, Plan, PlanOptions, make_plan
from graph.vocabulary import Direction, LinkageState, Phase, PriceKind, Unit
from tests.build import facility, linkage, market, material, park_of, port, price, recipe, stream, technology

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


def warmed(*facilities: Facility, monthly: tuple[float, ...] = (), heat: float = 120.0) -> Plan:
    """Heat of a year for a district that heats in winter and a dryer; which of both, facilities say."""
    return make_plan(
        park_of(
            *(material(name, **HEAT) for name in ("heat", "warm")),
            material("dried"),
            stream("h", "maker", "heat", heat, monthly=monthly),
            recipe("warming", "heat", "warm"),
            recipe("drying", "heat", "dried", 0.1),
            price("warm", 10.0, unit="CNY/GJ"),
            price("dried", 10.0),
            *facilities,
        )
    )


def district(capacity: float, monthly: tuple[float, ...] = WINTER) -> Facility:
    return facility("district", "user", "warming", capacity, monthly=monthly)


def taken(plan: Plan) -> dict[str, float]:
    return {run.facility: run.throughput for run in plan.runs}


def test_heat_of_all_the_year_warms_a_district_in_winter_only() -> None:
    """120 GJ are 10 a month; a district of 240 GJ takes 40 in each of six months: 60 GJ, not 120."""
    assert taken(warmed(district(240.0)))["district"] == pytest.approx(60.0)
    assert taken(warmed(district(240.0, ())))["district"] == pytest.approx(120.0)


def test_heat_of_summer_finds_no_user_in_winter() -> None:
    assert taken(warmed(district(240.0), monthly=SUMMER)).get("district", 0.0) == 0.0
    assert taken(warmed(district(240.0), monthly=WINTER))["district"] == pytest.approx(120.0)


def test_a_month_of_a_user_bounds_what_it_takes() -> None:
    """A district of 60 GJ takes 10 in each month of winter; of heat of winter alone, 20 a month, half."""
    assert taken(warmed(district(60.0), monthly=WINTER))["district"] == pytest.approx(60.0)
    once = (1.0, *(0.0,) * 11)
    assert taken(warmed(district(60.0, once), monthly=WINTER))["district"] == pytest.approx(20.0)


def test_who_heats_in_winter_leaves_the_summer_to_others() -> None:
    """The dryer has room for 60 GJ, 5 a month: with the district's 5 in winter all is 30 + 60."""
    plan = warmed(district(30.0), facility("dryer", "user", "drying", 60.0))
    assert taken(plan) == pytest.approx({"district": 30.0, "dryer": 60.0})
    # 10 GJ a month in winter are the district's; in summer the dryer takes the 10 that it has room for.
    plan = warmed(district(60.0), facility("dryer", "user", "drying", 120.0))
    assert sum(taken(plan).values()) == pytest.approx(120.0)


def test_a_kiln_that_stops_in_summer_burns_what_waits_in_a_heap() -> None:
    """Coke of all the year waits for the kiln; its heat comes in the months that it runs."""

    def kiln(*others: Facility) -> dict[str, float]:
        return taken(
            make_plan(
                park_of(
                    *(material(name) for name in ("coke", "clinker")),
                    *(material(name, **HEAT) for name in ("heat", "warm")),
                    stream("c", "maker", "coke", 60.0),
                    recipe("burn", "coke", "clinker", residue=("heat", 2.0)),
                    recipe("warming", "heat", "warm"),
                    price("warm", 10.0, unit="CNY/GJ"),
                    facility("kiln", "maker", "burn", 60.0, monthly=WINTER),
                    *others,
                )
            )
        )

    assert kiln()["kiln"] == pytest.approx(60.0)
    assert kiln(district(500.0))["district"] == pytest.approx(120.0)
    assert kiln(district(500.0, SUMMER)).get("district", 0.0) == 0.0
    # An even user of 120 GJ takes 10 of the 20 a month that come for half a year.
    assert kiln(district(120.0, ()))["district"] == pytest.approx(60.0)


def test_what_a_maker_is_fed_with_goes_by_the_season_of_who_takes_its_heat() -> None:
    """Gas of all the year, 10 a month, is burnt for the district in winter and for the dryer in summer."""
    parts = (
        *(material(name, **HEAT) for name in ("gas", "heat", "warm")),
        material("dried"),
        stream("g", "maker", "gas", 120.0),
        recipe("burn", "gas", "heat"),
        recipe("warming", "heat", "warm"),
        recipe("drying", "gas", "dried", 0.1),
        price("warm", 10.0, unit="CNY/GJ"),
        price("dried", 10.0),
        facility("boiler", "maker", "burn", 240.0),
        facility("dryer", "user", "drying", 60.0, monthly=SUMMER),
    )
    found = taken(make_plan(park_of(*parts, district(60.0))))
    assert found["district"] == pytest.approx(60.0)
    assert found["dryer"] == pytest.approx(60.0)


def test_todays_flows_run_as_their_taker_does() -> None:
    """Of the district's 10 GJ a month of winter 5 run today: 5 are left, of 10 that come."""
    plan = make_plan(
        park_of(
            *(material(name, **HEAT) for name in ("heat", "warm")),
            stream("h", "maker", "heat", 150.0, in_use=30.0),
            recipe("warming", "heat", "warm"),
            price("warm", 10.0, unit="CNY/GJ"),
            district(60.0),
            linkage("l", "district", "warming:in_main:heat", 30.0, stream="h", state=LinkageState.OPERATING),
        )
    )
    assert sum(flow.amount for flow in plan.flows if flow.facility == "district") == pytest.approx(30.0)


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside a works that gains nothing"])
def test_what_comes_evenly_leaves_the_months_of_others_to_them(beside: bool) -> None:
    """60 m3 of dear water come in the first half, 60 of a cheaper one all the year; a works takes 10 a month.

    The first half is the dear one's, 60 x 101; of the second half the cheaper one's 30 are taken, 30 x 61.
    """
    half = (1.0 / 6.0,) * 6 + (0.0,) * 6
    useless: tuple[object, ...] = (
        recipe("idle", "cheap", "dregs"),
        facility("idler", "maker", "idle", 100.0, monthly=tuple(1.0 / 6.0 - share for share in half)),
        price("dregs", 50.0, kind=PriceKind.DISPOSAL, unit="CNY/m3"),
        market("none", "dregs", 0.0),
    )
    plan = make_plan(
        park_of(
            *(material(name, **WATER) for name in ("dear", "cheap", "clean", "dregs")),
            stream("d", "maker", "dear", 60.0, monthly=half, disposal_cost=100.0),
            stream("c", "maker", "cheap", 60.0, disposal_cost=60.0),
            technology("clean"),
            port("clean", Direction.MAIN_INPUT, "dear"),
            port("clean", Direction.MAIN_INPUT, "cheap"),
            port("clean", Direction.PRODUCT, "clean"),
            price("clean", 1.0, unit="CNY/m3"),
            market("all", "clean", 1000.0),
            facility("works", "maker", "clean", 120.0),
            *(useless if beside else ()),
        ),
        PlanOptions(objective=Objective.BENEFIT),
    )
    assert plan.benefit == pytest.approx(60.0 * 101.0 + 30.0 * 61.0)
