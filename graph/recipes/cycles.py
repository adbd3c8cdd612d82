"""What stands on a circle: things that reach each other, as technologies that hand their remainders round."""

from __future__ import annotations

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
