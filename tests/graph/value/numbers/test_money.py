"""Amounts of other years and other taxes are made comparable; what nobody says of them stays open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import Price, Weight
from graph.ranges import Range
from graph.value.costs import Costs
from graph.value.numbers.factors import Factors
from graph.value.numbers.money import Money, constant, last_year
from graph.vocabulary import PriceKind
from tests.build import cost_sheet, material, park_of, price, process_class, technology

VAT = constant("constant.vat", 0.13)
#: What cost 1.25 CNY in 2022 costs 1 CNY in 2025, in whose money all is counted.
YEARS = (
    constant("constant.money-year", 2025.0),
    constant("index.2022", 1.25),
    constant("index.2025", 1.0),
)


def money(*rows: Weight) -> Money:
    return Money({str(row.id): row for row in rows})


def counted(row: Price, *constants: Weight) -> Range:
    found = Factors(park_of(material("lime"), row, *constants)).price(PriceKind.MARKET, "lime")
    assert found is not None
    return found.amount


def test_a_price_with_tax_and_one_without_come_to_the_same_money() -> None:
    with_tax = replace(price("lime", 226.0), vat=0.13)
    assert counted(with_tax, VAT).likely == pytest.approx(counted(price("lime", 200.0), VAT).likely)


def test_a_price_that_does_not_say_its_tax_lies_between_both_and_is_neither() -> None:
    """113 CNY are 113 without tax, 100 with it; half of the tax is most likely in it: 113 / 1.065."""
    found = counted(replace(price("lime", 113.0), vat=None), VAT)
    assert (found.low, found.likely, found.high) == (pytest.approx(100.0), pytest.approx(106.1033), 113.0)


def test_a_fee_that_does_not_say_its_tax_is_no_smaller_at_its_dear_end() -> None:
    found = money(VAT).counted(Range(-226.0, -113.0, 0.0), "", None)
    assert (found.low, found.likely, found.high) == (-226.0, pytest.approx(-106.1033), 0.0)


def test_without_a_usual_rate_a_price_that_does_not_say_its_tax_stands() -> None:
    assert counted(replace(price("lime", 113.0), vat=None)) == Range.exact(113.0)


@pytest.mark.parametrize(
    ("year", "likely"), [("2022", 80.0), ("2021-2022", 80.0), ("2025", 100.0), ("1998", 100.0), ("", 100.0)]
)
def test_a_price_is_in_the_money_of_one_year_where_its_own_is_known(year: str, likely: float) -> None:
    assert counted(replace(price("lime", 100.0), year=year), *YEARS).likely == likely


def test_no_index_of_this_year_leaves_all_as_it_stands() -> None:
    assert money(YEARS[0], YEARS[1]).indexed(2022) == 1.0
    assert money(YEARS[1]).indexed(2022) == 1.0


def test_a_cost_sheets_own_sums_say_their_year_and_tax() -> None:
    """113 CNY with tax in 2022 are 100 without, 80 of today; what stands in the class is of its own year."""
    sheet = replace(cost_sheet("burn", "kiln"), year=2022, vat=0.13, operating=Range.exact(113.0))
    kiln = replace(process_class("kiln", operating=10.0, capital=50.0), year=2022)
    costs = Costs(park_of(technology("burn", operating_cost=None), kiln, sheet, VAT, *YEARS))
    operating = costs.operating("burn")
    ((capital, times),) = costs.capital("burn")
    assert operating is not None
    assert operating.amount.likely == pytest.approx(80.0)
    assert (capital.amount.likely, times) == (pytest.approx(40.0), 1.0)


def test_a_technologys_own_sums_are_of_their_year_and_its_energy_is_not_money() -> None:
    burn = replace(technology("burn", operating_cost=10.0, electricity=10.0), cost_year=2022)
    costs = Costs(park_of(burn, *YEARS))
    found = costs.operating("burn"), costs.electricity("burn")
    assert [None if one is None else one.amount.likely for one in found] == [8.0, 10.0]


def test_the_last_year_named_counts() -> None:
    assert [last_year(text) for text in ("2021-2025", "Sept 2024", "", "n.d.")] == [2025, 2024, 0, 0]
