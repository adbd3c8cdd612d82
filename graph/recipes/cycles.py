"""What stands on a circle: things that reach each other, as technologies that hand their remainders round."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def circles(edges: Iterable[tuple[Thing, Thing]]) -> tuple[frozenset[Thing], ...]:
    """Return the largest sets of two and more things that all reach each other.

    Parameters
    ----------
    edges : iterable of pairs
        Who leads to whom.

    Examples
    --------
    A sorter and a mill that hand their remainders to each other, and a kiln that only takes.

    >>> [sorted(circle) for circle in circles([("sort", "mill"), ("mill", "sort"), ("mill", "kiln")])]
    [['mill', 'sort']]
    >>> circles([("sort", "mill"), ("mill", "kiln")])
    ()
    """
    onward: dict[Thing, list[Thing]] = {}
    backward: dict[Thing, list[Thing]] = {}
    sorter: TopologicalSorter[Thing] = TopologicalSorter()
    for giver, taker in dict.fromkeys(edges):
        sorter.add(taker, giver)
        onward.setdefault(giver, []).append(taker)
        backward.setdefault(taker, []).append(giver)
    with suppress(CycleError):
        sorter.prepare()
    # What can be sorted stands before every circle.
    before: set[Thing] = set()
    while ready := sorter.get_ready():
        sorter.done(*ready)
        before.update(ready)
    found = []
    for thing in onward:
        if thing not in before:
            circle = steps_from([thing], onward).keys() & steps_from([thing], backward).keys()
            before |= circle
            if len(circle) > 1:
                found.append(frozenset(circle))
    return tuple(found)


def lossless(ratios: Mapping[tuple[Thing, Thing], float], tolerance: float = 1e-6) -> list[tuple[Thing, ...]]:
    """Return circles of which as much or more comes back as goes in, each in its order.

    Circles that share what closes one of those found are not looked for.

    Parameters
    ----------
    ratios : mapping of pairs
        What of a unit of the first becomes a unit of the second.
    tolerance : float
        A share that may be missing on each step.

    Examples
    --------
    >>> lossless({("dissolve", "settle"): 1.25, ("settle", "dissolve"): 0.8, ("settle", "kiln"): 1.0})
    [('dissolve', 'settle')]
    >>> lossless({("sort", "mill"): 0.95, ("mill", "sort"): 1.0})
    []
    """
    found = []
    for circle in circles(ratios):
        left = {pair: ratio for pair, ratio in ratios.items() if circle.issuperset(pair) and ratio > 0.0}
        left = {pair: ratio for pair, ratio in left.items() if pair[0] != pair[1]}
        while closed := _without_loss(left, tolerance):
            found.append(closed)
            del left[closed[-1], closed[0]]
    return found


def _without_loss(ratios: Mapping[tuple[Thing, Thing], float], tolerance: float) -> tuple[Thing, ...]:
    """Return a circle whose ratios multiply to 1 or more (Bellman and Ford); empty if there is none."""
    most = {thing: 0.0 for pair in ratios for thing in pair}
    before: dict[Thing, Thing] = {}
    raised: list[Thing] = []
    for _ in most:
        raised = []
        for (giver, taker), ratio in ratios.items():
            kept = most[giver] + math.log(ratio) + tolerance
            if kept > most[taker]:
                most[taker], before[taker] = kept, giver
                raised.append(taker)
    if not raised:
        return ()
    # What still rises after as many rounds as there are things is on a circle, or behind one.
    at = raised[-1]
    for _ in most:
        at = before[at]
    walked = [at]
    while before[walked[-1]] != at:
        walked.append(before[walked[-1]])
    walked.reverse()
    first = min(range(len(walked)), key=lambda place: str(walked[place]))
    return (*walked[first:], *walked[:first])


def steps_from(starts: Iterable[Thing], onward: Mapping[Thing, Iterable[Thing]]) -> dict[Thing, int]:
    """Return how many steps away everything is that can be reached, the starts themselves 0.

    Examples
    --------
    >>> steps_from(["sort"], {"sort": ["mill", "kiln"], "mill": ["sort", "kiln"]})
    {'sort': 0, 'mill': 1, 'kiln': 1}
    """
    steps = dict.fromkeys(starts, 0)
    waiting = deque(steps)
    while waiting:
        here = waiting.popleft()
        for thing in onward.get(here, ()):
            if thing not in steps:
                steps[thing] = steps[here] + 1
                waiting.append(thing)
    return steps
