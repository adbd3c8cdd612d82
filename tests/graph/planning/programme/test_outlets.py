"""What cannot be stored is sold when its buyers take it: in their months, or on so many days as they run."""

from __future__ import annotations

import pytest

from graph.planning import Objective, PlanOptions, make_plan, plan_sensitivity
from graph.planning.allocation import pose
from graph.planning.programme import Row
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Phase, Unit
from tests.build import facility, market, material, park_of, price, recipe, stream

WATER = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
#: All of a year from November to April, as towns water their streets.
DRY = (*(1.0 / 6.0,) * 4, *(0.0,) * 6, *(1.0 / 6.0,) * 2)
WET = tuple(1.0 / 6.0 - share for share in DRY)


def town(
    *more: object, demand: float | None = 1000.0, waste: dict[str, object] | None = None, **said: object
) -> Snapshot:
    """120 m3 of effluent a year are cleaned, a cubic metre of each, and sold to a town."""
    return park_of(
        material("effluent", **(WATER if waste is None else waste)),
        material("clear", **WATER),
        stream("w", "maker", "effluent", 120.0),
        *recipe("clean", "effluent", "clear"),
        facility("plant", "maker", "clean", 240.0),
        price("clear", 2.0, unit="CNY/m3"),
        market("town", "clear", demand, binds=demand is not None, **said),
        *more,
    )


def sold(park: Snapshot, options: PlanOptions | None = None) -> float:
    return sum(flow.amount for flow in make_plan(park, options).flows if flow.facility == "plant")


def test_a_town_that_waters_half_a_year_takes_half_of_an_even_flow() -> None:
    """10 m3 a month, of which November to April have buyers: 60 m3; without months it took all 120."""
    assert sold(town()) == pytest.approx(120.0)
    assert sold(town(monthly=DRY)) == pytest.approx(60.0)


def test_in_each_month_there_is_room_for_its_share_of_the_demand() -> None:
    """Of 36 m3 a year 6 a month are wanted in six months, of the 10 that come."""
    assert sold(town(demand=36.0, monthly=DRY)) == pytest.approx(36.0)
    uneven = (0.5, 0.1, 0.1, 0.1, *(0.0,) * 6, 0.1, 0.1)
    # January has no 18 m3 to sell but 10; the others take 3.6 each.
    assert sold(town(demand=36.0, monthly=uneven)) == pytest.approx(10.0 + 5 * 3.6)


def test_where_nobody_knows_how_much_is_bought_the_months_still_bound_it() -> None:
    assert sold(town(demand=None, monthly=DRY)) == pytest.approx(60.0)


def test_the_potential_knows_no_room_and_still_the_months() -> None:
    assert sold(town(demand=36.0, monthly=DRY), PlanOptions(potential=True)) == pytest.approx(60.0)


def test_what_waits_in_a_heap_is_worked_on_in_the_months_of_the_buyers() -> None:
    """Of 120 m3 that keep the plant takes 20 a month for half a year."""
    assert sold(town(monthly=DRY, waste={})) == pytest.approx(120.0)


def test_a_product_that_keeps_waits_for_its_buyers() -> None:
    park = park_of(
        material("slag"),
        material("road"),
        stream("s", "maker", "slag", 120.0),
        *recipe("pave", "slag", "road"),
        facility("plant", "maker", "pave", 240.0),
        market("roads", "road", 1000.0, monthly=DRY, days=Range.exact(180.0)),
    )
    assert sold(park) == pytest.approx(120.0)


def test_what_the_town_does_not_take_in_summer_another_user_may_have() -> None:
    cooling = (
        material("cooled", **WATER),
        *recipe("cool", "clear", "cooled"),
        facility("tower", "user", "cool", 500.0),
        market("cooled", "cooled", 1000.0),
    )
    plan = make_plan(town(*cooling, monthly=DRY))
    assert sum(flow.amount for flow in plan.flows if flow.stream) == pytest.approx(120.0)


def test_a_stream_of_the_wet_months_finds_no_buyer_in_the_dry_ones() -> None:
    rain = stream("r", "maker", "effluent", 120.0, monthly=WET)
    plan = make_plan(town(rain, monthly=DRY))
    assert sum(flow.amount for flow in plan.flows if flow.stream == "r") == pytest.approx(0.0)


def test_a_part_of_a_market_sells_in_the_months_of_the_whole() -> None:
    part = market("streets", "clear", 1000.0, technology="clean", within="town")
    assert sold(town(part, monthly=DRY)) == pytest.approx(60.0)


def test_an_owner_sells_his_waste_in_the_months_of_its_buyers() -> None:
    def outside(**said: object) -> float:
        park = park_of(
            material("acid", phase=Phase.LIQUID),
            stream("a", "maker", "acid", 120.0),
            market("acid", "acid", 1000.0, waste=True, price=5.0, **said),
        )
        (outcome,) = make_plan(park).streams
        return outcome.placed

    assert outside() == pytest.approx(120.0)
    assert outside(monthly=DRY) == pytest.approx(60.0)
    assert outside(days=Range.exact(73.0)) == pytest.approx(24.0)


@pytest.mark.parametrize(("days", "found"), [(73.0, 24.0), (182.5, 60.0), (365.0, 120.0), (0.0, 0.0)])
def test_of_a_steady_flow_no_more_is_sold_than_comes_on_the_days_of_its_buyers(
    days: float, found: float
) -> None:
    """Which days, nobody said: so many of 365."""
    assert sold(town(days=Range(days / 2, days, min(days * 1.5, 366.0)))) == pytest.approx(found)


def test_days_bound_a_product_of_unbounded_demand_and_the_potential_too() -> None:
    assert sold(town(demand=None, days=Range.exact(73.0))) == pytest.approx(24.0)
    assert sold(town(days=Range.exact(73.0)), PlanOptions(potential=True)) == pytest.approx(24.0)


def test_what_waits_is_worked_on_as_fast_as_the_works_can_on_the_days_of_the_buyers() -> None:
    """240 m3 a year of room are 48 on 73 days, whatever lies there."""
    assert sold(town(days=Range.exact(73.0), waste={})) == pytest.approx(48.0)


def test_a_flow_that_comes_on_few_days_may_come_on_those_of_the_buyers() -> None:
    """A fifth of the days of a year are 2.4 months; six months have all of it: 20 m3 in each of them."""
    park = town(days=Range.exact(73.0))
    rain = stream("r", "maker", "effluent", 120.0, monthly=WET)
    both = sold(town(rain, days=Range.exact(73.0)))
    assert sold(park) == pytest.approx(24.0)
    # The plant takes no more than 48 on these days.
    assert both == pytest.approx(48.0)


def test_where_months_are_said_days_say_no_more() -> None:
    assert sold(town(monthly=DRY, days=Range.exact(73.0))) == pytest.approx(60.0)


def test_the_rows_print_themselves() -> None:
    def rows(park: Snapshot, kind: Row) -> list[str]:
        programme = pose(park).programme
        return [str(programme.row(int(at))) for at in (programme.row_kind == kind).nonzero()[0]]

    months = rows(town(monthly=DRY), Row.MARKET_MONTH)
    assert months[0] == "market_month[town, 1]: month 1 of sell clear@plant <= 166.667 m3"
    assert months[4] == "market_month[town, 5]: month 5 of sell clear@plant <= 0 m3"
    (days,) = rows(town(days=Range.exact(73.0)), Row.MARKET_DAYS)
    assert days == "market_days[town, sell clear@plant]: sell clear@plant <= 24 m3"


def test_a_plan_names_the_days_of_a_market_among_what_would_change_it() -> None:
    said = plan_sensitivity(town(days=Range(36.5, 73.0, 146.0)))
    found = {(row.row, row.column): row for row in said.would_change}
    row = found["town", "days"]
    assert (row.low, row.high) == (36.5, 146.0)


def test_what_is_left_is_told_that_its_buyers_take_no_more_when_they_take() -> None:
    """Half of a year's water is left, of which the town of an unbounded demand takes none in summer."""
    for said in ({"monthly": DRY}, {"days": Range.exact(73.0)}):
        (outcome,) = make_plan(town(demand=None, **said), PlanOptions(objective=Objective.BENEFIT)).streams
        assert outcome.detail.key == "unplaced.market_season", outcome.detail.en


def test_a_works_in_two_halves_sells_no_more_on_the_days_of_its_buyers() -> None:
    """Either half could work on all that comes on them, and both together on no more."""
    halves = (
        facility("plant", "maker", "clean", 120.0),
        facility("other", "user", "clean", 120.0),
    )
    park = park_of(
        material("effluent", **WATER),
        material("clear", **WATER),
        stream("w", "maker", "effluent", 120.0),
        *recipe("clean", "effluent", "clear"),
        *halves,
        price("clear", 2.0, unit="CNY/m3"),
        market("town", "clear", 1000.0, days=Range.exact(73.0)),
    )
    assert sum(flow.amount for flow in make_plan(park).flows) == pytest.approx(24.0)
