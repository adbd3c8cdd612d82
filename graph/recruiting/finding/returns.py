"""How far the money of a lead spreads: every number behind it drawn, its linkages taken as signed.

Nobody builds before the contracts for what comes in are signed, so flows stay as the plan has them. Costs,
prices, ratios and capital are drawn, each number once for all that it counts in (triangular, as for a plan).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.ranges import Range
from graph.recruiting.lead import LeadReturns
from graph.value import Number, Term, capital_recovery

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

#: Draws of the money of one lead: its tenth percentile is known to one draw in a hundred.
MONEY_DRAWS = 500
_PARTS = (0.1, 0.5, 0.9)
#: Nobody earns more than this share of an investment back in a year for longer: the search for a rate ends.
_HIGHEST_RATE = 100.0
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """A term of the money of a year, how many units of it count, and whether the main product brings it."""

    term: Term
    times: float
    main: bool


def rate_of_return(capital: float, surplus: float, life: float) -> float:
    """Return the rate at which equal yearly surpluses over a life just pay an investment; -1: all is lost.

    Examples
    --------
    A hundred that brings 20 a year for ten years:

    >>> round(rate_of_return(100.0, 20.0, 10.0), 4)
    0.151
    >>> rate_of_return(100.0, 0.0, 10.0)
    -1.0
    """
    return float(rates_of_return(np.array([capital]), np.array([surplus]), life)[0])


def rates_of_return(capital: Floats, surplus: Floats, life: float) -> Floats:
    """Return the rate of return of each of several investments; see `rate_of_return`."""
    low, high = np.full(len(capital), -1.0 + 1e-9), np.full(len(capital), _HIGHEST_RATE)
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        level = np.abs(middle) < 1e-12
        recovered = np.where(level, 1.0 / life, capital_recovery_at(life, np.where(level, 1.0, middle)))
        more = surplus > capital * recovered
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    found: Floats = np.where(
        surplus <= 0.0, -1.0, np.where(capital <= 0.0, _HIGHEST_RATE, (low + high) / 2.0)
    )
    return found


def capital_recovery_at(life: float, rate: Floats) -> Floats:
    """Return the yearly share that pays an investment back over a life at each of some rates."""
    share: Floats = rate / (1.0 - (1.0 + rate) ** -life)
    return share


def returns_of(
    counted: Sequence[Counted],
    capital: Sequence[tuple[Number, float]],
    life: float,
    main_sold: float,
    seed: int,
) -> LeadReturns:
    """Return the spread of what an investment brings.

    Parameters
    ----------
    counted : sequence of Counted
        The money of a year: what is earned positive.
    capital : sequence of tuple
        Numbers that make it up, and how many units of each count.
    main_sold : float
        Units of the main product sold a year.
    """
    drawn = _Numbers(seed)
    surplus, main, built = (np.zeros(MONEY_DRAWS) for _ in range(3))
    for one in counted:
        price = drawn.of(one.term.number)
        brings = one.times * one.term.coefficient * (np.maximum(price, 0.0) if one.term.floored else price)
        if one.term.ratio is not None:
            brings = brings * drawn.of(one.term.ratio)
        surplus += brings
        if one.main:
            main += brings
    for number, times in capital:
        built += times * drawn.of(number)
    yearly = built * capital_recovery(life)
    years = np.divide(built, surplus, out=np.full(MONEY_DRAWS, np.inf), where=surplus > 0.0)
    fast, middle, slow = (float(part) for part in np.quantile(years, _PARTS, method="nearest"))
    break_even = None
    if main_sold > 0.0:
        break_even = _spread((yearly - (surplus - main)) / main_sold)
    return LeadReturns(
        rate=_spread(rates_of_return(built, surplus, life)),
        payback_fast=_within(fast, life),
        payback_middle=_within(middle, life),
        payback_slow=_within(slow, life),
        break_even=break_even,
        pays=float((surplus >= yearly).mean()),
    )


def _within(years: float, life: float) -> float | None:
    """Return the years if the plant lasts so long."""
    return years if years <= life else None


def _spread(values: Floats) -> Range:
    return Range(*(float(part) for part in np.quantile(values, _PARTS)))


class _Numbers:
    """Draws of numbers: the same for the same number, whatever else is drawn."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, number: Number) -> Floats:
        low, likely, high = number.amount.low, number.amount.likely, number.amount.high
        if not high > low:
            return np.full(MONEY_DRAWS, likely)
        place = zlib.crc32(f"{number.table}/{number.row}/{number.column}".encode())
        drawn: Floats = np.random.default_rng((self._seed, place)).triangular(low, likely, high, MONEY_DRAWS)
        return drawn
