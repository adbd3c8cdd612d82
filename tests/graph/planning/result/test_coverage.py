"""On what a plan's figures stand, and how far they spread, by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from graph.evidence import Evidence, Grade
from graph.planning import Coverage, Objective, Plan, PlanOptions, make_plan
from graph.ranges import Range
from tests.build import facility, market, material, park_of, price, recipe, stream

BENEFIT = PlanOptions(objective=Objective.BENEFIT)
OFFICIAL = Evidence((), Grade.OFFICIAL)


def plan_of(*rows: object, paid: Grade = Grade.ESTIMATE) -> Plan:
    """10 t of slag that cost 50 CNY/t to dump become 8 t of road at 30 CNY/t."""
    slag = replace(stream("s", "maker", "slag", 10.0, disposal_cost=50.0), evidence=Evidence((), paid))
    parts = (material("slag"), material("road"), *recipe("pave", "slag", "road", 0.8))
    return make_plan(park_of(*parts, slag, facility("f", "user", "pave", 100.0), *rows), BENEFIT)


@pytest.mark.parametrize(
    ("paid", "sold", "share"),
    [
        (Grade.COMPANY, Grade.ESTIMATE, 500.0 / 740.0),
        (Grade.ESTIMATE, Grade.OFFICIAL, 240.0 / 740.0),
        (Grade.COMPANY, Grade.TRADE, 1.0),
        (Grade.CLASS, Grade.TEXTBOOK, 0.0),
    ],
)
def test_money_is_covered_as_far_as_somebody_published_its_numbers(
    paid: Grade, sold: Grade, share: float
) -> None:
    """500 CNY of disposal are avoided and 240 CNY of road sold."""
    road = replace(price("road", 30.0), evidence=Evidence((), sold))
    assert plan_of(road, paid=paid).coverage.money == pytest.approx(share)


@pytest.mark.parametrize(("money", "enough"), [(0.5, True), (0.49, False)])
def test_less_than_half_is_not_enough_for_a_single_figure(money: float, enough: bool) -> None:
    assert Coverage(money, None).enough is enough


def test_tonnes_sold_are_covered_by_the_markets_that_somebody_counted() -> None:
    """5 t go to a published market, 3 t of another maker's road to one that is estimated."""
    rows = (
        material("dust"),
        material("brick"),
        stream("d", "maker", "dust", 3.0, disposal_cost=50.0),
        *recipe("press", "dust", "brick"),
        facility("g", "user", "press", 100.0),
        market("bricks", "brick", 10.0, price=1.0),
        market("roads", "road", 5.0, price=30.0, grade=Grade.TRADE),
    )
    assert plan_of(*rows).coverage.market == pytest.approx(5.0 / 8.0)


def test_where_nobody_says_anything_of_markets_there_is_no_share_of_them() -> None:
    assert plan_of(price("road", 30.0)).coverage.market is None


def test_a_plan_spreads_with_its_numbers() -> None:
    """8 t at 20 to 40 CNY/t, most likely 30: a deviation of 8 x sqrt(100 / 6) = 32.7 CNY around 740 CNY."""
    road = replace(price("road", 30.0), amount=Range(20.0, 30.0, 40.0))
    reach = plan_of(road).benefit_reach
    half = 1.2816 * 8.0 * math.sqrt(100.0 / 6.0)
    assert reach.p10 == pytest.approx(740.0 - half, rel=1e-4)
    assert reach.p90 == pytest.approx(740.0 + half, rel=1e-4)


def test_a_lopsided_range_moves_the_middle() -> None:
    """0, 30 and 90 CNY/t are 40 CNY/t on average: the middle of the plan is 8 x 10 CNY above the likely."""
    road = replace(price("road", 30.0), amount=Range(0.0, 30.0, 90.0))
    plan = plan_of(road)
    assert plan.benefit == pytest.approx(740.0)
    assert (plan.benefit_reach.p10 + plan.benefit_reach.p90) / 2.0 == pytest.approx(820.0)


def test_what_is_known_exactly_does_not_spread() -> None:
    reach = plan_of(price("road", 30.0)).benefit_reach
    assert (reach.p10, reach.p90) == (pytest.approx(740.0), pytest.approx(740.0))
