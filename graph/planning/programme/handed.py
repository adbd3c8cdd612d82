"""What comes to facilities that somebody would otherwise have to get rid of, campaign by campaign.

What a treatment leaves and nobody takes costs no less than what it was made from (`graph.value.disposal`): a
stream what its owner saves by giving it away, and along a chain from step to step: what the last one leaves
costs no less than what the first one took in. So inputs of a facility of which dumping what is left costs
another amount are worked on in campaigns of their own: a dear waste makes nothing dearer that is made of
another. So are those that hold another amount of a waste which was counted in tonnes and is a liquor by now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from graph.planning.programme.layout import NONE
from graph.planning.solver import Ints
from graph.ranges import Range
from graph.recipes import circles
from graph.value.disposal import Charge, Handed, tonnes_in
from graph.value.holding import Ratios
from graph.value.worth import ValueBook

#: What comes in, the dearest in each unit.
Brought = tuple[Handed, ...]


class Worker(NamedTuple):
    """What works on something: a technology at a place, what its inputs tell of yields there."""

    technology: str
    zone: int
    ratios: Ratios


class _Left(NamedTuple):
    """What dumping a unit of each output costs, by material, and all that is alike where it costs as much."""

    outputs: Mapping[str, Handed]
    alike: tuple[object, ...]


@dataclass
class Apart:
    """Numbers what is worked on apart: by key of the campaign, and by what dumping its outputs costs.

    Attributes
    ----------
    values : ValueBook
    keys : list of int
        By number.
    brought : list of Brought
        What came in first of all that is alike, by number.
    """

    values: ValueBook
    keys: list[int] = field(default_factory=list)
    brought: list[Brought] = field(default_factory=list)
    _number: dict[tuple[int, tuple[object, ...]], int] = field(default_factory=dict)
    _left: dict[tuple[Worker, Brought], _Left] = field(default_factory=dict)

    def number(self, key: int, worker: Worker, brought: Brought) -> int:
        """Return the number of what comes to a campaign."""
        place = key, self.left(worker, brought).alike
        if place not in self._number:
            self._number[place] = len(self.keys)
            self.keys.append(key)
            self.brought.append(brought)
        return self._number[place]

    def left(self, worker: Worker, brought: Brought) -> _Left:
        """Return what a worker leaves of what comes in."""
        if (worker, brought) not in self._left:
            disposals, (technology, zone, ratios) = self.values.disposals, worker
            outputs = {
                what: disposals.handed(what, zone, technology, brought, ratios)
                for what in disposals.holdings.of(technology, ratios).held
            }
            _, *lost = disposals.lost(technology, zone, brought, ratios)
            charges = [charge for one in outputs.values() for charge in (one.fee, one.emitted)]
            tonnes = tonnes_in(brought, disposals.holdings.of(technology, ratios).fed_in)
            alike = (tonnes, *(_amount(one) for one in (*charges, *lost)))
            self._left[worker, brought] = _Left(outputs, alike)
        return self._left[worker, brought]

    def follow(
        self, links: pd.DataFrame, worker: Mapping[int, Worker], material: list[str]
    ) -> tuple[Ints, Ints, Ints]:
        """Number all that is handed on from what is numbered already.

        Parameters
        ----------
        links : DataFrame
            The open ways by campaign: `way`, and keys of `giver` and `taker` (-1: an auxiliary input).
        worker : mapping
            By key of a campaign.
        material : list of str
            What each way carries.

        Returns
        -------
        way, giver, taker : int array
            Of every way that something can come by, with numbers; -1 for an auxiliary input.
        """
        onward: dict[int, list[tuple[int, int]]] = {}
        ends = (links[name].tolist() for name in ("way", "giver", "taker"))
        for way, giver, taker in zip(*ends, strict=True):
            onward.setdefault(giver, []).append((way, taker))
        about = _circles(onward, worker)
        found: list[tuple[int, int, int]] = []
        at = 0
        while at < len(self.keys):
            here = worker[self.keys[at]]
            for way, taker in onward.get(self.keys[at], ()):
                to = NONE
                if taker != NONE:
                    given = self.left(here, self.brought[at]).outputs[material[way]]
                    if about.get(here.technology, NONE) == about.get(worker[taker].technology):
                        # Where a circle is cut later, nothing may grow each time that it comes round.
                        given = replace(given, fee=_once(given.fee), emitted=_once(given.emitted))
                    to = self.number(taker, worker[taker], (given,))
                found.append((way, at, to))
            at += 1
        ways, givers, takers = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return ways, givers, takers


def _circles(onward: Mapping[int, list[tuple[int, int]]], worker: Mapping[int, Worker]) -> dict[str, int]:
    """Return the number of the circle of each technology that is in one."""
    steps = {
        (worker[giver].technology, worker[taker].technology)
        for giver, ways in onward.items()
        for _, taker in ways
        if taker != NONE
    }
    found = enumerate(circles(sorted(steps)))
    return {technology: number for number, circle in found for technology in circle}


def _once(charge: Charge | None) -> Charge | None:
    return None if charge is None else replace(charge, times=min(charge.times, 1.0))


def _amount(charge: Charge | None) -> tuple[float, Range] | None:
    return None if charge is None else (charge.times, charge.number.amount)
