from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from graph.planning.solver.crash import crash
from graph.planning.solver.highs import model, quiet_solver
from graph.planning.solver.linear import LinearProgramme


def transport(supply: list[float], room: list[float], links: list[tuple[int, int]]) -> LinearProgramme:
    """Streams with a supply, facilities with room, and what may flow between them: one column a link."""
    column = np.repeat(np.arange(len(links)), 2)
    row = np.array([place for giver, taker in links for place in (giver, len(supply) + taker)])
    bounds = np.array([*supply, *room])
    return LinearProgramme.of_entries(
        (np.zeros(len(links)), np.full(len(links), np.inf)),
        (np.full(len(bounds), -np.inf), bounds),
        row,
        column,
        np.ones(len(row)),
    )


def starting_point(programme: LinearProgramme, objective: np.ndarray) -> np.ndarray:
    """Return the point that the solver makes of the basis without a single pivot."""
    solver = quiet_solver(model(programme, objective))
    solver.setBasis(crash(programme, objective).basis(np.arange(programme.columns)))
    solver.setOptionValue("simplex_iteration_limit", 0)
    solver.run()
    return np.asarray(solver.getSolution().col_value)


def test_the_stream_with_the_fewest_ways_goes_first() -> None:
    """Stream 0 can go to a only, stream 1 to a or b, 10 t each and room for 10 t each: both find a place."""
    programme = transport([10.0, 10.0], [10.0, 10.0], [(0, 0), (1, 0), (1, 1)])
    assert starting_point(programme, np.ones(3)) == pytest.approx([10.0, 0.0, 10.0])


def test_the_most_gainful_column_goes_before_all_others() -> None:
    programme = transport([10.0], [10.0, 10.0], [(0, 0), (0, 1)])
    assert starting_point(programme, np.array([1.0, 2.0])) == pytest.approx([0.0, 10.0])


def test_what_gains_nothing_or_must_flow_is_left_to_the_solver() -> None:
    programme = transport([10.0], [10.0], [(0, 0)])
    assert not crash(programme, np.zeros(1)).column_basic.any()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_starting_point_is_feasible_and_never_better_than_the_best(seed: int) -> None:
    random = np.random.default_rng(seed)
    links = [(giver, taker) for giver in range(4) for taker in range(3) if random.random() < 0.7]
    if not links:
        return
    programme = transport(list(random.uniform(1, 9, 4)), list(random.uniform(1, 9, 3)), links)
    gain = random.uniform(0.0, 2.0, len(links))
    flows = starting_point(programme, gain)
    assert (flows >= -1e-9).all()
    assert (programme.activity(flows) <= programme.row_upper + 1e-9).all()
    dense = np.zeros((programme.rows, programme.columns))
    dense[programme.index, programme.column_of_entry()] = programme.value
    best = -linprog(-gain, A_ub=dense, b_ub=programme.row_upper).fun
    assert gain @ flows <= best + 1e-9
