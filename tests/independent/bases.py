"""On what random prices and costs stand: tax, year, who pays the freight, and how far buyers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph.model import CostSheet, Market, Price, Technology, Weight
from graph.vocabulary import PriceAt, RowId
from tests.build import ESTIMATE
from tests.independent.draw import Draw

_CONSTANTS = {
    "constant.vat": 0.13,
    "constant.money-year": 2025.0,
    "constant.reach-regional": 80.0,
    "constant.reach-national": 700.0,
    "constant.reach-unknown": 150.0,
    "index.2019": 0.9,
    "index.2021": 1.04,
    "index.2024": 1.03,
    "index.2025": 1.0,
}
_TAXES = (None, 0.0, 0.13)


def on_bases(draw: Draw, rows: Sequence[Any]) -> list[Any]:
    """Return rows of which each price and cost says or hides its basis, with what makes them comparable."""
    constants = [
        Weight(id=RowId(name), value=value, unit="-", evidence=ESTIMATE) for name, value in _CONSTANTS.items()
    ]
    return [*(_based(draw, row) for row in rows), *constants]


def _based(draw: Draw, row: Any) -> Any:
    if isinstance(row, Price | Market):
        row = replace(row, vat=draw.one(_TAXES), price_at=draw.one(tuple(PriceAt)))
    if isinstance(row, Market):
        return replace(row, radius=draw.one((None, None, 0.0, 30.0, 400.0)))
    if isinstance(row, CostSheet):
        return replace(row, vat=draw.one(_TAXES), year=draw.one((None, 2019, 2024)))
    if isinstance(row, Technology):
        return replace(row, cost_year=draw.one((None, 2021)))
    return row
