"""Which market counts for what is sold where, how much it takes and what it pays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.evidence import Grade
from graph.model import Market
from graph.ranges import Range
from graph.value.markets import SINK_YEARS, Markets, known, likely_room, room
from graph.value.numbers.factors import Factors
from graph.vocabulary import MarketReach
from tests.build import market, material, park_of, recipe

MATERIALS = (
    material("product"),
    material("plaster", "product"),
    material("fine-plaster", "plaster"),
    material("gypsum"),
    *recipe("boil", "gypsum", "plaster"),
    *recipe("press", "gypsum", "fine-plaster"),
)


def markets(*rows: Market) -> Markets:
    return Markets(Factors(park_of(*MATERIALS, *rows)))


def here(found: Markets) -> int:
    return int(found.factors.zones.of_enterprise[0])


def name_of(found: Market | None) -> str | None:
    return None if found is None else str(found.id)


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ((market("a", "plaster"), market("b", "plaster", technology="boil")), "b"),
        ((market("a", "plaster"), market("b", "plaster", technology="press")), "a"),
        ((market("a", "plaster", grade=Grade.OFFICIAL), market("b", "plaster", place="Yunnan")), "b"),
        ((market("a", "plaster", place="Yunnan"), market("b", "plaster", place="530181")), "b"),
        ((market("a", "plaster"), market("b", "plaster", grade=Grade.TRADE)), "b"),
        ((replace(market("a", "plaster"), year="2021"), market("b", "plaster")), "b"),
        ((market("a", "plaster"), market("b", "plaster")), "a"),
        ((market("a", "product"),), "a"),
        ((market("a", "product", technology="boil"), market("b", "plaster")), "b"),
        ((market("a", "fine-plaster"),), None),
        ((market("a", "plaster", waste=True),), None),
        ((market("a", "plaster", place="Hubei"),), None),
        ((market("a", "plaster", place="Hubei"), market("b", "product")), "b"),
    ],
    ids=[
        "of this technology",
        "of another technology",
        "nearer before better graded",
        "the nearest",
        "the better grade",
        "the later year",
        "the first id",
        "that of its parent",
        "its own before its parent's",
        "never that of a kind of it",
        "never that of a waste",
        "never that of another place",
        "its parent's where its own is of another place",
    ],
)
def test_one_market_counts_for_a_product(rows: tuple[Market, ...], counts: str | None) -> None:
    found = markets(*rows)
    assert name_of(found.of_product("boil", "plaster", here(found))) == counts


@pytest.mark.parametrize(
    ("row", "range_of_room"),
    [
        (market("m", "plaster", 500.0), Range.exact(500.0)),
        (market("m", "plaster", 500.0, served=0.9), Range.exact(50.0)),
        (market("m", "plaster", 500.0, served=1.0), Range.exact(0.0)),
        (
            replace(market("m", "plaster", 1.0, served=0.1), demand=Range(300.0, 500.0, 700.0)),
            Range(270.0, 450.0, 630.0),
        ),
        (market("m", "plaster", total=3_000.0), Range.exact(3_000.0 / SINK_YEARS)),
        (market("m", "plaster", 500.0, total=3_000.0), Range.exact(300.0)),
        (market("m", "plaster", 200.0, total=3_000.0), Range.exact(200.0)),
        (market("m", "plaster", binds=False), None),
    ],
)
def test_a_market_takes_what_it_is_not_served_with(row: Market, range_of_room: Range | None) -> None:
    assert room(row) == range_of_room


@pytest.mark.parametrize("own", [0.0, 30.0, 350.0, 900.0])
@pytest.mark.parametrize("years", [None, 3])
@pytest.mark.parametrize("demand", [None, Range(300.0, 500.0, 700.0), Range(0.0, 0.0, 0.1)])
@pytest.mark.parametrize("served", [None, Range(0.1, 0.2, 0.3), Range(0.7, 0.9, 1.0)])
@pytest.mark.parametrize("total", [None, Range(1_000.0, 3_000.0, 4_000.0)])
def test_the_likely_room_is_that_of_the_range(
    own: float, years: int | None, demand: Range | None, served: Range | None, total: Range | None
) -> None:
    row = replace(market("a", "plaster"), demand=demand, served=served, total=total, trend=4.0, year="2021")
    whole = room(row, 2026, years, own)
    assert likely_room(row, 2026, years, own) == (None if whole is None else whole.likely)


def test_what_is_served_at_most_leaves_the_least_room() -> None:
    """Of 300 to 700 t between 70 and 100 % are served: between nothing and 30 % of 700 t are free."""
    row = replace(market("m", "plaster"), demand=Range(300.0, 500.0, 700.0), served=Range(0.7, 0.9, 1.0))
    assert room(row) == Range(0.0, 50.0, 210.0)


def test_a_pit_that_takes_3000_t_once_takes_600_t_a_year_for_five_years() -> None:
    assert room(market("pit", "plaster", total=3_000.0), years=5) == Range.exact(600.0)


def test_a_demand_follows_its_trend_to_the_year_of_the_plan() -> None:
    """500 t in 2025, 10 % less every year, are 405 t in 2027; a plan without a day takes them as they are."""
    row = replace(market("m", "plaster", 500.0), trend=-10.0, year="2023-2025")
    assert room(row, 2027) == Range.exact(405.0)
    assert room(row) == Range.exact(500.0)
    assert room(replace(row, year=""), 2027) == Range.exact(500.0)


@pytest.mark.parametrize(
    ("row", "is_known"),
    [
        (None, False),
        (market("m", "plaster"), False),
        (market("m", "plaster", 10.0), True),
        (market("m", "plaster", total=10.0), True),
        (market("m", "plaster", binds=False), True),
        (market("m", "plaster", 10.0, reach=MarketReach.UNKNOWN), False),
        (market("m", "plaster", binds=False, reach=MarketReach.UNKNOWN), False),
    ],
)
def test_a_market_without_a_size_is_a_question(row: Market | None, is_known: bool) -> None:
    assert known(row) is is_known


def test_a_price_is_without_value_added_tax() -> None:
    """226 CNY/t with 13 % of tax are 200 CNY/t at the gate."""
    found = markets()
    taxed = replace(market("m", "plaster", price=226.0), vat=0.13)
    paid, free = found.price(taxed), found.price(market("m", "plaster", price=226.0))
    assert paid is not None
    assert free is not None
    assert paid.amount.likely == pytest.approx(200.0)
    assert free.amount.likely == 226.0
    assert found.price(market("m", "plaster")) is None
    assert found.price(None) is None


@pytest.mark.parametrize(
    ("row", "is_traded"),
    [
        (market("m", "gypsum", 100.0, price=40.0, waste=True), True),
        (market("m", "gypsum", 100.0, price=0.0, waste=True), True),
        (market("m", "gypsum", price=40.0, waste=True, binds=False, reach=MarketReach.NATIONAL), True),
        (market("m", "gypsum", 100.0, price=-5.0, waste=True), False),
        (market("m", "gypsum", 100.0, waste=True), False),
        (market("m", "gypsum", price=40.0, waste=True), False),
        (market("m", "gypsum", 100.0, price=40.0, waste=True, reach=MarketReach.PARK), False),
        (market("m", "gypsum", 100.0, price=40.0, waste=True, reach=MarketReach.SINK), False),
        (market("m", "gypsum", 100.0, price=40.0), False),
        (market("m", "gypsum", 100.0, price=40.0, waste=True, place="Hubei"), False),
    ],
    ids=[
        "sold",
        "given away",
        "sold anywhere",
        "somebody wants to be paid",
        "at no known price",
        "of no known size",
        "inside the park",
        "a pit",
        "a product",
        "elsewhere",
    ],
)
def test_a_waste_is_traded_where_somebody_outside_takes_it_as_it_is(row: Market, is_traded: bool) -> None:
    found = markets(row)
    assert (found.traded("gypsum", here(found)) is not None) is is_traded
