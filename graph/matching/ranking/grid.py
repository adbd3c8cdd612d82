"""Where sites stand, once for each enterprise: unit vectors, and cells of the grid that is searched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.geography import EARTH_RADIUS_KM
from graph.snapshot import Snapshot

#: Width of a grid cell in km. Measured flat between 12 and 100 km; 25 keeps few empty cells.
CELL_KM = 25.0
_KM_PER_DEGREE = EARTH_RADIUS_KM * np.pi / 180.0
_ROWS = int(np.ceil(180.0 * _KM_PER_DEGREE / CELL_KM)) + 1


@dataclass(frozen=True, slots=True)
class Sites:
    """Positions by row of the enterprise; one more row at the end, which -1 finds, is nowhere.

    Attributes
    ----------
    x, y, z : float array
        Unit vector; NaN where the position is not known.
    cell_row, cell_column : int array
        Cell of equal degrees; -1 where the position is not known.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    z: NDArray[np.float64]
    cell_row: NDArray[np.int32]
    cell_column: NDArray[np.int32]


def sites_of(snapshot: Snapshot) -> Sites:
    """Return where the enterprises of a snapshot stand."""
    lat = np.append(snapshot.numbers("enterprises", "lat"), np.nan)
    lon = np.append(snapshot.numbers("enterprises", "lon"), np.nan)
    known = ~(np.isnan(lat) | np.isnan(lon))
    row = np.floor((np.where(known, lat, 0.0) + 90.0) * _KM_PER_DEGREE / CELL_KM)
    column = np.floor((np.where(known, lon, 0.0) + 180.0) * _KM_PER_DEGREE / CELL_KM)
    phi, theta = np.radians(lat), np.radians(lon)
    return Sites(
        x=np.cos(phi) * np.cos(theta),
        y=np.cos(phi) * np.sin(theta),
        z=np.sin(phi) + 0.0 * theta,
        cell_row=np.where(known, row, -1.0).astype(np.int32),
        cell_column=np.where(known, column, -1.0).astype(np.int32),
    )


def search_width(straight_km: float) -> NDArray[np.int64]:
    """Return how many grid columns either side can hold an option within reach, by grid row.

    A column is a fixed number of degrees, so towards the poles more of them fit into the radius; the row
    nearest the pole that the search can touch decides. Points across the date line are not searched.
    """
    lat = (np.arange(_ROWS) + 0.5) * CELL_KM / _KM_PER_DEGREE - 90.0
    farthest = np.minimum(np.abs(lat) + (straight_km + CELL_KM) / _KM_PER_DEGREE, 89.0)
    width = np.ceil(straight_km / (CELL_KM * np.cos(np.radians(farthest)))) + 1
    return np.asarray(width, dtype=np.int64)
