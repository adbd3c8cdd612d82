"""What an investment brings over draws of the numbers behind it."""

from __future__ import annotations

import numpy as np
import pytest

from graph.evidence import Grade
from graph.ranges import Range
from graph.recruiting import LeadOptions, find_leads
from graph.recruiting.finding.returns import Counted, rate_of_return, rates_of_return, returns_of
from graph.value.costs import capital_recovery
from graph.value.numbers.terms import Number, Term
from tests.graph.recruiting.test_leads import only, slag_park


def number(name: str, low: float, likely: float, high: float) -> Number:
    return Number("prices", name, "amount", "CNY/t", Range(low, likely, high), Grade.ESTIMATE)


def test_numbers_that_are_certain_give_one_answer() -> None:
    sold = Counted(Term("bricks", number("bricks", 50.0, 50.0, 50.0)), 60.0, True)
    spent = Counted(Term("work", number("work", 10.0, 10.0, 10.0), -1.0), 60.0, False)
    built = [(number("works", 100.0, 100.0, 100.0), 60.0)]
    found = returns_of([sold, spent], built, 15.0, 60.0, seed=0)
    # 2,400 a year for 6,000.
    rate = rate_of_return(6_000.0, 2_400.0, 15.0)
    assert (found.rate.low, found.rate.likely, found.rate.high) == (pytest.approx(rate),) * 3
    assert (found.payback_fast, found.payback_slow, found.pays) == (2.5, 2.5, 1.0)
    assert found.break_even is not None
    assert found.break_even.likely == pytest.approx(10.0 + 100.0 * capital_recovery(15.0))


def test_a_price_that_may_fall_below_the_cost_is_never_paid_back_in_those_draws() -> None:
    sold = Counted(Term("bricks", number("bricks", 0.0, 10.0, 20.0)), 60.0, True)
    spent = Counted(Term("work", number("work", 10.0, 10.0, 10.0), -1.0), 60.0, False)
    found = returns_of([sold, spent], [(number("works", 1.0, 1.0, 1.0), 60.0)], 15.0, 60.0, seed=0)
    assert found.payback_fast is not None
    assert (found.payback_slow, found.rate.low) == (None, -1.0)
    assert 0.3 < found.pays < 0.6


def test_what_takes_longer_than_the_plant_lasts_is_not_paid_back() -> None:
    sold = Counted(Term("bricks", number("bricks", 50.0, 50.0, 50.0)), 60.0, True)
    built = [(number("works", 800.0, 800.0, 800.0), 60.0)]
    # 48,000 at 3,000 a year: sixteen years.
    longer, shorter = (returns_of([sold], built, life, 60.0, seed=0) for life in (20.0, 15.0))
    assert (longer.payback_slow, shorter.payback_slow) == (16.0, None)


def test_a_number_that_counts_twice_is_drawn_once() -> None:
    price = number("power", 1.0, 5.0, 9.0)
    found = returns_of(
        [Counted(Term("in", price, -1.0), 10.0, False), Counted(Term("out", price), 12.0, True)],
        [(number("works", 10.0, 10.0, 10.0), 1.0)],
        15.0,
        12.0,
        seed=1,
    )
    # What is earned is always two tenths more than what is spent.
    assert found.rate.low > 0.0


def test_many_rates_are_those_of_each() -> None:
    capital, surplus = np.array([100.0, 100.0, 100.0, 0.0]), np.array([20.0, 0.0, 4.0, 1.0])
    each = [rate_of_return(*pair, 10.0) for pair in zip(capital.tolist(), surplus.tolist(), strict=True)]
    assert rates_of_return(capital, surplus, 10.0).tolist() == each
    # 4 a year for ten years is less than the hundred.
    assert each[2] < 0.0


def test_a_lead_has_its_spread_with_draws_and_the_same_with_the_same_seed() -> None:
    assert only(find_leads(slag_park(), LeadOptions(draws=0))).economics.returns is None
    first, again = (only(find_leads(slag_park(), LeadOptions(draws=3, seed=4))) for _ in range(2))
    returns = first.economics.returns
    assert returns is not None
    assert returns == again.economics.returns
    assert first.economics.rate_of_return is not None
    assert first.economics.rate_of_return.low <= returns.rate.low <= returns.rate.high
    assert returns.rate.high <= first.economics.rate_of_return.high
