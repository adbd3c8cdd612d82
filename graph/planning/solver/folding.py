"""Rows that only say where something ends, taken out of a programme before it is solved.

What a facility makes and nobody else could take is sold or disposed of: one row, one column and nothing to
decide. Its gain is handed to what makes it, so that the solver sees the choices only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.planning.solver.linear import Floats, Ints, LinearProgramme, summed


def ends(programme: LinearProgramme) -> Ints:
    """Return for each row ``made - passed on - end = 0`` the column that ends it; -1 for other rows."""
    single = np.flatnonzero(np.diff(programme.start) == 1)
    entry = programme.start[single]
    row = programme.index[entry]
    fits = (programme.row_lower[row] == 0.0) & (programme.row_upper[row] == 0.0)
    fits &= (programme.value[entry] == -1.0) & np.isposinf(programme.upper[single])
    fits &= programme.lower[single] == 0.0
    end = np.full(programme.rows, -1, dtype=np.int64)
    end[row[fits]] = single[fits]
    return end


@dataclass(frozen=True)
class Folded:
    """A programme without the ends that leave no choice.

    Attributes
    ----------
    whole, part : LinearProgramme
        Before and after.
    columns, rows : int array
        What `part` keeps of `whole`.
    end_rows, end_columns : int array
        What was taken out, row by row.
    """

    whole: LinearProgramme
    part: LinearProgramme
    columns: Ints
    rows: Ints
    end_rows: Ints
    end_columns: Ints

    def objective(self, whole: Floats) -> Floats:
        """Return an objective of the whole programme as one of the part."""
        worth = np.zeros(self.whole.rows)
        worth[self.end_rows] = whole[self.end_columns]
        return (whole + self._made(worth))[self.columns]

    def flows(self, part: Floats) -> Floats:
        """Return the whole programme's point of a point of the part."""
        flows = np.zeros(self.whole.columns)
        flows[self.columns] = part
        flows[self.end_columns] = np.maximum(self.whole.activity(flows)[self.end_rows], 0.0)
        return flows

    def row_dual(self, part: Floats, objective: Floats) -> Floats:
        """Return the whole programme's duals: one unit more to end is worth what its end brings."""
        duals = np.zeros(self.whole.rows)
        duals[self.rows] = part
        duals[self.end_rows] = -objective[self.end_columns]
        return duals

    def _made(self, worth: Floats) -> Floats:
        product = self.whole.value * worth[self.whole.index]
        return summed(self.whole.column_of_entry(), product, self.whole.columns)


def fold(programme: LinearProgramme) -> Folded:
    """Return the programme without the rows whose whole amount has one end.

    Examples
    --------
    >>> row, column = np.array([0, 1, 1]), np.array([0, 0, 1])
    >>> bounds = np.zeros(2), np.full(2, np.inf)
    >>> rows = np.array([-np.inf, 0.0]), np.array([5.0, 0.0])
    >>> made = LinearProgramme.of_entries(bounds, rows, row, column, np.array([1.0, 0.5, -1.0]))
    >>> fold(made).part.columns, fold(made).objective(np.array([0.0, 4.0]))
    (1, array([2.]))
    """
    end = ends(programme)
    passing = programme.value < 0.0
    passing &= programme.column_of_entry() != end[programme.index]
    chosen = end >= 0
    # Where something could be passed on instead, there is a choice, and the row stays.
    chosen[programme.index[passing]] = False
    kept_column = np.ones(programme.columns, dtype=bool)
    kept_column[end[chosen]] = False
    columns, rows = np.flatnonzero(kept_column), np.flatnonzero(~chosen)
    gone = np.flatnonzero(chosen)
    return Folded(programme, programme.take(columns, rows), columns, rows, gone, end[gone])
