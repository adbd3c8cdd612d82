"""What facilities on record leave over for receivers of whom only the industry is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.matching import MatchOptions
from graph.model import Facility, Market, WasteStream
from graph.planning import PlanOptions, make_plan
from graph.planning.potential import Remainder, remainder_of
from graph.planning.potential import remainder as remainder_module
from graph.ranges import Range
from graph.vocabulary import MarketReach
from tests.build import facility, market, stream
from tests.graph.matching.prospects.parks import cement_works, firm, town

POTENTIAL = PlanOptions(potential=True)
OFFER = ("steel-slag", "industry:cement-works:slag-cement", "slag-cement:in_main:slag")


def left_of(*parts: Any, options: PlanOptions = POTENTIAL) -> Remainder | None:
    park = town(*parts)
    return remainder_of(park, options, make_plan(park, options))


def there(*parts: Any, options: PlanOptions = POTENTIAL) -> Remainder:
    found = left_of(*parts, options=options)
    assert found is not None
    return found


def supplies(rest: Remainder) -> dict[str, float]:
    return {row.id: row.supply.likely for row in rest.snapshot.all(WasteStream)}


def test_facilities_on_record_come_first_and_are_in_the_rest_no_more() -> None:
    """Of 100 t of slag a mill on record takes 30 t; 70 t are left, and the use of today with them is gone."""
    mill = [firm("mill-owner"), facility("mill", "mill-owner", "slag-cement", 30.0)]
    rest = there(cement_works(), mill, stream("dust", "power", "ash", 20.0, in_use=5.0))
    assert supplies(rest) == {"dust": 15.0, "power-ash": 50.0, "steel-slag": 70.0}
    assert all(row.in_use == Range.exact(0.0) for row in rest.snapshot.all(WasteStream))
    assert [row.id for row in rest.snapshot.all(Facility)] == [OFFER[1]]
    assert rest.rooms == {OFFER[1]: Range(0.0, 70.0, 70.0)}
    assert set(rest.offers) == {OFFER}
    assert set(rest.usual) == {OFFER}


def test_nothing_is_left_where_all_is_taken_or_nobody_is_known_to_take_it() -> None:
    mill = [firm("mill-owner"), facility("mill", "mill-owner", "slag-cement", 100.0)]
    assert left_of(cement_works(), mill) is None
    assert left_of(firm("shop")) is None
    unasked = PlanOptions(potential=True, matching=MatchOptions(prospective=False))
    assert left_of(cement_works(), options=unasked) is None


def test_only_the_streams_that_are_asked_for_are_looked_at() -> None:
    asked = PlanOptions(potential=True, matching=MatchOptions(streams=("power-ash",)))
    assert left_of(cement_works(), options=asked) is None


def test_a_stock_gives_its_part_of_a_year_and_loses_what_was_drawn() -> None:
    """60 t of stock over three years are 20 t a year; 100 t arise of it and 100 t of other slag."""
    heap, years = stream("heap", "steel", "slag", 100.0, stock=60.0), PlanOptions(potential=True, horizon=3)
    rest = there(cement_works(), heap, options=years)
    assert rest.rooms[OFFER[1]].likely == 220.0
    row = next(row for row in rest.snapshot.all(WasteStream) if row.id == "heap")
    assert (row.supply.likely, row.stock) == (100.0, Range.exact(60.0))
    # A mill that takes all but 10 t of the stock's part leaves nothing that arises anew.
    mill = [firm("mill-owner"), facility("mill", "mill-owner", "slag-cement", 210.0)]
    assert left_of(cement_works(), heap, mill, options=years) is None


def test_a_market_has_the_room_that_facilities_on_record_leave_it() -> None:
    """Cement works on record sell 30 t of the 50 t that the market is not served with."""
    mill = [firm("mill-owner"), facility("mill", "mill-owner", "slag-cement", 30.0)]
    rest = there(cement_works(), mill, market("m", "cement", 100.0, served=0.5))
    (row,) = rest.snapshot.all(Market)
    assert (row.demand, row.served, rest.asking) == (Range.exact(20.0), None, frozenset())


def test_a_market_that_binds_nobody_stays_as_it_is() -> None:
    rest = there(
        cement_works(), market("m", "cement", 100.0, binds=False), market("w", "slag", 5.0, waste=True)
    )
    (row,) = rest.snapshot.all(Market)
    assert (row.id, row.demand, row.binds) == ("m", Range.exact(100.0), False)


@pytest.mark.parametrize(
    "said",
    [market("elsewhere", "brick", 10.0), market("asked", "cement", reach=MarketReach.UNKNOWN)],
    ids=["no row", "a row that nobody knows"],
)
def test_a_product_that_nobody_is_known_to_buy_counts_as_sold_and_is_asked_about(said: Market) -> None:
    from tests.build import material

    rest = there(cement_works(), material("brick"), said)
    assert rest.asking == {"slag-cement"}
    assumed = next(row for row in rest.snapshot.all(Market) if row.material == "cement")
    assert (assumed.technology, assumed.place, assumed.binds) == ("slag-cement", "park", False)


def test_the_day_of_the_plan_holds_for_what_is_left_too() -> None:
    day = PlanOptions(potential=True, matching=MatchOptions(on=date(2026, 1, 1)))
    assert set(there(cement_works(), options=day).offers) == {OFFER}


def test_a_very_large_store_has_no_prospective_receivers_beside_its_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remainder_module, "MOST_STREAMS", 1)
    assert left_of(cement_works()) is None


def test_of_a_large_park_the_best_receivers_of_each_stream_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    every = there(cement_works("a"), cement_works("b"), cement_works("c"))
    assert len(every.offers) == 3
    monkeypatch.setattr(remainder_module, "MOST_OFFERS", 2)
    assert len(there(cement_works("a"), cement_works("b"), cement_works("c")).offers) == 2
