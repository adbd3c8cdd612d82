"""Whole numbers and lots: decided first, so that what is left is a linear programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np

from graph.planning.solver.highs import Effort, model, quiet_solver, refuse_failure
from graph.planning.solver.linear import Domain, Floats, LinearProgramme
from graph.planning.tolerances import DECIDED_LOSS


@dataclass(frozen=True)
class Decided:
    """A programme whose whole numbers and lots are decided.

    Attributes
    ----------
    status : str
        ``optimal`` (within the gap), or ``time limit`` for the best decisions found in time.
    gap : float
        Relative distance of the first objective to the best bound.
    seconds : float
        Of the solver's clock.
    """

    programme: LinearProgramme
    status: str
    gap: float
    seconds: float


def decided(programme: LinearProgramme, objectives: Sequence[Floats], effort: Effort) -> Decided:
    """Decide whole numbers and lots for the first objective, then the second within its gap, and so on.

    Raises
    ------
    SymbioflowError
        As `graph.planning.solver.solver.solve`.
    """
    objectives = [objectives[0], *(objective for objective in objectives[1:] if objective.any())]
    mixed = _with_choices(programme)
    more = np.zeros(mixed.columns - programme.columns)
    solver = quiet_solver(model(mixed, np.concatenate((objectives[0], more))))
    solver.setOptionValue("mip_rel_gap", effort.gap)
    solver.setOptionValue("time_limit", effort.seconds)
    status, gap = "optimal", 0.0
    flows = np.zeros(programme.columns)
    for number, objective in enumerate(objectives):
        if number:
            columns = np.arange(programme.columns, dtype=np.int32)
            solver.changeColsCost(len(columns), columns, objective)
        solver.run()
        info = solver.getInfo()
        if solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit and (
            number or info.primal_solution_status == _FEASIBLE
        ):
            status = "time limit"
        else:
            refuse_failure(solver)
        if not number:
            gap = max(float(info.mip_gap), 0.0)
        if info.primal_solution_status == _FEASIBLE:
            flows = np.asarray(solver.getSolution().col_value, dtype=np.float64)[: programme.columns]
        if status != "optimal" or number + 1 == len(objectives):
            break
        value = float(objective @ flows)
        used = np.flatnonzero(objective).astype(np.int32)
        floor = value - max(effort.gap, DECIDED_LOSS) * abs(value)
        largest = float(np.abs(objective).max(initial=0.0)) or 1.0
        solver.addRow(floor / largest, highspy.kHighsInf, len(used), used, objective[used] / largest)
    return Decided(_fixed(programme, flows), status, gap, float(solver.getRunTime()))


#: HiGHS's word for a point that meets every bound.
_FEASIBLE = 2


def _fixed(programme: LinearProgramme, flows: Floats) -> LinearProgramme:
    lower, upper = programme.lower.copy(), programme.upper.copy()
    whole, lot = programme.domain == Domain.WHOLE, programme.domain == Domain.LOT
    lower[whole] = upper[whole] = np.round(flows[whole])
    # Half a lot is halfway between nothing and the lot: the solver's rounding is far from it on either side.
    nothing = lot & (flows < 0.5 * programme.lower)
    lower[nothing] = upper[nothing] = 0.0
    return replace(programme, lower=lower, upper=upper, domain=np.zeros_like(programme.domain))


def _with_choices(programme: LinearProgramme) -> LinearProgramme:
    """Return a programme in which each lot is a choice: nothing, or between its bounds.

    HiGHS has semi-continuous variables of its own, but only below an upper bound of 100,000.
    """
    lots = np.flatnonzero(programme.domain == Domain.LOT)
    count, columns, rows = len(lots), programme.columns, programme.rows
    choice = columns + np.arange(count)
    at_most, at_least = rows + np.arange(count), rows + count + np.arange(count)
    unbounded, nothing = np.full(count, np.inf), np.zeros(count)
    lower, domain = programme.lower.copy(), programme.domain.copy()
    lower[lots], domain[lots] = 0.0, Domain.CONTINUOUS
    parts = [
        (programme.index, programme.column_of_entry(), programme.value),
        (at_most, lots, np.ones(count)),
        (at_most, choice, -programme.upper[lots]),
        (at_least, lots, np.ones(count)),
        (at_least, choice, -programme.lower[lots]),
    ]
    row, column, value = (np.concatenate([part[place] for part in parts]) for place in range(3))
    return LinearProgramme.of_entries(
        (np.concatenate((lower, nothing)), np.concatenate((programme.upper, np.ones(count)))),
        (
            np.concatenate((programme.row_lower, -unbounded, nothing)),
            np.concatenate((programme.row_upper, nothing, unbounded)),
        ),
        row,
        column,
        value,
        np.concatenate((domain, np.full(count, Domain.WHOLE, dtype=np.int64))),
    )
