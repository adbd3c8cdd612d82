r"""What an addition can be worth at most, by the duals of the plan without it.

The plan is :math:`z = \max\{c x : A x \le b, 0 \le x \le u\}` with optimal duals :math:`y`. An addition
brings columns :math:`N` with costs :math:`d`, entries :math:`B` in the plan's rows, and rows of its own. Take
any plan with it, :math:`(x, x_N)`, and weigh the plan's rows with :math:`y`:

.. math:: c x + d x_N \le y b + (c - y A) x + (d - y B) x_N \le z + (d - y B) x_N

because :math:`y b + \max (c - y A) x` is the dual value, which is :math:`z`. So the gain is at most the
largest :math:`(d - y B) x_N` over all :math:`x_N` that meet

- the addition's own rows,
- each row of the plan for itself, with the rest of the plan at what relieves it most: it holds for any plan
  with the addition, so asking for it takes nothing away;
- what a single column could carry at most.

That is a small linear programme. With the addition some of the plan's columns may be shut (they would go
round), which can only lower the gain; for those that open, what they are priced at is added.

Any other :math:`y` bounds it too, with what the plan could be worth at most by it (`most_by`) in place of
:math:`z`. By the duals of the plan with one addition, another that does the same at another place is bounded
as tightly as their places differ.

References
----------
Bertsimas, D. and Tsitsiklis, J. (1997). Introduction to Linear Optimization, section 4.3 (weak duality).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.planning.solver import Floats, Ints, LinearProgramme, largest, solve, summed
from graph.planning.tolerances import NO_PRICE

#: So many columns are bounded in one programme: blocks do not touch each other, and small ones solve faster.
_TOGETHER = 5_000


@dataclass(frozen=True)
class Reach:
    """What is left of each row, and the most that each column could carry.

    Attributes
    ----------
    linear : LinearProgramme
        The whole one.
    columns, rows : int array
        Those of the plan without additions.
    row_lower, row_upper : float array
        Bounds on what columns of an addition do to each row: those of the row, for rows that the plan without
        additions has no column in; else none below, and above what the plan's columns leave at most.
    most : float array
        By column.
    """

    linear: LinearProgramme
    columns: Ints
    rows: Ints
    row_lower: Floats
    row_upper: Floats
    most: Floats


def reach_of(linear: LinearProgramme, columns: Ints, rows: Ints, carried: Floats) -> Reach:
    """Return how far additions reach beside the columns and rows of the plan without them.

    Parameters
    ----------
    carried : float array
        What each column could carry at most; infinite where that is not known.
    """
    taking_part = np.zeros(linear.columns, dtype=bool)
    taking_part[columns] = True
    column = linear.column_of_entry()
    inside = np.flatnonzero(taking_part[column])
    # The least that the plan's columns can do to a row relieves it most.
    with np.errstate(invalid="ignore"):
        low, high = (
            np.where(linear.value[inside] == 0.0, 0.0, linear.value[inside] * bound[column[inside]])
            for bound in (linear.lower, linear.upper)
        )
    least = summed(linear.index[inside], np.fmin(low, high), linear.rows)
    row_lower, row_upper = linear.row_lower.copy(), linear.row_upper.copy()
    row_lower[rows] = -np.inf
    row_upper[rows] = linear.row_upper[rows] - least[rows]
    return Reach(linear, columns, rows, row_lower, row_upper, np.minimum(linear.upper, carried))


def most_by(reach: Reach, price: Floats, row_dual: Floats) -> float:
    """Return what the plan without additions is worth at most by any duals: at its own, what it is worth.

    Parameters
    ----------
    reach : Reach
    price : float array
        What each column gains beyond what its rows are worth by these duals.
    row_dual : float array
        Of every row.
    """
    linear, column, row = reach.linear, reach.columns, reach.rows
    dual = row_dual[row]
    ends = np.where(dual > 0.0, linear.row_upper[row], linear.row_lower[row])
    carried = np.where(price[column] > 0.0, reach.most[column], linear.lower[column])
    worth, end = np.r_[dual, price[column]], np.r_[ends, carried]
    endless = ~np.isfinite(end)
    if (np.abs(worth[endless]) > NO_PRICE * largest(worth)).any():
        return np.inf
    return float(worth[~endless] @ end[~endless])


def bounds_of(reach: Reach, price: Floats, other: Floats, blocks: Sequence[Ints]) -> tuple[Floats, Floats]:
    """Return the bound of each block of columns, and what it brings besides where it reaches that.

    Parameters
    ----------
    reach : Reach
    price : float array
        What each column gains beyond what its rows are worth by the plan's duals.
    other : float array
        What a unit of each column brings of something else: of flows that reach the bound alike those that
        bring the most of it are chosen. It bounds nothing.
    blocks : sequence of int array
        Columns of each addition.
    """
    found, besides = np.zeros(len(blocks)), np.zeros(len(blocks))
    sizes = np.cumsum([0, *(len(block) for block in blocks)])
    part = sizes[:-1] // _TOGETHER
    for number in np.unique(part):
        members = np.flatnonzero(part == number).tolist()
        some = [blocks[member] for member in members]
        found[members], besides[members] = _together(reach, price, other, some)
    return found, besides


def _together(reach: Reach, price: Floats, other: Floats, blocks: Sequence[Ints]) -> tuple[Floats, Floats]:
    linear = reach.linear
    column = np.concatenate(blocks)
    owner = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    taken = linear.take(column, np.arange(linear.rows))
    of_entry: Ints = taken.column_of_entry()
    key = owner[of_entry] * np.int64(linear.rows) + taken.index
    rows, at = np.unique(key, return_inverse=True)
    bounded = rows % linear.rows
    programme = LinearProgramme.of_entries(
        (linear.lower[column], np.maximum(reach.most[column], linear.lower[column])),
        (reach.row_lower[bounded], reach.row_upper[bounded]),
        at,
        of_entry,
        taken.value,
    )
    flows = solve(programme, [price[column], other[column]]).flows
    of_price, of_other = (summed(owner, brings[column] * flows, len(blocks)) for brings in (price, other))
    return of_price, of_other
