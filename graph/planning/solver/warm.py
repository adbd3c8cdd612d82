"""A programme that is solved once, and again with some columns and rows more, each time from its own basis.

What is added may stay at 0, so the basis of the programme without it is feasible with it too, and the primal
simplex method goes on from there. Afterwards everything is taken out again: no answer depends on what was
asked before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from graph.planning.solver.highs import Effort
from graph.planning.solver.linear import Floats, Ints, LinearProgramme
from graph.planning.solver.solver import Search, scale_of, scaled

_PRIMAL_SIMPLEX = 4


@dataclass(frozen=True)
class Extended:
    """An optimum of a programme with something added.

    Attributes
    ----------
    flows : float array
        One value a column of the whole programme; 0 where it does not take part.
    value : float
        Of the first objective.
    """

    flows: Floats
    value: float


class WarmProgramme:
    """One programme, of which some columns and rows always take part and others only when they are asked for.

    Parameters
    ----------
    whole : LinearProgramme
        Of continuous columns. Every row holds where all that is added is 0.
    objectives : sequence of array
        As for `graph.planning.solver.solve`: each decides among the optima of those before it.
    columns, rows : int array
        Those that always take part.
    effort : Effort

    Attributes
    ----------
    flows : float array
        The optimum of what always takes part, one value a column of the whole programme.
    row_dual : float array
        What one more unit of each row's bound adds to the first objective; 0 for rows that do not take part.
    value : float
    """

    def __init__(
        self,
        whole: LinearProgramme,
        objectives: Sequence[Floats],
        columns: Ints,
        rows: Ints,
        effort: Effort,
    ) -> None:
        self._scale = scale_of(whole)
        self._whole = scaled(whole, self._scale)
        self._objectives = [objective for objective in objectives if objective.any()] or [objectives[0]]
        self._columns, self._rows = columns, rows
        self._place = np.full(whole.rows, -1, dtype=np.int64)
        self._place[rows] = np.arange(len(rows))
        self._base = self._whole.take(columns, rows)
        self._search = Search(self._base, effort)
        wanted = [objective[columns] for objective in self._objectives]
        self._search.start(wanted)
        self.row_dual = np.zeros(whole.rows)
        self.row_dual[rows] = self._search.improve(wanted[0])
        for objective in wanted[1:]:
            self._search.improve(objective)
        # The last basis is good for every objective: what is added changes little of it.
        basis = self._search.solver.getBasis()
        self._status = list(basis.col_status), list(basis.row_status)
        self.flows = self._on_all(self._search.flows, columns)
        self.value = float(self._objectives[0] @ self.flows)
        self._search.solver.setOptionValue("simplex_strategy", _PRIMAL_SIMPLEX)
        self._restore()

    def extended(self, more: Ints, closed: Ints) -> Extended:
        """Return the optimum with more columns, and without some of those that always take part.

        Parameters
        ----------
        more, closed : int array
            Columns of the whole programme.
        """
        solver = self._search.solver
        added = self._whole.take(more, np.arange(self._whole.rows))
        rows = np.unique(added.index)
        rows = rows[self._place[rows] < 0].astype(np.int64)
        self._place[rows] = len(self._rows) + np.arange(len(rows))
        nothing = np.empty(0, dtype=np.int32)
        lower, upper = self._whole.row_lower[rows], self._whole.row_upper[rows]
        solver.addRows(len(rows), lower, upper, 0, nothing, nothing, np.empty(0))
        solver.addCols(
            len(more),
            np.zeros(len(more)),
            added.lower,
            added.upper,
            len(added.index),
            added.start[:-1],
            self._place[added.index].astype(np.int32),
            added.value,
        )
        shut = np.flatnonzero(np.isin(self._columns, closed)).astype(np.int32)
        solver.changeColsBounds(len(shut), shut, np.zeros(len(shut)), np.zeros(len(shut)))
        columns = np.concatenate((self._columns, more))
        try:
            for objective in self._objectives:
                self._search.improve(objective[columns])
            flows = self._on_all(self._search.flows, columns)
            value = float(self._objectives[0][columns] @ flows[columns])
        finally:
            self._place[rows] = -1
            last = np.arange(len(self._columns), len(columns), dtype=np.int32)
            solver.deleteCols(len(last), last)
            last = (len(self._rows) + np.arange(len(rows))).astype(np.int32)
            solver.deleteRows(len(last), last)
            self._restore()
        return Extended(flows, value)

    def _on_all(self, found: Floats, columns: Ints) -> Floats:
        flows = np.zeros(self._whole.columns)
        amounts = np.clip(found, self._whole.lower[columns], self._whole.upper[columns])
        flows[columns] = amounts * self._scale
        return flows

    def _restore(self) -> None:
        """Set every bound as it was, and the basis of the plan without additions."""
        solver, base = self._search.solver, self._base
        columns, rows = (np.arange(count, dtype=np.int32) for count in (base.columns, base.rows))
        solver.changeColsBounds(len(columns), columns, base.lower, base.upper)
        solver.changeRowsBounds(len(rows), rows, base.row_lower, base.row_upper)  # type: ignore[attr-defined]  # stub lacks it
        basis = highspy.HighsBasis()
        basis.col_status, basis.row_status = self._status
        basis.valid = True
        solver.setBasis(basis)
