"""Who pays the way of a product to its buyers: nobody at the gate, the seller when it is delivered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import Market, TransportRate
from graph.planning import Objective, PlanOptions, make_plan, plan_sensitivity
from graph.ranges import Range
from graph.value.numbers.factors import Factors
from graph.value.numbers.money import constant
from graph.value.numbers.terms import Worth
from graph.value.worth import ValueBook
from graph.vocabulary import MarketReach, PriceAt, PriceKind, RowId, Unit
from tests.build import (
    ESTIMATE,
    conveyance,
    enterprise,
    facility,
    market,
    material,
    park_of,
    price,
    recipe,
    stream,
)


def rate(name: str, cargo: str, cost: float, unit: str, to_km: float | None = None) -> TransportRate:
    return TransportRate(
        id=RowId(name), cargo=cargo, to_km=to_km, cost=Range.exact(cost), unit=unit, evidence=ESTIMATE
    )


#: 6 CNY/t to load, 1 CNY/t-km up to 50 km and half of it beyond.
RATES = (
    rate("loading", "loading-bulk", 6.0, "CNY/t"),
    rate("near", "bulk", 1.0, "CNY/t-km", 50.0),
    rate("far", "bulk", 0.5, "CNY/t-km"),
)
WORKS = (
    material("gypsum"),
    material("plaster"),
    *recipe("boil", "gypsum", "plaster"),
    enterprise("maker"),
    enterprise("boiler"),
    facility("kettle", "boiler", "boil", 100.0),
    stream("heap", "maker", "gypsum", 100.0),
    *RATES,
)


def plaster(at: PriceAt, **more: Any) -> Market:
    """A market for plaster at 200 CNY/t whose buyers are up to 60 km away, 40 km on average."""
    row = replace(market("m", "plaster", 500.0, price=200.0), price_at=at, radius=60.0)
    return replace(row, **more)


def sold(*rows: Any) -> Worth:
    return ValueBook(Factors(park_of(*WORKS, *rows))).sold("boil", "plaster", 0)


def test_what_is_priced_at_the_gate_is_fetched() -> None:
    assert sold(plaster(PriceAt.GATE)).benefit == 200.0


def test_what_is_delivered_is_loaded_and_carried_two_thirds_of_the_radius() -> None:
    """200 - 6 - 40 km x 1 CNY."""
    assert sold(plaster(PriceAt.DELIVERED)).benefit == pytest.approx(154.0)


def test_where_nobody_says_who_pays_it_is_half_of_the_way_between_nothing_and_all_of_it() -> None:
    worth = sold(plaster(PriceAt.UNKNOWN))
    assert worth.benefit == pytest.approx(177.0)
    shares = {term.ratio.amount for term in worth.money if term.ratio is not None}
    assert shares == {Range(0.0, 0.5, 1.0)}


def test_the_rate_is_that_of_the_whole_way() -> None:
    """Up to 90 km away, 60 km on average: the far rate, 200 - 6 - 60 x 0.5."""
    assert sold(plaster(PriceAt.DELIVERED, radius=90.0)).benefit == pytest.approx(164.0)


def test_buyers_next_door_cost_no_freight() -> None:
    assert sold(plaster(PriceAt.DELIVERED, radius=0.0)).benefit == 200.0


def test_a_market_without_a_radius_is_as_far_as_its_reach_usually_is() -> None:
    reach = constant("constant.reach-provincial", 30.0)
    row = plaster(PriceAt.DELIVERED, radius=None, reach=MarketReach.PROVINCIAL)
    assert sold(row, reach).benefit == pytest.approx(200.0 - 6.0 - 20.0)
    assert sold(row).missing == ("distance to the buyers of plaster", "product displaced by boil")


def test_what_goes_by_pipe_has_a_cost_that_nobody_said() -> None:
    water = (material("raw"), material("clean", unit=Unit.CUBIC_METRE), *recipe("filter", "raw", "clean"))
    row = replace(market("w", "clean", 10.0, price=3.0), price_at=PriceAt.DELIVERED, radius=5.0)
    worth = ValueBook(Factors(park_of(*water, row))).sold("filter", "clean", 0)
    assert (worth.benefit, "cost of the pipe" in worth.missing) == (3.0, True)


def test_without_a_rate_the_freight_is_a_number_nobody_said() -> None:
    rows = [row for row in WORKS if row not in RATES]
    book = ValueBook(Factors(park_of(*rows, plaster(PriceAt.DELIVERED))))
    assert "transport cost" in book.sold("boil", "plaster", 0).missing


def test_a_price_of_the_price_table_says_itself_where_it_holds() -> None:
    """The market says how far its buyers are and nothing of their price."""
    row = replace(price("plaster", 200.0), price_at=PriceAt.DELIVERED)
    assert sold(row, plaster(PriceAt.GATE, price=None)).benefit == pytest.approx(154.0)


def test_a_waste_that_is_sold_delivered_brings_its_owner_less() -> None:
    row = plaster(PriceAt.DELIVERED, material="gypsum", waste=True)
    book = ValueBook(Factors(park_of(*WORKS, row, price("gypsum", 9.0, kind=PriceKind.DISPOSAL))))
    assert book.sold_as_it_is("gypsum").benefit == pytest.approx(154.0)
    assert book.relieved(0, "gypsum").benefit == pytest.approx(-154.0)


def test_who_would_get_nothing_for_a_waste_once_it_is_delivered_forgoes_nothing() -> None:
    """200 km, the mean way, at 0.5 and 6 to load are 106 CNY/t: at 90 CNY/t nobody sells, and he pays 9."""
    row = plaster(PriceAt.DELIVERED, material="gypsum", waste=True, radius=300.0)
    dump = price("gypsum", 9.0, kind=PriceKind.DISPOSAL)
    for asked, saved in ((90.0, 9.0), (106.0, 9.0), (107.0, -1.0)):
        book = ValueBook(Factors(park_of(*WORKS, replace(row, price=Range.exact(asked)), dump)))
        assert book.sold_as_it_is("gypsum").benefit == pytest.approx(asked - 106.0)
        assert book.forgoes("gypsum", 0) is (saved < 0.0)
        assert book.relieved(0, "gypsum").benefit == pytest.approx(saved)


BENEFIT = PlanOptions(objective=Objective.BENEFIT)


def test_a_plan_counts_the_freight_of_what_it_sells_delivered_and_names_who_might_pay_it() -> None:
    """100 t at 200 CNY less 6 CNY to load the waste: 19,400 CNY fetched, 46 CNY/t less delivered."""
    parks = {at: park_of(*WORKS, plaster(at)) for at in PriceAt}
    plans = {at: make_plan(park, BENEFIT) for at, park in parks.items()}
    assert {at: round(plan.benefit) for at, plan in plans.items()} == {
        PriceAt.GATE: 19_400,
        PriceAt.DELIVERED: 14_800,
        PriceAt.UNKNOWN: 17_100,
    }
    named = {
        at: {(one.row, one.column) for one in plan_sensitivity(parks[at], BENEFIT).would_change}
        for at in PriceAt
    }
    assert ("m", "price_at") in named[PriceAt.UNKNOWN]
    assert ("m", "radius") in named[PriceAt.DELIVERED]
    assert named[PriceAt.GATE] == set()


def test_of_buyers_nobody_knows_a_siding_so_what_goes_far_goes_by_lorry_too() -> None:
    """600 km at 6 + 0.5 a km, though a wagon would cost 36 + 0.14 a km and the maker has a siding."""
    tracks = (
        rate("siding", "loading-rail", 36.0, "CNY/t"),
        replace(rate("wagon", "rail-bulk", 0.14, "CNY/t-km"), from_km=500.0),
    )
    far = plaster(PriceAt.DELIVERED, radius=900.0)
    assert sold(far, *tracks).benefit == sold(far).benefit == pytest.approx(200.0 - 306.0)


def test_what_goes_by_pipe_is_brought_no_farther_than_that_is_built() -> None:
    """Buyers within 60 km, a pipe within 15: 10 km on average at 0.2 CNY/m3-km."""
    water = (material("raw"), material("clean", unit=Unit.CUBIC_METRE), *recipe("filter", "raw", "clean"))
    row = replace(market("w", "clean", 10.0, price=3.0), price_at=PriceAt.DELIVERED, radius=60.0)
    pipe = (rate("main", "pipe-water", 0.2, "CNY/m3-km"), conveyance("clean", 5.0, 15.0))
    worth = ValueBook(Factors(park_of(*water, row, *pipe))).sold("filter", "clean", 0)
    assert worth.benefit == pytest.approx(3.0 - 10.0 * 0.2)
    assert "cost of the pipe" not in worth.missing
