"""One linear programme through HiGHS, arrays in and arrays out, objectives in order of importance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.planning.network_flow import Programme

#: How much of an earlier objective a later one may give up, relative: below what a balance can show.
_KEPT = 1e-9


@dataclass(frozen=True)
class Solution:
    """An optimal point.

    Attributes
    ----------
    flows : array
        One value a column of the programme.
    row_dual : array
        What one more unit of each row's bound would add to the first objective.
    value : float
        Of the first objective.
    """

    status: str
    flows: NDArray[np.float64]
    row_dual: NDArray[np.float64]
    value: float


def solve(programme: Programme, objectives: Sequence[NDArray[np.float64]]) -> Solution:
    """Maximise the first objective, among its optima the second, and so on.

    Parameters
    ----------
    programme : Programme
    objectives : sequence of array
        Coefficients, one a column; the last should tell all remaining ties apart.

    Raises
    ------
    SymbioflowError
        ``NO_PLAN`` with the solver's word if a programme is not solved to optimality.
    """
    size = len(programme.columns)
    if size == 0:
        return Solution("optimal", np.empty(0), np.zeros(len(programme.row_name)), 0.0)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.passModel(_model(programme, objectives[0]))
    first: tuple[NDArray[np.float64], float] | None = None
    flows = np.zeros(size)
    for number, objective in enumerate(objectives):
        if number:
            columns = np.arange(size, dtype=np.int32)
            solver.changeColsCost(size, columns, np.asarray(objective, dtype=np.float64))
        solver.run()
        status = solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            word = solver.modelStatusToString(status).lower()
            raise SymbioflowError("NO_PLAN", f"the solver found no plan: {word}", EXIT_NO_PLAN)
        answer = solver.getSolution()
        flows = np.asarray(answer.col_value, dtype=np.float64)
        value = float(objective @ flows)
        if first is None:
            first = (np.asarray(answer.row_dual, dtype=np.float64)[: len(programme.row_name)], value)
        if number + 1 < len(objectives):
            used = np.flatnonzero(objective).astype(np.int32)
            floor = value - _KEPT * max(abs(value), 1.0)
            solver.addRow(floor, highspy.kHighsInf, len(used), used, objective[used])
    assert first is not None
    return Solution("optimal", np.maximum(flows, 0.0), first[0], first[1])


def _model(programme: Programme, objective: NDArray[np.float64]) -> highspy.HighsLp:
    model = highspy.HighsLp()
    size, rows = len(programme.columns), len(programme.row_name)
    model.num_col_, model.num_row_ = size, rows
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.asarray(objective, dtype=np.float64)
    model.col_lower_ = np.zeros(size)
    model.col_upper_ = np.full(size, highspy.kHighsInf)
    model.row_lower_ = programme.lower
    model.row_upper_ = programme.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.num_col_, model.a_matrix_.num_row_ = size, rows
    model.a_matrix_.start_ = programme.start
    model.a_matrix_.index_ = programme.index
    model.a_matrix_.value_ = programme.value
    return model
