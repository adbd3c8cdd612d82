"""What carrying something costs and emits: once, and for every km, by way of travel.

Of the ways that both ends have each flow takes the cheapest at likely rates, of equal ones the road: bulk may
go by rail, by sea or by inland waterway, with lorries from the giver's gate and to the taker's. Which works
has a siding or a quay is data of the works; where nobody says it, everything goes by road.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from graph.geography import NEXT_DOOR_KM
from graph.value.access import access_of
from graph.value.numbers import BULK, CARGOES, INSTEAD, NO_CARGO, Factors, Floats, Ints, Term, Worth
from graph.vocabulary import Travel

#: What nobody could say where no rate holds.
NO_RATE = {
    Travel.ROAD: ("transport cost",),
    Travel.PIPE: ("cost of the pipe",),
    Travel.WIRE: ("cost of the line",),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the way of each flow: it costs ``once[way]`` and, for every km, ``each_km[way]``.

    Attributes
    ----------
    way : int array
    distance : float array
        Road km; 0 where it is not known.
    """

    way: Ints
    distance: Floats


@dataclass(frozen=True)
class Carriage:
    """How flows travel, stretch by stretch: mostly one, three where lorries bring it to rail or water.

    Attributes
    ----------
    by : int array
        Places in `TRAVELS`: which way each flow takes, from gate to gate.
    stretches : tuple of Stretch
    once, each_km : tuple of Worth
    """

    by: Ints
    stretches: tuple[Stretch, ...]
    once: tuple[Worth, ...]
    each_km: tuple[Worth, ...]

    def parts(self, flow: int) -> list[tuple[float, Worth]]:
        """Return what carrying a unit of one flow is made of."""
        return [
            part
            for stretch in self.stretches
            for part in (
                (1.0, self.once[int(stretch.way[flow])]),
                (float(stretch.distance[flow]), self.each_km[int(stretch.way[flow])]),
            )
        ]

    def missing(self, flow: int) -> tuple[str, ...]:
        """Return what nobody could say of one flow."""
        return tuple(dict.fromkeys(word for _, worth in self.parts(flow) for word in worth.missing))

    def travels(self, flow: int) -> Travel:
        """Return which way one flow takes."""
        return TRAVELS[int(self.by[flow])]

    @property
    def cost(self) -> Floats:
        """CNY per unit; NaN where not known."""
        return sum((_cost(self.once, self.each_km, one) for one in self.stretches), np.zeros(len(self.by)))

    @property
    def emissions(self) -> Floats:
        """Emitted on the way, kg CO2e per unit, as far as known."""
        each_km = np.array([-worth.co2 for worth in self.each_km], dtype=np.float64)
        return sum((one.distance * each_km[one.way] for one in self.stretches), np.zeros(len(self.by)))


#: Ways of travel by number.
TRAVELS = tuple(Travel)
_NUMBER = {travel: number for number, travel in enumerate(TRAVELS)}


def carried(
    factors: Factors,
    material: Ints,
    zone: Ints,
    distance: Floats,
    ends: tuple[Ints, Ints] | None = None,
) -> Carriage:
    """Return how flows travel.

    Water, gas and heat go by pipe, power by wire at a cost that nobody gave; inside a site nothing is
    carried.

    Parameters
    ----------
    material : int array
        Row of what travels.
    zone : int array
        Where it starts.
    distance : float array
        Road km, NaN where not known.
    ends : tuple of int array, optional
        Rows of the enterprises that give and take it (-1: not known); without them all of it goes by road.
    """
    cargo, book = factors.rates.cargo[material], _Book(factors)
    way = book.ways(cargo, zone, distance)
    by = np.array(
        [_NUMBER[Travel.WIRE if one == NO_CARGO else CARGOES[one].by] for one in cargo], dtype=np.int64
    )
    by[distance == 0.0] = _NUMBER[Travel.SITE]
    stretches = [Stretch(way, np.nan_to_num(distance))]
    access = access_of(factors.snapshot)
    # Only bulk has rates by rail and water, and only over a distance that somebody knows.
    able = (
        np.flatnonzero((cargo == BULK) & (distance > 0.0)) if ends is not None and access.known else way[:0]
    )
    if ends is not None and len(able):
        legs = access.legs(ends[0][able], ends[1][able])
        best = [Stretch(way[able], distance[able]), *(Stretch(0 * able, 0.0 * distance[able]) for _ in legs)]
        cost = book.cost(best[0])
        for place, number in enumerate(INSTEAD):
            there = ~np.isnan(legs[0][:, place])
            roads = [np.where(there, leg[:, place], 0.0) for leg in legs]
            on = np.where(there, distance[able], 0.0)
            other = [
                Stretch(book.ways(np.full(len(able), kind), zone[able], km), km)
                for kind, km in ((number, on), *((BULK, km) for km in roads))
            ]
            found = sum((book.cost(one) for one in other), np.zeros(len(able)))
            cheaper = there & (np.isnan(cost) & ~np.isnan(found) | (found < cost))
            cost = np.where(cheaper, found, cost)
            best = [
                Stretch(np.where(cheaper, new.way, old.way), np.where(cheaper, new.distance, old.distance))
                for new, old in zip(other, best, strict=True)
            ]
            by[able[cheaper]] = _NUMBER[CARGOES[number].by]
        stretches += [Stretch(np.zeros_like(way), np.zeros(len(way))) for _ in legs]
        for whole, part in zip(stretches, best, strict=True):
            whole.way[able], whole.distance[able] = part.way, part.distance
    return Carriage(by, tuple(stretches), tuple(book.once), tuple(book.each_km))


def _cost(
    once: list[Worth] | tuple[Worth, ...], each_km: list[Worth] | tuple[Worth, ...], on: Stretch
) -> Floats:
    fixed = np.array([np.nan if worth.missing else -worth.benefit for worth in once], dtype=np.float64)
    per_km = np.array([-worth.benefit for worth in each_km], dtype=np.float64)
    cost: Floats = fixed[on.way] + on.distance * per_km[on.way]
    return cost


@dataclass
class _Book:
    """Collects the ways that flows go and what they cost; the first is no way at all."""

    factors: Factors
    once: list[Worth] = field(default_factory=lambda: [Worth()])
    each_km: list[Worth] = field(default_factory=lambda: [Worth()])

    def ways(self, cargo: Ints, zone: Ints, distance: Floats) -> Ints:
        """Return the way of flows of some classes, over a road of so many km."""
        way = np.zeros(len(distance), dtype=np.int64)
        for start, kind in sorted(set(zip(zone.tolist(), cargo.tolist(), strict=True))):
            there = (zone == start) & (cargo == kind) & (distance != 0.0)
            if not there.any():
                continue
            of = Travel.WIRE if kind == NO_CARGO else CARGOES[kind].by
            emitted = None if kind == NO_CARGO else self.factors.rates.emitted(kind, start)
            carbon = () if emitted is None else (emitted,)
            # Next door a lorry costs nothing but its loading; a pipe has to be laid, and who may not say what
            # a train costs over so short a way has not said that it is free. A lorry runs whatever its rate.
            near, missing = distance <= NEXT_DOOR_KM, NO_RATE.get(of, NO_RATE[Travel.ROAD])
            for some, unknown in ((near, () if of is Travel.ROAD else missing), (~near, missing)):
                way[there & some] = self._add(Worth(missing=unknown), Worth(carbon=carbon))
            # The first band that holds counts, so later ones are written first.
            for band in reversed([] if kind == NO_CARGO else self.factors.rates.bands(kind, start)):
                loading = () if band.loading is None else (Term("loaded", band.loading, -1.0),)
                on = Worth(money=(band.term(CARGOES[kind].words),), carbon=carbon)
                way[there & (band.from_km <= distance) & (distance < band.to_km)] = self._add(
                    Worth(loading), on
                )
        return way

    def cost(self, on: Stretch) -> Floats:
        """Return what a stretch costs, CNY per unit; NaN where not known."""
        return _cost(self.once, self.each_km, on)

    def _add(self, once: Worth, each_km: Worth) -> int:
        self.once.append(once)
        self.each_km.append(each_km)
        return len(self.once) - 1
