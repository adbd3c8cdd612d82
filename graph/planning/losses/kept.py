"""One plan's programme, kept in the solver with its basis, to be solved again with parts of it changed.

Only bounds change, so the plan's own basis stays dual feasible and a few dual simplex steps lead to the new
optimum. Every answer starts from that basis: it depends on its own change only, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np

from graph.planning.allocation import Problem, rounded, unit_numbers
from graph.planning.programme import Row
from graph.planning.solver import (
    Effort,
    Floats,
    Ints,
    Search,
    SiftedProgramme,
    Start,
    largest,
    scale_of,
    scaled,
)
from graph.planning.tolerances import DRAW_PRICE, NO_PRICE
from graph.planning.uncertainty import SHORTFALL, settled, summed_ties, with_shortfalls

_NONE: Ints = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Change:
    """What is different in the programme.

    Attributes
    ----------
    closed : int array
        Columns that carry nothing any more.
    rows : mapping of int to (float, float)
        Lower and upper bounds of rows that have others now.
    """

    closed: Ints
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
        whole = first + np.r_[summed_ties(self.problem), np.zeros(len(missed))]
        self._scale = scale_of(self.linear)
        linear, effort = scaled(self.linear, self._scale), Effort(seconds=inf)
        search = Search(linear, [whole], effort, DRAW_PRICE)
        # Prices are those of the objective alone, without what decides among equal plans.
        self._dual = _without_rounding(search.best(first))
        self._priced = np.maximum(_without_rounding(linear.priced(first, self._dual)), 0.0)
        price = linear.priced(whole, search.best(whole))
        every = np.arange(linear.columns), np.arange(linear.rows)
        start = Start(search.held, search.solver.getBasis(), search.flows, price)
        self._sifted = SiftedProgramme(linear, [whole], *every, start, effort, DRAW_PRICE)
        self.amounts = self._counted(search.flows)

    def at_least(self, change: Change) -> float:
        """Return what a change costs the objective at least, by the plan's own prices; nothing is solved.

        The plan's dual values stay feasible when only bounds change, so what they are worth at the new bounds
        is more than any new plan reaches (weak duality).
        """
        saved = 0.0
        for row, (low, high) in sorted(change.rows.items()):
            before = self._bound(row, self.linear.row_lower[row], self.linear.row_upper[row])
            saved += before - self._bound(row, low, high)
        shut = change.closed[np.isfinite(self.linear.upper[change.closed])]
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
        bounds = {row: (low / self._scale, high / self._scale) for row, (low, high) in change.rows.items()}
        return self._counted(self._sifted.extended(_NONE, change.closed, bounds).flows)

    def _bound(self, row: int, low: float, high: float) -> float:
        """Return what a row's bounds are worth at the plan's prices."""
        dual = float(self._dual[row])
        bound = high if dual > 0.0 else low
        return dual * bound if dual and np.isfinite(bound) else 0.0

    def _counted(self, flows: Floats) -> Floats:
        """Return a solution in the amounts of the plan's columns, without the solver's rounding."""
        amounts = np.zeros(self.columns)
        moving = np.flatnonzero(flows[: self.columns] > 0.0)
        amounts[moving] = rounded(flows[moving] * self._scale, self._unit[moving])
        return amounts


def _without_rounding(duals: Floats) -> Floats:
    """Return dual values without the solver's rounding."""
    return np.where(np.abs(duals) > NO_PRICE, duals, 0.0)
