"""From works to works along a pathway: where each later step stands, and what going on there costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import road, running_rows
from graph.matching.pathway import Treatment
from graph.snapshot import Snapshot
from graph.tools import once, values_by
from graph.value import Carriage, Factors, Ints, Worth, carried, total

Floats = NDArray[np.float64]
#: An enterprise that nobody knows.
NOWHERE = -1


@dataclass(frozen=True)
class Onward:
    """Later steps of pathways, each at the facility nearest to the last.

    Attributes
    ----------
    snapshot : Snapshot
        Whose facilities they may stand at.
    on_record : frozenset of str or None
        Those of them that count; None for all.
    """

    snapshot: Snapshot
    factors: Factors
    on_record: frozenset[str] | None = None

    @cached_property
    def at(self) -> Ints:
        """The row of the enterprise of each facility; last of none."""
        return np.append(self.snapshot.rows("facilities", "enterprise"), NOWHERE)

    @cached_property
    def _sites(self) -> dict[str, Ints]:
        """Rows of the facilities that run or are planned by technology, by id."""
        rows, ids = running_rows(self.snapshot), self.snapshot.strings("facilities", "id").astype(str)
        if self.on_record is not None:
            rows = rows[np.isin(ids[rows], list(self.on_record))]
        rows = rows[np.argsort(ids[rows], kind="stable")]
        run = self.snapshot.tables["facilities"]["technology"].combine_chunks().dictionary_encode()
        names = run.dictionary.to_pylist()
        return {names[key]: some for key, some in values_by(run.indices.to_numpy()[rows], rows).items()}

    def nearest(self, technology: str, start: Ints) -> tuple[Ints, Floats]:
        """Return the facility (row, -1: none) of a technology nearest to some enterprises.

        And the road there, km; NaN where it is not known.
        """
        return self._nearest(technology, start.astype(np.int64).tobytes())

    @once
    def _nearest(self, technology: str, starts: bytes) -> tuple[Ints, Floats]:
        start = np.frombuffer(starts, dtype=np.int64)
        sites = self._sites.get(technology)
        if sites is None or not len(start):
            return np.full(len(start), -1, dtype=np.int64), np.full(len(start), np.nan)
        taker = self.at[sites]
        unique, back = np.unique(start, return_inverse=True)
        there, km = np.empty(len(unique), dtype=np.int64), np.empty(len(unique))
        for place, enterprise in enumerate(unique.tolist()):
            ends = np.full(len(taker), enterprise), taker
            far = road(self.snapshot, *ends, self.factors.rates.road)
            far[(ends[0] == NOWHERE) | (taker == NOWHERE)] = np.nan
            # Of equal ones the first by id; one at an unknown place comes last.
            first = int(np.argmin(np.where(np.isnan(far), np.inf, far)))
            there[place], km[place] = sites[first], far[first]
        return there[back], km[back]

    def _leg(self, material: str, technology: str, start: Ints) -> tuple[Carriage, Ints]:
        """Return how a material gets from some enterprises to works of a technology, and to which of them."""
        row, km = self.nearest(technology, start)
        taker = self.at[row]
        what = np.repeat(self.snapshot.positions("materials", [material]), len(start))
        zone = np.append(self.factors.zones.of_enterprise, 0)[start]
        return carried(self.factors, what, zone, km, (start, taker)), taker

    @once
    def _charged(self, material: str, technology: str, starts: bytes) -> tuple[Floats, Floats, Ints]:
        """Return what a leg costs and emits a unit, by enterprise, and where it ends; ways share legs."""
        carriage, taker = self._leg(material, technology, np.frombuffer(starts, dtype=np.int64))
        return carriage.cost, carriage.emissions, taker

    def carrying(self, steps: Sequence[Treatment], start: Ints) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Return cost (CNY) and emissions (kg CO2e) between the works of a pathway per unit of first input.

        Third whether some of the cost is not known; that part counts 0.
        """
        start = start.astype(np.int64)
        cost, emitted, unknown = np.zeros(len(start)), np.zeros(len(start)), np.zeros(len(start), dtype=bool)
        for step, following in pairwise(steps):
            of_leg, emissions, start = self._charged(step.gives, following.technology, start.tobytes())
            unknown |= np.isnan(of_leg)
            cost += following.amount_in * np.nan_to_num(of_leg)
            emitted += following.amount_in * emissions
        return cost, emitted, unknown

    def worth(self, steps: Sequence[Treatment], start: int) -> Worth:
        """Return the terms of the same, for one enterprise."""
        at, parts = np.array([start], dtype=np.int64), []
        for step, following in pairwise(steps):
            carriage, at = self._leg(step.gives, following.technology, at)
            parts += [(following.amount_in * times, worth) for times, worth in carriage.parts(0)]
        return total(parts)
