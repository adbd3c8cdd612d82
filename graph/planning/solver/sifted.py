"""A programme at its optimum, solved again with a little changed, over the few columns that carry anything.

Most columns of a plan carry nothing, and with an addition nearly all of them still do not. So the solver
holds those of the optimal basis only; what is added comes in, and after that whatever the new duals say would
be worth more than its rows. When there is no such column left the answer is that of the whole programme. Of
several objectives each is solved so among the optima of those before it: a column that an earlier one has a
price for is out. A step over all columns would cost as much as all this: of 13,784 columns of a park of 2,000
streams 2,171 are held, and for every twenty additions one column is called in.

What is added may stay at 0, so the basis without it is feasible with it too, and the primal simplex method
goes on from there. Where something is only taken away, or bounds change, the basis stays dual feasible and
the dual simplex method goes on. Duals change in few rows, so that only columns with an entry in these are
priced anew. Afterwards everything is put back: no answer depends on what was asked before.

References
----------
Bixby, R. E. et al. (1992). Very large-scale linear programming: a case study in combining interior point and
simplex methods, section 3 (sifting). Operations Research 40(5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from graph.planning.solver.growing import Growing
from graph.planning.solver.highs import (
    DUAL_SIMPLEX,
    INFEASIBLE,
    PRIMAL_SIMPLEX,
    Effort,
    careful_solver,
    hold_priced,
    iterations_of,
    keep_near,
    refuse_failure,
    run_surely,
)
from graph.planning.solver.linear import Floats, Ints, LinearProgramme, summed
from graph.planning.solver.search import best_of_each_row, needed
from graph.planning.tolerances import NO_PRICE

_NONE: Ints = np.empty(0, dtype=np.int64)
#: So many columns of each row, of those that add to it and of those that take from it, are next to pay.
_NEXT = 2


@dataclass(frozen=True)
class Start:
    """Where a programme's optimum was found.

    Attributes
    ----------
    held : int array
        The columns that the basis speaks of, by their place among those that take part; what is not among
        them is at 0.
    basis : highspy.HighsBasis
    flows : float array
        One value a column that takes part.
    price : float array, optional
        What each of these gains beyond what its rows are worth. Where it is given, the first few of each row
        are held from the beginning.
    """

    held: Ints
    basis: highspy.HighsBasis
    flows: Floats
    price: Floats | None = None


@dataclass(frozen=True)
class Resolved:
    """The optimum of a programme with something added.

    Attributes
    ----------
    flows : float array
        One value a column of the whole programme; 0 where it does not take part.
    row_dual : float array
        What one more unit of each row's bound would add to the first objective; 0 for rows that only come
        with the addition.
    iterations : int
    """

    flows: Floats
    row_dual: Floats
    iterations: int


class SiftedProgramme:
    """One programme at its optimum, and what is best with something more.

    Parameters
    ----------
    whole : LinearProgramme
        Of continuous columns, its amounts scaled. Every row holds where all that is added is 0.
    objectives : sequence of float array
        One value a column of the whole; each decides among the optima of those before it.
    columns, rows : int array
        Those that always take part.
    start : Start
        Optimal for these.
    effort : Effort
    no_price : float
        A reduced cost or a row's dual below it is none.
    """

    def __init__(
        self,
        whole: LinearProgramme,
        objectives: Sequence[Floats],
        columns: Ints,
        rows: Ints,
        start: Start,
        effort: Effort,
        no_price: float = NO_PRICE,
    ) -> None:
        self._whole, self._no_price = whole, no_price
        self._costs = tuple(objectives)
        #: Columns that take part and are not in the solver.
        self._waiting: NDArray[np.bool_] = np.zeros(whole.columns, dtype=bool)
        self._waiting[columns] = True
        status, places = list(start.basis.col_status), columns[start.held]
        basic = np.array([one == highspy.HighsBasisStatus.kBasic for one in status], dtype=bool)
        wanted = (start.flows != 0.0) | needed(whole)[columns]
        held = np.flatnonzero(basic | wanted[start.held])
        self._kept, self._rows = places[held], rows
        col_status = [status[at] for at in held]
        if start.price is not None:
            # Those next to pay are held too: else nearly every answer would call for some of them.
            price = np.zeros(whole.columns)
            price[columns] = start.price
            others = np.setdiff1d(columns, self._kept)
            others = others[best_of_each_row(whole, others, price, _NEXT)]
            self._kept = np.r_[self._kept, others]
            col_status += [highspy.HighsBasisStatus.kLower] * len(others)
        self._waiting[self._kept] = False
        #: Most of a park's columns are additions to it: these are priced without them.
        self._outside = np.flatnonzero(self._waiting)
        self._prices = [_Prices(whole, cost, self._outside) for cost in self._costs]
        self._solver = careful_solver(whole.take(self._kept, rows), effort)
        keep_near(self._solver)
        self._solver.setOptionValue("dual_feasibility_tolerance", no_price)
        self._growing = Growing(self._solver, whole, self._kept, rows)
        self._basis = highspy.HighsBasis()
        self._basis.col_status = col_status
        self._basis.row_status = list(start.basis.row_status)
        self._basis.valid = True
        self._solver.setBasis(self._basis)
        #: The duals of the programme as it is, by the first objective.
        self.row_dual = self._first_duals()

    def extended(
        self, more: Ints, closed: Ints, bounds: Mapping[int, tuple[float, float]] | None = None
    ) -> Resolved:
        """Return the optimum with more columns, and without some of those that always take part.

        Parameters
        ----------
        more, closed : int array
            Columns of the whole programme.
        bounds : mapping of int to (float, float), optional
            Other bounds of rows that always take part.
        """
        growing, costs = self._growing, self._costs
        row_dual, flows, iterations = np.zeros(self._whole.rows), np.zeros(self._whole.columns), 0
        waiting = self._waiting.copy()
        waiting[closed] = False
        growing.shut(closed)
        growing.bound(bounds or {})
        self._solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX if len(more) else DUAL_SIMPLEX)
        try:
            for number, cost in enumerate(costs):
                if len(costs) > 1:
                    self._cost_as(cost)
                dual, taken = self._improve(number, more if number == 0 else _NONE, waiting)
                iterations += taken
                if number == 0:
                    row_dual[growing.rows] = dual[growing.rows]
                    row_dual[growing.own_rows] = 0.0
                if number < len(costs) - 1:
                    waiting[self._outside] &= np.abs(self._prices[number].at(dual)) <= self._no_price
                    # So that the next objective costs this one nothing.
                    hold_priced(self._solver, self._no_price)
            flows[growing.columns] = self._solver.getSolution().col_value
        finally:
            growing.shrink()
            if len(costs) > 1:
                self._release()
            self._solver.setBasis(self._basis)
        return Resolved(flows, row_dual, iterations)

    def _first_duals(self) -> Floats:
        """Return the duals of the programme as it is, and price by them once for all."""
        self._cost_as(self._costs[0])
        run_surely(self._solver)
        refuse_failure(self._solver)
        row_dual = np.zeros(self._whole.rows)
        row_dual[self._rows] = self._solver.getSolution().row_dual
        self._prices[0].learn(row_dual)
        self._solver.setBasis(self._basis)
        return row_dual

    def _cost_as(self, cost: Floats) -> None:
        held = self._growing.columns
        self._solver.changeColsCost(len(held), np.arange(len(held), dtype=np.int32), cost[held])

    def _improve(self, number: int, more: Ints, waiting: NDArray[np.bool_]) -> tuple[Floats, int]:
        """Maximise an objective, and return the duals of all rows and the iterations that it took."""
        row_dual, iterations, cost = np.zeros(self._whole.rows), 0, self._costs[number]
        while True:
            self._growing.grow(more, cost[more])
            waiting[more] = False
            run_surely(self._solver)
            if self._solver.getModelStatus() in INFEASIBLE and waiting.any():
                # What is held meets not every row; the rest might.
                more = np.flatnonzero(waiting)
                continue
            refuse_failure(self._solver)
            iterations += iterations_of(self._solver)
            row_dual[self._growing.rows] = self._solver.getSolution().row_dual
            price = self._prices[number].at(row_dual)
            more = self._outside[(price > self._no_price) & waiting[self._outside]]
            if not len(more):
                return row_dual, iterations
            self._solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)

    def _release(self) -> None:
        whole, solver = self._whole, self._solver
        columns, rows = (np.arange(len(some), dtype=np.int32) for some in (self._kept, self._rows))
        solver.changeColsBounds(len(columns), columns, whole.lower[self._kept], whole.upper[self._kept])
        low, high = whole.row_lower[self._rows], whole.row_upper[self._rows]
        solver.changeRowsBounds(len(rows), rows, low, high)  # type: ignore[attr-defined]  # stub lacks it


class _Prices:
    """What columns gain beyond what their rows are worth, in one objective.

    Parameters
    ----------
    whole : LinearProgramme
    cost : float array
        One value a column of the whole.
    columns : int array
        That are priced.
    """

    def __init__(self, whole: LinearProgramme, cost: Floats, columns: Ints) -> None:
        self._part, self._cost = whole.some(columns), cost[columns]
        order = np.argsort(self._part.index, kind="stable")
        #: Entries row by row.
        self._column, self._value = self._part.column_of_entry()[order], self._part.value[order]
        self._first = np.r_[0, np.cumsum(np.bincount(self._part.index, minlength=whole.rows))]
        self._known: tuple[Floats, Floats] | None = None

    def learn(self, row_dual: Floats) -> None:
        """Keep the prices by some duals: by near ones they are worked out from these."""
        self._known = row_dual, self._part.priced(self._cost, row_dual)

    def at(self, row_dual: Floats) -> Floats:
        """Return the prices by the duals of all rows."""
        if self._known is None:
            return self._part.priced(self._cost, row_dual)
        known, price = self._known
        change = row_dual - known
        rows = np.flatnonzero(change)
        length = self._first[rows + 1] - self._first[rows]
        if length.sum() > len(self._value) // 2:
            return self._part.priced(self._cost, row_dual)
        within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        entry = np.repeat(self._first[rows], length) + within
        less = self._value[entry] * np.repeat(change[rows], length)
        return price - summed(self._column[entry], less, len(price))
