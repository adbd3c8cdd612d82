"""Ratios of a recipe that are drawn together: no draw makes mass or an element, or loses what is kept.

Each ratio is drawn from its own interval, and what is drawn for all of a recipe may be more than goes in.
What is too much is then taken from all numbers of that balance, from each in proportion to how far it still
is from its own end: outputs go down towards their least, what is bought goes up towards its most. Of a
recipe that finds all mass again at likely ratios, what is too little is made up likewise (`Bound.least`). So
a product that is drawn high takes from the residue and the loss, every number stays in its interval, and the
likely plan stays.

By hand: a tonne gives 0.8 t (0.7 to 0.9) of sand and 0.2 t (0.1 to 0.3) of mud. Drawn are 0.85 and 0.25, 0.1
t too much; both are 0.15 t above their least, so each gives up 0.05 t: 0.8 and 0.2 t. 0.85 and 0.15 stay as
drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graph.planning.programme import Layout
from graph.planning.solver import Floats, Ints, summed
from graph.recipes import Bound, bounds
from graph.tools import grouped

#: What a sum may be above its bound by rounding, relative to what goes in.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Balances:
    """Bounds on sums of slots, in rounds of which each moves a slot at most once.

    Attributes
    ----------
    rounds : tuple of Round
    """

    rounds: tuple[Round, ...]

    def write(self, slots: Floats) -> None:
        """Move the ratios of a draw so far that every balance holds."""
        for one in self.rounds:
            one.write(slots)


@dataclass(frozen=True)
class Round:
    """Sums of slots that are at most something, each slot in one sum at most.

    Attributes
    ----------
    slot, row : int array
        Slots, and the sum that each is a part of.
    weight, end : float array
        What a unit of each slot counts in its sum, and where the slot goes if the sum is too large.
    most : float array
        By sum.
    """

    slot: Ints
    row: Ints
    weight: Floats
    end: Floats
    most: Floats

    def write(self, slots: Floats) -> None:
        """Take from the slots of each sum what is above its bound."""
        drawn = slots[self.slot]
        over = summed(self.row, self.weight * drawn, len(self.most)) - self.most
        moved = np.flatnonzero(over > _ROUNDING)
        if not len(moved):
            return
        away = self.end - drawn
        room = -summed(self.row, self.weight * away, len(self.most))
        part = np.zeros(len(self.most))
        part[moved] = np.minimum(over[moved] / np.maximum(room[moved], over[moved] * _ROUNDING), 1.0)
        slots[self.slot] = drawn + part[self.row] * away


#: One sum of slots: by slot what a unit counts, and the most.
_Sum = tuple[dict[int, float], float]


def balances(
    layout: Layout, followed: Mapping[tuple[int, int], int], ports_at: int, ends: Floats
) -> Balances:
    """Return the balances of recipes that some draw could break.

    Parameters
    ----------
    layout : Layout
    followed : mapping of (output, port) to slot
        Of yields that follow the input.
    ports_at : int
        Slot of the first row of ports.
    ends : float array
        Low, likely and high of each slot.
    """
    snapshot, sites = layout.snapshot, layout.sites
    runs = sorted(set(snapshot.strings("technologies", "id")[sites.technology_row].tolist()))
    ids = snapshot.strings("ports", "id").tolist()
    slot_of = {port: ports_at + row for row, port in enumerate(ids)}
    technology_of = snapshot.strings("ports", "technology").tolist()
    by_campaign: dict[tuple[str, int], dict[str, int]] = {}
    for (output, port), slot in followed.items():
        campaign = int(layout.outputs.campaign[output])
        by_campaign.setdefault((technology_of[port], campaign), {})[ids[port]] = slot
    told = grouped(by_campaign.items(), lambda item: item[0][0])
    sums: list[_Sum] = []
    for bound in bounds(snapshot, runs):
        kinds = {tuple(sorted(slots.items())) for _, slots in told[bound.technology]}
        for kind in sorted({(), *kinds}):
            sums.append(_at_most(bound, {**slot_of, **dict(kind)}, ends))
        # Where what one campaign lacks is made up another may have too much.
        if bound.least > 0.0 and not kinds:
            sums.append(_at_least(bound, slot_of, ends))
    return Balances(tuple(_rounds((one for one in sums if _breaks(one, ends)), ends)))


def _at_most(bound: Bound, slot_of: Mapping[str, int], ends: Floats) -> _Sum:
    """Return that no more comes out than goes in; what is likely may."""
    parts = {slot_of[port]: amount for port, amount in bound.given}
    parts.update((slot_of[port], -bound.times * amount) for port, amount in bound.taken)
    return parts, max(bound.times * bound.own, _likely(parts, ends))


def _at_least(bound: Bound, slot_of: Mapping[str, int], ends: Floats) -> _Sum:
    """Return that no less comes out than is kept; what is likely may."""
    parts = {slot_of[port]: -amount for port, amount in bound.given}
    parts.update((slot_of[port], bound.least * amount) for port, amount in bound.taken)
    return parts, max(-bound.least * bound.own, _likely(parts, ends))


def _likely(parts: Mapping[int, float], ends: Floats) -> float:
    return float(sum(weight * ends[slot, 1] for slot, weight in parts.items()))


def _breaks(one: _Sum, ends: Floats) -> bool:
    """Return whether a sum could be too large at the ends of its slots."""
    parts, most = one
    worst = sum(max(weight * ends[slot, 0], weight * ends[slot, 2]) for slot, weight in parts.items())
    return bool(worst > most + _ROUNDING)


def _rounds(sums: Iterable[_Sum], ends: Floats) -> Iterator[Round]:
    """Give the sums in rounds: a slot that one has moved is looked at by the next in a later one."""
    turn_of: dict[int, int] = {}
    rounds: dict[int, list[_Sum]] = {}
    for one in sums:
        turn = max((turn_of.get(slot, 0) for slot in one[0]), default=0)
        turn_of.update(dict.fromkeys(one[0], turn + 1))
        rounds.setdefault(turn, []).append(one)
    for _, together in sorted(rounds.items()):
        entries = [
            (slot, row, weight)
            for row, (parts, _) in enumerate(together)
            for slot, weight in sorted(parts.items())
        ]
        slot, row, weight = map(np.array, zip(*entries, strict=True))
        yield Round(
            slot=slot,
            row=row,
            weight=weight,
            end=np.where(weight > 0.0, ends[slot, 0], ends[slot, 2]),
            most=np.array([most for _, most in together]),
        )
