"""Bases of contents: which mean the same quantity, and what one comes to in another.

A content of the wet whole is at most that of its dry matter. Where the moisture is not known, or a basis
states neither wet nor dry, both readings bound the content, and often that is enough for a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Families of contents by mass, by what they are of; "mass" states neither.
MASS, DRY, WET = "mass", "mass dry", "mass wet"
#: Activities of nuclides.
ACTIVITY = "Bq/kg"
_BY_MASS = frozenset((MASS, DRY, WET))

#: Units of contents by mass, in %.
_PERCENT = {
    "mass %": 1.0,
    "%": 1.0,
    "mg/kg": 1e-4,
    "ppm": 1e-4,
    "g/t": 1e-4,
    "g/kg": 0.1,
    "kg/t": 0.1,
    "ug/kg": 1e-7,
}
#: Basis words that mean the same quantity: basis -> (family, factor to the family's unit).
_BASES: dict[str, tuple[str, float]] = {
    **{
        unit + of: (family, percent)
        for unit, percent in _PERCENT.items()
        for of, family in (("", MASS), (" dry", DRY), (" wet", WET))
    },
    "g/L": ("mg/L", 1e3),
    "ug/L": ("mg/L", 1e-3),
    "mg/Nm3": ("mg/m3", 1.0),
    "g/Nm3": ("mg/m3", 1e3),
}
#: Families of bases in which a mix has the mean of its parts.
_AVERAGED = _BY_MASS | frozenset(
    ("mg/L", "mg/m3", "g/m3", ACTIVITY, "MJ/kg", "index", "vol %", "mol %"),
)


def basis_family(basis: str) -> tuple[str, float]:
    """Return the family of a basis and the factor into the family's unit.

    Examples
    --------
    >>> basis_family("mg/kg")
    ('mass', 0.0001)
    >>> basis_family("g/t wet")
    ('mass wet', 0.0001)
    >>> basis_family("Bq/kg")
    ('Bq/kg', 1.0)
    """
    return _BASES.get(basis, (basis, 1.0))


def comparable(basis: str) -> str:
    """Return the group of bases that can be turned into each other: all contents by mass are one.

    Examples
    --------
    >>> comparable("mg/kg dry") == comparable("mass % wet"), comparable("mg/L")
    (True, 'mg/L')
    """
    family = basis_family(basis)[0]
    return MASS if family in _BY_MASS else family


def averages(bases: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return in which bases a mix has the mean of its parts: contents do, a pH or a temperature does not.

    Examples
    --------
    >>> averages(np.array(["mg/kg", "pH"], dtype=object)).tolist()
    [True, False]
    """
    return np.array([basis_family(basis)[0] in _AVERAGED for basis in bases], dtype=bool)


@dataclass(frozen=True, slots=True)
class Readings:
    """What contents come to in other bases, as factors; one value a pair of bases.

    Attributes
    ----------
    least, most : float array
        Of the lowest and the highest reading; NaN where the bases have nothing to do with each other, and
        infinite where of a wet content nobody knows the moisture.
    stated : bool array
        Whether both bases say wet or dry, as far as they are contents by mass that differ.
    """

    least: NDArray[np.float64]
    most: NDArray[np.float64]
    stated: NDArray[np.bool_]

    @property
    def exact(self) -> NDArray[np.bool_]:
        """Where there is one reading only."""
        return np.asarray(self.least == self.most)


def readings(given: Sequence[object], wanted: Sequence[str], moisture: NDArray[np.float64]) -> Readings:
    """Return how contents in some bases can be read in others.

    Parameters
    ----------
    given : sequence
        Basis of each content; anything but a text: there is none.
    wanted : sequence of str
    moisture : float array
        Free water, mass % wet; NaN where it is not known.

    Examples
    --------
    50 % of a wet whole is 50 % of the dry matter at least, and at 20 % water 62.5 %:

    >>> unknown = readings(["mass % wet"], ["mass % dry"], np.array([np.nan]))
    >>> unknown.least.tolist(), unknown.most.tolist()
    ([1.0], [inf])
    >>> readings(["mass % wet"], ["mass % dry"], np.array([20.0])).least.tolist()
    [1.25]
    """
    least, most = np.full(len(given), np.nan), np.full(len(given), np.nan)
    stated = np.ones(len(given), dtype=bool)
    for row, (basis, limit_basis) in enumerate(zip(given, wanted, strict=True)):
        if not isinstance(basis, str):
            continue
        (family, scale), (limit_family, limit_scale) = basis_family(basis), basis_family(limit_basis)
        if family == limit_family:
            least[row] = most[row] = scale / limit_scale
        elif family in _BY_MASS and limit_family in _BY_MASS:
            stated[row] = MASS not in (family, limit_family)
            low, high = _of_water(family, limit_family, float(moisture[row]))
            least[row], most[row] = low * scale / limit_scale, high * scale / limit_scale
    return Readings(least, most, stated)


def _of_water(family: str, wanted: str, moisture: float) -> tuple[float, float]:
    """Return the factors between a wet and a dry content; an unstated one may be either."""
    known = not np.isnan(moisture)
    dry = 1.0 - moisture / 100.0 if known else 0.0
    upward = 1.0 / dry if dry > 0.0 else np.inf
    if family == DRY or wanted == WET:
        # From dry to wet, or one of the two is not stated: the same, or less.
        return dry, dry if known and MASS not in (family, wanted) else 1.0
    return upward if known and MASS not in (family, wanted) else 1.0, upward
