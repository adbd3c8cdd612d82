"""The best additions, proved: exact answers in the order of their bounds, until nothing left can be better.

Options are grouped: of one technology the best site is a lead, the others are its other sites. In the order
of the bounds every option is solved whose bound reaches the last lead of the list and is above the best of
its own group. What is left then is bounded by less than the last lead, so the list is the one that solving
everything would give.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.planning import Additions, Gain, Progress, tell

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

#: Worths nearer to each other than this share of the largest bound are equal: solvers differ by less.
EQUAL = 1e-7


@dataclass(frozen=True)
class Found:
    """What a search came to.

    Attributes
    ----------
    bounds : float array
        By option.
    gains : dict of int to Gain
        Of the options that were solved.
    best : tuple of int
        The best option of each of the best groups, best first.
    equal : float
        Worths within this are equal.
    ranked : tuple of int
        The best option of every group that was solved, best first.
    threshold, rest_at_most : float
        See `graph.recruiting.lead.Certificate`.
    """

    bounds: Floats
    gains: dict[int, Gain]
    best: tuple[int, ...]
    ranked: tuple[int, ...]
    equal: float
    threshold: float
    rest_at_most: float

    def shortlist(self, most: int) -> tuple[int, ...]:
        """Return the best options that were solved, the list before all."""
        return self.ranked[: max(most, len(self.best))]

    def ordered(self, options: Sequence[int]) -> list[int]:
        """Return options best first, by what they are worth or could be at most."""
        return sorted(options, key=lambda option: (-self.worth(option), option not in self.gains))

    def worth(self, option: int) -> float:
        """Return what an option is worth, or could be at most where it was not solved."""
        return self.gains[option].worth if option in self.gains else float(self.bounds[option])

    @property
    def positive(self) -> int:
        """How many options could be worth anything."""
        return int((self.bounds > self.equal).sum())


def search(
    additions: Additions,
    blocks: Sequence[Sequence[int]],
    groups: Sequence[Hashable],
    first: Callable[[int], bool],
    order: Callable[[int], tuple[object, ...]],
    top: int,
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
        What decides between options of one group and equal bounds before anything else: False comes first.
    order : callable
        What decides between options of equal worth, benefit and CO2e: by what they are, not by their ids.
    top : int
    progress : callable, optional
        Told the share done; False cancels.
    """
    found = additions.bounds(blocks)
    bounds = found.most
    equal = EQUAL * max(float(bounds.max(initial=0.0)), 1.0)
    # Of equal bounds the first that is solved stands for its group.
    level = np.round(bounds / equal)

    def place(option: int) -> tuple[object, ...]:
        return -level[option], first(option), -_rounded(float(found.besides[option])), *order(option)

    sequence = sorted((option for option in range(len(blocks)) if bounds[option] > equal), key=place)
    gains: dict[int, Gain] = {}
    best: dict[Hashable, float] = {}

    def last() -> float:
        """Return the worth of the last lead of the list so far."""
        worths = sorted((worth for worth in best.values() if worth > equal), reverse=True)
        return worths[top - 1] if len(worths) >= top else 0.0

    rest = 0.0
    for number, option in enumerate(sequence):
        if bounds[option] < last() - equal:
            rest = float(bounds[option])
            break
        group = groups[option]
        if bounds[option] <= best.get(group, -np.inf) + equal:
            continue
        tell(progress, number / len(sequence))
        gains[option] = additions.gain(blocks[option])
        best[group] = max(best.get(group, -np.inf), gains[option].worth)
    worth_it = [option for option in gains if gains[option].worth > equal]

    def besides(option: int) -> tuple[object, ...]:
        gain = gains[option]
        return -_rounded(gain.benefit), -_rounded(gain.co2), *order(option)

    members: dict[Hashable, list[int]] = {}
    for option in worth_it:
        members.setdefault(groups[option], []).append(option)
    chosen = [
        min(_highest(some, gains, equal), key=lambda option: (first(option), *besides(option)))
        for some in members.values()
    ]
    ranked: list[int] = []
    while chosen:
        highest = _highest(chosen, gains, equal)
        ranked += sorted(highest, key=besides)
        chosen = [option for option in chosen if option not in highest]
    listed = tuple(ranked[:top])
    threshold = gains[listed[-1]].worth if listed and len(listed) == top else 0.0
    return Found(bounds, gains, listed, tuple(ranked), equal, threshold, rest)


def _highest(options: Sequence[int], gains: Mapping[int, Gain], equal: float) -> list[int]:
    """Return the options that are worth the most, or as good as that."""
    most = max(gains[option].worth for option in options)
    return [option for option in options if gains[option].worth >= most - equal]


def _rounded(amount: float) -> float:
    """Return an amount without the solver's rounding: a sum of CNY or kg to seven digits."""
    return float(f"{amount:.6e}")
