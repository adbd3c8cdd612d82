"""One plan's programme, kept in the solver with its basis, to be solved again with parts of it changed.

Only bounds change, so the plan's own basis stays dual feasible and a few dual simplex steps lead to the new
optimum. Every answer starts from that basis: it depends on its own change only, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.planning.allocation import Problem, rounded, unit_numbers
from graph.planning.programme import Row
from graph.planning.solver import Floats, keep_near, largest, model, quiet_solver, refuse_failure, run_surely
from graph.planning.tolerances import DRAW_PRICE, NO_PRICE
from graph.planning.uncertainty import SHORTFALL, settled, summed_ties, with_shortfalls


@dataclass(frozen=True)
class Change:
    """What is different in the programme.

    Attributes
    ----------
    closed : bool array
        Columns that carry nothing any more.
    rows : mapping of int to (float, float)
        Lower and upper bounds of rows that have others now.
    """

    closed: NDArray[np.bool_]
    rows: Mapping[int, tuple[float, float]] = field(default_factory=dict)


class KeptPlan:
    """A plan's programme with its optimum.

    Parameters
    ----------
    problem : Problem
        What has to be decided in whole numbers is decided once, by the plan itself.

    Attributes
    ----------
    amounts : float array
        Of the plan itself, one a column.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = settled(problem)
        programme = self.problem.programme
        self.columns = programme.linear.columns
        self._unit = unit_numbers(programme.layout)
        # A contract with who is gone is missed, at a price that no chain brings.
        self.linear = with_shortfalls(programme.linear, programme.row_kind == Row.CONTRACT)
        self._size = largest(self.problem.main_objective)
        missed = np.full(self.linear.columns - self.columns, -SHORTFALL)
        first = np.r_[self.problem.main_objective / self._size, missed]
        self._solver = quiet_solver(model(self.linear, first))
        self._solver.setOptionValue("dual_feasibility_tolerance", DRAW_PRICE)
        # Prices are those of the objective alone, without what decides among equal plans.
        self._solved()
        answer = self._solver.getSolution()
        self._dual = _prices(answer.row_dual)
        self._priced = np.maximum(_prices(answer.col_dual), 0.0)
        whole = first + np.r_[summed_ties(self.problem), np.zeros(len(missed))]
        places = np.arange(self.linear.columns, dtype=np.int32)
        self._solver.changeColsCost(len(places), places, whole)
        self.amounts = self._solved()
        keep_near(self._solver)
        self._basis = self._solver.getBasis()

    def at_least(self, change: Change) -> float:
        """Return what a change costs the objective at least, by the plan's own prices; nothing is solved.

        The plan's dual values stay feasible when only bounds change, so what they are worth at the new bounds
        is more than any new plan reaches (weak duality).
        """
        saved = 0.0
        for row, (low, high) in sorted(change.rows.items()):
            before = self._bound(row, self.linear.row_lower[row], self.linear.row_upper[row])
            saved += before - self._bound(row, low, high)
        shut = np.flatnonzero(change.closed & np.isfinite(self.linear.upper[: self.columns]))
        saved += float(self._priced[shut] @ self.linear.upper[shut])
        return saved * self._size

    def worths(self) -> tuple[Floats, Floats]:
        """Return what bounds of rows and columns are worth at the plan's prices: together its value."""
        linear = self.linear
        bounds = zip(range(linear.rows), linear.row_lower, linear.row_upper, strict=True)
        rows = np.array([self._bound(*bound) for bound in bounds], dtype=np.float64)
        upper = np.where(np.isfinite(linear.upper), linear.upper, 0.0)
        return rows * self._size, (self._priced * upper * self._size)[: self.columns]

    def again(self, change: Change) -> Floats:
        """Return the best plan under a change, one value a column."""
        shut = np.flatnonzero(change.closed).astype(np.int32)
        rows = np.array(sorted(change.rows), dtype=np.int32)
        bounds = [change.rows[int(row)] for row in rows]
        low, high = (np.array([bound[end] for bound in bounds], dtype=np.float64) for end in (0, 1))
        # Nothing of the answer before stays, so that answers do not depend on their order.
        self._solver.clearSolver()
        self._solver.setBasis(self._basis)
        self._bound_columns(shut, np.zeros(len(shut)), np.zeros(len(shut)))
        self._bound_rows(rows, low, high)
        try:
            return self._solved()
        finally:
            self._bound_columns(shut, self.linear.lower[shut], self.linear.upper[shut])
            self._bound_rows(rows, self.linear.row_lower[rows], self.linear.row_upper[rows])

    def _bound(self, row: int, low: float, high: float) -> float:
        """Return what a row's bounds are worth at the plan's prices."""
        dual = float(self._dual[row])
        bound = high if dual > 0.0 else low
        return dual * bound if dual and np.isfinite(bound) else 0.0

    def _bound_columns(self, columns: NDArray[np.int32], low: Floats, high: Floats) -> None:
        if len(columns):
            self._solver.changeColsBounds(len(columns), columns, low, high)

    def _bound_rows(self, rows: NDArray[np.int32], low: Floats, high: Floats) -> None:
        if len(rows):
            self._solver.changeRowsBounds(len(rows), rows, low, high)  # type: ignore[attr-defined]  # stub lacks it

    def _solved(self) -> Floats:
        run_surely(self._solver)
        refuse_failure(self._solver)
        value = np.asarray(self._solver.getSolution().col_value, dtype=np.float64)[: self.columns]
        return rounded(np.maximum(value, 0.0), self._unit)


def _prices(duals: Sequence[float]) -> Floats:
    """Return dual values without the solver's rounding."""
    found = np.asarray(duals, dtype=np.float64)
    return np.where(np.abs(found) > NO_PRICE, found, 0.0)
