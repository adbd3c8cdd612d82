"""Each term of money and CO2e by hand; what a chain makes is counted once, at its end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import TransportRate
from graph.planning import FlowKind, Objective, Plan, PlanOptions, make_plan
from graph.ranges import Range
from graph.vocabulary import Direction, FactorKind, MaterialId, Phase, PriceKind, RowId, Unit
from tests.build import (
    ESTIMATE,
    PARK,
    emission_factor,
    enterprise,
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

BENEFIT, CO2 = PlanOptions(objective=Objective.BENEFIT), PlanOptions(objective=Objective.CO2)


def rate(cargo: str, cost: float, unit: str, co2: float | None = None) -> TransportRate:
    return TransportRate(
        id=RowId(cargo),
        mode=cargo,
        cargo=cargo,
        payload=30.0,
        cost=Range.exact(cost),
        unit=unit,
        co2=co2,
        evidence=ESTIMATE,
    )


#: A works that needs 10 kWh, 100 MJ and 0.2 t of lime for a tonne of slag, and makes 0.8 t of road base and
#: 0.1 t of mud of it; the road base replaces 0.5 t of gravel.
WORKS = (
    material("slag"),
    material("lime"),
    material("base"),
    material("mud"),
    material("gravel"),
    technology(
        "work",
        operating_cost=5.0,
        electricity=10.0,
        heat=100.0,
        direct_emissions=12.0,
        displaces="gravel",
        displaced_ratio=0.5,
    ),
    port("work", Direction.MAIN_INPUT, "slag"),
    port("work", Direction.AUXILIARY_INPUT, "lime", 0.2),
    port("work", Direction.PRODUCT, "base", 0.8),
    port("work", Direction.RESIDUE, "mud", 0.1),
    price("base", 30.0),
    price("lime", 100.0),
    price("mud", 20.0, kind=PriceKind.DISPOSAL),
    price(None, 0.5, kind=PriceKind.UTILITY, unit="CNY/kWh"),
    price(None, 40.0, kind=PriceKind.UTILITY, unit="CNY/GJ"),
    emission_factor("gravel", 900.0),
    emission_factor("lime", 25.0),
    emission_factor("slag", 7.0, kind=FactorKind.DISPOSAL),
    emission_factor("mud", 3.0, kind=FactorKind.DISPOSAL),
    emission_factor(None, 60.0, kind=FactorKind.HEAT, unit="kg CO2e/GJ"),
    stream("s", "maker", "slag", 10.0, disposal_cost=50.0),
    facility("f", "user", "work", 100.0),
)


def test_every_term_of_money_and_carbon_of_one_linkage() -> None:
    """A tonne of slag at one place, so nothing is carried.

    CNY: 50 disposal avoided - 5 work - 10 x 0.5 power - 0.1 x 40 heat - 0.2 x 100 lime + 0.8 x 30 base
    - 0.1 x 20 mud = 38. kg CO2e: 7 disposal avoided + 0.5 x 900 gravel - 12 direct - 10 x 0.1 power
    - 0.1 x 60 heat - 0.2 x 25 lime - 0.1 x 3 mud = 432.7.
    """
    plan = make_plan(park_of(*WORKS), BENEFIT)
    assert PARK.grid_factor == 0.1
    assert plan.benefit == pytest.approx(10.0 * 38.0)
    assert plan.objective_value == pytest.approx(10.0 * 38.0)
    assert plan.co2_avoided == pytest.approx(10.0 * 432.7)
    assert make_plan(park_of(*WORKS), CO2).objective_value == pytest.approx(10.0 * 432.7)
    assert plan.missing == ()


def test_lime_that_the_network_brings_need_not_be_bought() -> None:
    """10 t of slag want 2 t of lime; 1.5 t come from a stream that pays 9 CNY/t to get rid of it.

    Each of these saves 100 CNY and 25 kg besides.
    """
    plan = make_plan(park_of(*WORKS, stream("l", "maker", "lime", 1.5, disposal_cost=9.0)), BENEFIT)
    assert plan.benefit == pytest.approx(10.0 * 38.0 + 1.5 * 109.0)
    assert plan.co2_avoided == pytest.approx(10.0 * 432.7 + 1.5 * 25.0)
    assert plan.runs[0].purchased == (("lime", pytest.approx(0.5), Unit.TONNE),)


def test_carrying_costs_loading_and_kilometres() -> None:
    """One degree of latitude: 111.195 km as the crow flies, 144.55 km by road, for 0.5 CNY/t-km and 6 CNY/t.

    78.28 CNY are paid of the 100 CNY that disposal would cost; 14.46 kg of CO2e are driven.
    """
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            recipe("pave", "slag", "road"),
            enterprise("north", 25.95, 102.38),
            stream("s", "maker", "slag", 10.0, disposal_cost=100.0),
            facility("f", "north", "pave", 100.0),
            rate("bulk", 0.5, "CNY/t-km", 0.1),
            rate("loading-bulk", 6.0, "CNY/t"),
        ),
        BENEFIT,
    )
    road = 1.3 * 111.195
    assert plan.benefit == pytest.approx(10.0 * (100.0 - 6.0 - 0.5 * road), rel=1e-4)
    assert plan.co2_avoided == pytest.approx(-10.0 * 0.1 * road, rel=1e-4)


def chain(press: float, options: PlanOptions) -> Plan:
    """Wash (1 CNY/t) to aggregate (30 CNY, replaces 100 kg); press (2 CNY/t) to brick (80 CNY, 300 kg)."""
    return make_plan(
        park_of(
            material("slag"),
            material("aggregate"),
            material("brick"),
            material("gravel"),
            material("clay-brick"),
            technology("wash", operating_cost=1.0, displaces="gravel", displaced_ratio=1.0),
            port("wash", Direction.MAIN_INPUT, "slag"),
            port("wash", Direction.PRODUCT, "aggregate"),
            technology("press", operating_cost=2.0, displaces="clay-brick", displaced_ratio=1.0),
            port("press", Direction.MAIN_INPUT, "aggregate"),
            port("press", Direction.PRODUCT, "brick"),
            price("aggregate", 30.0),
            price("brick", 80.0),
            emission_factor("gravel", 100.0),
            emission_factor("clay-brick", 300.0),
            stream("s", "maker", "slag", 10.0, disposal_cost=5.0),
            facility("f", "user", "wash", 100.0),
            facility("g", "user", "press", press),
        ),
        options,
    )


def test_a_chain_of_two_is_credited_once_at_its_end() -> None:
    """All 10 t become brick: 5 - 1 - 2 + 80 = 82 CNY/t and 300 kg/t, not 112 CNY and 400 kg."""
    for options in (BENEFIT, CO2):
        plan = chain(100.0, options)
        assert plan.benefit == pytest.approx(820.0)
        assert plan.co2_avoided == pytest.approx(3000.0)
        assert plan.total(Unit.TONNE).gross == pytest.approx(10.0)


def test_what_the_second_facility_has_no_room_for_is_sold_after_the_first() -> None:
    """4 t become brick (82 CNY, 300 kg), 6 t are sold as aggregate (5 - 1 + 30 = 34 CNY, 100 kg)."""
    plan = chain(4.0, BENEFIT)
    assert plan.benefit == pytest.approx(4.0 * 82.0 + 6.0 * 34.0)
    assert plan.co2_avoided == pytest.approx(4.0 * 300.0 + 6.0 * 100.0)
    transfers = [flow.amount for flow in plan.flows if flow.kind is FlowKind.TRANSFER]
    assert transfers == [pytest.approx(4.0)]


def rivals(options: PlanOptions) -> Plan:
    """10 t may be paved (10 CNY, no CO2e saved) or pressed (1 CNY, 20 kg saved), 10 t each."""
    return make_plan(
        park_of(
            material("slag"),
            material("road"),
            material("brick"),
            material("clay-brick"),
            recipe("pave", "slag", "road"),
            technology("press", displaces="clay-brick", displaced_ratio=1.0),
            port("press", Direction.MAIN_INPUT, "slag"),
            port("press", Direction.PRODUCT, "brick"),
            price("road", 10.0),
            price("brick", 1.0),
            emission_factor("clay-brick", 20.0),
            stream("s", "maker", "slag", 10.0),
            facility("f", "user", "pave", 10.0),
            facility("g", "user", "press", 10.0),
        ),
        options,
    )


@pytest.mark.parametrize(
    ("mix", "taker", "value"),
    [
        ((0.0, 1.0, 0.0), "f", 1.0),
        ((0.0, 0.0, 1.0), "g", 1.0),
        # Paving is worth 0.6 x 100/100; pressing 0.6 x 10/100 + 0.4 x 200/200 = 0.46.
        ((0.0, 0.6, 0.4), "f", 0.6),
        # Paving is worth 0.5; pressing 0.5 x 10/100 + 0.5 = 0.55.
        ((0.0, 5.0, 5.0), "g", 0.55),
        # All weights are relative to their sum: 0.25 + 0.25 against 0.25 + 0.025 + 0.5.
        ((1.0, 1.0, 2.0), "g", 0.775),
    ],
)
def test_a_mix_weighs_each_objective_by_the_most_it_could_be(
    mix: tuple[float, ...], taker: str, value: float
) -> None:
    plan = rivals(PlanOptions(objective=Objective.WEIGHTED, mix=mix))
    assert {flow.facility for flow in plan.flows} == {taker}
    assert plan.objective_value == pytest.approx(value)


def test_each_objective_takes_its_own_best_and_equal_tonnes_have_one_answer() -> None:
    """Money paves, CO2e presses; for tonnes both are equal, and the answer is the same every time."""
    assert {flow.facility for flow in rivals(BENEFIT).flows} == {"f"}
    assert {flow.facility for flow in rivals(CO2).flows} == {"g"}
    again = [rivals(PlanOptions()) for _ in range(3)]
    assert again[0] == again[1] == again[2]
    assert len(again[0].flows) == 1


def test_a_linkage_that_loses_money_is_left_out_but_still_diverts_tonnes() -> None:
    """Working costs 80 CNY, disposal 50 CNY: for money nothing runs, for tonnes 10 t at a loss of 300 CNY."""
    parts = (
        material("slag"),
        material("road"),
        technology("pave", operating_cost=80.0),
        port("pave", Direction.MAIN_INPUT, "slag"),
        port("pave", Direction.PRODUCT, "road"),
        stream("s", "maker", "slag", 10.0, disposal_cost=50.0),
        facility("f", "user", "pave", 100.0),
    )
    money, tonnes = make_plan(park_of(*parts), BENEFIT), make_plan(park_of(*parts))
    assert (money.flows, money.benefit) == ((), 0.0)
    assert tonnes.total(Unit.TONNE).net == pytest.approx(10.0)
    assert tonnes.benefit == pytest.approx(-300.0)


def test_a_park_whose_facilities_have_no_stream_to_take_has_an_empty_plan() -> None:
    plan = make_plan(
        park_of(
            material("a"),
            material("b"),
            material("c"),
            recipe("t", "a", "b"),
            recipe("u", "b", "c"),
            facility("f", "user", "t", 1.0),
            facility("g", "maker", "u", 1.0),
        )
    )
    assert plan.flows == ()
    assert plan.missing == ()


@pytest.mark.parametrize(
    ("fee", "sold", "benefit"),
    [(None, 10.0, 400.0), (0.0, 10.0, 400.0), (30.0, 10.0, 400.0)],
    ids=["nobody dumps it", "dumped for nothing", "dumped at a fee"],
)
def test_a_product_that_costs_money_goes_the_cheaper_way_out(
    fee: float | None, sold: float, benefit: float
) -> None:
    """Case C34: who takes 10 t of road wants 10 CNY/t; 10 t of slag save 500 CNY.

    Whatever the road would cost to dump: that brings back all that the slag saved, and selling it does not.
    """
    dump = () if fee is None else (price("road", fee, kind=PriceKind.DISPOSAL),)
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            *recipe("pave", "slag", "road"),
            price("road", -10.0),
            *dump,
            stream("s", "maker", "slag", 10.0, disposal_cost=50.0),
            facility("f", "user", "pave", 100.0),
        ),
        BENEFIT,
    )
    (run,) = plan.runs
    assert sum(amount for _, amount, _ in run.sold) == pytest.approx(sold)
    assert plan.benefit == pytest.approx(benefit)


def test_a_product_that_is_dumped_is_no_tonne_put_to_use() -> None:
    """Of 10 t of slag the market takes 4 t of road; the rest could be dumped, and then brings nothing."""
    parts = (
        material("slag"),
        material("road"),
        *recipe("pave", "slag", "road"),
        price("road", 0.0, kind=PriceKind.DISPOSAL),
        market("roads", "road", 4.0, price=20.0),
        stream("s", "maker", "slag", 10.0, disposal_cost=50.0),
        facility("f", "user", "pave", 100.0),
    )
    money, tonnes = make_plan(park_of(*parts), BENEFIT), make_plan(park_of(*parts))
    assert money.benefit == pytest.approx(4.0 * (50.0 + 20.0))
    assert (money.total(Unit.TONNE).gross, money.total(Unit.TONNE).net) == (
        pytest.approx(4.0),
        pytest.approx(4.0),
    )
    assert tonnes.total(Unit.TONNE).net == pytest.approx(4.0)


def test_treatment_that_ends_in_disposal_is_no_use_although_a_liquor_of_it_is_sold() -> None:
    """Case C8.

    100 t are washed, 80 t of washed gypsum are dumped and 50 t of liquor are sold: that is net nothing.
    """
    plan = make_plan(
        park_of(
            material("gypsum"),
            material("washed", "gypsum"),
            material("liquor"),
            *recipe("wash", "gypsum", "washed", 0.8),
            port("wash", Direction.PRODUCT, "liquor", 0.5),
            price("liquor", 10.0),
            stream("s", "maker", "gypsum", 100.0),
            facility("f", "user", "wash", 500.0),
        ),
        BENEFIT,
    )
    total = plan.total(Unit.TONNE)
    assert plan.benefit == pytest.approx(500.0)
    assert (total.gross, total.residue, total.net) == (
        pytest.approx(100.0),
        pytest.approx(100.0),
        pytest.approx(0.0),
    )


def test_heat_that_nobody_takes_goes_to_the_air_and_is_no_residue() -> None:
    plan = make_plan(
        park_of(
            material("tyres"),
            material("iron"),
            material("warmth", phase=Phase.HEAT),
            *recipe("burn", "tyres", "iron", 0.2, residue=("warmth", 0.5)),
            stream("s", "maker", "tyres", 10.0),
            facility("f", "user", "burn", 100.0),
        )
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(10.0)


def test_a_works_that_replaces_coal_saves_coal_and_not_what_its_technology_usually_displaces() -> None:
    """10 t of slag replace 3 t of coal here, at 100 kg each; usually 5 t of gravel at 900 kg each."""
    coal, ratio = MaterialId("coal"), 0.3
    parts = (*WORKS[:-1], material("coal"), emission_factor("coal", 100.0))
    usual = make_plan(park_of(*parts, WORKS[-1]), CO2)
    here = make_plan(
        park_of(*parts, replace(facility("f", "user", "work", 100.0), replaces=coal, replaces_ratio=ratio)),
        CO2,
    )
    assert usual.co2_avoided - here.co2_avoided == pytest.approx(10.0 * (450.0 - 30.0))


def test_inputs_that_nobody_has_a_factor_of_are_listed() -> None:
    """Lime without a factor counts no CO2e, and the plan says so."""
    rows = [row for row in WORKS if getattr(row, "id", "") != "product:lime"]
    assert "emission factor of lime" in make_plan(park_of(*rows), BENEFIT).missing
