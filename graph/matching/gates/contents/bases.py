"""Bases of contents: which mean the same quantity, and what one comes to in another.

A content of the wet whole is at most that of its dry matter. Where the moisture is not known, or a basis
states neither wet nor dry, both readings bound the content, and often that is enough for a limit. A content
of a liquid's mass is one of its volume by the liquid's density.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Families of contents by mass, by what they are of; "mass" states neither.
MASS, DRY, WET = "mass", "mass dry", "mass wet"
#: The family of contents by volume of a liquid, in mg/L.
VOLUME = "mg/L"
#: mg/L that 1 % by mass comes to where a cubic metre weighs a tonne.
_OF_VOLUME = 1e4
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
    "g/L": (VOLUME, 1e3),
    "ug/L": (VOLUME, 1e-3),
    "mg/Nm3": ("mg/m3", 1.0),
    "g/Nm3": ("mg/m3", 1e3),
}
#: Families of bases in which a mix has the mean of its parts.
_AVERAGED = _BY_MASS | frozenset(
    (VOLUME, "mg/m3", "g/m3", ACTIVITY, "MJ/kg", "index", "vol %", "mol %"),
)


class Content(NamedTuple):
    """How much of a component there is, in the unit of its basis; of a yield, per unit of main input."""

    low: float
    likely: float
    high: float

    def times(self, factor: Content) -> Content:
        """Return the product of two amounts of nothing negative."""
        return Content(self.low * factor.low, self.likely * factor.likely, self.high * factor.high)

    def inverse(self) -> Content:
        """Return one over an amount of nothing negative; the most of it gives the least."""
        return Content(*(1.0 / end if end > 0.0 else np.inf for end in reversed(self)))


_UNIT = Content(1.0, 1.0, 1.0)


def dry_matter(water: Content) -> Content:
    """Return the dry matter in a unit of the whole; the most water leaves the least of it.

    Parameters
    ----------
    water : Content
        Free water, mass % of the whole.

    Examples
    --------
    >>> dry_matter(Content(20.0, 25.0, 50.0))
    Content(low=0.5, likely=0.75, high=0.8)
    """
    return Content(*(max(1.0 - end / 100.0, 0.0) for end in reversed(water)))


def turned(content: Content, water: Content, wanted: str) -> Content:
    r"""Return a content of the whole as one of its dry matter, or the other way round.

    .. math:: c_{dry} = c_{wet} / (1 - w), \qquad c_{wet} = c_{dry} (1 - w)

    Both rise with the content. With the water the first rises and the second falls: so the smallest interval
    that holds all that the two intervals allow pairs the low content with the least water on the way to dry
    matter, and with the most water on the way back.

    Parameters
    ----------
    content : Content
        Nothing negative.
    water : Content
        Free water, mass % of the whole.
    wanted : str
        `DRY` or `WET`.

    Examples
    --------
    4 to 6 % of the whole, with 20 to 50 % of water, are 5 to 12 % of the dry matter:

    >>> turned(Content(4.0, 4.5, 6.0), Content(20.0, 25.0, 50.0), DRY)
    Content(low=5.0, likely=6.0, high=12.0)
    >>> turned(Content(4.0, 4.0, 6.0), Content(20.0, 25.0, 50.0), WET)
    Content(low=2.0, likely=3.0, high=4.800000000000001)
    """
    matter = dry_matter(water)
    if wanted == DRY:
        matter = matter.inverse()
    return content.times(matter)


def by_density(content: Content, density: Content, wanted: str) -> Content:
    r"""Return a content of a liquid's mass, in %, as one of its volume, in mg/L, or the other way round.

    .. math:: c_{mg/L} = c_{mg/kg} \, \rho, \qquad c_{mg/kg} = c_{mg/L} / \rho

    With the density :math:`\rho` the first rises and the second falls: so the low content goes with the least
    density on the way to the volume, and with the most density on the way back.

    Parameters
    ----------
    content : Content
        Nothing negative, of the whole.
    density : Content
        Of the liquid, t/m3, which is kg/L.
    wanted : str
        `VOLUME`; or `WET`: of the whole by mass.

    Examples
    --------
    0.08 to 0.12 % (800 to 1,200 mg/kg) of a liquid of 1.2 to 1.3 t/m3 are 960 to 1,560 mg/L:

    >>> by_density(Content(0.08, 0.1, 0.12), Content(1.2, 1.25, 1.3), VOLUME)
    Content(low=960.0, likely=1250.0, high=1560.0)
    >>> by_density(Content(960.0, 1250.0, 1560.0), Content(1.2, 1.25, 1.5), WET).likely
    0.1
    """
    litres = Content(*(end * _OF_VOLUME for end in density))
    return content.times(litres if wanted == VOLUME else litres.inverse())


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
        Of the lowest and the highest reading at the likely moisture and density; NaN where the bases have
        nothing to do with each other or nobody knows the density that would turn them, and infinite where of
        a wet content nobody knows the moisture.
    lowest, highest : float array
        The same at the ends of moisture and density: factors of the low and the high end of a content.
    stated : bool array
        Whether both bases say wet or dry, as far as they are contents by mass that differ.
    """

    least: NDArray[np.float64]
    most: NDArray[np.float64]
    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]
    stated: NDArray[np.bool_]

    @property
    def exact(self) -> NDArray[np.bool_]:
        """Where there is one reading only."""
        return np.asarray(self.least == self.most)


def readings(
    given: Sequence[object],
    wanted: Sequence[str],
    moisture: NDArray[np.float64],
    density: NDArray[np.float64],
) -> Readings:
    """Return how contents in some bases can be read in others.

    Parameters
    ----------
    given : sequence
        Basis of each content; anything but a text: there is none.
    wanted : sequence of str
    moisture : float array, shape (n, 3)
        Low, likely and high free water, mass % wet; NaN where it is not known.
    density : float array, shape (n, 3)
        Of what is a liquid, t/m3; NaN where it is not known, and of all else: what a litre holds is there the
        water that it was leached with.

    Examples
    --------
    50 % of a wet whole is 50 % of the dry matter at least, and at 20 % water 62.5 %:

    >>> nobody = np.full((1, 3), np.nan)
    >>> unknown = readings(["mass % wet"], ["mass % dry"], nobody, nobody)
    >>> unknown.least.tolist(), unknown.most.tolist()
    ([1.0], [inf])
    >>> readings(["mass % wet"], ["mass % dry"], np.array([[0.0, 20.0, 50.0]]), nobody).least.tolist()
    [1.25]

    1 mg/kg of a liquid of 1.2 t/m3 is 1.2 mg/L:

    >>> readings(["mg/kg"], ["mg/L"], nobody, np.array([[1.1, 1.2, 1.3]])).least.tolist()
    [1.2]
    """
    factors = np.full((len(given), 4), np.nan)
    stated = np.ones(len(given), dtype=bool)
    for row, (basis, limit_basis) in enumerate(zip(given, wanted, strict=True)):
        if not isinstance(basis, str):
            continue
        (family, scale), (limit_family, limit_scale) = basis_family(basis), basis_family(limit_basis)
        if family == limit_family:
            factors[row] = scale / limit_scale
            continue
        water, both = Content(*moisture[row].tolist()), {family, limit_family}
        if both <= _BY_MASS:
            stated[row] = MASS not in both
            known = _of_water(family, limit_family, water)
        elif VOLUME in both and both & _BY_MASS and density[row, 1] > 0.0:
            known = _of_density(family, limit_family, water, Content(*density[row].tolist()))
        else:
            continue
        factors[row] = [factor * scale / limit_scale for factor in known]
    lowest, least, most, highest = factors.T
    return Readings(least, most, lowest, highest, stated)


def _of_density(
    family: str, wanted: str, water: Content, density: Content
) -> tuple[float, float, float, float]:
    """Return the factors between a content by mass and one by volume, as those of `_of_water`.

    What states neither wet nor dry is of the whole: a litre holds the liquid as it is.
    """
    heavy = by_density(_UNIT, density, VOLUME if wanted == VOLUME else WET)
    wet = (1.0, 1.0, 1.0, 1.0)
    if DRY in (family, wanted):
        wet = _of_water(family if family == DRY else WET, wanted if wanted == DRY else WET, water)
    lowest, least, most, highest = wet
    return lowest * heavy.low, least * heavy.likely, most * heavy.likely, highest * heavy.high


def _of_water(family: str, wanted: str, water: Content) -> tuple[float, float, float, float]:
    """Return the factors between a wet and a dry content; an unstated one may be either.

    The lowest, the least and the most at the likely water, and the highest.
    """
    known = not np.isnan(water.likely)
    if family == DRY or wanted == WET:
        # From dry to wet, or one of the two is not stated: the same, or less.
        least = turned(_UNIT, water, WET) if known else Content(0.0, 0.0, 1.0)
        most = least if known and MASS not in (family, wanted) else _UNIT
    else:
        most = turned(_UNIT, water, DRY) if known else Content(1.0, np.inf, np.inf)
        least = most if known and MASS not in (family, wanted) else _UNIT
    return least.low, least.likely, most.likely, most.high
