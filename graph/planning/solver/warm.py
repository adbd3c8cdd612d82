"""A programme that is solved once, and again with some columns and rows more, each time from its own basis.

What is added may stay at 0, so the basis of the programme without it is feasible with it too, and the primal
simplex method goes on from there. Afterwards everything is taken out again: no answer depends on what was
asked before. Where only the first objective is asked for, fewer columns do (`graph.planning.solver.sifted`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np

from graph.planning.solver.growing import Growing
from graph.planning.solver.highs import Effort
from graph.planning.solver.linear import Floats, Ints, LinearProgramme, largest
from graph.planning.solver.sifted import PRIMAL_SIMPLEX, SiftedProgramme, Valued
from graph.planning.solver.solver import Search, scale_of, scaled


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
        self._base = self._whole.take(columns, rows)
        self._search = Search(self._base, effort)
        solver = self._search.solver
        self._growing = Growing(solver, self._whole, columns, rows)
        wanted = [objective[columns] for objective in self._objectives]
        self._search.start(wanted)
        self.row_dual = np.zeros(whole.rows)
        self.row_dual[rows] = self._search.improve(wanted[0])
        self._size = largest(self._objectives[0])
        self._sifted = SiftedProgramme(
            self._whole,
            self._objectives[0] / self._size,
            columns,
            rows,
            solver.getBasis(),
            self._search.flows,
            effort,
        )
        for objective in wanted[1:]:
            self._search.improve(objective)
        # The last basis is good for every objective: what is added changes little of it.
        basis = solver.getBasis()
        self._status = list(basis.col_status), list(basis.row_status)
        self.flows = self._on_all(self._search.flows, columns)
        self.value = float(self._objectives[0] @ self.flows)
        solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        self._restore()

    def valued(self, more: Ints, closed: Ints) -> Valued:
        """Return the first objective with more columns and without some; see `extended`."""
        found = self._sifted.extended(more, closed)
        return replace(
            found,
            value=found.value * self._size * self._scale,
            row_dual=found.row_dual * self._size,
            flows=found.flows * self._scale,
        )

    def extended(self, more: Ints, closed: Ints) -> Extended:
        """Return the optimum with more columns, and without some of those that always take part.

        Parameters
        ----------
        more, closed : int array
            Columns of the whole programme.
        """
        growing = self._growing
        growing.grow(more, np.zeros(len(more)))
        growing.shut(closed)
        columns = growing.columns
        try:
            for objective in self._objectives:
                self._search.improve(objective[columns])
            flows = self._on_all(self._search.flows, columns)
            value = float(self._objectives[0][columns] @ flows[columns])
        finally:
            growing.shrink()
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
