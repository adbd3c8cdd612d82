"""Whole numbers and lots: decided first, so that what is left is a linear programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np

from graph.planning.solver.highs import INFEASIBLE, Effort, quiet_solver, refuse_failure
from graph.planning.solver.linear import Domain, Floats, LinearProgramme, largest
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
    solver = quiet_solver(mixed, np.concatenate((objectives[0], more)))
    solver.setOptionValue("mip_rel_gap", effort.gap)
    solver.setOptionValue("time_limit", effort.seconds)
    status, gap = "optimal", 0.0
    flows, floors = np.zeros(programme.columns), list[tuple[Floats, float]]()
    for number, objective in enumerate(objectives):
        if number:
            columns = np.arange(programme.columns, dtype=np.int32)
            solver.changeColsCost(len(columns), columns, objective)
        solver.run()
        info, reached = solver.getInfo(), solver.getModelStatus()
        feasible = info.primal_solution_status == _FEASIBLE
        if reached == highspy.HighsModelStatus.kTimeLimit and (number or feasible):
            status = "time limit"
        elif number and reached in INFEASIBLE:
            # What was decided before keeps every floor: only the solver's rounding says that nothing does.
            break
        else:
            refuse_failure(solver)
        if not number:
            gap = max(float(info.mip_gap), 0.0)
        if feasible:
            found = np.asarray(solver.getSolution().col_value, dtype=np.float64)[: programme.columns]
            value = _most(_fixed(programme, found), objective, floors)
            if value is not None or not number:
                flows = found
                floors.append(
                    (objective, _floor(float(objective @ found) if value is None else value, effort))
                )
                _hold(solver, *floors[-1])
        if status != "optimal":
            break
    return Decided(_fixed(programme, flows), status, gap, float(solver.getRunTime()))


def _floor(value: float, effort: Effort) -> float:
    """Return what later decisions must leave of an objective."""
    return value - max(effort.gap, DECIDED_LOSS) * abs(value)


def _hold(solver: highspy.Highs, objective: Floats, floor: float) -> None:
    """Add that an objective is at least its floor."""
    used = np.flatnonzero(objective).astype(np.int32)
    size = largest(objective)
    solver.addRow(floor / size, highspy.kHighsInf, len(used), used, objective[used] / size)


def _most(
    programme: LinearProgramme, objective: Floats, floors: Sequence[tuple[Floats, float]]
) -> float | None:
    """Return the most of an objective with whole numbers as they were rounded; None if that breaks a floor.

    The solver's own point says too much: it takes for whole what is within 1e-6 of it, and where a unit costs
    tens of thousands that is worth more than a gap.
    """
    solver = quiet_solver(programme.with_floors(floors), objective)
    solver.run()
    if solver.getModelStatus() not in (_OPTIMAL, _EMPTY):
        return None
    return float(objective @ np.asarray(solver.getSolution().col_value, dtype=np.float64))


#: HiGHS's word for a point that meets every bound.
_FEASIBLE = 2
_OPTIMAL, _EMPTY = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty


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
