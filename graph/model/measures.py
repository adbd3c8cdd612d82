"""Units and bounds of numeric fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """Unit and bounds of a numeric field."""

    unit: str
    minimum: float | None = None
    maximum: float | None = None


PerYear = Measure("material unit/yr", minimum=0.0)
Stock = Measure("material unit", minimum=0.0)
Money = Measure("CNY/material unit")
Cost = Measure("CNY/material unit", minimum=0.0)
Share = Measure("fraction", minimum=0.0, maximum=1.0)
Ratio = Measure("unit per unit of main input", minimum=0.0)
