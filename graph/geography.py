"""Distances: great circle times a detour factor."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of WGS84 (Moritz 2000, Geodetic Reference System 1980)."""


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
