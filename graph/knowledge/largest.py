"""The most of one waste that any works gives off in a year: `largest.csv`, by kind of material.

The bounds are generous, two or three times what the largest works of the world are said to give off, and
graded: they tell a slip of the unit from an amount, not a large works from a small one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from graph.model import Material
from graph.taxonomy import upward
from graph.vocabulary import Hazard, Phase

_FILE = Path(__file__).with_name("largest.csv")


def largest_amount(material: Material, materials: Mapping[str, Material]) -> float:
    """Return the most of a material that a works is believed to give off in a year, in its unit.

    Parameters
    ----------
    materials : mapping of str to Material
        Every material by its id, to find what it is a kind of.

    Examples
    --------
    >>> from tests.graph.park import small_park
    >>> slag = next(row for row in small_park() if isinstance(row, Material))
    >>> f"{largest_amount(slag, {}):,.0f} {slag.unit.value}"
    '50,000,000 t'
    """
    unit = material.unit.value

    def kind_of(id_: str) -> str | None:
        known = material if id_ == material.id else materials.get(id_)
        return None if known is None else known.kind_of

    kinds = list(upward(str(material.id), kind_of))
    if material.phase is Phase.GAS:
        kinds.append("any gas")
    elif material.hazard is Hazard.HAZARDOUS:
        kinds.append("any hazardous")
    bounds = _bounds()
    return next((bounds[kind, unit] for kind in kinds if (kind, unit) in bounds), bounds["any", unit])


@cache
def _bounds() -> Mapping[tuple[str, str], float]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["unit"]): float(row["most"]) for row in csv.DictReader(file)}
