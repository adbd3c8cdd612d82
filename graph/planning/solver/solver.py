"""HiGHS on arrays: objectives in order of importance, connected parts apart, columns priced in.

A part starts from a greedy point (`solver.crash`); large ones start with its columns only, and the
others join when their price says that they would gain (sifting). A later objective chooses among the optima
of the earlier ones: what has a price at an optimum stays where it is, only the rest may still move.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import highspy
import numpy as np
from numpy.typing import NDArray

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.planning.solver.choices import decided
from graph.planning.solver.crash import Crash, crash
from graph.planning.solver.folding import fold
from graph.planning.solver.highs import INFEASIBLE, Effort, model, quiet_solver, refuse_failure
from graph.planning.solver.linear import CONTINUOUS, Floats, Ints, LinearProgramme, components

#: Parts of fewer columns are solved together: a solver of their own costs more than it saves.
_SMALL_PART = 500
#: Parts of more columns are sifted. Below, one solve takes a few milliseconds anyway.
_SIFTED_PART = 2_000
#: A price below this share of the largest coefficient is none.
_NO_PRICE = 1e-9
#: Amounts of a part are scaled down to this: the simplex method takes far larger ones for unbounded.
_LARGEST_AMOUNT = 1e6
#: The primal simplex method, which goes on from a feasible point.
_PRIMAL = 4
#: The solver's own tolerance of a column's price.
_PRICE_TOLERANCE = 1e-7


@dataclass(frozen=True)
class Solution:
    """An optimal point.

    Attributes
    ----------
    status : str
        ``optimal``, or ``time limit`` where the best plan found in time has whole numbers or lots.
    flows : array
        One value a column of the programme.
    row_dual : array
        What one more unit of each row's bound would add to the first objective; with whole numbers or lots,
        these being kept.
    value : float
        Of the first objective.
    gap : float
        Relative distance to the best bound; 0 for a programme without whole numbers and lots.
    iterations : int
        Of the simplex method, all objectives together.
    seconds : float
        The solver's own clock; two equal answers may differ in it.
    """

    status: str
    flows: Floats
    row_dual: Floats
    value: float
    gap: float = 0.0
    iterations: int = 0
    seconds: float = field(default=0.0, compare=False)


def solve(
    programme: LinearProgramme,
    objectives: Sequence[Floats],
    effort: Effort | None = None,
    sifted: int = _SIFTED_PART,
) -> Solution:
    """Maximise the first objective, among its optima the second, and so on.

    Parameters
    ----------
    programme : LinearProgramme
    objectives : sequence of array
        Coefficients, one a column; the last should tell all remaining ties apart.
    effort : Effort, optional
    sifted : int
        Connected parts of more columns start from a share of them.

    Raises
    ------
    SymbioflowError
        ``INFEASIBLE`` if nothing meets every row, ``SOLVER_TIME_OUT`` if time ran out before any plan, and
        ``NO_PLAN`` with the solver's word otherwise.

    Examples
    --------
    >>> one = np.array([1.0])
    >>> row = LinearProgramme.of_entries((0 * one, 9 * one), (0 * one, 5 * one), *(2 * (np.array([0]),)), one)
    >>> solve(row, [one]).value
    5.0
    """
    effort = effort or Effort()
    status, gap, seconds, left = "optimal", 0.0, 0.0, effort.seconds
    if (programme.kind != CONTINUOUS).any():
        # The last objective only tells ties apart: the linear programme that is left sees to it.
        choice = decided(programme, objectives[:-1] or objectives, effort)
        programme, status, gap, seconds = choice.programme, choice.status, choice.gap, choice.seconds
        # Decisions may use up all of the time: what they leave over has as much again, and needs little.
        left += seconds
    flows, row_dual, iterations = np.zeros(programme.columns), np.zeros(programme.rows), 0
    column_part, row_part = components(programme)
    scale = _scales(programme, column_part, row_part)
    scaled = _scaled(programme, scale[column_part], np.where(row_part < 0, 1.0, scale[row_part]))
    for columns, rows in _groups(column_part, row_part):
        mine = [objective[columns] for objective in objectives]
        folded = fold(scaled.take(columns, rows))
        part = _Part(folded.part, [folded.objective(objective) for objective in mine], sifted)
        part.solve(left - seconds)
        flows[columns] = folded.flows(part.flows)
        row_dual[rows] = folded.row_dual(part.row_dual, mine[0])
        iterations += part.iterations
        seconds += part.seconds
    _empty_rows(programme)
    flows = np.clip(flows * scale[column_part], programme.lower, programme.upper)
    value = float(objectives[0] @ flows)
    return Solution(status, flows, row_dual, value, gap, iterations, seconds)


def _scales(programme: LinearProgramme, column_part: Ints, row_part: Ints) -> Floats:
    """Return what each part's amounts are counted in, so that none is larger than the solver is made for."""
    largest = np.zeros(int(column_part.max(initial=0)) + 1)
    bounds = np.maximum(_finite(programme.lower), _finite(programme.upper))
    np.maximum.at(largest, column_part, bounds)
    bounds = np.maximum(_finite(programme.row_lower), _finite(programme.row_upper))
    known = row_part >= 0
    np.maximum.at(largest, row_part[known], bounds[known])
    scales: Floats = np.maximum(largest / _LARGEST_AMOUNT, 1.0)
    return scales


def _finite(bounds: Floats) -> Floats:
    return np.where(np.isfinite(bounds), np.abs(bounds), 0.0)


def _scaled(programme: LinearProgramme, column_scale: Floats, row_scale: Floats) -> LinearProgramme:
    return replace(
        programme,
        lower=programme.lower / column_scale,
        upper=programme.upper / column_scale,
        row_lower=programme.row_lower / row_scale,
        row_upper=programme.row_upper / row_scale,
    )


def _groups(column_part: Ints, row_part: Ints) -> list[tuple[Ints, Ints]]:
    """Return columns and rows of every part; small parts are put together up to the size of one."""
    if not len(column_part):
        return []
    size = np.bincount(column_part)
    group = np.where(size < _SMALL_PART, -1, np.arange(len(size)))
    small = np.flatnonzero(group < 0)
    group[small] = len(size) + np.cumsum(size[small]) // _SMALL_PART
    column_group, row_group = group[column_part], np.where(row_part < 0, -1, group[row_part])
    by_column, by_row = np.argsort(column_group, kind="stable"), np.argsort(row_group, kind="stable")
    sorted_columns, sorted_rows = column_group[by_column], row_group[by_row]
    return [
        (
            by_column[np.searchsorted(sorted_columns, one) : np.searchsorted(sorted_columns, one, "right")],
            by_row[np.searchsorted(sorted_rows, one) : np.searchsorted(sorted_rows, one, "right")],
        )
        for one in np.unique(group)
    ]


def _empty_rows(programme: LinearProgramme) -> None:
    """Refuse a row without entries that 0 does not meet."""
    used = np.zeros(programme.rows, dtype=bool)
    used[programme.index] = True
    if (~used & ((programme.row_lower > 0.0) | (programme.row_upper < 0.0))).any():
        raise SymbioflowError("INFEASIBLE", "a bound cannot be met: nothing flows there", EXIT_NO_PLAN)


class _Part:
    """One connected part with its own solver, which holds only the columns that are worth a look."""

    def __init__(self, programme: LinearProgramme, objectives: Sequence[Floats], sifted: int) -> None:
        self.programme = programme
        self.sifted = sifted
        self.objectives = objectives
        self.flows = np.zeros(programme.columns)
        self.row_dual = np.zeros(programme.rows)
        self.iterations = 0
        self.seconds = 0.0

    def solve(self, seconds: float) -> None:
        """Solve for every objective in turn."""
        start = crash(self.programme, self.objectives[0])
        chosen = self._starting_columns(start)
        every_row = np.arange(self.programme.rows)
        solver = quiet_solver(model(self.programme.take(chosen, every_row), self.objectives[0][chosen]))
        solver.setBasis(start.basis(chosen))
        # The greedy point is feasible wherever no row asks for an amount: the primal simplex goes on from it.
        solver.setOptionValue("simplex_strategy", _PRIMAL)
        solver.setOptionValue("time_limit", max(seconds, 1e-3))
        for number, objective in enumerate(self.objectives):
            if number:
                price, duals = self._prices(solver, chosen, self.objectives[number - 1])
                chosen = self._hold(solver, chosen, price, duals, number)
                solver.changeColsCost(len(chosen), _numbered(chosen), objective[chosen])
            chosen = self._price_in(solver, chosen, objective, sifting=number == 0)
            if number == 0:
                self.row_dual = np.asarray(solver.getSolution().row_dual, dtype=np.float64)
        self.flows[chosen] = np.asarray(solver.getSolution().col_value, dtype=np.float64)
        self.seconds = solver.getRunTime()

    def _starting_columns(self, start: Crash) -> Ints:
        """Return the columns to start with: all, or what the start uses, what earns nothing or must flow."""
        linear = self.programme
        if linear.columns <= self.sifted:
            return np.arange(linear.columns)
        wanted = start.column_basic | (self.objectives[0] <= 0.0) | (linear.lower > 0.0)
        wanted[linear.column_of_entry()[linear.row_lower[linear.index] > 0.0]] = True
        return np.flatnonzero(wanted)

    def _price_in(self, solver: highspy.Highs, chosen: Ints, objective: Floats, sifting: bool) -> Ints:
        """Run, and while a column left out would gain, take it in and run on."""
        tolerance = _PRICE_TOLERANCE * max(float(np.abs(objective).max(initial=0.0)), 1.0)
        while True:
            solver.run()
            self.iterations += max(int(solver.getInfo().simplex_iteration_count), 0)
            if len(chosen) < self.programme.columns and solver.getModelStatus() in INFEASIBLE:
                # A column left out may be what meets a row: only all of them can tell.
                out = np.setdiff1d(np.arange(self.programme.columns), chosen)
                self._add(solver, out, objective[out])
                chosen = np.r_[chosen, out]
                continue
            refuse_failure(solver)
            if not sifting or len(chosen) == self.programme.columns:
                return chosen
            duals = np.asarray(solver.getSolution().row_dual, dtype=np.float64)
            price = self.programme.priced(objective, duals)
            price[chosen] = 0.0
            gaining = np.flatnonzero(price > tolerance)
            if not len(gaining):
                return chosen
            self._add(solver, gaining, objective[gaining])
            chosen = np.r_[chosen, gaining]

    def _add(self, solver: highspy.Highs, columns: Ints, cost: Floats) -> None:
        part = self.programme.take(columns, np.arange(self.programme.rows))
        solver.addCols(
            len(columns),
            cost,
            part.lower,
            part.upper,
            len(part.index),
            part.start[:-1],
            part.index,
            part.value,
        )

    def _prices(self, solver: highspy.Highs, chosen: Ints, objective: Floats) -> tuple[Floats, Floats]:
        answer = solver.getSolution()
        duals = np.asarray(answer.row_dual, dtype=np.float64)
        price = self.programme.priced(objective, duals)
        price[chosen] = np.asarray(answer.col_dual, dtype=np.float64)
        return price, duals

    def _hold(self, solver: highspy.Highs, chosen: Ints, price: Floats, duals: Floats, number: int) -> Ints:
        """Keep all that has a price where it is, so that the objectives so far keep their values."""
        largest = max(float(np.abs(self.objectives[number - 1]).max(initial=0.0)), 1e-12)
        answer = solver.getSolution()
        value = np.asarray(answer.col_value, dtype=np.float64)
        held = np.flatnonzero(np.abs(price[chosen]) > _NO_PRICE * largest)
        solver.changeColsBounds(len(held), held.astype(np.int32), value[held], value[held])
        tight = np.flatnonzero(np.abs(duals) > _NO_PRICE * largest)
        activity = np.asarray(answer.row_value, dtype=np.float64)[tight]
        rows = tight.astype(np.int32)
        solver.changeRowsBounds(len(rows), rows, activity, activity)  # type: ignore[attr-defined]  # stub lacks it
        if number > 1 or len(chosen) == self.programme.columns:
            return chosen
        out = np.ones(self.programme.columns, dtype=bool)
        out[chosen] = False
        # A column left out that would lose nothing may still be wanted by the next objective.
        equal = np.flatnonzero(out & (price >= -_NO_PRICE * largest))
        self._add(solver, equal, np.zeros(len(equal)))
        return np.concatenate((chosen, equal))


def _numbered(columns: Ints) -> NDArray[np.int32]:
    return np.arange(len(columns), dtype=np.int32)
