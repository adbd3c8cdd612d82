"""What building and running a lead costs its owner and brings, item by item, each with its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.evidence import Grade
from graph.ranges import Range
from graph.recruiting.finding.returns import Counted, rate_of_return, returns_of
from graph.recruiting.lead import CostItem, LeadEconomics
from graph.value import PriceInterval, Term, ValueBook, Worth, capital_recovery, grade_order, price_interval
from graph.wording import Message


def range_of(worth: Worth, times: float = 1.0) -> Range:
    """Return what some units of a thing bring, CNY, with each of its numbers at its worse or better end."""
    return Range.total(_term_range(term, times) for term in worth.money)


def turned(amount: Range) -> Range:
    """Return a range with the other sign: a cost as what it earns."""
    return Range(-amount.high, -amount.likely, -amount.low)


def _term_range(term: Term, times: float) -> Range:
    ends = []
    ratio = Range.exact(1.0) if term.ratio is None else term.ratio.amount
    for number in (term.number.amount.low, term.number.amount.likely, term.number.amount.high):
        price = max(number, 0.0) if term.floored else number
        ends += [times * term.coefficient * price * part for part in (ratio.low, ratio.high)]
    price = max(term.number.amount.likely, 0.0) if term.floored else term.number.amount.likely
    likely = times * term.coefficient * price * ratio.likely
    return Range(min(*ends, likely), likely, max(*ends, likely))


@dataclass
class Books:
    """What a lead spends and earns, collected item by item."""

    items: list[CostItem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    terms: list[tuple[int | None, Term, float]] = field(default_factory=list)

    def add(self, what: Message, worth: Worth, times: float, sale: int | None = None) -> Range:
        """Add so many units of a thing as one item, and return what they bring; a sale has a number."""
        self.terms += [(sale, term, times) for term in worth.money]
        self.missing += [word for word in worth.missing if word not in self.missing]
        amount = range_of(worth, times)
        if worth.money and times:
            grades: Sequence[Grade] = [term.number.grade for term in worth.money]
            worst = max(grades, key=grade_order)
            self.items.append(CostItem(what, amount, worst.value))
        return amount


@dataclass(frozen=True, slots=True)
class Sums:
    """What a lead's year comes to, CNY.

    Attributes
    ----------
    working, carriage : Range
        What working on its inputs and getting rid of its remainders earns (a cost is negative), and carrying.
    sales : Range
        What its products bring.
    main_sold, main_brings : float
        Units of the main product sold, and what they likely bring.
    counted : tuple of Counted
        All of it term by term.
    used : float
        Main input.
    """

    working: Range
    carriage: Range
    sales: Range
    main_sold: float
    main_brings: float
    used: float
    counted: tuple[Counted, ...]


def economics_of(
    values: ValueBook,
    technology: str,
    scale: float,
    books: Books,
    sums: Sums,
    floor: Range | None,
    seed: int | None,
) -> LeadEconomics:
    """Return the economics of a lead.

    Parameters
    ----------
    scale : float
        Main input a year that it is built for.
    floor : Range or None
        What a unit of main input costs its donors today, CNY.
    seed : int or None
        Of the draws of its money; None: nothing is drawn.
    """
    capital, life = capital_of(values, technology, scale), values.costs.life(technology)
    if capital is None:
        books.missing.append(f"capital cost of {technology}")
    yearly = None if capital is None else capital.scaled(capital_recovery(life))
    operating = turned(Range.total((sums.working, sums.carriage)))
    surplus = Range.total((sums.sales, sums.working, sums.carriage))
    payback = returns = spread = None
    likely = break_even = None
    if capital is not None and capital.likely > 0.0 and sums.used > 0.0:
        returns = Range(
            rate_of_return(capital.high, surplus.low, life),
            rate_of_return(capital.likely, surplus.likely, life),
            rate_of_return(capital.low, surplus.high, life),
        )
        # What takes longer than the plant lasts is never paid back.
        if surplus.likely > 0.0 and capital.likely <= life * surplus.likely:
            likely = capital.likely / surplus.likely
        if likely is not None and surplus.low > 0.0 and capital.high <= life * surplus.low:
            payback = Range(capital.low / surplus.high, likely, capital.high / surplus.low)
        if seed is not None:
            parts = [(number, times * scale) for number, times in values.costs.capital(technology, scale)]
            spread = returns_of(sums.counted, parts, life, sums.main_sold, seed)
    if yearly is not None and sums.main_sold > 0.0:
        rest = sums.sales.likely - sums.main_brings
        break_even = (operating.likely + yearly.likely - rest) / sums.main_sold
    return LeadEconomics(
        capital=capital,
        life=life,
        yearly_capital=yearly,
        items=tuple(books.items),
        operating=operating if sums.used > 0.0 else None,
        revenue=sums.sales if sums.used > 0.0 else None,
        price_floor=floor,
        payback=payback,
        payback_likely=likely,
        rate_of_return=returns,
        break_even=break_even,
        pays=None if yearly is None else surplus.likely >= yearly.likely,
        returns=spread,
        missing=tuple(dict.fromkeys(books.missing)),
    )


def capital_of(values: ValueBook, technology: str, scale: float) -> Range | None:
    """Return what building it costs, CNY; None where nobody says it."""
    parts = values.costs.capital(technology, scale)
    if not parts:
        return None
    return Range.total(number.amount.scaled(times * scale) for number, times in parts)


def price_of(economics: LeadEconomics, sums: Sums) -> PriceInterval | None:
    """Return what a unit of main input may cost at its donors' gates; None where nothing comes in."""
    if not sums.used > 0.0:
        return None
    capital = np.nan if economics.yearly_capital is None else economics.yearly_capital.likely
    value = (sums.sales.likely + sums.working.likely - capital) / sums.used
    floor = np.nan if economics.price_floor is None else economics.price_floor.likely
    return price_interval(value, floor, -sums.carriage.likely / sums.used)
