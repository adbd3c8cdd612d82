"""Which numbers move a plan most, and where its sales stop to pay, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.planning import Objective, Plan, PlanOptions, make_plan
from graph.ranges import Range
from graph.vocabulary import Direction, Unit
from tests.build import (
    cost_sheet,
    facility,
    market,
    material,
    park_of,
    port,
    price,
    process_class,
    recipe,
    stream,
    technology,
)

BENEFIT = PlanOptions(objective=Objective.BENEFIT)
#: 10 t of slag that cost 50 CNY/t to dump are worked on for 5 CNY/t and become 8 t of road.
WORKS = (
    material("slag"),
    material("road"),
    technology("pave", operating_cost=5.0),
    port("pave", Direction.MAIN_INPUT, "slag"),
    port("pave", Direction.PRODUCT, "road", 0.8),
    stream("s", "maker", "slag", 10.0, disposal_cost=50.0),
    facility("f", "user", "pave", 100.0),
)


def moved(plan: Plan) -> dict[tuple[str, str, str], tuple[float, float]]:
    return {
        (row.table, row.row, row.column): (pytest.approx(row.benefit), pytest.approx(row.objective))
        for row in plan.would_change
    }


def test_a_price_moves_the_plan_by_its_range_times_what_is_sold() -> None:
    """8 t at 20 to 40 CNY/t are 160 CNY between both ends."""
    plan = make_plan(park_of(*WORKS, replace(price("road", 30.0), amount=Range(20.0, 30.0, 40.0))), BENEFIT)
    assert moved(plan) == {("prices", "market:road", "amount"): (160.0, 0.0)}


def test_the_widest_range_comes_first() -> None:
    slag = replace(stream("s", "maker", "slag", 10.0), disposal_cost=Range(10.0, 50.0, 60.0), id="s")
    plan = make_plan(
        park_of(*WORKS[:-2], slag, WORKS[-1], replace(price("road", 30.0), amount=Range(20.0, 30.0, 40.0))),
        BENEFIT,
    )
    assert [(row.row, row.benefit) for row in plan.would_change] == [
        ("s", pytest.approx(500.0)),
        ("market:road", pytest.approx(160.0)),
    ]


def test_what_binds_moves_the_plan_by_what_a_tonne_of_it_is_worth() -> None:
    """The market takes 2 to 6 t of road, 4 t likely; each tonne more is 1.25 t of slag put to use."""
    road = replace(market("roads", "road", price=30.0), demand=Range(2.0, 4.0, 6.0))
    plan = make_plan(park_of(*WORKS, road))
    assert moved(plan) == {("markets", "roads", "demand"): (0.0, 5.0)}
    money = make_plan(park_of(*WORKS, road), BENEFIT)
    # 45 CNY for each tonne of slag and 30 CNY for each of road: 86.25 CNY a tonne of road.
    assert moved(money) == {("markets", "roads", "demand"): (345.0, 345.0)}


def test_more_waste_moves_the_plan_where_there_is_room_and_more_in_use_moves_it_back() -> None:
    slag = replace(
        stream("s", "maker", "slag", 10.0), supply=Range(8.0, 10.0, 14.0), in_use=Range(0.0, 1.0, 2.0)
    )
    plan = make_plan(park_of(*WORKS[:-2], slag, WORKS[-1]))
    assert moved(plan) == {
        ("waste_streams", "s", "supply"): (0.0, 6.0),
        ("waste_streams", "s", "in_use"): (0.0, -2.0),
    }


def test_no_more_than_ten_are_named() -> None:
    parts: list[object] = []
    for number in range(12):
        waste, product = f"w{number:02}", f"p{number:02}"
        wide = Range(20.0 - number, 30.0, 40.0)
        parts += [
            material(waste),
            material(product),
            *recipe(f"t{number:02}", waste, product),
            stream(waste, "maker", waste, 10.0),
            facility(f"f{number:02}", "user", f"t{number:02}", 100.0),
            replace(price(product, 30.0), amount=wide),
        ]
    plan = make_plan(park_of(*parts), BENEFIT)
    assert [row.row for row in plan.would_change] == [f"market:p{number:02}" for number in range(11, 1, -1)]


def test_a_sale_flips_where_its_facility_earns_nothing_any_more() -> None:
    """A tonne of slag brings 45 CNY besides, 56.25 CNY a tonne of road: at -56.25 CNY/t it stops to pay."""
    plan = make_plan(park_of(*WORKS, price("road", 30.0)), BENEFIT)
    (flip,) = plan.flips
    assert (flip.facility, flip.material, flip.sold) == ("f", "road", pytest.approx(8.0))
    assert (flip.price, flip.flips_at) == (30.0, pytest.approx(-56.25))
    at_the_flip = make_plan(park_of(*WORKS, price("road", -56.25)))
    assert at_the_flip.benefit == pytest.approx(0.0)


def test_what_is_exact_changes_nothing() -> None:
    assert make_plan(park_of(*WORKS, price("road", 30.0)), BENEFIT).would_change == ()


def test_a_number_says_the_unit_of_what_it_is_about() -> None:
    """Steam is sold in GJ and slag dumped in t, for 0.8 GJ a tonne: no reader has to guess what a unit is."""
    steam = replace(market("mains", "steam", 50.0), price=Range(20.0, 30.0, 40.0))
    made = replace(port("burn", Direction.PRODUCT, "steam"), ratio=Range(0.6, 0.8, 1.0))
    slag = replace(stream("s", "maker", "slag", 10.0), disposal_cost=Range(10.0, 50.0, 60.0))
    plan = make_plan(
        park_of(
            material("slag"),
            material("steam", unit=Unit.GIGAJOULE),
            material("lime"),
            replace(technology("burn"), operating_cost=None),
            port("burn", Direction.MAIN_INPUT, "slag"),
            replace(port("burn", Direction.AUXILIARY_INPUT, "lime"), ratio=Range(0.1, 0.2, 0.3)),
            made,
            process_class("burning", operating=Range(1.0, 2.0, 3.0)),
            cost_sheet("burn", "burning"),
            price("lime", 10.0),
            slag,
            steam,
            facility("f", "user", "burn", 100.0),
        ),
        BENEFIT,
    )
    assert {(one.table, one.column): one.unit for one in plan.would_change} == {
        ("markets", "price"): "CNY/GJ",
        ("waste_streams", "disposal_cost"): "CNY/t",
        ("cost_sheets", "operating"): "CNY/t",
        ("ports", "ratio"): "t/t",
    }
