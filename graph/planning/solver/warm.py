"""A programme that is solved once, and again with columns and rows more, each time from its own basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.planning.solver.highs import Effort
from graph.planning.solver.linear import Floats, Ints, LinearProgramme, largest
from graph.planning.solver.search import Search
from graph.planning.solver.sifted import Resolved, SiftedProgramme, Start
from graph.planning.solver.solver import scale_of, scaled


@dataclass(frozen=True)
class Extended:
    """An optimum of a programme with something added.

    Attributes
    ----------
    flows : float array
        One value a column of the whole programme; 0 where it does not take part.
    value : float
        Of the first objective.
    row_dual : float array
        What one more unit of each row's bound would add to it; 0 for rows that only come with the addition.
    """

    flows: Floats
    value: float
    row_dual: Floats


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
        self._size = largest(self._objectives[0])
        wanted = [objective[columns] for objective in self._objectives]
        search = Search(self._whole.take(columns, rows), wanted, effort)
        self.row_dual = np.zeros(whole.rows)
        self.row_dual[rows] = search.improve(wanted[0])
        costs = [objective / largest(objective) for objective in self._objectives]

        def sifted(some: Sequence[Floats], price: Floats | None = None) -> SiftedProgramme:
            start = Start(search.held, search.solver.getBasis(), search.flows, price)
            return SiftedProgramme(self._whole, some, columns, rows, start, effort)

        price = self._whole.priced(self._objectives[0], self.row_dual)[columns]
        self._first = sifted(costs[:1], price)
        for objective in wanted[1:]:
            search.improve(objective)
        # The last basis is good for every objective: what is added changes little of it.
        self._every = sifted(costs)
        flows = np.zeros(whole.columns)
        flows[columns] = search.flows
        self.flows = self._counted(flows)
        self.value = float(self._objectives[0] @ self.flows)

    def valued(self, more: Ints, closed: Ints) -> Extended:
        """Return an optimum of the first objective alone; see `extended`."""
        return self._written(self._first.extended(more, closed))

    def extended(self, more: Ints, closed: Ints) -> Extended:
        """Return the optimum with more columns, and without some of those that always take part.

        Parameters
        ----------
        more, closed : int array
            Columns of the whole programme.
        """
        return self._written(self._every.extended(more, closed))

    def _written(self, found: Resolved) -> Extended:
        flows, first = self._counted(found.flows), self._objectives[0]
        # Few columns carry anything: over all of them the threads of the product cost more than the answer.
        carrying = np.flatnonzero(flows)
        value = float(first[carrying] @ flows[carrying])
        return Extended(flows, value, found.row_dual * self._size)

    def _counted(self, flows: Floats) -> Floats:
        whole, carrying = self._whole, np.flatnonzero(flows)
        amounts = np.zeros(len(flows))
        bounds = whole.lower[carrying], whole.upper[carrying]
        amounts[carrying] = np.clip(flows[carrying], *bounds) * self._scale
        return amounts
