"""What carrying something costs and emits: once, and for every km, by way of travel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.geography import NEXT_DOOR_KM
from graph.value.numbers import (
    BY_PIPE,
    Factors,
    Floats,
    Ints,
    Term,
    Worth,
)

#: What nobody could say where no rate holds.
_NO_RATE = ("transport cost",)


@dataclass(frozen=True)
class Carriage:
    """How flows travel: each costs ``once[way]`` and, for every km of its distance, ``each_km[way]``.

    Attributes
    ----------
    way : int array
    distance : float array
        Road km; 0 where it is not known.
    once, each_km : tuple of Worth
    """

    way: Ints
    distance: Floats
    once: tuple[Worth, ...]
    each_km: tuple[Worth, ...]

    def parts(self, flow: int) -> list[tuple[float, Worth]]:
        """Return what carrying a unit of one flow is made of."""
        way = int(self.way[flow])
        return [(1.0, self.once[way]), (float(self.distance[flow]), self.each_km[way])]

    @property
    def cost(self) -> Floats:
        """CNY per unit; NaN where not known."""
        unknown = np.array([bool(worth.missing) for worth in self.once], dtype=bool)
        once, each_km = (
            np.array([-worth.benefit for worth in kinds], dtype=np.float64)
            for kinds in (self.once, self.each_km)
        )
        cost: Floats = once[self.way] + self.distance * each_km[self.way]
        return np.where(unknown[self.way], np.nan, cost)

    @property
    def emissions(self) -> Floats:
        """Emitted on the way, kg CO2e per unit, as far as known."""
        each_km = np.array([-worth.co2 for worth in self.each_km], dtype=np.float64)
        emitted: Floats = self.distance * each_km[self.way]
        return emitted


def carried(factors: Factors, material: Ints, zone: Ints, distance: Floats) -> Carriage:
    """Return how flows travel.

    Water, gas and heat go by pipe, whose cost nobody gave and which emits nothing of its own; inside a
    site nothing is carried.

    Parameters
    ----------
    material : int array
        Row of what travels.
    zone : int array
        Where it starts.
    distance : float array
        Road km, NaN where not known.
    """
    cargo = factors.cargo[material]
    once, each_km = [Worth()], [Worth()]
    way = np.zeros(len(distance), dtype=np.int64)
    for start, kind in sorted(set(zip(zone.tolist(), cargo.tolist(), strict=True))):
        there = (zone == start) & (cargo == kind) & (distance != 0.0)
        if kind == BY_PIPE:
            way[there] = len(once)
            once.append(Worth(missing=("cost of the pipe",)))
            each_km.append(Worth())
            continue
        lorry = factors.lorry(start)
        emitted = () if lorry is None else (Term("by lorry", lorry, -1.0),)
        # Next door nothing but loading could cost anything; the lorry runs whatever its rate may be.
        for some, missing in ((distance <= NEXT_DOOR_KM, ()), (~(distance <= NEXT_DOOR_KM), _NO_RATE)):
            way[there & some] = len(once)
            once.append(Worth(missing=missing))
            each_km.append(Worth(carbon=emitted))
        # The first band that holds counts, so later ones are written first.
        for band in reversed(factors.bands(kind, start)):
            way[there & (band.from_km <= distance) & (distance < band.to_km)] = len(once)
            loading = () if band.loading is None else (Term("loaded", band.loading, -1.0),)
            once.append(Worth(money=loading))
            each_km.append(Worth(money=(Term("by lorry", band.per_km, -1.0),), carbon=emitted))
    return Carriage(way, np.nan_to_num(distance), tuple(once), tuple(each_km))
