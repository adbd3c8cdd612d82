from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.planning.solver import LinearProgramme


def random_programme(seed: int, rows: int, columns: int) -> tuple[LinearProgramme, np.ndarray]:
    random = np.random.default_rng(seed)
    matrix = random.uniform(-1.0, 1.0, (rows, columns)) * (random.random((rows, columns)) < 0.2)
    row, column = np.nonzero(matrix)
    shuffled = random.permutation(len(row))
    linear = LinearProgramme.of_entries(
        (np.zeros(columns), np.ones(columns)),
        (np.arange(rows) * 1.0, np.arange(rows) + 1.0),
        row[shuffled],
        column[shuffled],
        matrix[row, column][shuffled],
    )
    return linear, matrix


sizes = st.integers(1, 12)
random_test = settings(max_examples=50, deadline=None)


@random_test
@given(st.integers(0, 1_000_000), sizes, sizes)
def test_arrays_say_what_the_matrix_says(seed: int, rows: int, columns: int) -> None:
    linear, matrix = random_programme(seed, rows, columns)
    random = np.random.default_rng(seed + 1)
    point, dual, cost = random.random(columns), random.random(rows), random.random(columns)
    assert linear.activity(point) == pytest.approx(matrix @ point, abs=1e-12)
    assert linear.priced(cost, dual) == pytest.approx(cost - dual @ matrix, abs=1e-12)


@random_test
@given(st.integers(0, 1_000_000), sizes, sizes)
def test_a_part_is_the_same_rows_and_columns_of_the_matrix(seed: int, rows: int, columns: int) -> None:
    linear, matrix = random_programme(seed, rows, columns)
    random = np.random.default_rng(seed + 1)
    some_rows = random.permutation(rows)[: random.integers(1, rows + 1)]
    some_columns = random.permutation(columns)[: random.integers(1, columns + 1)]
    part = linear.take(some_columns, some_rows)
    point = random.random(len(some_columns))
    assert part.activity(point) == pytest.approx(matrix[np.ix_(some_rows, some_columns)] @ point, abs=1e-12)
    assert part.row_lower.tolist() == some_rows.tolist()
