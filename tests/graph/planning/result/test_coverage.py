"""On what a plan's figures stand, and how far they spread, by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import triang

from graph.evidence import Evidence, Grade
from graph.model import Material
from graph.planning import Coverage, Leaning, Objective, Plan, PlanOptions, make_plan
from graph.ranges import Range
from graph.vocabulary import Direction, FactorKind, Phase, Unit
from tests.build import (
    emission_factor,
    facility,
    market,
    material,
    park_of,
    port,
    price,
    recipe,
    stream,
    technology,
)

BENEFIT = PlanOptions(objective=Objective.BENEFIT)
OFFICIAL = Evidence((), Grade.OFFICIAL)


def plan_of(*rows: object, paid: Grade = Grade.ESTIMATE) -> Plan:
    """10 t of slag that cost 50 CNY/t to dump become 8 t of road at 30 CNY/t."""
    slag = replace(stream("s", "maker", "slag", 10.0, disposal_cost=50.0), evidence=Evidence((), paid))
    parts = {"slag": material("slag"), "road": material("road")}
    parts |= {row.id: row for row in rows if isinstance(row, Material)}
    rest = (row for row in rows if not isinstance(row, Material))
    pave = recipe("pave", "slag", "road", 0.8)
    return make_plan(
        park_of(*parts.values(), *pave, slag, facility("f", "user", "pave", 100.0), *rest), BENEFIT
    )


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


def test_a_sum_that_lacks_the_price_of_something_bought_has_no_single_figure() -> None:
    """All else is published: 740 CNY. What 3 t of binder cost may be any part of it."""
    binder = material("binder"), port("pave", Direction.AUXILIARY_INPUT, "binder", 0.3)
    road = replace(price("road", 30.0), evidence=OFFICIAL)
    lacking = plan_of(road, *binder, paid=Grade.COMPANY)
    assert "price of binder" in lacking.missing
    assert (lacking.coverage.money, lacking.coverage.enough) == (0.0, False)
    known = plan_of(road, *binder, replace(price("binder", 5.0), evidence=OFFICIAL), paid=Grade.COMPANY)
    # 15 CNY of the 755 are so many by a ratio that nobody published.
    assert (known.coverage.money, known.coverage.enough) == (pytest.approx(740.0 / 755.0), True)


def test_a_product_that_nobody_priced_leaves_the_rest_covered_and_no_single_figure() -> None:
    """It counts 0, which nobody said: all that is known is published, and not all is known."""
    lacking = plan_of(paid=Grade.COMPANY)
    assert "price of road" in lacking.missing
    assert (lacking.coverage.money, lacking.coverage.money_whole, lacking.coverage.enough) == (
        1.0,
        False,
        False,
    )


def test_what_a_pipe_costs_nobody_said_so_there_is_no_single_figure() -> None:
    """Clean water leaves for next door: who pays is known for all but the pipe."""
    water = replace(material("slag"), unit=Unit.CUBIC_METRE, phase=Phase.LIQUID)
    road = replace(price("road", 30.0), evidence=OFFICIAL)
    plan = plan_of(road, paid=Grade.COMPANY)
    assert plan.coverage.enough
    piped = plan_of(road, water, paid=Grade.COMPANY)
    assert "cost of the pipe" in piped.missing
    assert (piped.coverage.money, piped.coverage.enough) == (1.0, False)


def test_an_unknown_factor_leaves_the_money_whole() -> None:
    plan = plan_of(replace(price("road", 30.0), evidence=OFFICIAL), paid=Grade.COMPANY)
    assert "product displaced by pave" in plan.missing
    assert plan.coverage.money_whole


@pytest.mark.parametrize(("money", "enough"), [(0.5, True), (0.49, False)])
def test_less_than_half_is_not_enough_for_a_single_figure(money: float, enough: bool) -> None:
    assert Coverage(money, 1.0, None, Grade.TRADE).enough is enough
    assert Coverage(1.0, money, None, Grade.TRADE).carbon_enough is enough


def test_co2e_stands_on_its_own_factors_and_money_on_what_most_of_it_is_made_of() -> None:
    """8 t of road displace 8 t of gravel: 80 kg that somebody published; disposal of 10 t emits 20 kg."""
    gravel = replace(emission_factor("gravel", 10.0), evidence=OFFICIAL)
    dumped = emission_factor("slag", 2.0, kind=FactorKind.DISPOSAL)
    displacing = replace(technology("pave", displaces="gravel", displaced_ratio=0.8), evidence=OFFICIAL)
    slag = stream("s", "maker", "slag", 10.0, disposal_cost=50.0)
    parts = [
        replace(row, evidence=OFFICIAL) for row in recipe("pave", "slag", "road", 0.8) if row.id != "pave"
    ]
    rows = (*parts, displacing, gravel, dumped, material("gravel"), facility("f", "user", "pave", 100.0))
    plan = make_plan(park_of(material("slag"), material("road"), slag, *rows), BENEFIT)
    assert plan.co2_avoided == pytest.approx(100.0)
    assert plan.coverage.carbon == pytest.approx(0.8)
    assert (plan.coverage.money, plan.coverage.mostly) == (0.0, Grade.ESTIMATE)


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


@pytest.mark.parametrize(
    "ends", [(0.0, 30.0, 90.0), (30.0, 30.0, 60.0), (0.0, 30.0, 30.0), (10.0, 30.0, 50.0)]
)
def test_a_lopsided_range_spreads_as_its_triangle_does(ends: tuple[float, float, float]) -> None:
    """500 CNY of disposal and 8 t of road: the quantiles of its triangle to a twenty-fifth of the width."""
    plan = plan_of(replace(price("road", 30.0), amount=Range(*ends)))
    assert plan.benefit == pytest.approx(740.0)
    reach = plan.benefit_reach
    found = reach.p10, reach.p50, reach.p90
    assert list(found) == sorted(found)
    near = 8.0 * (ends[2] - ends[0]) / 25.0
    exact = triang((ends[1] - ends[0]) / (ends[2] - ends[0]), ends[0], ends[2] - ends[0])
    for share, quantile in zip((0.1, 0.5, 0.9), found, strict=True):
        assert quantile == pytest.approx(500.0 + 8.0 * float(exact.ppf(share)), abs=near)


def test_two_uncertain_numbers_of_one_product_spread_as_their_product_does() -> None:
    """10 t of slag want 0.6 to 1.2 t of lime each at 0 to 90 CNY/t: 40,000 draws say how that spreads."""
    ratio, cost = (0.6, 0.6, 1.2), (0.0, 30.0, 90.0)
    lime = replace(port("pave", Direction.AUXILIARY_INPUT, "lime"), ratio=Range(*ratio))
    paid = replace(price("lime", 30.0), amount=Range(*cost))
    reach = plan_of(price("road", 80.0), lime, material("lime"), paid).benefit_reach
    chance = np.random.default_rng(7)
    drawn = 500.0 + 8.0 * 80.0 - 10.0 * chance.triangular(*ratio, 40_000) * chance.triangular(*cost, 40_000)
    spread = np.quantile(drawn, (0.1, 0.5, 0.9))
    assert (reach.p10, reach.p50, reach.p90) == pytest.approx(
        tuple(spread), abs=0.05 * (spread[2] - spread[0])
    )


def test_what_is_known_exactly_does_not_spread() -> None:
    reach = plan_of(price("road", 30.0)).benefit_reach
    assert (reach.p10, reach.p90) == (pytest.approx(740.0), pytest.approx(740.0))


def test_the_largest_number_that_nobody_published_is_named_with_its_share() -> None:
    """500 CNY of disposal, which the company says, beside 240 CNY of road: an estimate."""
    covered = plan_of(price("road", 30.0), paid=Grade.COMPANY).coverage
    assert covered.money_leans == Leaning("prices", "market:road", "amount", Grade.ESTIMATE, 240.0 / 740.0)
    sourced = replace(price("road", 30.0), evidence=OFFICIAL)
    assert plan_of(sourced, paid=Grade.COMPANY).coverage.money_leans is None
    assert plan_of(sourced).coverage.carbon_leans is None
