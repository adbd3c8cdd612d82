"""HiGHS as the planner uses it: arrays in, one thread, silent, a coded refusal where there is no answer."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.planning.solver.linear import Domain, Flags, Floats, Ints, LinearProgramme
from graph.planning.tolerances import FEASIBILITY

#: HiGHS's words for a programme that nothing meets; presolve may leave open which of two faults it is.
INFEASIBLE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
_SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
_BY_COLUMN, _MAXIMISE = int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMaximize)
_CONTINUOUS, _WHOLE = int(highspy.HighsVarType.kContinuous), int(highspy.HighsVarType.kInteger)
#: HiGHS leaves out coefficients that are no larger.
_NO_ENTRY = 1e-9
#: Of HiGHS's simplex strategies.
DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to try.

    Attributes
    ----------
    gap : float
        Relative gap at which a programme with whole numbers or lots is good enough.
    seconds : float
        For the solver; more is a time-out. Whole numbers and lots have as long for themselves.
    """

    gap: float = 1e-4
    seconds: float = 600.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.gap < 1.0:
            raise SymbioflowError("BAD_OPTION.gap", given=self.gap)
        if not self.seconds > 0.0:
            raise SymbioflowError("BAD_OPTION.seconds", given=self.seconds)


def quiet_solver(programme: LinearProgramme | None = None, objective: Floats | None = None) -> highspy.Highs:
    """Return a solver that says nothing, uses one thread and holds the programme, if there is one yet."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("threads", 1)
    if programme is not None:
        hand_over(solver, programme, objective)
    return solver


def careful_solver(programme: LinearProgramme, effort: Effort) -> highspy.Highs:
    """Return a solver that keeps bounds as near as plans are checked, with nothing to maximise yet."""
    solver = quiet_solver(programme)
    solver.setOptionValue("primal_feasibility_tolerance", FEASIBILITY)
    solver.setOptionValue("time_limit", effort.seconds)
    return solver


class KeptSolver:
    """A careful solver for programmes of the same entries, one after another: it is made once.

    What it answered before has no say in what it answers next, but for the answer it is told to start at.

    Examples
    --------
    >>> kept, one = KeptSolver(), np.array([1.0])
    >>> entries = np.array([0]), np.array([0]), one
    >>> small, large = (
    ...     LinearProgramme.of_entries((0 * one, one), (0 * one, size * one), *entries) for size in (1.0, 2.0)
    ... )
    >>> kept.holding(small, Effort()) is kept.holding(large, Effort())
    True
    """

    def __init__(self) -> None:
        self._solver: highspy.Highs | None = None
        self._held: LinearProgramme | None = None
        self._basis: highspy.HighsBasis | None = None

    def start_here(self) -> None:
        """Let every programme from now on begin at the basis of the answer at hand, which should be near."""
        if self._solver is not None:
            keep_near(self._solver)
            self._basis = self._solver.getBasis()

    def holding(self, programme: LinearProgramme, effort: Effort) -> highspy.Highs:
        """Return the solver with a programme, with nothing to maximise yet, as `careful_solver` does."""
        solver, held = self._solver, self._held
        nothing = np.zeros(programme.columns)
        if solver is None or held is None or not within_bounds(solver, programme, nothing, held):
            self._solver = solver = careful_solver(programme, effort)
            self._basis = None
        if self._basis is not None:
            solver.setBasis(self._basis)
        # The solver's clock goes on from answer to answer.
        solver.setOptionValue("time_limit", float(solver.getRunTime()) + effort.seconds)
        self._held = programme
        return solver


def keep_near(solver: highspy.Highs) -> None:
    """Let a solver go on from the bases that it is given, by the dual simplex method.

    Costs are not perturbed: such a basis is near, and undoing a perturbation takes longer.
    """
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("simplex_strategy", DUAL_SIMPLEX)
    solver.setOptionValue("dual_simplex_cost_perturbation_multiplier", 0.0)


def iterations_of(solver: highspy.Highs) -> int:
    """Return how many steps of the simplex method the last answer took."""
    _, count = solver.getInfoValue("simplex_iteration_count")
    return max(int(count), 0)


def run_surely(solver: highspy.Highs) -> None:
    """Solve; where the solver cannot say how it ended, once more from nothing and without presolve.

    A basis that was good for another objective, or what presolve left out, can lead it astray.
    """
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kUnknown:
        _, presolve = solver.getOptionValue("presolve")
        solver.clearSolver()
        solver.setOptionValue("presolve", "off")
        solver.run()
        solver.setOptionValue("presolve", presolve)


def is_solved(solver: highspy.Highs) -> bool:
    """Return whether a solver ended at an optimum, or there was nothing to solve."""
    return solver.getModelStatus() in _SOLVED


def refuse_failure(solver: highspy.Highs) -> None:
    """Raise unless the solver ended at an optimum, or there was nothing to solve."""
    if is_solved(solver):
        return
    status = solver.getModelStatus()
    word = solver.modelStatusToString(status).lower()
    if status in INFEASIBLE:
        raise SymbioflowError("INFEASIBLE", exit_code=EXIT_NO_PLAN)
    if status == highspy.HighsModelStatus.kTimeLimit:
        raise SymbioflowError("SOLVER_TIME_OUT", exit_code=EXIT_NO_PLAN)
    raise SymbioflowError("NO_PLAN", exit_code=EXIT_NO_PLAN, word=word)


def hand_over(solver: highspy.Highs, programme: LinearProgramme, objective: Floats | None = None) -> None:
    """Let a solver hold a programme and what to maximise, nothing by default, in place of what it held.

    The arrays go as they are. One by one, as HiGHS's own model of a programme takes them, their numbers
    took a tenth of the time of a draw.
    """
    solver.passModel(
        programme.columns,
        programme.rows,
        len(programme.index),
        _BY_COLUMN,
        _MAXIMISE,
        0.0,
        np.zeros(programme.columns) if objective is None else np.asarray(objective, dtype=np.float64),
        programme.lower,
        programme.upper,
        programme.row_lower,
        programme.row_upper,
        programme.start,
        programme.index,
        programme.value,
        np.where(programme.domain == Domain.WHOLE, _WHOLE, _CONTINUOUS).astype(np.int32),
    )


def within_bounds(
    solver: highspy.Highs, programme: LinearProgramme, objective: Floats, held: LinearProgramme
) -> bool:
    """Let a solver hold a programme by what differs from the one it holds, and tell whether it can.

    It can where both have the same entries with other coefficients. It then knows nothing of any answer, as
    if the programme had been handed over; that took three times as long as solving it from a near basis.

    Parameters
    ----------
    held : LinearProgramme
        As handed over, or brought here, before.
    """
    # A search may have taken columns in.
    alike = solver.getNumCol() == programme.columns == held.columns and programme.rows == held.rows
    if not (alike and np.array_equal(programme.start, held.start)):
        return False
    changed = np.flatnonzero(programme.value != held.value)
    # What is about 0 is no entry to the solver.
    ends = np.abs(np.concatenate((programme.value[changed], held.value[changed])))
    if (ends <= _NO_ENTRY).any() or not np.array_equal(programme.index, held.index):
        return False
    solver.clearSolver()
    column = np.searchsorted(programme.start, changed, side="right") - 1
    for entry, at in zip(changed.tolist(), column.tolist(), strict=True):
        solver.changeCoeff(int(programme.index[entry]), at, float(programme.value[entry]))
    columns, rows = (np.arange(size, dtype=np.int32) for size in (programme.columns, programme.rows))
    solver.changeColsCost(len(columns), columns, objective)
    solver.changeColsBounds(len(columns), columns, programme.lower, programme.upper)
    solver.changeRowsBounds(len(rows), rows, programme.row_lower, programme.row_upper)  # type: ignore[attr-defined]  # stub lacks it
    return True


def hold_priced(solver: highspy.Highs, no_price: float) -> tuple[Flags, Flags]:
    """Hold what has a reduced cost or a dual at an optimum where it is: what then moves costs nothing of it.

    Parameters
    ----------
    no_price : float
        What is none, in the costs that the solver holds.

    Returns
    -------
    tuple of bool arrays
        Which columns and which rows are held.
    """
    answer = solver.getSolution()
    priced = np.abs(answer.col_dual) > no_price, np.abs(answer.row_dual) > no_price
    hold(solver, *priced)
    return priced


def hold(solver: highspy.Highs, columns: Flags, rows: Flags) -> None:
    """Hold some columns and rows where they are at an optimum."""
    answer = solver.getSolution()
    held, tight = (np.flatnonzero(some).astype(np.int32) for some in (columns, rows))
    flows, activity = np.asarray(answer.col_value)[held], np.asarray(answer.row_value)[tight]
    solver.changeColsBounds(len(held), held, flows, flows)
    solver.changeRowsBounds(len(tight), tight, activity, activity)  # type: ignore[attr-defined]  # stub lacks it


def basic_in(solver: highspy.Highs) -> Ints:
    """Return what is basic at an optimum: columns by their place, rows by -1 less theirs."""
    return np.asarray(solver.getBasicVariables()[1])  # type: ignore[attr-defined]  # stub lacks it


def duals_of(solver: highspy.Highs, basic: Ints, cost: Floats) -> Floats:
    """Return what one more unit of each row's bound adds to other costs, at the basis of an optimum."""
    inside = basic >= 0
    of_basic = np.zeros(len(basic))
    of_basic[inside] = cost[basic[inside]]
    return np.asarray(solver.getBasisTransposeSolve(of_basic)[1])  # type: ignore[attr-defined]  # stub lacks it
