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

from graph.planning.programme.columns.flows import NONE
from graph.planning.solver import Floats, Ints
from graph.ranges import Range
from graph.recipes import circles
from graph.tools import Columns
from graph.value import Charge, Handed, Ratios, ValueBook, tonnes_in, treated_for

#: Digits of a degree that campaigns are told apart by, and what is none.
_DIGITS = 9
_NO_DEGREE = 1e-9
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


@dataclass(frozen=True, slots=True)
class Passing(Columns):
    """The open ways by campaign.

    Attributes
    ----------
    way : int array
        Row of `ways.OpenWays`.
    giver, taker : int array
        Campaigns; -1 for an auxiliary input.
    """

    way: Ints
    giver: Ints
    taker: Ints


@dataclass(frozen=True, slots=True)
class Cooling(Passing):
    """The open ways by keys of campaigns, and how warm what goes on arrives.

    Attributes
    ----------
    cools, spare : float array
        By how many degrees it cools on the way, and may cool in all.
    keeps : float array
        What it keeps of each degree that came in.
    """

    cools: Floats
    spare: Floats
    keeps: Floats


class _Onward(NamedTuple):
    """One of `Cooling` from a campaign."""

    way: int
    taker: int
    cools: float
    spare: float
    keeps: float


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
    cooled : list of float
        By how many degrees what comes in was warmer where it was measured, for what is made of it.
    heeding : frozenset of int
        Keys of which that matters: from them something goes on to who needs it warm.
    priced_later : mapping of str to frozenset of (str, str)
        By technology: which numbers of what something was before matter, as a residue there or further on has
        the same.
    """

    values: ValueBook
    keys: list[int] = field(default_factory=list)
    brought: list[Brought] = field(default_factory=list)
    cooled: list[float] = field(default_factory=list)
    heeding: frozenset[int] = frozenset()
    priced_later: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    _number: dict[tuple[int, float, tuple[object, ...]], int] = field(default_factory=dict)
    _left: dict[tuple[Worker, Brought], _Left] = field(default_factory=dict)

    def number(self, key: int, worker: Worker, brought: Brought, cooled: float = 0.0) -> int:
        """Return the number of what comes to a campaign, so many degrees colder than it left."""
        cooled = round(cooled, _DIGITS) if key in self.heeding else 0.0
        later = self.priced_later.get(worker.technology, frozenset())
        brought = tuple(replace(one, was=one.was & later) if one.was else one for one in brought)
        was = frozenset().union(*(one.was for one in brought))
        place = key, cooled, (*self.left(worker, brought).alike, was)
        if place not in self._number:
            self._number[place] = len(self.keys)
            self.keys.append(key)
            self.brought.append(brought)
            self.cooled.append(cooled)
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
            fed_in = disposals.holdings.of(technology, ratios).fed_in
            counted = tonnes_in(brought, fed_in), round(treated_for(brought, fed_in), 12)
            alike = (*counted, *(_amount(one) for one in (*charges, *lost)))
            self._left[worker, brought] = _Left(outputs, alike)
        return self._left[worker, brought]

    def follow(self, links: Cooling, worker: Mapping[int, Worker], material: list[str]) -> Passing:
        """Number all that is handed on from what is numbered already.

        Parameters
        ----------
        links : Cooling
        worker : mapping
            By key of a campaign.
        material : list of str
            What each way carries.

        Returns
        -------
        Passing
            Every way that something can come by, with numbers.
        """
        onward: dict[int, list[_Onward]] = {}
        columns = (links.giver, links.way, links.taker, links.cools, links.spare, links.keeps)
        for giver, *rest in zip(*(column.tolist() for column in columns), strict=True):
            onward.setdefault(giver, []).append(_Onward(*rest))
        about = _circles(onward, worker)
        found: list[tuple[int, int, int]] = []
        at = 0
        while at < len(self.keys):
            here = worker[self.keys[at]]
            for way, taker, cools, spare, keeps in onward.get(self.keys[at], ()):
                cooled = self.cooled[at] * keeps
                if cooled + cools > spare + _NO_DEGREE:
                    continue
                to = NONE
                if taker != NONE:
                    given = self.left(here, self.brought[at]).outputs[material[way]]
                    if about.get(here.technology, NONE) == about.get(worker[taker].technology):
                        # Where a circle is cut later, nothing may grow each time that it comes round.
                        given = replace(
                            given,
                            fee=_once(given.fee),
                            emitted=_once(given.emitted),
                            tonnes=_no_more(given, self.brought[at]),
                            treated=1.0,
                        )
                        cooled, cools = min(cooled, self.cooled[at]), 0.0
                    to = self.number(taker, worker[taker], (given,), cooled + cools)
                found.append((way, at, to))
            at += 1
        return Passing(*np.array(found, dtype=np.int64).reshape(-1, 3).T)


def heeding(links: Cooling) -> frozenset[int]:
    """Return the keys of campaigns from which something goes on, directly or not, to who needs it warm."""
    found = np.unique(links.giver[np.isfinite(links.spare)])
    while True:
        wider = np.union1d(found, links.giver[np.isin(links.taker, found)])
        if len(wider) == len(found):
            return frozenset(found.tolist())
        found = wider


def priced_later(
    links: Cooling, worker: Mapping[int, Worker], values: ValueBook
) -> dict[str, frozenset[tuple[str, str]]]:
    """Return by technology the numbers of disposal of residues there and further on."""
    disposals = values.disposals
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for at in dict.fromkeys((one.technology, one.zone) for one in worker.values()):
        technology, zone = at
        made = disposals.holdings.of(technology)
        residues = [what for what in made.held if what not in made.wanted]
        found[technology] = found.get(technology, frozenset()).union(
            *(disposals.numbers(what, zone) for what in residues)
        )
    onward = {
        (worker[giver].technology, worker[taker].technology)
        for giver, taker in zip(links.giver.tolist(), links.taker.tolist(), strict=True)
        if taker != NONE
    }
    while True:
        wider = dict(found)
        for giver, taker in sorted(onward):
            wider[giver] |= wider[taker]
        if wider == found:
            return found
        found = wider


def _circles(onward: Mapping[int, list[_Onward]], worker: Mapping[int, Worker]) -> dict[str, int]:
    """Return the number of the circle of each technology that is in one."""
    steps = {
        (worker[giver].technology, worker[taker].technology)
        for giver, ways in onward.items()
        for _, taker, *_ in ways
        if taker != NONE
    }
    found = enumerate(circles(sorted(steps)))
    return {technology: number for number, circle in found for technology in circle}


def _no_more(given: Handed, brought: Brought) -> float:
    """Return the tonnes that something holds, no more than what it was made of where that was alike."""
    alike = any(one.unit is given.unit for one in brought)
    return min(given.tonnes, tonnes_in(brought, given.unit)) if alike else given.tonnes


def _once(charge: Charge | None) -> Charge | None:
    return None if charge is None else replace(charge, times=min(charge.times, 1.0))


def _amount(charge: Charge | None) -> tuple[float, Range] | None:
    return None if charge is None else (charge.times, charge.number.amount)
