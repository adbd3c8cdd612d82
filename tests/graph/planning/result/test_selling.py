"""What a plan sells where, how full that is, and what to ask where nobody knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.planning import Plan, PlanOptions, make_plan
from graph.vocabulary import MarketReach
from tests.build import facility, market, material, park_of, recipe, stream

ROADS = (
    *(material(name) for name in ("slag", "gypsum", "road", "brick")),
    *recipe("pave", "slag", "road"),
    *recipe("lay", "gypsum", "road"),
    stream("s", "maker", "slag", 60.0),
    stream("g", "maker", "gypsum", 40.0),
    facility("p", "user", "pave", 500.0),
    facility("q", "user", "lay", 500.0),
)


def sold(plan: Plan) -> dict[str, tuple[float, float | None, float | None, bool]]:
    return {row.market: (row.sold, row.room, row.share, row.full) for row in plan.markets}


def test_all_sellers_share_a_market() -> None:
    """100 t of road could be made; the market takes 80 t a year, of which a quarter is served: 60 t."""
    plan = make_plan(park_of(*ROADS, market("roads", "road", 80.0, served=0.25)))
    assert sold(plan) == {"roads": (pytest.approx(60.0), 60.0, pytest.approx(0.75), True)}
    assert sum(row.placed for row in plan.streams) == pytest.approx(60.0)


def test_a_market_with_room_is_not_full() -> None:
    plan = make_plan(park_of(*ROADS, market("roads", "road", 400.0)))
    assert sold(plan) == {"roads": (pytest.approx(100.0), 400.0, pytest.approx(0.25), False)}


def test_what_does_not_bind_has_neither_room_nor_share() -> None:
    plan = make_plan(park_of(*ROADS, market("roads", "road", binds=False)))
    assert sold(plan) == {"roads": (pytest.approx(100.0), None, None, False)}


def test_a_part_of_a_market_counts_in_the_whole_too() -> None:
    """Road of gypsum has its own 30 t within 70 t of road: both together are never more."""
    plan = make_plan(
        park_of(
            *ROADS,
            market("of gypsum", "road", 30.0, technology="lay", within="roads"),
            market("roads", "road", 70.0),
        )
    )
    found = sold(plan)
    assert found["roads"] == (pytest.approx(70.0), 70.0, pytest.approx(1.0), True)
    assert 10.0 - 1e-9 <= found["of gypsum"][0] <= 30.0 + 1e-9
    assert {row.market: row.within for row in plan.markets} == {"roads": None, "of gypsum": "roads"}


def test_a_part_of_a_part_counts_once_in_the_whole() -> None:
    """Ways, within lanes, within roads: the same 100 t in each, in whatever order their names stand."""
    for names in (("a", "b", "c"), ("c", "b", "a"), ("b", "a", "c")):
        part, middle, whole = names
        plan = make_plan(
            park_of(
                *ROADS,
                market(part, "road", 100.0, technology="pave", within=middle),
                market(middle, "road", 400.0, technology="lay", within=whole),
                market(whole, "brick", 500.0),
            )
        )
        found = sold(plan)
        assert [found[name][0] for name in names] == [pytest.approx(60.0), *[pytest.approx(100.0)] * 2]


def test_a_pit_fills_over_the_horizon() -> None:
    """Case C7: a pit of 200 t takes 20 t a year for ten years, and 40 t a year over five."""
    pit = market("pit", "road", total=200.0, reach=MarketReach.SINK)
    for horizon, taken in ((None, 20.0), (10, 20.0), (5, 40.0)):
        plan = make_plan(park_of(*ROADS, pit), PlanOptions(horizon=horizon))
        assert sold(plan) == {"pit": (pytest.approx(taken), pytest.approx(taken), None, True)}


def test_a_product_without_a_known_market_is_a_question_and_no_part_of_the_plan() -> None:
    asking = replace(market("roads", "road", reach=MarketReach.UNKNOWN), question_en="Who builds roads?")
    plan = make_plan(park_of(*ROADS, asking))
    assert plan.flows == ()
    assert plan.markets == ()
    (question,) = plan.questions
    assert (question.material, question.technologies) == ("road", ("lay", "pave"))
    assert question.question_en == "Who builds roads?"


def test_the_potential_plans_what_could_be_if_every_market_took_everything() -> None:
    asking = market("roads", "road", reach=MarketReach.UNKNOWN)
    plan = make_plan(park_of(*ROADS, asking), PlanOptions(potential=True))
    assert plan.potential
    assert sum(row.placed for row in plan.streams) == pytest.approx(100.0)
    assert [row.material for row in plan.questions] == ["road"]
    bounded = make_plan(park_of(*ROADS, market("roads", "road", 5.0)), PlanOptions(potential=True))
    assert sum(row.placed for row in bounded.streams) == pytest.approx(100.0)


def test_where_no_row_says_anything_of_markets_all_is_sold() -> None:
    plan = make_plan(park_of(*ROADS))
    assert sum(row.placed for row in plan.streams) == pytest.approx(100.0)
    assert (plan.markets, plan.questions) == ((), ())


def test_a_waste_that_no_facility_takes_is_sold_as_it_is_where_somebody_buys_it() -> None:
    """No facility takes furnace dust, but a buyer outside takes 25 t of it a year, for 90 CNY/t."""
    dust = (material("dust"), stream("d", "maker", "dust", 40.0))
    buyer = market("dust", "dust", 25.0, price=90.0, waste=True, reach=MarketReach.PROVINCIAL)
    plan = make_plan(park_of(*dust, buyer))
    (outcome,) = plan.streams
    assert (outcome.placed, outcome.outside) == (pytest.approx(25.0), pytest.approx(25.0))
    assert sold(plan) == {"dust": (pytest.approx(25.0), 25.0, pytest.approx(1.0), True)}
    # What is sold as it is forgoes its own price: nothing is gained but the tonnes.
    assert plan.benefit == pytest.approx(0.0)


def test_what_a_market_of_another_place_asks_is_not_asked_here() -> None:
    """The test park is Anning: a question to the works of Hubei would be put to nobody."""
    asked = replace(
        market("roads", "road", reach=MarketReach.UNKNOWN),
        question_zh="问谁？",
        question_en="Who lays roads?",
    )
    (here,) = make_plan(park_of(*ROADS, asked)).questions
    (elsewhere,) = make_plan(park_of(*ROADS, replace(asked, place="Hubei"))).questions
    assert (here.question_zh, here.question_en) == ("问谁？", "Who lays roads?")
    assert (elsewhere.material, elsewhere.question_zh, elsewhere.question_en) == ("road", "", "")
