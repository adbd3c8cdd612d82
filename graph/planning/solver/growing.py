"""A programme in a solver that takes columns and rows more for a while, and gives them back."""

from __future__ import annotations

from collections.abc import Mapping

import highspy
import numpy as np

from graph.planning.solver.linear import Floats, Ints, LinearProgramme


class Growing:
    """Some columns and rows of a programme, in a solver; others come and go.

    Parameters
    ----------
    solver : highspy.Highs
        Holds the columns and rows, in their order.
    whole : LinearProgramme
    columns, rows : int array
        Of the whole programme.

    Attributes
    ----------
    columns, rows : int array
        What the solver holds now.
    """

    def __init__(self, solver: highspy.Highs, whole: LinearProgramme, columns: Ints, rows: Ints) -> None:
        self._solver, self._whole = solver, whole
        self._columns, self._rows = columns, rows
        self.columns, self.rows = columns, rows
        self._shut = self._bounded = np.empty(0, dtype=np.int32)
        self._place = np.full(whole.rows, -1, dtype=np.int64)
        self._place[rows] = np.arange(len(rows))

    @property
    def own_rows(self) -> Ints:
        """The rows that only what was added has."""
        return self.rows[len(self._rows) :]

    def grow(self, more: Ints, cost: Floats) -> None:
        """Add columns with the rows that only they have."""
        added = self._whole.some(more)
        rows = np.unique(added.index)
        rows = rows[self._place[rows] < 0].astype(np.int64)
        self._place[rows] = len(self.rows) + np.arange(len(rows))
        nothing = np.empty(0, dtype=np.int32)
        lower, upper = self._whole.row_lower[rows], self._whole.row_upper[rows]
        self._solver.addRows(len(rows), lower, upper, 0, nothing, nothing, np.empty(0))
        self._solver.addCols(
            len(more),
            cost,
            added.lower,
            added.upper,
            len(added.index),
            added.start[:-1],
            self._place[added.index].astype(np.int32),
            added.value,
        )
        self.columns, self.rows = np.concatenate((self.columns, more)), np.concatenate((self.rows, rows))

    def shut(self, closed: Ints) -> None:
        """Let nothing flow in some of the columns that are always there."""
        self._shut = np.flatnonzero(np.isin(self._columns, closed)).astype(np.int32)
        self._solver.changeColsBounds(
            len(self._shut), self._shut, np.zeros(len(self._shut)), np.zeros(len(self._shut))
        )

    def bound(self, rows: Mapping[int, tuple[float, float]]) -> None:
        """Give some of the rows that are always there other bounds."""
        changed = sorted(rows)
        self._bounded = self._place[np.array(changed, dtype=np.int64)].astype(np.int32)
        low, high = (np.array([rows[row][end] for row in changed], dtype=np.float64) for end in (0, 1))
        self._bound_rows(low, high)

    def _bound_rows(self, low: Floats, high: Floats) -> None:
        if len(self._bounded):
            self._solver.changeRowsBounds(len(self._bounded), self._bounded, low, high)  # type: ignore[attr-defined]  # stub lacks it

    def shrink(self) -> None:
        """Take out what was added, open what was shut, and give rows their own bounds."""
        self._place[self.own_rows] = -1
        last = np.arange(len(self._columns), len(self.columns), dtype=np.int32)
        self._solver.deleteCols(len(last), last)
        last = np.arange(len(self._rows), len(self.rows), dtype=np.int32)
        self._solver.deleteRows(len(last), last)
        shut = self._columns[self._shut]
        self._solver.changeColsBounds(len(shut), self._shut, self._whole.lower[shut], self._whole.upper[shut])
        rows = self._rows[self._bounded]
        self._bound_rows(self._whole.row_lower[rows], self._whole.row_upper[rows])
        self._shut = self._bounded = np.empty(0, dtype=np.int32)
        self.columns, self.rows = self._columns, self._rows
