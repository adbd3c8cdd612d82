"""Why the owner would agree, worked out by hand."""

from __future__ import annotations

import pytest

from graph.evidence import Evidence, Grade
from graph.matching import Agreement, Alternative, PathwayFinder, agreement_of, suggest
from graph.model import Market, Price, TransportRate
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.costs import capital_recovery
from graph.value.numbers.factors import Factors
from graph.vocabulary import (
    Direction,
    MarketId,
    MarketReach,
    MaterialId,
    OperatingState,
    PriceKind,
    RowId,
)
from tests.build import facility, material, park_of, port, stream, technology

ESTIMATE = Evidence((), Grade.ESTIMATE)


def price(name: str, kind: PriceKind, amount: float) -> Price:
    return Price(
        id=RowId(f"{kind.value}-{name}"),
        kind=kind,
        material=MaterialId(name),
        amount=Range.exact(amount),
        unit="CNY/t",
        evidence=ESTIMATE,
    )


def rate(cargo: str, unit: str) -> TransportRate:
    return TransportRate(id=RowId(cargo), cargo=cargo, cost=Range.exact(0.0), unit=unit, evidence=ESTIMATE)


def park(
    *more: object,
    fee: float | None = 30.0,
    state: OperatingState = OperatingState.OPERATING,
    capital: float | None = 100.0,
) -> Snapshot:
    """Slag, of which a tonne makes a tonne of blocks for 50 CNY and costs 10 CNY to work on."""
    return park_of(
        material("slag"),
        material("block"),
        stream("s", "maker", "slag", 100.0, disposal_cost=fee),
        technology("press", operating_cost=10.0, capital_cost=capital),
        port("press", Direction.MAIN_INPUT, "slag"),
        port("press", Direction.PRODUCT, "block"),
        facility("f", "user", "press", 50.0, state=state),
        price("block", PriceKind.MARKET, 50.0),
        # Next door: nothing to be paid for loading or on the way.
        rate("bulk", "CNY/t-km"),
        rate("loading-bulk", "CNY/t"),
        *more,
    )


def agreement(snapshot: Snapshot) -> Agreement:
    (found,) = suggest(snapshot).items
    return agreement_of(PathwayFinder(snapshot, Factors(snapshot)), found)


def test_who_pays_for_disposal_gains_from_any_price_above_minus_his_fee() -> None:
    """He would pay up to 30, the receiver up to 50 - 10 = 40: the middle is 5, and 35 is left for each."""
    found = agreement(park())
    assert found.alternative is Alternative.OWN_FEE
    assert found.alternative_number is not None
    assert (found.alternative_number.table, found.alternative_number.row) == ("waste_streams", "s")
    assert (found.price.supplier, found.price.receiver) == (pytest.approx(-30.0), pytest.approx(40.0))
    assert (found.price.split, found.margin) == (pytest.approx(5.0), pytest.approx(35.0))
    assert (found.capital, found.capital_numbers) == (0.0, ())


def test_a_planned_plant_is_paid_back_before_the_gain_is_split() -> None:
    """100 CNY a yearly tonne over 15 years at 8 % are 11.68 a tonne."""
    yearly = 100.0 * capital_recovery(15.0)
    found = agreement(park(state=OperatingState.PLANNED))
    assert found.capital == pytest.approx(yearly)
    assert [number.row for number in found.capital_numbers] == ["press"]
    assert found.price.receiver == pytest.approx(40.0 - yearly)
    assert found.margin == pytest.approx((70.0 - yearly) / 2.0)


def test_a_plant_that_costs_more_than_both_gain_leaves_no_price() -> None:
    found = agreement(park(state=OperatingState.PLANNED, capital=1_000.0))
    assert found.price.agreement is False
    assert (found.price.split, found.margin) == (None, None)


def test_a_plant_of_unknown_cost_leaves_the_band_open_and_asks() -> None:
    found = agreement(park(state=OperatingState.PLANNED, capital=None))
    assert (found.capital, found.margin, found.price.receiver) == (None, None, None)
    assert found.price.supplier == pytest.approx(-30.0)
    assert "capital cost of press" in found.unknown


def test_the_usual_fee_stands_in_where_the_owner_said_nothing() -> None:
    found = agreement(park(price("slag", PriceKind.DISPOSAL, 20.0), fee=None))
    assert found.alternative is Alternative.USUAL_FEE
    assert found.price.supplier == pytest.approx(-20.0)


def test_an_owner_of_whom_nothing_is_known_is_to_be_asked() -> None:
    found = agreement(park(fee=None))
    assert (found.alternative, found.alternative_number) == (Alternative.UNKNOWN, None)
    assert "disposal cost of slag" in found.unknown


def test_who_can_sell_a_waste_wants_its_price() -> None:
    """A market gives 15 for the slag as it is, whatever he says that disposal costs."""
    market = Market(
        id=MarketId("scrap-yard"),
        material=MaterialId("slag"),
        waste=True,
        reach=MarketReach.REGIONAL,
        demand=Range.exact(1_000.0),
        price=Range.exact(15.0),
        evidence=ESTIMATE,
    )
    found = agreement(park(market))
    assert found.alternative is Alternative.SOLD
    assert found.alternative_number is not None
    assert found.alternative_number.row == "scrap-yard"
    assert (found.price.supplier, found.price.receiver) == (pytest.approx(15.0), pytest.approx(40.0))


def test_the_margin_of_an_auxiliary_input_builds_nothing() -> None:
    snapshot = park(
        material("clay"),
        technology("kiln", operating_cost=0.0, capital_cost=500.0),
        port("kiln", Direction.MAIN_INPUT, "clay"),
        port("kiln", Direction.AUXILIARY_INPUT, "slag", 0.1),
        port("kiln", Direction.PRODUCT, "block"),
        facility("k", "user", "kiln", 50.0, state=OperatingState.PLANNED),
        price("slag", PriceKind.MARKET, 12.0),
    )
    finder = PathwayFinder(snapshot, Factors(snapshot))
    (found,) = (item for item in suggest(snapshot).items if item.facility == "k")
    assert agreement_of(finder, found).capital == 0.0


def test_a_later_step_that_is_planned_is_paid_back_too_by_what_reaches_it() -> None:
    """Half a tonne of meal makes tiles for 45 CNY in a kiln of 100 CNY a yearly tonne: 5.84 pay that back."""
    yearly = 0.5 * 100.0 * capital_recovery(15.0)
    snapshot = park_of(
        material("slag"),
        material("meal"),
        material("tile"),
        stream("s", "maker", "slag", 100.0, disposal_cost=30.0),
        technology("mill", operating_cost=0.0, capital_cost=100.0),
        port("mill", Direction.MAIN_INPUT, "slag"),
        port("mill", Direction.PRODUCT, "meal", 0.5),
        technology("kiln", operating_cost=0.0, capital_cost=100.0),
        port("kiln", Direction.MAIN_INPUT, "meal"),
        port("kiln", Direction.PRODUCT, "tile"),
        facility("m", "user", "mill", 50.0),
        facility("k", "user", "kiln", 50.0, state=OperatingState.PLANNED),
        price("tile", PriceKind.MARKET, 90.0),
        rate("bulk", "CNY/t-km"),
        rate("loading-bulk", "CNY/t"),
    )
    finder = PathwayFinder(snapshot, Factors(snapshot))
    (found,) = (item for item in suggest(snapshot).items if item.facility == "m")
    assert [step.facility for step in found.pathway] == ["m", "k"]
    assert found.price.receiver == pytest.approx(45.0)
    why = agreement_of(finder, found)
    assert why.capital == pytest.approx(yearly)
    assert why.price.receiver == pytest.approx(45.0 - yearly)
