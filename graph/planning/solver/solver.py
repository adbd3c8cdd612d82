"""HiGHS on arrays: objectives in order of importance, each chosen among the optima of those before it.

What has a reduced cost or a dual at an optimum is held where it is, and the next objective goes on from the
same basis; only what costs the earlier ones nothing may still move. The first basis is that of the weighted
sum of all objectives: it is nearly the last one, so what follows takes few iterations.

References
----------
Ehrgott, M. (2005). Multicriteria Optimization, 2nd ed., section 5.1 (lexicographic optimality). Springer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.planning.solver.choices import decided
from graph.planning.solver.highs import Effort, KeptSolver
from graph.planning.solver.linear import Domain, Floats, LinearProgramme
from graph.planning.solver.search import Search
from graph.planning.tolerances import LARGEST_AMOUNT


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
    kept: KeptSolver | None = None,
) -> Solution:
    """Maximise the first objective, among its optima the second, and so on.

    Parameters
    ----------
    programme : LinearProgramme
    objectives : sequence of array
        Coefficients, one a column.
    effort : Effort, optional
    kept : KeptSolver, optional
        Of who solves programmes of the same entries one after another; the answers are the same, but for
        rounding and for which of equally good flows they name where it starts from one of its own.

    Raises
    ------
    SymbioflowError
        ``INFEASIBLE`` if nothing meets every row, ``SOLVER_TIME_OUT`` if time ran out before any plan, and
        ``NO_PLAN`` with the solver's word otherwise.

    Examples
    --------
    10 t may go to two uses that are worth the same, and the second is nearer:

    >>> row, column = np.array([0, 0]), np.array([0, 1])
    >>> bounds, supply = (np.zeros(2), np.full(2, np.inf)), (np.array([-np.inf]), np.array([10.0]))
    >>> linear = LinearProgramme.of_entries(bounds, supply, row, column, np.ones(2))
    >>> solve(linear, [np.array([1.0, 1.0]), np.array([-40.0, -3.0])]).flows
    array([ 0., 10.])
    """
    effort = effort or Effort()
    status, gap, seconds = "optimal", 0.0, 0.0
    if (programme.domain != Domain.CONTINUOUS).any():
        choice = decided(programme, objectives, effort)
        programme, status, gap, seconds = choice.programme, choice.status, choice.gap, choice.seconds
    if not programme.columns:
        _refuse_unmet(programme)
        return Solution(status, np.zeros(0), np.zeros(programme.rows), 0.0, gap, 0, seconds)
    scale = scale_of(programme)
    search = Search(scaled(programme, scale), objectives, effort, kept=kept)
    row_dual = search.improve(objectives[0])
    for objective in objectives[1:]:
        if objective.any():
            search.improve(objective)
    flows = np.clip(search.flows * scale, programme.lower, programme.upper)
    value = float(objectives[0] @ flows)
    return Solution(status, flows, row_dual, value, gap, search.iterations, seconds + search.seconds)


def _refuse_unmet(programme: LinearProgramme) -> None:
    """Refuse a row that 0 does not meet where there are no columns."""
    if (programme.row_lower > 0.0).any() or (programme.row_upper < 0.0).any():
        raise SymbioflowError("INFEASIBLE.nothing_flows", exit_code=EXIT_NO_PLAN)


def scale_of(programme: LinearProgramme) -> float:
    """Return what amounts are counted in, so that none is larger than the solver is made for."""
    bounds = np.abs(np.r_[programme.lower, programme.upper, programme.row_lower, programme.row_upper])
    return max(float(bounds[np.isfinite(bounds)].max(initial=0.0)) / LARGEST_AMOUNT, 1.0)


def scaled(programme: LinearProgramme, scale: float) -> LinearProgramme:
    """Return the programme with its amounts in another unit."""
    return replace(
        programme,
        lower=programme.lower / scale,
        upper=programme.upper / scale,
        row_lower=programme.row_lower / scale,
        row_upper=programme.row_upper / scale,
    )
