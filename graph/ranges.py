"""A number nobody knows exactly: low, likely, high."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """Low, likely and high value of one quantity, all in the same unit.

    Examples
    --------
    >>> Range(1.0, 2.0, 4.0).scaled(10.0)
    Range(low=10.0, likely=20.0, high=40.0)
    >>> Range.exact(3.0).high
    3.0
    """

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        # One look at what nearly always holds: draws make a hundred thousand ranges.
        if -math.inf < self.low <= self.likely <= self.high < math.inf:
            return
        values = (self.low, self.likely, self.high)
        if not all(math.isfinite(value) for value in values):
            raise ValueError(f"a range needs finite numbers, not {values}")
        raise ValueError(f"a range needs low <= likely <= high, not {values}")

    @classmethod
    def exact(cls, value: float) -> Range:
        """Return the range of a number that is known exactly."""
        return cls(value, value, value)

    @classmethod
    def total(cls, parts: Iterable[Range]) -> Range:
        """Return the sum of ranges, end by end.

        Examples
        --------
        >>> Range.total([Range(1.0, 2.0, 4.0), Range.exact(3.0)])
        Range(low=4.0, likely=5.0, high=7.0)
        """
        low = likely = high = 0.0
        for part in parts:
            low, likely, high = low + part.low, likely + part.likely, high + part.high
        return cls(low, likely, high)

    @property
    def is_open(self) -> bool:
        """Whether nobody said how much: as far as is known nothing, and at most something; not the same as 0.

        Examples
        --------
        >>> Range(0.0, 0.0, 900.0).is_open, Range.exact(0.0).is_open
        (True, False)
        """
        return self.likely == 0.0 < self.high

    def scaled(self, factor: float) -> Range:
        """Return the range times `factor` (not negative, so that low stays low)."""
        if factor < 0:
            raise ValueError(f"scale a range by a factor of 0 or more, not {factor}")
        return Range(self.low * factor, self.likely * factor, self.high * factor)

    def times(self, other: Range) -> Range:
        """Return the product of two ranges of nothing negative, end by end.

        Examples
        --------
        >>> Range(1.0, 2.0, 3.0).times(Range(0.5, 0.5, 1.0))
        Range(low=0.5, likely=1.0, high=3.0)
        """
        return Range(self.low * other.low, self.likely * other.likely, self.high * other.high)
