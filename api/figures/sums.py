"""Money and CO2e as people may read them: with range and coverage, below half coverage as a range only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from graph.planning import ENOUGH, Reach
from graph.ranges import Range
from graph.units import show_amount, show_money, show_share, significant
from graph.vocabulary import Unit
from graph.wording import LANGUAGES, Message, Words, message, span
from viz.words import number

#: Writes a value in a language.
_Show = Callable[[float, str], str]


def reach_of(found: Mapping[str, float]) -> Reach:
    """Return a reach as GraphQL answers it."""
    return Reach(found["low"], found["middle"], found["high"])


def money_sum(reach: Reach, covered: float) -> Message:
    """Return a sum of CNY with its range, and which share of the money stands on published numbers.

    Examples
    --------
    >>> print(money_sum(Reach(1e6, 2e6, 4e6), 0.4).text("en"))
    CNY 1 million – CNY 4 million (P10–P90; only 40% of the money on published numbers, so no single figure)
    """
    return _sum(reach, covered, _show_money, message("sum.of_money", share=_share(covered)))


def carbon_sum(reach: Reach, covered: float) -> Message:
    """Return a sum of kg CO2e in tonnes with its range, and which share of it stands on published factors.

    Examples
    --------
    >>> print(carbon_sum(Reach(2e6, 3e6, 5e6), 0.6).text("en"))
    3,000 t (2,000 t – 5,000 t, P10–P90; 60% of the CO2e on published factors)
    """
    return _sum(reach, covered, _show_carbon, message("sum.of_carbon", share=_share(covered)))


def open_use(uses: Iterable[tuple[Unit, float, Range]]) -> Iterator[Message]:
    """Yield, by unit, of how much of what is given off nobody knows how much is in use: it counts as none.

    Parameters
    ----------
    uses : iterable of (Unit, float, Range)
        What each stream gives off a year and what of it is in use.

    Examples
    --------
    >>> for said in open_use([(Unit.TONNE, 9e5, Range(0.0, 0.0, 9e5)), (Unit.TONNE, 1e5, Range.exact(0.0))]):
    ...     print(said.text("en").partition(": ")[2].partition(", which")[0])
    up to 900 kt/yr more may be
    """
    found = list(uses)
    for unit in Unit:
        most = [use.high for counted, _, use in found if counted is unit and use.is_open]
        if most:
            supply = sum(given_off for counted, given_off, _ in found if counted is unit)
            yield message(
                "plan.use_open", count=len(most), supply=_a_year(supply, unit), most=_a_year(sum(most), unit)
            )


def _a_year(amount: float, unit: Unit) -> Words:
    return Words(*(show_amount(amount, f"{unit.value}/yr", language) for language in LANGUAGES))


def money_range(found: Reach | Range) -> Words:
    """Return between which ends a sum of CNY lies: P10 and P90, or low and high."""
    return _between(found, _show_money)


def carbon_range(found: Reach) -> Words:
    """Return between which ends a sum of kg CO2e lies, in tonnes."""
    return _between(found, _show_carbon)


def unit_cost(reach: Reach, covered: float) -> Words:
    """Return what a unit costs, in CNY: its ends, and what lies between them where half of it is published.

    Examples
    --------
    >>> print(unit_cost(Reach(-12.0, -10.0, -4.0), 0.7).text("en"))
    -10 (-12 – -4)
    >>> print(unit_cost(Reach(-12.0, -10.0, -4.0), 0.3).text("en"))
    -12 – -4
    """
    ends = _between(reach, lambda value, _: number(value))
    if covered < ENOUGH:
        return ends
    middle = number(reach.p50)
    if number(reach.p10) == number(reach.p90):
        return Words(middle, middle)
    return Words(f"{middle}（{ends.zh}）", f"{middle} ({ends.en})")


def _show_money(value: float, language: str) -> str:
    return show_money(significant(value), language)


def _show_carbon(value: float, language: str) -> str:
    return show_amount(significant(value / 1e3), Unit.TONNE.value, language)


def _share(covered: float) -> Words:
    return Words(show_share(covered, "zh"), show_share(covered, "en"))


def _between(found: Reach | Range, show: _Show) -> Words:
    low, high = (found.low, found.high) if isinstance(found, Range) else (found.p10, found.p90)
    return Words(*(span(show(low, language), show(high, language)) for language in ("zh", "en")))


def _sum(reach: Reach, covered: float, show: _Show, of_it: Message) -> Message:
    ends = _between(reach, show)
    if covered < ENOUGH:
        return message("sum.as_range", ends=ends, covered=of_it)
    middle = Words(show(reach.p50, "zh"), show(reach.p50, "en"))
    return message("sum.whole", middle=middle, ends=ends, covered=of_it)
