"""Amounts in money of one year without tax, and who pays the freight of a sale (docs/value.md)."""

from __future__ import annotations

import re

from tests.independent.tables import Row, Tables

#: The part of the freight that is the seller's, by where his price holds; half where nobody says it.
_SHARE = {"gate": 0.0, "delivered": 1.0, "unknown": 0.5}


def net(tables: Tables, amount: float, year: object, vat: float | None) -> float:
    """Return an amount without tax, in the money of the year that all is counted in."""
    usual = tables.weight("constant.vat")
    tax = usual / 2.0 if vat is None else vat
    return float(amount * indexed(tables, year) / (1.0 + tax))


def indexed(tables: Tables, year: object) -> float:
    """Return what a CNY of a year is in that money; 1 where either year has no index."""
    named = re.findall("[0-9]{4}", str(year))
    then = tables.weight(f"index.{named[-1]}") if named else 0.0
    now = tables.weight(f"index.{tables.weight('constant.money-year'):.0f}")
    return now / then if now and then else 1.0


def sellers_km(tables: Tables, price_at: str, market: Row | None) -> tuple[float, float]:
    """Return how far the buyers are on average, and the part of the way that the seller pays."""
    radius = None if market is None else market["radius"]
    if radius is None:
        reach = "unknown" if market is None else market["reach"]
        radius = tables.weight(f"constant.reach-{reach}")
    return 2.0 / 3.0 * radius, _SHARE[price_at]
