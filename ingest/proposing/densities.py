"""Amounts that a sheet gives by volume and the library counts by mass, or the other way round."""

from __future__ import annotations

from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.model import Material
from graph.units import convert

Ends = tuple[float, float, float]


def converted(ends: Ends, source: str, material: Material, answer: str = "") -> Ends | None:
    """Return low, likely and high in the material's unit; None where nobody knows its density.

    A density that is only estimated for show counts as unknown. One with a range widens the amount.

    Parameters
    ----------
    source : str
        Unit of the ends, without the time.
    answer : str
        How many of the material's unit one of `source` is, as somebody answered.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from graph.ranges import Range
    >>> from tests.graph.park import small_park
    >>> slag = next(row for row in small_park() if isinstance(row, Material))
    >>> gas = replace(slag, density=Range(0.0004, 0.0005, 0.0006), density_grade=Grade.DERIVED)
    >>> converted((2e6, 2e6, 2e6), "m3", gas), converted((2.0, 2.0, 2.0), "kt", gas)
    ((800.0, 1000.0, 1200.0), (2000.0, 2000.0, 2000.0))
    """
    unit = material.unit.value
    low, likely, high = ends
    try:
        return convert(low, source, unit), convert(likely, source, unit), convert(high, source, unit)
    except SymbioflowError:
        pass
    if answer.replace(".", "", 1).isdecimal() and float(answer) > 0.0:
        return low * float(answer), likely * float(answer), high * float(answer)
    density = material.density
    if density is None or material.density_grade is Grade.ESTIMATE:
        return None
    try:
        if unit == "t":
            low, likely, high = (convert(end, source, "m3") for end in ends)
            return low * density.low, likely * density.likely, high * density.high
        low, likely, high = (convert(end, source, "t") for end in ends)
        return low / density.high, likely / density.likely, high / density.low
    except SymbioflowError:
        return None
