from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from graph.errors import SymbioflowError
from graph.planning.linear import LinearProgramme
from graph.planning.solver import solve


def programme(matrix: np.ndarray, upper: np.ndarray, lower: float = -np.inf) -> LinearProgramme:
    rows, columns = np.nonzero(matrix)
    return LinearProgramme.of_entries(
        (np.zeros(matrix.shape[1]), np.full(matrix.shape[1], np.inf)),
        (np.full(len(upper), lower), upper),
        rows,
        columns,
        matrix[rows, columns],
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(1, 6), columns=st.integers(1, 8))
def test_an_independent_solver_finds_the_same_value(seed: int, rows: int, columns: int) -> None:
    random = np.random.default_rng(seed)
    matrix = random.uniform(0.1, 1.0, (rows, columns))
    upper = random.uniform(1.0, 100.0, rows)
    gain = random.uniform(0.0, 2.0, columns)
    ours = solve(programme(matrix, upper), [gain])
    other = linprog(-gain, A_ub=matrix, b_ub=upper)
    assert ours.value == pytest.approx(-other.fun, rel=1e-9, abs=1e-9)


def test_a_later_objective_chooses_among_the_optima_of_the_first() -> None:
    """Two columns share one row: any split is optimal, the second objective wants the second column."""
    solution = solve(programme(np.array([[1.0, 1.0]]), np.array([10.0])), [np.ones(2), np.array([0.0, 1.0])])
    assert solution.flows == pytest.approx([0.0, 10.0], abs=1e-6)
    assert solution.row_dual == pytest.approx([1.0])


def test_an_infeasible_programme_is_a_coded_refusal() -> None:
    with pytest.raises(SymbioflowError) as refused:
        solve(programme(np.array([[1.0]]), np.array([-1.0])), [np.ones(1)])
    assert refused.value.code == "INFEASIBLE"
