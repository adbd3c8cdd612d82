"""A linear programme as arrays, and the parts it falls into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: What a column may be: any amount, a whole number, or nothing at all or at least its lower bound.
CONTINUOUS, WHOLE, LOT = 0, 1, 2


def summed(at: Ints | NDArray[np.int32], amounts: Floats, size: int) -> Floats:
    """Return the sum of the amounts at each of `size` places.

    Examples
    --------
    >>> summed(np.array([0, 2, 2]), np.array([1.0, 2.0, 3.0]), 3)
    array([1., 0., 5.])
    """
    return np.bincount(at, weights=amounts, minlength=size).astype(np.float64)


@dataclass(frozen=True)
class LinearProgramme:
    """Bounds and matrix without an objective; columns are stored one after another.

    Attributes
    ----------
    lower, upper : array
        Bounds of the columns; of a column of kind LOT what it is at least unless it is 0.
    kind : int array
        CONTINUOUS, WHOLE or LOT, one value a column.
    row_lower, row_upper : array
    start, index, value : array
        Column c holds the entries start[c] to start[c + 1]: row `index`, coefficient `value`.
    """

    lower: Floats
    upper: Floats
    kind: Ints
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
        kind: Ints | None = None,
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
            kind=np.zeros(size, dtype=np.int64) if kind is None else kind,
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
        return LinearProgramme.of_entries((self.lower, self.upper), bounds, row, column, value, self.kind)

    def take(self, columns: Ints, rows: Ints) -> LinearProgramme:
        """Return the part of some columns and rows; entries outside the rows are left out."""
        place = np.full(self.rows, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        lengths = np.diff(self.start)[columns]
        first = np.concatenate(([0], np.cumsum(lengths)))
        offset = np.arange(first[-1]) - np.repeat(first[:-1], lengths)
        entry = np.repeat(self.start[:-1][columns].astype(np.int64), lengths) + offset
        row, column = place[self.index[entry]], np.repeat(np.arange(len(columns)), lengths)
        kept = row >= 0
        filled = np.bincount(column[kept], minlength=len(columns))
        return LinearProgramme(
            lower=self.lower[columns],
            upper=self.upper[columns],
            kind=self.kind[columns],
            row_lower=self.row_lower[rows],
            row_upper=self.row_upper[rows],
            start=np.concatenate(([0], np.cumsum(filled))).astype(np.int32),
            index=row[kept].astype(np.int32),
            value=self.value[entry][kept],
        )


def components(programme: LinearProgramme) -> tuple[Ints, Ints]:
    """Return which connected part each column and each row belongs to.

    Parts are numbered by their first column; a row without entries has the number -1.

    Examples
    --------
    >>> eye = np.arange(2), np.arange(2), np.ones(2)
    >>> bounds = np.zeros(2), np.ones(2)
    >>> components(LinearProgramme.of_entries(bounds, bounds, *eye))[0]
    array([0, 1])
    """
    root = np.asarray(_roots(programme.start, programme.index, programme.columns, programme.rows))
    column_root, row_root = root[: programme.columns], root[programme.columns :]
    firsts, part = np.unique(column_root, return_inverse=True)
    if not len(firsts):
        return part.astype(np.int64), np.full(programme.rows, -1, dtype=np.int64)
    place = np.searchsorted(firsts, row_root)
    known = (place < len(firsts)) & (firsts[np.minimum(place, len(firsts) - 1)] == row_root)
    return part.astype(np.int64), np.where(known, place, -1).astype(np.int64)


@numba.njit(cache=True)
def _roots(start: Any, index: Any, columns: int, rows: int) -> Any:
    """Return the smallest member of everybody's part; columns come first, rows after them."""
    parent = np.arange(columns + rows)
    for column in range(columns):
        for entry in range(start[column], start[column + 1]):
            a, b = column, columns + index[entry]
            while parent[a] != a:
                parent[a] = parent[parent[a]]
                a = parent[a]
            while parent[b] != b:
                parent[b] = parent[parent[b]]
                b = parent[b]
            if a < b:
                parent[b] = a
            elif b < a:
                parent[a] = b
    for member in range(columns + rows):
        root = member
        while parent[root] != root:
            root = parent[root]
        parent[member] = root
    return parent
