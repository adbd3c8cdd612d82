"""What becomes of a plan if one thing were otherwise: a capacity, a facility that stands still, a price.

A kept problem (`graph.planning.pose`) holds what takes long: which linkages may be, their gates and scores,
and what everything is worth. Only what the change touches is written anew: where today's flows take room, the
rows and what columns bring. The plan is solved as any other and proved by its balances. On Anning that takes
70 to 80 ms of CPU, a plan of the changed graph five times as long.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import SymbioflowError
from graph.model import Market, Price
from graph.planning.allocation import Problem, pose, posed, written
from graph.planning.programme import Credits, Layout, credits_of, invested_in
from graph.planning.result import Plan
from graph.ranges import Range
from graph.value import Factors, Numbers, ValueBook
from graph.vocabulary import MarketId, OperatingState, PriceKind, RowId


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is otherwise.

    Attributes
    ----------
    capacities : mapping of facility to float
        Main input a year.
    stopped : frozenset of facility
        Take nothing beside what operating linkages bring.
    prices : mapping of price or market to float
        In CNY per unit, with tax where the row is; its range moves with it.
    """

    capacities: Mapping[str, float] = field(default_factory=dict)
    stopped: frozenset[str] = frozenset()
    prices: Mapping[str, float] = field(default_factory=dict)


def plan_if(problem: Problem, change: WhatIf) -> Plan:
    """Return the plan of a kept problem if something were otherwise; the problem stays as it is.

    It is the plan that would be made of the changed graph, but for the scores of linkages, which stay: they
    choose among equal plans, and of equally good places for what is in use today.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_FACILITY`` for one that the plan leaves out or of unknown capacity, ``UNKNOWN_PRICE`` for a
        row that is neither a price nor a market with one, ``BAD_OPTION`` for a capacity that is none and
        for a price on the other side of 0, which would open or close ways; and as `make_plan`.

    Examples
    --------
    >>> from graph.planning.allocation import pose
    >>> from graph.snapshot import Snapshot
    >>> plan_if(pose(Snapshot.of([])), WhatIf()).flows
    ()
    """
    problem, prices = _with_disposal(problem, change.prices)
    change = replace(change, prices=prices)
    before = _with_capacities(problem.before, problem.values, _wanted(problem.before, change))
    credits = _with_prices(problem, before, credits_of(before, problem.values), change.prices)
    # Who can take less sells less; a price moves nothing of that.
    was = problem.today.sold if change.capacities or change.stopped else None
    changed = posed(
        problem.snapshot, problem.options, problem.candidates, before, problem.values, credits, was=was
    )
    return written(changed, changed.solve([changed.main_objective, *changed.tie_breaks]))


def _wanted(layout: Layout, change: WhatIf) -> dict[int, float]:
    """Return the whole capacity of each site that is another, by row."""
    row_of = {str(facility): row for row, facility in enumerate(layout.sites.facility)}
    found = {}
    for facility, capacity in {**change.capacities, **dict.fromkeys(change.stopped, 0.0)}.items():
        if facility not in row_of:
            raise SymbioflowError("UNKNOWN_FACILITY", id=facility)
        if not (math.isfinite(capacity) and capacity >= 0.0):
            raise SymbioflowError("BAD_OPTION.capacity", id=facility, given=capacity)
        found[row_of[facility]] = capacity
    return found


def _with_capacities(layout: Layout, values: ValueBook, wanted: Mapping[int, float]) -> Layout:
    sites = layout.sites
    capacity, prices = (
        sites.capacity.copy(),
        np.stack([sites.investment_low, sites.investment, sites.investment_high]),
    )
    for row, whole in wanted.items():
        capacity[row] = max(whole - sites.running[row], 0.0)
        if sites.state[row] == OperatingState.PLANNED.value:
            technology = layout.text("technologies", "id", sites.technology_row[row])
            prices[:, row] = invested_in(values, technology, whole)
    low, likely, high = prices
    investment = {"investment_low": low, "investment": likely, "investment_high": high}
    return replace(layout, sites=replace(sites, capacity=capacity, **investment))


def _with_disposal(problem: Problem, prices: Mapping[str, float]) -> tuple[Problem, dict[str, float]]:
    """Return the problem with other prices of what is got rid of, and the prices that are left to change.

    Of what disposing of an output may cost the dearest counts, and what an owner would get for a waste he
    forgoes only where anything is left of it: which it is may change with such a price, and with that what is
    worked on together.
    """
    snapshot = problem.snapshot
    rows, markets = snapshot.by_id(Price), snapshot.by_id(Market)
    wasted = {
        name: price / _likely(problem, name, price)
        for name, price in prices.items()
        if (name in rows and rows[RowId(name)].kind.value.startswith(PriceKind.DISPOSAL.value))
        or (name not in rows and name in markets and markets[MarketId(name)].waste)
    }
    rest = {name: price for name, price in prices.items() if name not in wasted}
    if not wasted:
        return problem, rest
    changed = snapshot.replacing(
        {
            "prices": _times(snapshot.tables["prices"], "amount", wasted),
            "markets": _times(snapshot.tables["markets"], "price", wasted),
        }
    )
    values = ValueBook(Factors(changed))
    return pose(changed, problem.options, candidates=problem.candidates, values=values), rest


def _times(table: pa.Table, column: str, factor: Mapping[str, float]) -> pa.Table:
    """Return a table with the ranges of one column so many times as large in some rows."""
    times = pa.array([factor.get(name, 1.0) for name in table["id"].to_pylist()], pa.float64())
    for end in (f"{column}_low", f"{column}_likely", f"{column}_high"):
        place = table.schema.get_field_index(end)
        table = table.set_column(place, table.schema.field(place), pc.multiply(table[end], times))
    return table


def _with_prices(problem: Problem, layout: Layout, credits: Credits, prices: Mapping[str, float]) -> Credits:
    account = credits.account
    numbers = account.numbers
    for name, price in prices.items():
        numbers = _scaled(numbers, name, price / _likely(problem, name, price))
    if numbers is account.numbers:
        return credits
    account = replace(account, numbers=numbers)
    benefit, co2 = (
        terms.values(numbers.likely, len(layout.flows)) for terms in (account.money, account.carbon)
    )
    return replace(credits, benefit=benefit, co2=co2, account=account)


def _likely(problem: Problem, name: str, wanted: float) -> float:
    """Return what a row says that the price is today."""
    price = problem.snapshot.by_id(Price).get(name)
    market = problem.snapshot.by_id(Market).get(name)
    amount: Range | None = None
    if price is not None:
        amount = price.amount
    elif market is not None:
        amount = market.price
    if amount is None:
        raise SymbioflowError("UNKNOWN_PRICE", id=name)
    # A price at or beyond 0 is another alternative of a waste, another market, another buyer.
    if not (math.isfinite(wanted) and wanted * amount.likely > 0.0):
        raise SymbioflowError("BAD_OPTION.price", id=name, given=wanted, likely=amount.likely)
    return amount.likely


def _scaled(numbers: Numbers, name: str, factor: float) -> Numbers:
    here = np.isin(numbers.table.astype(str), ("prices", "markets")) & (numbers.row == name)
    here &= np.isin(numbers.column.astype(str), ("amount", "price"))
    ends = {end: np.where(here, factor, 1.0) * getattr(numbers, end) for end in ("low", "likely", "high")}
    return replace(numbers, **ends)
