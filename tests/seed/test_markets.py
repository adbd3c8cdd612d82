"""The markets of the seed: who takes what, in both languages, and what to ask where nobody knows."""

from __future__ import annotations

import re

import pytest

from graph.model import CostSheet, Facility, Market, Material, Port, Technology, WasteStream
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, MarketReach

CHINESE = re.compile("[\u4e00-\u9fff]")
#: Wastes that once had no facility, each with who takes it today or what to ask: case C12.
OUTSIDE = {
    "bf-dust": MarketReach.PROVINCIAL,
    "brine-salt-mud": MarketReach.SINK,
    "copper-foil-scrap": MarketReach.NATIONAL,
    "graphite-fines": MarketReach.NATIONAL,
    "kiln-bypass-dust": MarketReach.UNKNOWN,
    "spent-fcc-catalyst": MarketReach.PROVINCIAL,
    "spent-hydrotreating-catalyst": MarketReach.NATIONAL,
    "spent-mgo-refractory": MarketReach.NATIONAL,
}


def test_every_question_is_asked_in_both_languages(anning: Snapshot) -> None:
    for market in anning.all(Market):
        assert bool(market.question_zh) == bool(market.question_en), market.id
        if market.question_zh:
            assert CHINESE.search(market.question_zh), market.id
            assert market.question_zh[-1] in "？。", market.id


def test_a_market_nobody_knows_comes_with_a_question_or_a_way_to_get_rid_of_it(anning: Snapshot) -> None:
    """Where the English name says what it is for ("landfill", "own works"), that is the answer."""
    silent = {
        row.material
        for row in anning.all(Market)
        if row.reach is MarketReach.UNKNOWN and not row.question_en and ":" not in row.name_en
    }
    assert silent == set()


def test_chinese_names_say_where_what_the_park_makes_is_sold(anning: Snapshot) -> None:
    run = {row.technology for row in anning.all(Facility)}
    given = (Direction.PRODUCT, Direction.RESIDUE)
    made = {port.material for port in anning.all(Port) if port.technology in run and port.direction in given}
    own = [row for row in anning.all(Market) if row.material in made and row.technology in (None, *run)]
    assert len(own) > 80
    assert [row.id for row in own if ":" in row.name_en and "：" not in row.name_zh] == []


@pytest.mark.parametrize(("material", "reach"), sorted(OUTSIDE.items()))
def test_a_waste_without_a_facility_has_its_outside_taker_or_a_question(
    anning: Snapshot, material: str, reach: MarketReach
) -> None:
    (market,) = (row for row in anning.all(Market) if row.material == material and row.waste)
    assert market.reach is reach
    assert market.price is not None
    assert market.reach is not MarketReach.UNKNOWN or market.question_zh


def test_no_market_that_is_called_small_takes_without_end(anning: Snapshot) -> None:
    """Who says of a market outside that it is small, and not how small, has said a question."""
    small = [row for row in anning.all(Market) if re.match("small|smelters need little|bulky", row.note)]
    outside = [row for row in small if row.reach is not MarketReach.PARK and not row.waste]
    assert [row.id for row in outside if not row.binds and row.demand is None] == []
    assert {row.id for row in outside if row.binds} >= {"market-steel-slag-grit", "market-foam-glass"}


def test_every_waste_of_the_park_has_a_market_of_its_own(anning: Snapshot) -> None:
    sold = {row.material for row in anning.all(Market)}
    assert {row.material for row in anning.all(WasteStream)} <= sold


def test_every_recipe_has_one_cost_sheet(anning: Snapshot) -> None:
    """Case C18."""
    sheets = sorted(row.technology for row in anning.all(CostSheet))
    assert sheets == sorted(row.id for row in anning.all(Technology))


def test_a_price_is_negative_only_for_what_is_a_burden(anning: Snapshot) -> None:
    materials = anning.by_id(Material)
    burdens = {row.material for row in anning.all(Market) if row.price is not None and row.price.likely < 0.0}
    products = {name for name in burdens if materials[name].status.value == "product"}
    assert products == NO_BUYER


#: Sold for less than nothing though it is no waste: a use in place (fill, road base) is paid by its maker.
NO_BUYER = {"use-in-place"}
