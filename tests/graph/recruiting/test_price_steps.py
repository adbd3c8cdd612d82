"""From the price that a market's row says to what a unit brings: tax, money of another year, freight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import TransportRate
from graph.ranges import Range
from graph.recruiting import PriceStep
from graph.recruiting.finding import price_steps
from graph.value import Factors, ValueBook
from graph.vocabulary import PriceAt, RowId
from tests.build import ESTIMATE, facility, market, material, park_of, recipe, stream

SLAG = (
    material("slag"),
    material("powder"),
    *recipe("grind", "slag", "powder"),
    stream("s", "maker", "slag", 100.0),
    facility("mill", "user", "grind", 100.0),
)
LORRY = TransportRate(
    id=RowId("lorry"), cargo="bulk", cost=Range.exact(1.0), unit="CNY/t-km", evidence=ESTIMATE
)


def steps(vat: float | None, price_at: PriceAt) -> tuple[tuple[PriceStep, ...], float]:
    """Powder at 376 CNY/t, delivered to buyers within 60 km: 40 km on average at 1 CNY/t km."""
    sold_at = replace(
        market("powders", "powder", 500.0, price=376.0), vat=vat, price_at=price_at, radius=60.0
    )
    factors = Factors(park_of(*SLAG, sold_at, LORRY))
    sold = ValueBook(factors).sold("grind", "powder")
    return price_steps(factors, sold), sold.benefit


def test_price_less_the_steps_is_the_revenue() -> None:
    found, revenue = steps(0.13, PriceAt.DELIVERED)
    said, *rest = found
    assert said.amount == pytest.approx(376.0)
    assert [step.what.key for step in rest] == ["lead.step.vat", "lead.step.freight"]
    assert rest[0].amount == pytest.approx(376.0 / 1.13 - 376.0)
    assert rest[1].amount == pytest.approx(-40.0)
    assert sum(step.amount for step in found) == pytest.approx(revenue)
    assert revenue == pytest.approx(376.0 / 1.13 - 40.0)


def test_a_price_at_the_gate_without_tax_is_the_revenue() -> None:
    found, revenue = steps(0.0, PriceAt.GATE)
    assert [step.amount for step in found] == [revenue] == [376.0]


def test_what_nobody_said_of_tax_is_said() -> None:
    found, revenue = steps(None, PriceAt.GATE)
    assert [step.what.key for step in found] == [
        "lead.step.said",
        *["lead.step.vat_unsaid"] * (len(found) - 1),
    ]
    assert sum(step.amount for step in found) == pytest.approx(revenue)


def test_a_range_of_prices_counts_by_its_likely_end() -> None:
    sold_at = replace(market("powders", "powder", 500.0), price=Range(100.0, 200.0, 400.0), vat=0.0)
    factors = Factors(park_of(*SLAG, sold_at))
    (only,) = price_steps(factors, ValueBook(factors).sold("grind", "powder"))
    assert only.amount == 200.0
