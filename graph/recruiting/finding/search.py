"""The best additions, proved: exact answers in the order of their bounds, until nothing left can be better.

Options are grouped: of one technology the best site is a lead, the others are its other sites. In the order
of the bounds every option is solved whose bound reaches the last lead of the list and is above the best of
its own group. Each answer bounds the rest of its group anew, by the duals of the plan with it: sites differ
in little more than their ways, so most of them need not be solved. What is left at last is bounded by less
than the last lead, so the list is the one that solving everything would give.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

import numpy as np

from graph.planning import Additions, Gain, Progress, tell
from graph.tools import grouped

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

#: Worths nearer to each other than this share of the largest bound are equal: solvers differ by less.
EQUAL = 1e-7


@dataclass(frozen=True)
class Found:
    """What a search came to.

    Attributes
    ----------
    bounds : float array
        By option: what it could be worth at most, as far as that was found out.
    worths : dict of int to float
        Of the options that were solved.
    gains : dict of int to Gain
        Of those of `best`, with what they bring besides.
    best : tuple of int
        The best option of each of the best groups, best first.
    equal : float
        Worths within this are equal.
    ranked : tuple of int
        The best option of every group that was solved, best first.
    positive : int
        How many options could be worth anything by the plan's duals.
    solved : int
        How many were solved until `best` was certain. More are where further groups are ranked, and to say of
        a group that no site of it is worth anything.
    threshold, rest_at_most : float
        See `graph.recruiting.listing.Certificate`.
    """

    bounds: Floats
    worths: dict[int, float]
    gains: dict[int, Gain]
    best: tuple[int, ...]
    ranked: tuple[int, ...]
    equal: float
    positive: int
    solved: int
    threshold: float
    rest_at_most: float

    def shortlist(self, most: int) -> tuple[int, ...]:
        """Return the best options that were solved, the list before all."""
        return self.ranked[: max(most, len(self.best))]

    def ordered(self, options: Sequence[int]) -> list[int]:
        """Return options best first, by what they are worth or could be at most."""
        return sorted(options, key=lambda option: (-self.worth(option), option not in self.worths))

    def worth(self, option: int) -> float:
        """Return what an option is worth, or could be at most where it was not solved."""
        return self.worths.get(option, float(self.bounds[option]))


def search(
    additions: Additions,
    blocks: Sequence[Sequence[int]],
    groups: Sequence[Hashable],
    first: Callable[[int], bool],
    order: Callable[[int], tuple[object, ...]],
    top: int,
    further: int = 0,
    progress: Progress | None = None,
) -> Found:
    """Return the best option of each of the `top` best groups.

    Parameters
    ----------
    additions : Additions
    blocks : sequence
        Sites of each option.
    groups : sequence
        Of which each option is one.
    first : callable
        What decides between options of one group that are worth the same before anything else: False comes
        first.
    order : callable
        What decides between options of equal worth, benefit and CO2e: by what they are, not by their ids.
    top : int
    further : int
        So many groups are ranked surely, where that is more than `top`.
    progress : callable, optional
        Told the share done; False cancels.
    """
    hunt = _Hunt(additions, blocks, groups, first, order)
    rest = hunt.solve(top, progress)
    solved = len(hunt.worths)
    hunt.solve(max(top, further), progress)
    hunt.settle()
    ranked = hunt.ranked()
    listed = tuple(ranked[:top])
    return Found(
        bounds=hunt.bounds,
        worths=hunt.worths,
        gains={option: hunt.gain(option) for option in listed},
        best=listed,
        ranked=tuple(ranked),
        equal=hunt.equal,
        positive=hunt.positive,
        solved=solved,
        threshold=hunt.worths[listed[-1]] if listed and len(listed) == top else 0.0,
        rest_at_most=rest,
    )


class _Hunt:
    """Options with what is known of each so far."""

    def __init__(
        self,
        additions: Additions,
        blocks: Sequence[Sequence[int]],
        groups: Sequence[Hashable],
        first: Callable[[int], bool],
        order: Callable[[int], tuple[object, ...]],
    ) -> None:
        self._additions, self._blocks, self._groups = additions, blocks, groups
        self._first, self._order = first, order
        found = additions.bounds(blocks)
        self.bounds, self._besides = found.most, found.besides
        self.equal = EQUAL * max(float(self.bounds.max(initial=0.0)), 1.0)
        self.worths: dict[int, float] = {}
        self._gains: dict[int, Gain] = {}
        #: The best of each group that was solved.
        self._champions: dict[Hashable, int] = {}
        self._members = grouped(range(len(groups)), groups.__getitem__)
        positive = np.flatnonzero(self.bounds > self.equal).tolist()
        self.positive = len(positive)
        self._queue = [(self._place(option), option) for option in positive]
        heapify(self._queue)

    def solve(self, top: int, progress: Progress | None) -> float:
        """Solve until the best `top` groups are certain, and return what the rest is worth at most."""
        while self._queue:
            place, option = self._queue[0]
            if place != (now := self._place(option)):
                heapreplace(self._queue, (now, option))
                continue
            if self._beaten(option):
                heappop(self._queue)
                continue
            if self.bounds[option] < self._last(top) - self.equal:
                return float(self.bounds[option])
            heappop(self._queue)
            tell(progress, 1.0 - len(self._queue) / self.positive)
            self._solve(option)
        return 0.0

    def settle(self) -> None:
        """Try groups whose best site is worth nothing at their other sites too, so that it can be said."""
        for _, option in sorted(self._queue):
            champion = self._champions.get(self._groups[option])
            if champion is not None and self.worths[champion] <= self.equal < self.bounds[option]:
                self._solve(option)

    def ranked(self) -> list[int]:
        """Return the best option of every group that is worth anything, best first."""
        worthy = (option for option, worth in self.worths.items() if worth > self.equal)
        solved = grouped(worthy, self._groups.__getitem__)
        chosen = [self._best_of(self._highest(some)) for some in solved.values()]
        ranked: list[int] = []
        while chosen:
            highest = self._highest(chosen)
            ranked += sorted(highest, key=self._brings) if len(highest) > 1 else highest
            chosen = [option for option in chosen if option not in highest]
        return ranked

    def gain(self, option: int) -> Gain:
        """Return what a solved option brings in full."""
        if option not in self._gains:
            self._gains[option] = self._additions.gain(self._blocks[option])
        return self._gains[option]

    def _solve(self, option: int) -> None:
        found, group = self._additions.worth(self._blocks[option]), self._groups[option]
        self.worths[option] = found.worth
        champion = self._champions.get(group)
        if champion is None or found.worth > self.worths[champion] + self.equal:
            self._champions[group] = option
        elif found.worth >= self.worths[champion] - self.equal:
            self._champions[group] = self._best_of([champion, option])
        members = self._members[group]
        if len(members) > 1:
            anew = self._additions.bounds([self._blocks[member] for member in members], found)
            self.bounds[members] = np.minimum(self.bounds[members], anew.most)
            self._besides[members] = anew.besides

    def _beaten(self, option: int) -> bool:
        """Return whether the best of the group so far is better, or as good by all that is known."""
        champion = self._champions.get(self._groups[option])
        if champion is None:
            return False
        ahead = self.bounds[option] - self.worths[champion]
        if abs(ahead) > self.equal:
            return bool(ahead < 0.0)
        return self._preferred(champion) <= self._preferred(option)

    def _last(self, top: int) -> float:
        """Return the worth of the last lead of the list so far."""
        worths = sorted((self.worths[option] for option in self._champions.values()), reverse=True)
        return max(worths[top - 1], 0.0) if len(worths) >= top else 0.0

    def _place(self, option: int) -> tuple[object, ...]:
        # Of equal bounds the first that is solved stands for its group.
        return -round(float(self.bounds[option]) / self.equal), *self._preferred(option)

    def _preferred(self, option: int) -> tuple[object, ...]:
        return self._first(option), -_rounded(float(self._besides[option])), *self._order(option)

    def _best_of(self, options: Sequence[int]) -> int:
        """Return the best of options of one group that are worth the same."""
        if len(options) == 1:
            return options[0]
        return min(options, key=lambda option: (self._first(option), *self._brings(option)))

    def _brings(self, option: int) -> tuple[object, ...]:
        gain = self.gain(option)
        return -_rounded(gain.benefit), -_rounded(gain.co2), *self._order(option)

    def _highest(self, options: Sequence[int]) -> list[int]:
        """Return the options that are worth the most, or as good as that."""
        most = max(self.worths[option] for option in options)
        return [option for option in options if self.worths[option] >= most - self.equal]


def _rounded(amount: float) -> float:
    """Return an amount without the solver's rounding: a sum of CNY or kg to seven digits."""
    return float(f"{amount:.6e}")
