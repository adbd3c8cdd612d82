"""Pairs that pay together: slag is ground, and only a brickworks that is missing too takes the powder."""

from __future__ import annotations

import pytest

from graph.model import Technology
from graph.planning import PlanOptions, make_plan
from graph.ranges import Range
from graph.recruiting import Budget, LeadOptions, LeadPair, NoLead, find_leads
from graph.recruiting.finding.field import Field, Option
from graph.recruiting.finding.sites import areas
from graph.snapshot import Snapshot
from graph.vocabulary import Direction
from tests.build import cost_sheet, market, material, park_of, port, process_class, stream, technology


def mill_and_bricks(*more: object, demand: float = 60.0) -> Snapshot:
    """100 t of slag -> mill -> powder -> brickworks -> bricks; nobody else buys powder or feeds bricks."""
    return park_of(
        material("slag"),
        material("powder"),
        material("brick"),
        material("tile"),
        stream("heap", "maker", "slag", 100.0),
        technology("mill", operating_cost=1.0),
        port("mill", Direction.MAIN_INPUT, "slag"),
        port("mill", Direction.PRODUCT, "powder"),
        technology("brickworks", operating_cost=10.0),
        port("brickworks", Direction.MAIN_INPUT, "powder"),
        port("brickworks", Direction.PRODUCT, "brick"),
        process_class("grinding", capital=20.0, scale=80.0),
        process_class("burning", capital=100.0, scale=80.0),
        cost_sheet("mill", "grinding"),
        cost_sheet("brickworks", "burning"),
        market("builders", "brick", demand, price=50.0, binds=True),
        *more,
    )


def only(park: Snapshot) -> LeadPair:
    (pair,) = find_leads(park, LeadOptions(draws=0)).pairs
    return pair


def test_two_that_cannot_stand_alone_are_found_together_with_what_goes_on_between_them() -> None:
    found = find_leads(mill_and_bricks(), LeadOptions(draws=0))
    assert found.items == ()
    (pair,) = found.pairs
    assert (pair.first.technology, pair.second.technology, pair.material) == ("mill", "brickworks", "powder")
    assert (pair.first.alone, pair.first.why) == (None, NoLead.NO_MARKET)
    assert (pair.second.alone, pair.second.why) == (None, NoLead.NO_SUPPLY)
    assert (pair.worth, pair.more, pair.passed_on) == (pytest.approx(60.0),) * 3
    assert pair.first.capital is not None
    # The brickworks is as large as its market, the mill as usual ones are.
    assert (pair.second.scale.likely, pair.first.scale.likely) == (60.0, 80.0)
    assert pair.first.capital.likely == pytest.approx(1_600.0)


def test_a_pair_added_by_hand_is_worth_the_same() -> None:
    park = mill_and_bricks()
    pair, by_id = only(park), park.by_id(Technology)
    place = next(one for one in areas(park) if one.site == pair.site)
    options = [Option(by_id[member.technology], place) for member in (pair.first, pair.second)]
    sizes: dict[object, Range] = {
        option.facility: member.scale
        for option, member in zip(options, (pair.first, pair.second), strict=True)
    }
    after = make_plan(Field(park, tuple(options), PlanOptions()).with_options(sizes))
    before = make_plan(park)
    assert after.objective_value - before.objective_value == pytest.approx(pair.worth)


def test_without_room_for_the_last_product_there_is_no_pair() -> None:
    assert find_leads(mill_and_bricks(demand=0.0), LeadOptions(draws=0)).pairs == ()


def test_what_pays_as_well_alone_is_no_pair() -> None:
    park = mill_and_bricks(market("cement works", "powder", 1_000.0, price=90.0, binds=True))
    found = find_leads(park, LeadOptions(draws=0))
    assert [str(lead.technology) for lead in found.items] == ["mill"]
    assert found.pairs == ()


def test_a_portfolio_builds_both_or_neither() -> None:
    # The mill costs 1,600 and the brickworks 6,000.
    enough = find_leads(mill_and_bricks(), LeadOptions(draws=0, budget=Budget(8_000.0))).portfolio
    assert enough is not None
    (step,) = enough.steps
    assert (step.technologies, step.adds) == (("mill", "brickworks"), pytest.approx(60.0))
    little = find_leads(mill_and_bricks(), LeadOptions(draws=0, budget=Budget(7_000.0))).portfolio
    assert little is not None
    assert (little.steps, little.greedy, little.worth) == ((), (), 0.0)


def test_asked_for_one_technology_its_pairs_are_shown() -> None:
    asked = LeadOptions(draws=0, technology="brickworks")
    (pair,) = find_leads(mill_and_bricks(), asked).pairs
    assert pair.second.technology == "brickworks"
