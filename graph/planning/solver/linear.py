"""A linear programme as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Domain(IntEnum):
    """What values a column may take within its bounds."""

    CONTINUOUS = 0
    """Any."""
    WHOLE = 1
    """Whole numbers."""
    LOT = 2
    """Nothing at all, or at least its lower bound (semi-continuous)."""


def summed(at: Ints | NDArray[np.int32], amounts: Floats, size: int) -> Floats:
    """Return the sum of the amounts at each of `size` places.

    Examples
    --------
    >>> summed(np.array([0, 2, 2]), np.array([1.0, 2.0, 3.0]), 3)
    array([1., 0., 5.])
    """
    return np.bincount(at, weights=amounts, minlength=size).astype(np.float64, copy=False)


def largest(objective: Floats) -> float:
    """Return the largest coefficient of an objective, whatever its sign; 1 where there is none.

    Examples
    --------
    >>> largest(np.array([2.0, -5.0])), largest(np.zeros(2))
    (5.0, 1.0)
    """
    return float(np.abs(objective).max(initial=0.0)) or 1.0


@dataclass(frozen=True)
class LinearProgramme:
    """Bounds and matrix without an objective; columns are stored one after another.

    Attributes
    ----------
    lower, upper : array
        Bounds of the columns; of a LOT what it is at least unless it is 0.
    domain : int array
        `Domain` of each column.
    row_lower, row_upper : array
    start, index, value : array
        Column c holds the entries start[c] to start[c + 1]: row `index`, coefficient `value`.
    """

    lower: Floats
    upper: Floats
    domain: Ints
    row_lower: Floats
    row_upper: Floats
    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: Floats

    @classmethod
    def of_entries(
        cls,
        bounds: tuple[Floats, Floats],
        row_bounds: tuple[Floats, Floats],
        row: Ints,
        column: Ints,
        value: Floats,
        domain: Ints | None = None,
    ) -> LinearProgramme:
        """Return the programme of (row, column, value) entries in any order.

        Examples
        --------
        >>> one = np.array([1.0])
        >>> entries = np.array([0]), np.array([0]), one
        >>> LinearProgramme.of_entries((0 * one, one), (0 * one, one), *entries).columns
        1
        """
        size = len(bounds[0])
        order = np.lexsort((row, column))
        return cls(
            lower=bounds[0],
            upper=bounds[1],
            domain=np.zeros(size, dtype=np.int64) if domain is None else domain,
            row_lower=row_bounds[0],
            row_upper=row_bounds[1],
            start=np.concatenate(([0], np.cumsum(np.bincount(column, minlength=size)))).astype(np.int32),
            index=row[order].astype(np.int32),
            value=value[order].astype(np.float64),
        )

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.lower)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.row_lower)

    def column_of_entry(self) -> Ints:
        """Return the column of each entry."""
        return np.repeat(np.arange(self.columns), np.diff(self.start))

    def activity(self, flows: Floats) -> Floats:
        """Return the value of every row at a point."""
        product = self.value * flows[self.column_of_entry()]
        return summed(self.index, product, self.rows)

    def priced(self, cost: Floats, row_dual: Floats) -> Floats:
        """Return what each column gains beyond what its rows are worth: cost less the rows' duals."""
        product = self.value * row_dual[self.index]
        return cost - summed(self.column_of_entry(), product, self.columns)

    def with_floors(self, floors: Sequence[tuple[Floats, float]]) -> LinearProgramme:
        """Return the programme with rows at its end: coefficients, one a column, and the least they give.

        A row is divided by its largest coefficient, so that the solver's tolerance means the same in all.
        """
        parts = [(self.index, self.column_of_entry(), self.value)]
        least = []
        for number, (coefficients, floor) in enumerate(floors):
            scale = max(float(np.abs(coefficients).max(initial=0.0)), 1e-12)
            used = np.flatnonzero(coefficients)
            parts.append((np.full(len(used), self.rows + number), used, coefficients[used] / scale))
            least.append(floor / scale)
        row, column, value = (np.concatenate([part[place] for part in parts]) for place in range(3))
        bounds = np.r_[self.row_lower, least], np.r_[self.row_upper, np.full(len(least), np.inf)]
        return LinearProgramme.of_entries((self.lower, self.upper), bounds, row, column, value, self.domain)

    def some(self, columns: Ints) -> LinearProgramme:
        """Return the part of some columns, over all rows."""
        if len(columns) == self.columns and np.array_equal(columns, np.arange(self.columns)):
            return self
        begin = self.start[columns].astype(np.int64)
        lengths = self.start[columns + 1] - begin
        start = np.zeros(len(columns) + 1, dtype=np.int32)
        np.cumsum(lengths, out=start[1:])
        entry = np.arange(start[-1]) + np.repeat(begin - start[:-1], lengths)
        return replace(
            self,
            lower=self.lower[columns],
            upper=self.upper[columns],
            domain=self.domain[columns],
            start=start,
            index=self.index[entry],
            value=self.value[entry],
        )

    def take(self, columns: Ints, rows: Ints) -> LinearProgramme:
        """Return the part of some columns and rows; entries outside the rows are left out."""
        part = self.some(columns)
        place = np.full(self.rows, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        row = place[part.index]
        inside = row >= 0
        filled = np.bincount(part.column_of_entry()[inside], minlength=len(columns))
        return replace(
            part,
            row_lower=self.row_lower[rows],
            row_upper=self.row_upper[rows],
            start=np.concatenate(([0], np.cumsum(filled))).astype(np.int32),
            index=row[inside].astype(np.int32),
            value=part.value[inside],
        )
