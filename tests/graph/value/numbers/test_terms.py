"""Sums of terms, for one thing and for many columns at once."""

from __future__ import annotations

import numpy as np
import pytest

from graph.evidence import Grade
from graph.ranges import Range
from graph.value.numbers.terms import ONE, Ledger, Number, Term, Worth, Worths, total


def number(name: str, likely: float, unit: str = "CNY/t", table: str = "prices") -> Number:
    return Number(table, name, "amount", unit, Range.exact(likely), Grade.TRADE)


PLASTER = number("plaster-2024", 220.0)
YIELD = number("cook:out_product:plaster", 0.7, "unit/unit", "ports")
LIME = number("lime", -10.0)


def test_a_term_says_what_it_is_made_of() -> None:
    term = Term("plaster", PLASTER, 0.6, YIELD)
    assert str(term) == "0.42 t plaster x 220 CNY/t (prices plaster-2024, trade)"
    assert term.value == pytest.approx(92.4)


def test_nobody_is_paid_for_an_auxiliary_input_it_takes() -> None:
    assert Term("lime", LIME, floored=True).value == 0.0
    assert Term("lime", LIME).value == -10.0


def test_a_sum_names_each_unknown_once_and_is_known_to_displace_only_if_all_is() -> None:
    """0.5 t at 220 CNY/t less 2 t at -10 CNY/t: 110 + 20 = 130 CNY."""
    sold = Worth(money=(Term("plaster", PLASTER),), missing=("price of mud",), displaces=False)
    worth = total([(0.5, sold), (-2.0, Worth(money=(Term("lime", LIME),), missing=("price of mud",)))])
    assert worth.benefit == pytest.approx(130.0)
    assert worth.missing == ("price of mud",)
    assert not worth.displaces
    assert str(worth).splitlines() == [
        "130 CNY = 0.5 t plaster x 220 CNY/t (prices plaster-2024, trade)",
        "        + -2 t lime x -10 CNY/t (prices lime, trade)",
        "not known: price of mud",
    ]


def test_what_is_alike_is_worked_out_once() -> None:
    asked: list[tuple[int, int]] = []

    def work_out(material: int, zone: int) -> Worth:
        asked.append((material, zone))
        return Worth(money=(Term("plaster", PLASTER, float(material)),)) if zone else Worth()

    found = Worths.of(work_out, np.array([3, 1, 3, 1]), np.array([1, 1, 1, 0]))
    assert sorted(asked) == [(1, 0), (1, 1), (3, 1)]
    np.testing.assert_array_equal(found.benefit, [660.0, 220.0, 660.0, np.nan])
    np.testing.assert_array_equal(found.co2, 0.0)


def test_columns_bring_their_things_and_each_number_has_one_place() -> None:
    """Columns 0 and 2 sell 0.7 t of plaster and twice that, column 1 pays nothing for lime."""
    sold, bought = Term("plaster", PLASTER, 1.0, YIELD), Term("lime", LIME, -2.0, floored=True)
    ledger = Ledger()
    ledger.add(np.array([0, 2]), Worths((Worth(money=(sold,)),), np.array([0, 0])), np.array([1.0, 2.0]))
    ledger.add(np.array([1]), Worths((Worth(money=(bought, sold), missing=("fee",)),), np.array([0])))
    account = ledger.account()
    assert account.numbers.row.tolist() == ["", "plaster-2024", "lime", "cook:out_product:plaster"]
    assert account.numbers.likely.tolist() == [1.0, 220.0, -10.0, 0.7]
    np.testing.assert_allclose(account.money.values(account.numbers.likely, 4), [154.0, 154.0, 308.0, 0.0])
    np.testing.assert_array_equal(account.carbon.values(account.numbers.likely, 4), 0.0)
    assert account.missing_of(np.array([True, False, True, True])) == ()
    assert account.missing_of(np.array([False, True, False, False])) == ("fee",)


def test_the_slope_is_what_one_more_of_each_number_adds() -> None:
    """10 t in column 0 and 1 t in column 1: 11 x 0.7 for a CNY of price, 11 x 220 for all of the yield."""
    sold, bought = Term("plaster", PLASTER, 1.0, YIELD), Term("lime", LIME, -2.0, floored=True)
    ledger = Ledger()
    ledger.add(np.array([0, 1]), Worths((Worth(money=(sold, bought)),), np.array([0, 0])))
    account = ledger.account()
    slope = account.money.slope(account.numbers.likely, np.array([10.0, 1.0]))
    np.testing.assert_allclose(np.delete(slope, ONE), [7.7, 0.0, 2420.0])
    moved = account.money.renumbered(np.array([0, 2, 1, 3]))
    assert (moved.number.tolist(), moved.ratio.tolist()) == ([2, 1], [3, ONE])


def test_a_ledger_of_nothing_brings_nothing() -> None:
    account = Ledger().account()
    np.testing.assert_array_equal(account.money.values(account.numbers.likely, 2), [0.0, 0.0])
    assert account.missing_of(np.array([True])) == ()
