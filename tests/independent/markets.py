"""Who takes a material outside the facilities, how much of it and at which price (docs/value.md, Markets)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from tests.independent.money import net
from tests.independent.tables import ELSEWHERE, GRADES, Row, Tables

#: Years over which a pit fills where the plan has no horizon.
_YEARS = 10
_TRADED = ("regional", "provincial", "national")
#: How far the place of a row is from a park.
Steps = Callable[[str], float]


def market_of_product(tables: Tables, steps: Steps, technology: str, material: str) -> Row | None:
    """Return the market of what a technology makes."""
    return _nearest(
        tables,
        steps,
        material,
        lambda row: not row["waste"] and row["technology"] in (None, technology),
    )


def asked(tables: Tables, steps: Steps, material: str) -> float | None:
    """Return what the makers of a material ask for it in the nearest market, wherever that is."""
    for owner in tables.lineage(material):
        rows = [
            row
            for row in _of(tables, owner)
            if not row["waste"] and row["technology"] is None and row["price_likely"] is not None
        ]
        if rows:
            return net_price(tables, min(rows, key=lambda row: _order(row, steps)))
    return None


def traded(tables: Tables, steps: Steps, material: str) -> Row | None:
    """Return the market in which an owner sells a waste as it is; None where he cannot."""
    row = _nearest(tables, steps, material, lambda row: row["waste"])
    if row is None or not known(row) or row["reach"] not in _TRADED:
        return None
    price = net_price(tables, row)
    return row if price is not None and price >= 0.0 else None


def known(row: Row | None) -> bool:
    """Whether somebody knows a buyer, and how much is bought or that it does not matter."""
    if row is None or row["reach"] == "unknown":
        return False
    return row["demand_likely"] is not None or row["total_likely"] is not None or not row["binds"]


def room(row: Row, on: date | None, horizon: int | None, own: float = 0.0, was: float = 0.0) -> float | None:
    """Return what a market takes a year beside what it is served with; None: it does not bind.

    It is served with at least its own sales of today. Where those were more before something stopped, what
    others sell there stays.
    """
    bounds = []
    if row["demand_likely"] is not None:
        demand = row["demand_likely"]
        since = re.findall("[0-9]{4}", row["year"])
        if row["trend"] is not None and on is not None and since:
            demand *= (1.0 + row["trend"] / 100.0) ** (on.year - int(since[-1]))
        said = demand * (row["served_likely"] or 0.0)
        served = max(said, own) if own >= was else max(said - was, 0.0) + own
        bounds.append(round(max(demand - served, 0.0), 6))
    if row["total_likely"] is not None:
        bounds.append(max(row["total_likely"] / (horizon or _YEARS) - own, 0.0))
    return min(bounds, default=None)


def net_price(tables: Tables, row: Row) -> float | None:
    """Return the price without tax, in money of today."""
    price = row["price_likely"]
    return None if price is None else net(tables, price, row["year"], row["vat"])


def _nearest(tables: Tables, steps: Steps, material: str, fits: Callable[[Row], bool]) -> Row | None:
    for owner in tables.lineage(material):
        rows = [row for row in _of(tables, owner) if fits(row) and steps(row["place"]) < ELSEWHERE]
        if rows:
            return min(rows, key=lambda row: _order(row, steps))
    return None


def _of(tables: Tables, material: str) -> Iterable[Row]:
    return (row for row in tables["markets"].values() if row["material"] == material)


def _order(row: Row, steps: Steps) -> tuple[object, ...]:
    years = re.findall("[0-9]{4}", row["year"])
    year = int(years[-1]) if years else 0
    return row["technology"] is None, steps(row["place"]), GRADES.index(row["grade"]), -year, row["id"]
