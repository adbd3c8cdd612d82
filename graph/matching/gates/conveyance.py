"""The distance gate of what goes by pipe or duct: how far that is built, and whether it arrives warm enough.

How far a material goes, and how much it cools, are rows of `conveyances`; the nearest row up the taxonomy
holds. A temperature that was measured and falls below what the receiver needs on the way bounds the distance
as well. Inside one enterprise the distance is 0, so nothing of this holds there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.geography import NEXT_DOOR_KM, great_circle
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED, LimitChecks, Reason
from graph.model import Conveyance
from graph.snapshot import Snapshot
from graph.taxonomy import ancestors

#: The component whose minimum a receiver of heat needs.
TEMPERATURE = "temperature"
#: What a check says where a temperature was measured and is enough where it is measured.
_WARM = (Reason.WITHIN, Reason.RANGE_REACHES_PAST)


@dataclass(frozen=True, slots=True)
class Conveyances:
    """How far each material goes, by its row.

    Attributes
    ----------
    usual, farthest : float array
        Road km; infinite where no row says it.
    drop : float array
        K per km; 0 where no row says it.
    loss : float array
        Share of it that is lost per km; 0 where no row says it.
    row : int array
        Row of the conveyances table; -1 where there is none.
    """

    usual: NDArray[np.float64]
    farthest: NDArray[np.float64]
    drop: NDArray[np.float64]
    loss: NDArray[np.float64]
    row: NDArray[np.int64]


def conveyances(snapshot: Snapshot) -> Conveyances:
    """Return how far each material goes; made once, for all who ask.

    Examples
    --------
    >>> conveyances(Snapshot.of([])).usual.tolist()
    []
    """
    return snapshot.derived(_conveyances, "conveyances", "materials")


def _conveyances(snapshot: Snapshot) -> Conveyances:
    rows = snapshot.all(Conveyance)
    count = snapshot.count("materials")
    usual, farthest = np.full(count, np.inf), np.full(count, np.inf)
    drop, loss = np.zeros(count), np.zeros(count)
    found = np.full(count, -1, dtype=np.int64)
    if rows:
        number = np.full(count + 1, -1)
        named = snapshot.positions("materials", [row.material for row in rows])
        # Backwards, so that the first of a material stands.
        number[named[::-1]] = np.arange(len(rows))[::-1]
        number[-1] = -1
        lines = ancestors(snapshot)
        lines = lines.take(number[lines.ancestor] >= 0)
        at, first = np.unique(lines.material, return_index=True)
        found[at] = number[lines.ancestor[first]]
        usual[at] = [rows[place].usual for place in found[at]]
        farthest[at] = [rows[place].farthest for place in found[at]]
        drop[at] = [rows[place].temperature_drop or 0.0 for place in found[at]]
        loss[at] = [rows[place].loss or 0.0 for place in found[at]]
    return Conveyances(usual, farthest, drop, loss, found)


def arriving(loss: NDArray[np.float64], distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what of a unit arrives; over a distance that nobody knows nothing is known to be lost.

    Next door nothing is: no pipe is a millimetre long.

    Examples
    --------
    >>> arriving(np.array([0.06, 0.06, 0.5, 0.5]), np.array([0.5, np.nan, 3.0, NEXT_DOOR_KM])).tolist()
    [0.97, 1.0, 0.0, 1.0]
    """
    piped = np.where(distance > NEXT_DOOR_KM, distance, 0.0)
    return np.maximum(1.0 - loss * piped, 0.0)


def road(
    snapshot: Snapshot, donor: NDArray[np.integer], taker: NDArray[np.integer], detour: float
) -> NDArray[np.float64]:
    """Return the road between enterprises (rows, -1: not known), km; NaN where a position is not known."""
    lat, lon = (np.append(snapshot.numbers("enterprises", axis), np.nan) for axis in ("lat", "lon"))
    way = detour * great_circle(lat[donor], lon[donor], lat[taker], lon[taker])
    # Inside one enterprise nothing travels on a road, wherever it may stand.
    return np.where(donor == taker, 0.0, np.maximum(way, NEXT_DOOR_KM))


def warm_reach(checks: LimitChecks, drop: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return at what distance each check of a measured temperature ceases to hold, km; infinite for others.

    Parameters
    ----------
    drop : float array
        By how much what each check is about cools, K per km.

    Notes
    -----
    At 70 C, with 55 C needed and 1.5 K lost per km, it arrives warm enough up to 10 km.
    """
    judged = (checks.component == TEMPERATURE) & np.isin(checks.reason, _WARM) & (drop > 0.0)
    reach = np.full(len(checks), np.inf)
    room = checks.value[judged] - checks.minimum[judged]
    reach[judged] = np.where(np.isnan(room), np.inf, room / drop[judged])
    return reach


def distance_gate(
    distance: NDArray[np.float64], reach: NDArray[np.float64], usual: NDArray[np.float64]
) -> NDArray[np.int8]:
    """Refuse what is beyond reach; an unknown distance, or one that is seldom built, is unverified.

    Examples
    --------
    >>> distance_gate(np.array([0.4, 0.8, 2.0, np.nan]), np.full(4, 1.0), np.full(4, 0.5)).tolist()
    [0, 1, 2, 1]
    """
    doubtful = np.isnan(distance) | (distance > usual)
    return np.where(distance > reach, REFUSED, np.where(doubtful, UNVERIFIED, PASSED)).astype(np.int8)
