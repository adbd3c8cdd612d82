"""Which works can load wagons and ships, and how far from their gates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.snapshot import Snapshot
from graph.value.numbers import CARGOES, INSTEAD, Floats, Ints
from graph.vocabulary import Travel

_COLUMN = {Travel.RAIL: "rail_km", Travel.SEA: "sea_km", Travel.RIVER: "river_km"}


@dataclass(frozen=True)
class Access:
    """How each enterprise reaches the ways beside the road, by row; the last is of one that nobody knows.

    Attributes
    ----------
    km : float array, shape (enterprises + 1, ways)
        Road from its gate to where wagons or ships are loaded, by the ways of `INSTEAD`; NaN: not known.
    river : int array
        Which inland waterway; two on the same have the same number.
    """

    km: Floats
    river: Ints

    @property
    def known(self) -> bool:
        """Whether any enterprise reaches any of them."""
        return not bool(np.isnan(self.km).all())

    def legs(self, giver: Ints, taker: Ints) -> tuple[Floats, Floats]:
        """Return the roads at both ends of each pair and way, km; NaN where not both ends have the way.

        Examples
        --------
        >>> access = Access(np.array([[0.0, 4.0, 2.0], [3.0, np.nan, 1.0]]), np.array([0, 1]))
        >>> [leg.tolist() for leg in access.legs(np.array([0]), np.array([1]))]
        [[[0.0, nan, nan]], [[3.0, nan, nan]]]
        """
        given, taken = self.km[giver].copy(), self.km[taker].copy()
        without = np.isnan(given) | np.isnan(taken) | (giver == taker)[:, None]
        without[:, _RIVER] |= self.river[giver] != self.river[taker]
        given[without], taken[without] = np.nan, np.nan
        return given, taken


_WAYS = tuple(CARGOES[number].by for number in INSTEAD)
_RIVER = _WAYS.index(Travel.RIVER)


def access_of(snapshot: Snapshot) -> Access:
    """Return how the enterprises of a graph reach rail and water; made once, for all who ask.

    A quay on a water that nobody names is on no way to another.

    Examples
    --------
    >>> access_of(Snapshot.of([])).known
    False
    """
    return snapshot.derived(_access, "enterprises")


def _access(snapshot: Snapshot) -> Access:
    km = np.stack([np.append(snapshot.numbers("enterprises", _COLUMN[way]), np.nan) for way in _WAYS], axis=1)
    waters = [str(name or "").strip().casefold() for name in snapshot.strings("enterprises", "river")]
    _, river = np.unique(np.array([*waters, ""], dtype=str), return_inverse=True)
    km[np.array([*(not name for name in waters), True]), _RIVER] = np.nan
    return Access(km, river.astype(np.int64))
