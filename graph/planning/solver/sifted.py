"""A programme at its optimum, solved again with some columns more, over the few columns that carry anything.

Most columns of a plan carry nothing, and with an addition nearly all of them still do not. So the solver
holds those of the optimal basis only; what is added comes in, and after that whatever the new duals say would
be worth more than its rows. When there is no such column left the answer is that of the whole programme. Of
several objectives each is solved so among the optima of those before it: a column that an earlier one has a
price for is out. A step over all columns would cost as much as all this: of 13,784 columns of a park of 2,000
streams 2,171 are held, and for every twenty additions one column is called in.

What is added may stay at 0, so the basis without it is feasible with it too, and the primal simplex method
goes on from there. Afterwards everything is taken out again: no answer depends on what was asked before.

References
----------
Bixby, R. E. et al. (1992). Very large-scale linear programming: a case study in combining interior point and
simplex methods, section 3 (sifting). Operations Research 40(5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from graph.planning.solver.growing import Growing
from graph.planning.solver.highs import (
    Effort,
    hold_priced,
    iterations_of,
    keep_near,
    refuse_failure,
    run_surely,
)
from graph.planning.solver.linear import Floats, Ints, LinearProgramme
from graph.planning.solver.solver import Search
from graph.planning.tolerances import NO_PRICE

#: Of HiGHS's simplex strategies.
_PRIMAL_SIMPLEX = 4
_NONE: Ints = np.empty(0, dtype=np.int64)


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
    basis : highspy.HighsBasis
        Optimal for these.
    flows : float array
        At the optimum, by column of `columns`.
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
        basis: highspy.HighsBasis,
        flows: Floats,
        effort: Effort,
        no_price: float = NO_PRICE,
    ) -> None:
        self._whole, self._no_price = whole, no_price
        self._costs = tuple(objectives)
        #: Columns that take part and are not in the solver.
        self._waiting: NDArray[np.bool_] = np.zeros(whole.columns, dtype=bool)
        self._waiting[columns] = True
        status = list(basis.col_status)
        basic = np.array([one == highspy.HighsBasisStatus.kBasic for one in status], dtype=bool)
        held = np.flatnonzero(basic | (flows != 0.0) | (whole.lower[columns] != 0.0))
        self._kept, self._rows = columns[held], rows
        self._waiting[self._kept] = False
        #: These columns, to be priced without the others: most of a park's are additions to it.
        self._outside = np.flatnonzero(self._waiting)
        self._priced = whole.take(self._outside, np.arange(whole.rows))
        self._solver = Search(whole.take(self._kept, rows), effort).solver
        keep_near(self._solver)
        self._solver.setOptionValue("simplex_strategy", _PRIMAL_SIMPLEX)
        self._solver.setOptionValue("dual_feasibility_tolerance", no_price)
        self._growing = Growing(self._solver, whole, self._kept, rows)
        self._basis = highspy.HighsBasis()
        self._basis.col_status, self._basis.row_status = [status[at] for at in held], list(basis.row_status)
        self._basis.valid = True
        self._solver.setBasis(self._basis)

    def extended(self, more: Ints, closed: Ints) -> Resolved:
        """Return the optimum with more columns, and without some of those that always take part.

        Parameters
        ----------
        more, closed : int array
            Columns of the whole programme.
        """
        growing, costs = self._growing, self._costs
        row_dual, flows, iterations = np.zeros(self._whole.rows), np.zeros(self._whole.columns), 0
        waiting = self._waiting.copy()
        waiting[closed] = False
        growing.shut(closed)
        try:
            for number, cost in enumerate(costs):
                held = growing.columns
                self._solver.changeColsCost(len(held), np.arange(len(held), dtype=np.int32), cost[held])
                dual, taken = self._improve(cost, more if number == 0 else _NONE, waiting)
                iterations += taken
                if number == 0:
                    row_dual[growing.rows] = dual[growing.rows]
                    row_dual[growing.own_rows] = 0.0
                if number < len(costs) - 1:
                    waiting[self._outside] &= np.abs(self._price(cost, dual)) <= self._no_price
                    # So that the next objective costs this one nothing.
                    hold_priced(self._solver, self._no_price)
            flows[growing.columns] = self._solver.getSolution().col_value
        finally:
            growing.shrink()
            if len(costs) > 1:
                self._release()
            self._solver.setBasis(self._basis)
        return Resolved(flows, row_dual, iterations)

    def _improve(self, cost: Floats, more: Ints, waiting: NDArray[np.bool_]) -> tuple[Floats, int]:
        """Maximise an objective, and return the duals of all rows and the iterations that it took."""
        row_dual, iterations = np.zeros(self._whole.rows), 0
        while True:
            self._growing.grow(more, cost[more])
            waiting[more] = False
            run_surely(self._solver)
            refuse_failure(self._solver)
            iterations += iterations_of(self._solver)
            row_dual[self._growing.rows] = self._solver.getSolution().row_dual
            more = self._outside[(self._price(cost, row_dual) > self._no_price) & waiting[self._outside]]
            if not len(more):
                return row_dual, iterations

    def _price(self, cost: Floats, row_dual: Floats) -> Floats:
        """Return what the columns outside of the solver gain beyond what their rows are worth."""
        return self._priced.priced(cost[self._outside], row_dual)

    def _release(self) -> None:
        whole, solver = self._whole, self._solver
        columns, rows = (np.arange(len(some), dtype=np.int32) for some in (self._kept, self._rows))
        solver.changeColsBounds(len(columns), columns, whole.lower[self._kept], whole.upper[self._kept])
        low, high = whole.row_lower[self._rows], whole.row_upper[self._rows]
        solver.changeRowsBounds(len(rows), rows, low, high)  # type: ignore[attr-defined]  # stub lacks it
