"""From a price as it is said to what a unit brings: money of another year, tax, and freight to the buyer."""

from __future__ import annotations

import math

from graph.model import Market, Price
from graph.recruiting.lead import PriceStep
from graph.value import Factors, Term, Worth
from graph.wording import Message, Words, message, show_share

#: A step of fewer CNY per unit is none.
_NOTHING = 1e-9


def price_steps(factors: Factors, sold: Worth) -> tuple[PriceStep, ...]:
    """Return the steps from the price that a sale stands on to what it brings, at likely numbers.

    Parameters
    ----------
    factors : Factors
        Of the graph whose prices these are.
    sold : Worth
        Of a unit, as `graph.value.ValueBook.sold` gives it: the price first.

    Returns
    -------
    tuple of PriceStep
        They sum to what the sale brings; empty for what has no price.

    Examples
    --------
    >>> from graph.snapshot import Snapshot
    >>> price_steps(Factors(Snapshot.of([])), Worth())
    ()
    """
    if not sold.money:
        return ()
    first, *others = sold.money
    steps = [*_of_price(factors, first), PriceStep(message("lead.step.freight"), _total(others))]
    return tuple(step for at, step in enumerate(steps) if not at or abs(step.amount) > _NOTHING)


def _of_price(factors: Factors, term: Term) -> list[PriceStep]:
    row: Market | Price | None = None
    if term.number.table == "markets":
        row = factors.snapshot.by_id(Market).get(term.number.row)
    elif term.number.table == "prices":
        row = factors.snapshot.by_id(Price).get(term.number.row)
    said = None if row is None else row.price if isinstance(row, Market) else row.amount
    if row is None or said is None:
        return [PriceStep(message("lead.step.counted"), term.value)]
    first, year = said.likely * term.times, str(row.year or "")
    indexed = first * factors.money.indexed(row.year)
    return [
        PriceStep(message("lead.step.said", year=year) if year else message("lead.step.said_once"), first),
        PriceStep(message("lead.step.index"), indexed - first),
        PriceStep(_tax(row.vat), term.value - indexed),
    ]


def _tax(vat: float | None) -> Message:
    """Return what comes off as tax; where nobody said whether it is in, half of it does."""
    if vat is None:
        return message("lead.step.vat_unsaid")
    return message("lead.step.vat", share=Words(show_share(vat, "zh"), show_share(vat, "en")))


def _total(terms: list[Term]) -> float:
    return math.fsum(term.value for term in terms)
