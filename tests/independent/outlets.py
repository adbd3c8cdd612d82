"""Random markets: bounded, served, of pits, part of larger ones, of one technology, of wastes, unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from graph.evidence import Evidence, Grade
from graph.model import DirectedUse, Market
from graph.ranges import Range
from graph.vocabulary import MarketId, MarketReach, MaterialId, TechnologyId
from tests.build import directed_use
from tests.independent.draw import Draw

#: The larger market that some others are a part of.
_WHOLE = "whole"
_REACHES = (MarketReach.PARK, MarketReach.REGIONAL, MarketReach.PROVINCIAL, MarketReach.NATIONAL)
_PLACES = ("", "530181", "Yunnan", "Hubei")
_GRADES = (Grade.OFFICIAL, Grade.TRADE, Grade.CLASS, Grade.ESTIMATE)
#: What one technology's product may be bought as, apart from the others'.
_OF_ONE = (("mill", "cement"), ("press", "brick"), ("distil", "salt"))

#: What cannot be stored, and whether it is a waste that somebody buys as it is.
_FLUIDS = {"fuel": False, "clean-water": False, "warmth": False, "water": True, "oil": True}


def markets(draw: Draw, products: Sequence[str], wastes: Sequence[str]) -> list[Market]:
    """Return up to two markets of each product and waste, those of some technologies, and a larger one."""
    rows = [
        replace(_bounded(draw, _market(draw, _WHOLE, "brick")), demand=Range.exact(draw.amount(5.0, 40.0)))
    ]
    for product in products:
        rows += [_sink(draw, f"{product}-{number}", product) for number in range(_several(draw))]
    for technology, product in _OF_ONE:
        if draw.chance(0.4):
            row = _sink(draw, f"{product}-of-{technology}", product)
            rows.append(replace(row, technology=TechnologyId(technology)))
    for waste in wastes:
        if draw.chance(0.35):
            rows.append(replace(_sink(draw, f"{waste}-as-it-is", waste), waste=True))
    return rows


def _several(draw: Draw) -> int:
    return int(draw.one((0, 1, 1, 1, 2)))


def _sink(draw: Draw, name: str, material: str) -> Market:
    """Return a market of one of the kinds."""
    row = _market(draw, name, material)
    if draw.chance(0.15):
        return replace(row, reach=MarketReach.UNKNOWN, binds=True)
    if draw.chance(0.25):
        return replace(row, reach=MarketReach.SINK, total=Range.exact(draw.amount(100.0, 900.0)))
    if draw.chance(0.25):
        return replace(row, binds=False)
    return _bounded(draw, row)


def _bounded(draw: Draw, row: Market) -> Market:
    likely = draw.amount(10.0, 150.0)
    return replace(
        row,
        demand=Range(0.5 * likely, likely, 3.0 * likely),
        served=draw.one((None, Range(0.0, 0.25, 1.0))),
        trend=draw.one((None, 5.0, -10.0)),
        total=draw.one((None, None, Range.exact(draw.amount(100.0, 900.0)))),
    )


def _market(draw: Draw, name: str, material: str) -> Market:
    within = MarketId(_WHOLE) if name != _WHOLE and draw.chance(0.8) else None
    price = draw.amount(-20.0, 200.0)
    return Market(
        id=MarketId(f"market-{name}"),
        material=MaterialId(material),
        reach=draw.one(_REACHES),
        place="" if name == _WHOLE else draw.one(_PLACES),
        within=None if within is None else MarketId(f"market-{within}"),
        price=None if draw.chance(0.2) else Range(price - 10.0, price, price + 40.0),
        vat=draw.one((None, None, 0.13)),
        year=draw.one(("", "2021", "2023-2025")),
        evidence=Evidence((), draw.one(_GRADES)),
    )


def exemptions(seed: int) -> list[DirectedUse]:
    """Return exemptions for directed use of oil, most of one giver; drawn apart from the rest of a park."""
    draw = Draw(np.random.default_rng((seed, 5)))
    givers, ends = (None, "firm-0", "firm-1", "firm-2"), (None, None, date(2026, 6, 30))
    return [
        directed_use(draw.one(givers), f"firm-{taker}", "oil", in_force_to=draw.one(ends))
        for taker in range(6)
        if draw.chance(0.5)
    ]


def buying_in_season(parts: Sequence[Any], seed: int) -> list[Any]:
    """Let half of the markets buy in some months of the year only, and others on some days that nobody named.

    What cannot be stored gets a market that pays well, so that its season is worth something.
    """
    draw = Draw(np.random.default_rng([seed, 13]))
    rows = [row for row in parts if not (isinstance(row, Market) and row.material in _FLUIDS)]
    rows += [_paying(draw, name, waste) for name, waste in _FLUIDS.items()]
    return [_in_season(draw, row) if isinstance(row, Market) else row for row in rows]


def _paying(draw: Draw, material: str, waste: bool) -> Market:
    row = replace(_market(draw, f"{material}-paying", material), waste=waste, within=None, place="")
    likely, price = draw.amount(20.0, 400.0), draw.amount(60.0, 200.0)
    return replace(
        row,
        reach=MarketReach.REGIONAL,
        demand=draw.one((None, Range(0.5 * likely, likely, 2.0 * likely))),
        binds=False,
        price=Range(price - 10.0, price, price + 20.0),
    )


def _in_season(draw: Draw, row: Market) -> Market:
    weight = draw.random.dirichlet(np.full(12, 2.0)) * (draw.random.random(12) < 0.6)
    likely = draw.amount(60.0, 365.0)
    if draw.chance(0.5) and weight.any():
        return replace(row, monthly=tuple(float(one) for one in weight / weight.sum()))
    if draw.chance(0.7):
        return replace(row, days=Range(0.8 * likely, likely, min(1.2 * likely, 366.0)))
    return row
