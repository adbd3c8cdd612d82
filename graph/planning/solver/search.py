"""One solver that goes from objective to objective over the few columns of a large programme that may matter.

Of a large park's columns nearly all carry nothing. The solver begins with the best few of each row, and after
each answer whatever the duals say would be worth more than its rows comes in, again the best few of each row.
When there is no such column left, the answer is that of the whole programme. A small one is held whole.

References
----------
Bixby, R. E. et al. (1992). Very large-scale linear programming: a case study in combining interior point and
simplex methods, section 3 (sifting). Operations Research 40(5).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph.planning.solver.highs import (
    DUAL_SIMPLEX,
    INFEASIBLE,
    PRIMAL_SIMPLEX,
    Effort,
    KeptSolver,
    basic_in,
    careful_solver,
    duals_of,
    hold,
    hold_priced,
    is_solved,
    iterations_of,
    refuse_failure,
    run_surely,
)
from graph.planning.solver.linear import Flags, Floats, Ints, LinearProgramme, largest
from graph.planning.tolerances import NO_PRICE

#: Weight of each further objective in the sum that the first basis is made for. The sum decides nothing.
_STARTING_WEIGHT = 1e-3
#: A programme of no more columns is held whole: choosing among so few saves nothing.
_HELD_WHOLE = 15_000
#: So many columns of each row come in at once, of those that add to it and of those that take from it.
_BEST = 5


class Search:
    """A programme in a solver, and what the objectives so far have settled.

    Parameters
    ----------
    programme : LinearProgramme
        Of continuous columns, its amounts scaled.
    objectives : sequence of array
        In order of importance; those without a coefficient are left out of account.
    effort : Effort
    no_price : float, optional
        The solver's tolerance of reduced costs, where one objective shall decide what others would.
    kept : KeptSolver, optional
        Of who solves programmes of the same entries one after another.

    Attributes
    ----------
    solver : highspy.Highs
    held : int array
        The columns that are in the solver, in its order. Those that may not be 0 are always there.
    flows : float array
        One value a column of the programme.
    iterations : int
    """

    def __init__(
        self,
        programme: LinearProgramme,
        objectives: Sequence[Floats],
        effort: Effort,
        no_price: float | None = None,
        kept: KeptSolver | None = None,
    ) -> None:
        wanted = [objective / largest(objective) for objective in objectives if objective.any()]
        weights = _STARTING_WEIGHT ** np.arange(len(wanted))
        together = (weights @ np.array(wanted)).astype(np.float64) if wanted else np.zeros(programme.columns)
        self._programme, self._no_price = programme, NO_PRICE if no_price is None else no_price
        self.held = _few(programme, together)
        self._waiting: NDArray[np.bool_] = np.ones(programme.columns, dtype=bool)
        self._waiting[self.held] = False
        #: Whether the basis at hand, which should be near, is asked before the solver.
        self._again = kept is not None and not self._waiting.any()
        #: Of the columns, then the rows: what an objective so far has a price for, and what of this the
        #: solver is not told yet.
        self._settled, self._untold = np.zeros((2, programme.columns + programme.rows), dtype=bool)
        #: What is basic at the basis at hand, and which columns and rows could flow more, or less.
        self._ends: tuple[Ints, Flags, Flags] | None = None
        part = programme.some(self.held)
        self.solver = careful_solver(part, effort) if kept is None else kept.holding(part, effort)
        if no_price is not None:
            self.solver.setOptionValue("dual_feasibility_tolerance", no_price)
        self.flows = np.zeros(programme.columns)
        self.iterations = 0
        if len(wanted) > 1:
            # A basis that is nearly the last one. Whether there is an optimum the first objective tells.
            self._run(together)

    @property
    def seconds(self) -> float:
        """The solver's own clock."""
        return float(self.solver.getRunTime())

    def best(self, objective: Floats) -> Floats:
        """Maximise an objective among what is not settled, and return the rows' duals."""
        size = largest(objective)
        cost = objective / size
        self._tell()
        self._run(cost)
        refuse_failure(self.solver)
        answer = self.solver.getSolution()
        self.flows[self.held] = answer.col_value
        dual = np.asarray(answer.row_dual, dtype=np.float64)
        return dual * size

    def improve(self, objective: Floats) -> Floats:
        """Maximise an objective, hold what has a price in it, and return the rows' duals."""
        size = largest(objective)
        standing = self._standing(objective / size)
        if standing is not None:
            self._untold |= np.abs(standing) > self._no_price
            self._settled |= self._untold
            return standing[self._programme.columns :] * size
        dual = self.best(objective)
        if self._waiting.any():
            price = self._programme.priced(objective / size, dual / size)
            self._waiting &= np.abs(price) <= self._no_price
        priced = hold_priced(self.solver, self._no_price)
        if self._again:
            self._settled |= np.concatenate(priced)
        return dual

    def _standing(self, cost: Floats) -> Floats | None:
        """Return the reduced costs and then the duals at the basis at hand, if it is best for a cost too.

        It is where nothing that is not settled had better flow more or less: the solver would take no step.
        """
        if not self._again or not is_solved(self.solver):
            return None
        programme = self._programme
        if self._ends is None:
            answer = self.solver.getSolution()
            self.flows = np.asarray(answer.col_value, dtype=np.float64)
            value = np.concatenate((self.flows, answer.row_value))
            upper = np.concatenate((programme.upper, programme.row_upper))
            lower = np.concatenate((programme.lower, programme.row_lower))
            self._ends = basic_in(self.solver), value < upper, value > lower
        basic, more, less = self._ends
        dual = duals_of(self.solver, basic, cost)
        price = np.concatenate((programme.priced(cost, dual), dual))
        price[np.where(basic >= 0, basic, programme.columns - 1 - basic)] = 0.0
        paying = (price > self._no_price) & more | (price < -self._no_price) & less
        return None if (paying & ~self._settled).any() else price

    def _tell(self) -> None:
        """Let the solver hold what is settled: it moves from the basis at hand."""
        self._ends = None
        if self._untold.any():
            hold(self.solver, *np.split(self._untold, [self._programme.columns]))
            self._untold[:] = False

    def _run(self, cost: Floats) -> None:
        """Maximise, until no column outside of the solver is worth more than its rows."""
        places = np.arange(len(self.held), dtype=np.int32)
        self.solver.changeColsCost(len(places), places, cost[self.held])
        while True:
            run_surely(self.solver)
            self.iterations += iterations_of(self.solver)
            if not self._waiting.any():
                break
            if self.solver.getModelStatus() in INFEASIBLE:
                # What is held meets not every row; the rest might.
                self._take(np.flatnonzero(self._waiting), cost)
                continue
            if not is_solved(self.solver):
                break
            dual = np.asarray(self.solver.getSolution().row_dual, dtype=np.float64)
            price = self._programme.priced(cost, dual)
            paying = np.flatnonzero(self._waiting & (price > self._no_price))
            if not len(paying):
                break
            self._take(paying[best_of_each_row(self._programme, paying, price)], cost)
            # What came in may stay at 0, so that the basis is feasible.
            self.solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        self.solver.setOptionValue("simplex_strategy", DUAL_SIMPLEX)

    def _take(self, more: Ints, cost: Floats) -> None:
        part = self._programme.some(more)
        entries = part.start[:-1], part.index, part.value
        self.solver.addCols(len(more), cost[more], part.lower, part.upper, len(part.index), *entries)
        self.held = np.r_[self.held, more]
        self._waiting[more] = False


def _few(programme: LinearProgramme, worth: Floats) -> Ints:
    """Return the columns to begin with."""
    every = np.arange(programme.columns)
    if programme.columns <= _HELD_WHOLE:
        return every
    held = needed(programme)
    held[every[best_of_each_row(programme, every, worth)]] = True
    return np.flatnonzero(held)


def needed(programme: LinearProgramme) -> NDArray[np.bool_]:
    """Return which columns may not be 0, or are in a row that is not met where all are 0."""
    found: NDArray[np.bool_] = (programme.lower != 0.0) | (programme.upper < 0.0)
    unmet = (programme.row_lower > 0.0) | (programme.row_upper < 0.0)
    found[programme.column_of_entry()[unmet[programme.index]]] = True
    return found


def best_of_each_row(
    programme: LinearProgramme, columns: Ints, worth: Floats, most: int = _BEST
) -> NDArray[np.bool_]:
    """Return which columns are among the best few of a row of those that add to it, or take from it."""
    part = programme.some(columns)
    column = part.column_of_entry()
    side = 2 * part.index.astype(np.int64) + (part.value < 0.0)
    order = np.lexsort((-worth[columns][column], side))
    side, column = side[order], column[order]
    first = np.flatnonzero(np.r_[True, side[1:] != side[:-1]]) if len(side) else np.empty(0, dtype=np.int64)
    place = np.arange(len(side)) - np.repeat(first, np.diff(np.r_[first, len(side)]))
    chosen: NDArray[np.bool_] = np.diff(part.start) == 0
    chosen[column[place < most]] = True
    return chosen
