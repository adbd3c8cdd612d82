"""HiGHS as the planner uses it: arrays in, one thread, silent, a coded refusal where there is no answer."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.planning.solver.linear import Domain, Floats, LinearProgramme
from graph.planning.tolerances import FEASIBILITY

#: HiGHS's words for a programme that nothing meets; presolve may leave open which of two faults it is.
INFEASIBLE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
_SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
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


def quiet_solver(programme: highspy.HighsLp | None = None) -> highspy.Highs:
    """Return a solver that says nothing, uses one thread and holds the programme, if there is one yet."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("threads", 1)
    if programme is not None:
        solver.passModel(programme)
    return solver


def careful_solver(programme: LinearProgramme, effort: Effort) -> highspy.Highs:
    """Return a solver that keeps bounds as near as plans are checked, with nothing to maximise yet."""
    solver = quiet_solver(model(programme, np.zeros(programme.columns)))
    solver.setOptionValue("primal_feasibility_tolerance", FEASIBILITY)
    solver.setOptionValue("time_limit", effort.seconds)
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
    return max(int(solver.getInfo().simplex_iteration_count), 0)


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


def model(programme: LinearProgramme, objective: Floats) -> highspy.HighsLp:
    """Return a programme and what to maximise as HiGHS takes them."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = programme.columns, programme.rows
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.asarray(objective, dtype=np.float64)
    lp.col_lower_, lp.col_upper_ = programme.lower, programme.upper
    lp.row_lower_, lp.row_upper_ = programme.row_lower, programme.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = programme.columns, programme.rows
    lp.a_matrix_.start_ = programme.start
    lp.a_matrix_.index_ = programme.index
    lp.a_matrix_.value_ = programme.value
    if (programme.domain != Domain.CONTINUOUS).any():
        lp.integrality_ = [
            highspy.HighsVarType.kInteger if domain == Domain.WHOLE else highspy.HighsVarType.kContinuous
            for domain in programme.domain
        ]
    return lp


def hold_priced(solver: highspy.Highs, no_price: float) -> None:
    """Hold what has a reduced cost or a dual at an optimum where it is: what then moves costs nothing of it.

    Parameters
    ----------
    no_price : float
        What is none, in the costs that the solver holds.
    """
    answer = solver.getSolution()
    flows, reduced, activity, dual = (
        np.asarray(values, dtype=np.float64)
        for values in (answer.col_value, answer.col_dual, answer.row_value, answer.row_dual)
    )
    held, tight = (np.flatnonzero(np.abs(one) > no_price).astype(np.int32) for one in (reduced, dual))
    solver.changeColsBounds(len(held), held, flows[held], flows[held])
    solver.changeRowsBounds(len(tight), tight, activity[tight], activity[tight])  # type: ignore[attr-defined]  # stub lacks it
