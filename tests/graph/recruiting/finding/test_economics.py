"""Rates and sums of a lead's money, worked out by hand."""

from __future__ import annotations

import pytest

from graph.evidence import Grade
from graph.ranges import Range
from graph.recruiting.finding.economics import range_of, turned
from graph.recruiting.finding.returns import rate_of_return
from graph.value.numbers.terms import Number, Term, Worth


def number(low: float, likely: float, high: float) -> Number:
    return Number("prices", "row", "amount", "CNY/t", Range(low, likely, high), Grade.TRADE)


def test_the_rate_of_return_pays_the_capital_back_exactly() -> None:
    # 1,000 for 300 a year in 5 years.
    rate = rate_of_return(1_000.0, 300.0, 5.0)
    assert sum(300.0 / (1.0 + rate) ** year for year in range(1, 6)) == pytest.approx(1_000.0)


@pytest.mark.parametrize(("surplus", "rate"), [(0.0, -1.0), (-5.0, -1.0), (20.0, 0.0)])
def test_what_brings_nothing_loses_all_and_what_just_comes_back_earns_nothing(
    surplus: float, rate: float
) -> None:
    assert rate_of_return(100.0, surplus, 5.0) == pytest.approx(rate, abs=1e-6)


def test_a_cost_is_worst_where_its_number_is_highest() -> None:
    worth = Worth((Term("power", number(1.0, 2.0, 4.0), -10.0, number(0.5, 1.0, 1.5)),))
    assert range_of(worth) == Range(-60.0, -20.0, -5.0)
    assert turned(range_of(worth, 2.0)) == Range(10.0, 40.0, 120.0)


def test_ranges_add_up_end_by_end() -> None:
    assert Range.total([Range(1.0, 2.0, 3.0), Range(-1.0, 0.0, 5.0)]) == Range(0.0, 2.0, 8.0)
    assert Range.total([]) == Range(0.0, 0.0, 0.0)
