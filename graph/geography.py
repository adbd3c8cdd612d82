"""Distances: great circle times a detour factor; parks within parks and their administrative division."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.model import Park
from graph.taxonomy import upward

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of WGS84 (Moritz 2000, Geodetic Reference System 1980)."""


NEXT_DOOR_KM = 1e-6
"""How far apart two enterprises are at least: what leaves one is loaded, however near the other stands."""


def as_told(distance: float) -> float:
    """Return a road distance as people are told it: next door is 0 km away.

    Examples
    --------
    >>> as_told(NEXT_DOOR_KM), as_told(2.5)
    (0.0, 2.5)
    """
    return 0.0 if distance <= NEXT_DOOR_KM else float(distance)


def great_circle(
    lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike
) -> NDArray[np.float64]:
    """Return the great-circle distance in km between points given in degrees; NaN where one is not known.

    References
    ----------
    Sinnott, R. W. (1984). Virtues of the Haversine. Sky and Telescope 68, 159.

    Examples
    --------
    >>> round(float(great_circle(24.95, 102.38, 24.95, 102.39)), 3)
    1.008
    """
    phi_a, phi_b = np.radians(np.asarray(lat_a, float)), np.radians(np.asarray(lat_b, float))
    half_phi = (phi_b - phi_a) / 2.0
    half_lambda = np.radians(np.asarray(lon_b, float) - np.asarray(lon_a, float)) / 2.0
    chord = np.sin(half_phi) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lambda) ** 2
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord)), dtype=np.float64)


def above(parks: Mapping[str, Park], name: str) -> list[Park]:
    """Return a park, then the parks that it is part of; a walk that comes round ends there."""
    parent_of = {place: park.part_of for place, park in parks.items()}
    return [parks[place] for place in upward(name, parent_of.get) if place in parks]


def division(code: str) -> str:
    """Return the digits of a code of GB/T 2260 that say something; a code that is none says nothing.

    Examples
    --------
    >>> division("530000"), division("530181"), division("Yunnan")
    ('53', '530181', '')
    """
    if not (code.isascii() and code.isdigit()):
        return ""
    while len(code) % 2 == 0 and code.endswith("00"):
        code = code[:-2]
    return code
