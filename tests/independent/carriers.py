"""Sidings, quays and pipes of random parks: who has them, and what carrying costs on each way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph.model import Enterprise, TransportRate
from graph.ranges import Range
from graph.vocabulary import RowId
from tests.build import ESTIMATE
from tests.independent.draw import Draw

#: Cargo, unit, likely cost, CO2 and from which km on.
_RATES = (
    ("rail-bulk", "CNY/t-km", 0.15, 0.01, 3.0),
    ("ship-sea-bulk", "CNY/t-km", 0.03, 0.015, None),
    ("ship-inland-bulk", "CNY/t-km", 0.05, 0.02, None),
    ("loading-rail", "CNY/t", 9.0, None, None),
    ("loading-ship", "CNY/t", 8.0, None, None),
    ("detour-rail", "ratio", 1.4, None, None),
    ("detour-river", "ratio", 2.2, None, None),
    ("pipe-water", "CNY/m3-km", 0.3, 0.01, None),
    ("pipe-gas", "CNY/m3-km", 0.2, None, None),
    ("pipe-heat", "CNY/GJ-km", 1.4, None, None),
)


def reached(draw: Draw, parts: list[Any]) -> list[Any]:
    """Return a park's rows with rail and water at some works, and what is carried there at what rates."""
    rows = [_standing(draw, row) if isinstance(row, Enterprise) else row for row in parts]
    return [*rows, *(_rate(*row) for row in _RATES if draw.chance(0.85))]


def _standing(draw: Draw, row: Enterprise) -> Enterprise:
    far = [draw.one((None, 0.0, draw.amount(0.5, 6.0))) for _ in range(3)]
    river = draw.one(("Jinsha", "jinsha ", "Pearl", ""))
    return replace(row, rail_km=far[0], sea_km=far[1], river_km=far[2], river=river)


def _rate(cargo: str, unit: str, cost: float, co2: float | None, from_km: float | None) -> TransportRate:
    return TransportRate(
        id=RowId(f"way-{cargo}"),
        cargo=cargo,
        from_km=from_km,
        cost=Range.exact(cost),
        unit=unit,
        co2=co2,
        evidence=ESTIMATE,
    )
