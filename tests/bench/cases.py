"""What a benchmark is: two ways to the same result, timed in one run, reported as a ratio."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """One comparison; `ratio` is how many times longer `other` takes than ours."""

    name: str
    ours: float
    other: str
    theirs: float

    @property
    def ratio(self) -> float:
        """Time of the other way over time of ours."""
        return self.theirs / self.ours


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Return the shortest of several runs, after one run to warm up."""
    work()
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best
