"""Which numbers move a plan most, and where its sales flip, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from graph.model import Price, WasteStream
from graph.planning import Column, Objective, PlanOptions, make_plan, plan_sensitivity, pose
from graph.planning.solver import solve
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, PriceKind, Unit
from ingest import shipped_records
from tests.build import (
    cost_sheet,
    facility,
    linkage,
    market,
    material,
    park_of,
    port,
    price,
    process_class,
    recipe,
    stream,
    technology,
    usual,
)

BENEFIT = PlanOptions(objective=Objective.BENEFIT)
NOTHING = Range.exact(0.0)
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


def ends(snapshot: Snapshot, options: PlanOptions | None = None) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Return what is gained at the low and the high end of each number: CNY, and of the objective."""
    found = plan_sensitivity(snapshot, options)
    assert found.replanned
    return {
        (one.row, one.column): (
            pytest.approx((one.benefit_low, one.benefit_high)),
            pytest.approx((one.objective_low, one.objective_high)),
        )
        for one in found.would_change
    }


def road(low: float, high: float) -> Price:
    return replace(price("road", 30.0), amount=Range(low, 30.0, high))


def slag(supply: Range, in_use: Range = NOTHING) -> WasteStream:
    return replace(stream("s", "maker", "slag", 10.0, disposal_cost=50.0), supply=supply, in_use=in_use)


def test_a_price_moves_the_plan_by_its_range_times_what_is_sold() -> None:
    """8 t at 20 or 40 CNY/t instead of 30."""
    assert ends(park_of(*WORKS, road(20.0, 40.0)), BENEFIT) == {
        ("market:road", "amount"): ((-80.0, 80.0), (-80.0, 80.0))
    }


def test_a_price_at_which_a_plan_for_money_stops_moves_it_no_further() -> None:
    """Below -56.25 CNY/t of road nothing is made: the 360 CNY that the slag saves are lost, no more."""
    assert ends(park_of(*WORKS, road(-500.0, 30.0)), BENEFIT) == {
        ("market:road", "amount"): ((-690.0, 0.0), (-690.0, 0.0))
    }


def test_a_price_counts_that_would_bring_what_the_plan_leaves() -> None:
    """Bricks lose 50 CNY/t at likely numbers; at 200 CNY/t each of the 10 t brings 80 CNY more than road."""
    brick = replace(price("brick", 1.0), amount=Range(0.0, 1.0, 149.0))
    found = ends(
        park_of(
            *WORKS,
            price("road", 30.0),
            material("brick"),
            technology("press", operating_cost=51.0),
            port("press", Direction.MAIN_INPUT, "slag"),
            port("press", Direction.PRODUCT, "brick"),
            facility("g", "user", "press", 100.0),
            brick,
        ),
        BENEFIT,
    )
    # 50 - 51 + 149 = 148 against 50 - 5 + 0.8 x 30 = 69 CNY/t of slag.
    assert found == {("market:brick", "amount"): ((0.0, 790.0), (0.0, 790.0))}


def test_room_is_worth_no_more_than_there_is_to_fill_it() -> None:
    """The market takes 2 to 100 t of road, 4 t likely: all 10 t of slag make 8 t and no more."""
    roads = replace(market("roads", "road", price=30.0), demand=Range(2.0, 4.0, 100.0))
    # 86.25 CNY a tonne of road.
    money = -172.5, 345.0
    assert ends(park_of(*WORKS, roads)) == {("roads", "room"): (money, (-2.5, 5.0))}
    assert ends(park_of(*WORKS, roads), BENEFIT) == {("roads", "room"): (money, money)}


def test_more_waste_moves_the_plan_where_there_is_room_and_more_in_use_moves_it_back() -> None:
    parts = *WORKS[:-2], WORKS[-1], price("road", 30.0)
    found = ends(park_of(*parts, slag(Range(8.0, 10.0, 14.0), Range(0.0, 1.0, 2.0))))
    each = 69.0
    assert found == {
        ("s", "supply"): ((-2.0 * each, 4.0 * each), (-2.0, 4.0)),
        ("s", "in_use"): ((each, -each), (1.0, -1.0)),
    }


def test_what_is_in_use_is_never_more_than_arises() -> None:
    """All 10 t at most are in use, though its range ends at 30 t: the plan loses its 9 t and no more."""
    parts = *WORKS[:-2], WORKS[-1], price("road", 30.0)
    found = ends(park_of(*parts, slag(Range.exact(10.0), Range(1.0, 1.0, 30.0))))
    assert found == {("s", "in_use"): ((0.0, -9.0 * 69.0), (0.0, -9.0))}


def test_a_yield_moves_the_tonnes_where_its_residue_is_dumped() -> None:
    """A tonne leaves 0.1 to 0.5 t of mud, 0.2 t likely: 10 t of slag are 9 to 5 t net, 8 t likely."""
    mud = replace(port("pave", Direction.RESIDUE, "mud", 0.2), ratio=Range(0.1, 0.2, 0.5))
    found = ends(park_of(*WORKS, material("mud"), mud, price("mud", 10.0, kind=PriceKind.DISPOSAL)))
    assert found == {(str(mud.id), "ratio"): ((10.0, -30.0), (1.0, -3.0))}


def test_a_contract_that_cannot_be_kept_at_one_end_is_missed_there() -> None:
    """Agreed are 9 t; where only 4 t arise, 4 t go."""
    found = ends(
        park_of(
            *WORKS[:-2],
            WORKS[-1],
            price("road", 30.0),
            slag(Range(4.0, 10.0, 10.0)),
            linkage("l", "f", "pave:in_main:slag", 9.0, stream="s"),
        )
    )
    assert found == {("s", "supply"): ((-6.0 * 69.0, 0.0), (-6.0, 0.0))}


def test_the_widest_comes_first_and_no_more_than_ten_are_named() -> None:
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
    found = plan_sensitivity(park_of(*parts), BENEFIT).would_change
    assert [row.row for row in found] == [f"market:p{number:02}" for number in range(11, 1, -1)]


@pytest.mark.parametrize("options", [BENEFIT, PlanOptions()])
def test_a_sale_flips_where_a_plan_for_money_is_as_good_without_it(options: PlanOptions) -> None:
    """A tonne of slag brings 45 CNY besides, 56.25 CNY a tonne of road: below -56.25 nothing is made."""
    (flip,) = plan_sensitivity(park_of(*WORKS, price("road", 30.0)), options).flips
    assert (flip.facility, flip.material, flip.sold) == ("f", "road", pytest.approx(8.0))
    assert (flip.price, flip.flips_at) == (30.0, pytest.approx(-56.25))
    above, below = (make_plan(park_of(*WORKS, price("road", at)), BENEFIT) for at in (-56.2, -56.3))
    assert (above.total(Unit.TONNE).net, below.total(Unit.TONNE).net) == (pytest.approx(10.0), 0.0)


def test_a_sale_that_money_would_not_make_flips_above_its_price() -> None:
    """Working costs 85 CNY/t: a plan for tonnes sells 8 t at 30 CNY/t, one for money from 43.75 on."""
    dear = *WORKS[:2], technology("pave", operating_cost=85.0), *WORKS[3:]
    (flip,) = plan_sensitivity(park_of(*dear, price("road", 30.0))).flips
    assert flip.flips_at == pytest.approx(43.75)


def test_a_sale_at_the_end_of_a_chain_carries_all_of_the_chain() -> None:
    """Crushing for 20 CNY/t comes first: 50 - 20 - 5 CNY a tonne of slag, 31.25 CNY a tonne of road."""
    (flip,) = plan_sensitivity(
        park_of(
            material("slag"),
            material("grit"),
            material("road"),
            technology("crush", operating_cost=20.0),
            port("crush", Direction.MAIN_INPUT, "slag"),
            port("crush", Direction.RESIDUE, "grit"),
            technology("pave", operating_cost=5.0),
            port("pave", Direction.MAIN_INPUT, "grit"),
            port("pave", Direction.PRODUCT, "road", 0.8),
            stream("s", "maker", "slag", 10.0, disposal_cost=50.0),
            facility("c", "maker", "crush", 100.0),
            facility("f", "maker", "pave", 100.0),
            price("road", 30.0),
        ),
        BENEFIT,
    ).flips
    assert flip.flips_at == pytest.approx(-31.25)


def test_what_is_exact_changes_nothing() -> None:
    assert plan_sensitivity(park_of(*WORKS, price("road", 30.0)), BENEFIT).would_change == ()


def test_lots_are_not_planned_anew_and_it_says_so() -> None:
    """8 t at 20 to 40 CNY/t."""
    lots = PlanOptions(objective=Objective.BENEFIT, minimum_lot=1.0)
    found = plan_sensitivity(park_of(*WORKS, road(20.0, 40.0)), lots)
    assert not found.replanned
    assert [(one.benefit_low, one.benefit_high) for one in found.would_change] == [
        (pytest.approx(-80.0), pytest.approx(80.0))
    ]
    assert [flip.flips_at for flip in found.flips] == [pytest.approx(-56.25)]


def test_an_estimated_amount_is_as_wide_to_first_order_as_it_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """10 t of slag, estimated, that may be 5 to 15 t."""
    monkeypatch.setattr("graph.planning.sensitivity.sensitivity.MOST_COLUMNS", 0)
    found = plan_sensitivity(park_of(*WORKS, *usual(0.5, 1.5)))
    assert not found.replanned
    (supply,) = (one for one in found.would_change if one.column == "supply")
    assert (supply.low, supply.likely, supply.high) == (5.0, 10.0, 15.0)
    assert supply.objective_high == pytest.approx(-supply.objective_low) == pytest.approx(5.0)


def test_what_moves_most_is_found_to_first_order_where_there_are_too_many_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While flows stay, 98 t more of room are worth what one is: 1.25 t of slag."""
    monkeypatch.setattr("graph.planning.sensitivity.sensitivity.MOST_COLUMNS", 0)
    roads = replace(market("roads", "road", price=30.0), demand=Range(2.0, 4.0, 100.0))
    found = plan_sensitivity(park_of(*WORKS, roads))
    assert not found.replanned
    (room,) = (one for one in found.would_change if one.column == "room")
    assert (room.objective, room.benefit) == (pytest.approx(98.0 * 1.25), 0.0)


def test_a_number_says_the_unit_of_what_it_is_about() -> None:
    """Steam is sold in GJ and slag dumped in t, for 0.8 GJ a tonne: no reader has to guess what a unit is."""
    steam = replace(market("mains", "steam", 50.0), price=Range(20.0, 30.0, 40.0))
    made = replace(port("burn", Direction.PRODUCT, "steam"), ratio=Range(0.6, 0.8, 1.0))
    slag = replace(stream("s", "maker", "slag", 10.0), disposal_cost=Range(10.0, 50.0, 60.0))
    found = plan_sensitivity(
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
    assert {(one.table, one.column): one.unit for one in found.would_change} == {
        ("markets", "price"): "CNY/GJ",
        ("waste_streams", "disposal_cost"): "CNY/t",
        ("cost_sheets", "operating"): "CNY/t",
        ("ports", "ratio"): "t/t",
    }


@pytest.fixture(scope="module")
def anning() -> Snapshot:
    return Snapshot.from_records(shipped_records())


@pytest.mark.parametrize(
    ("objective", "table", "row", "column", "end"),
    [
        (Objective.TONNES, "waste_streams", "kunming-steel--steel-slag", "in_use", "high"),
        (Objective.BENEFIT, "markets", "market-lithium-carbonate", "price", "high"),
        (Objective.CO2, "waste_streams", "kunming-steel--unsorted-steel-scrap", "supply", "high"),
    ],
)
def test_the_shipped_park_with_the_number_changed_plans_what_was_said(
    anning: Snapshot, objective: Objective, table: str, row: str, column: str, end: str
) -> None:
    """The row says one end, the plan is made from anew: the same net benefit and objective."""
    options = PlanOptions(objective=objective)
    found = plan_sensitivity(anning, options).would_change
    said = next(one for one in found if (one.table, one.row, one.column) == (table, row, column))
    rows = anning.tables[table].to_pylist()
    otherwise = {f"{column}_{each}": getattr(said, end) for each in ("low", "likely", "high")}
    if column == "price":
        # As the number is counted: without tax, in the money of the year counted in.
        otherwise |= {"vat": 0.0, "year": "2025"}
    changed = [one | otherwise if one["id"] == row else one for one in rows]
    then = anning.replacing({table: pa.Table.from_pylist(changed, anning.tables[table].schema)})
    before, after = (make_plan(snapshot, options) for snapshot in (anning, then))
    moved = after.objective_value - before.objective_value, after.benefit - before.benefit
    assert moved == (
        pytest.approx(getattr(said, f"objective_{end}"), rel=1e-6, abs=1.0),
        pytest.approx(getattr(said, f"benefit_{end}"), rel=1e-6, abs=1.0),
    )
    assert moved[0] != 0.0


def test_every_flip_of_the_shipped_park_is_between_selling_and_not(anning: Snapshot) -> None:
    """A little above the price the plan of most benefit has the sale, a little below it has not."""
    problem = pose(anning, BENEFIT)
    layout, credits = problem.programme.layout, problem.credits
    selling = layout.flows.where(Column.SELL)
    makers = layout.sites.facility[layout.source(selling)].astype(str)
    sold = layout.snapshot.strings("materials", "id")[layout.flows.material[selling]].astype(str)
    found = plan_sensitivity(anning).flips
    assert len(found) == 10
    for flip in found:
        of_sale = selling[(makers == flip.facility) & (sold == flip.material)]
        amounts = []
        for side in (1.0, -1.0):
            benefit = credits.benefit.copy()
            benefit[of_sale] += flip.flips_at - flip.price + side * 1e-4 * max(abs(flip.price), 1.0)
            amounts.append(float(solve(problem.programme.linear, [benefit]).flows[of_sale].sum()))
        assert amounts[0] > 0.0, flip
        assert amounts[1] == pytest.approx(0.0, abs=1e-6), flip


@pytest.mark.parametrize("most", [2_000, 0], ids=["planned anew", "to first order"])
def test_what_a_facility_can_take_moves_the_plan(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Of 10 t the works takes 4 to 8 t, most likely 6: 2 t less, or more, of 75 CNY each."""
    monkeypatch.setattr("graph.planning.sensitivity.sensitivity.MOST_COLUMNS", most)
    works = replace(facility("f", "user", "pave", 6.0), capacity=Range(4.0, 6.0, 8.0))
    found = plan_sensitivity(park_of(*WORKS[:-1], works, price("road", 37.5)), BENEFIT)
    (room,) = (one for one in found.would_change if one.column == "capacity")
    assert (room.table, room.row, room.unit) == ("facilities", "f", "t/yr")
    assert (room.low, room.likely, room.high) == (4.0, 6.0, 8.0)
    assert (room.benefit_low, room.benefit_high) == (pytest.approx(-150.0), pytest.approx(150.0))


def test_an_estimated_capacity_is_as_wide_as_its_like() -> None:
    found = plan_sensitivity(park_of(*WORKS[:-1], facility("f", "user", "pave", 6.0), *usual(0.5, 1.5)))
    (room,) = (one for one in found.would_change if one.column == "capacity")
    assert (room.low, room.likely, room.high) == (3.0, 6.0, 9.0)
