from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from graph.errors import SymbioflowError
from graph.planning.solver import Effort, KeptSolver, LinearProgramme, solve


@pytest.mark.parametrize("gap", [-0.1, 1.0, math.nan])
def test_a_gap_is_a_share_below_one(gap: float) -> None:
    with pytest.raises(SymbioflowError, match="gap is") as refused:
        Effort(gap=gap)
    assert refused.value.code == "BAD_OPTION"


@pytest.mark.parametrize("seconds", [0.0, -1.0, math.nan])
def test_the_solver_needs_some_time(seconds: float) -> None:
    with pytest.raises(SymbioflowError, match="seconds is") as refused:
        Effort(seconds=seconds)
    assert refused.value.code == "BAD_OPTION"


def mixtures(count: int, seed: int) -> list[LinearProgramme]:
    """Programmes of the same entries: 12 flows of 5 supplies into 4 uses; amounts and yields differ."""
    rng = np.random.default_rng(seed)
    column = np.repeat(np.arange(12), 2)
    row = np.column_stack((rng.integers(0, 5, 12), rng.integers(5, 9, 12))).ravel()
    found = []
    for _ in range(count):
        bounds, upper = (np.zeros(12), rng.choice([3.0, np.inf], 12)), rng.integers(1, 9, 9).astype(float)
        value = np.where(row < 5, 1.0, rng.uniform(0.2, 2.0, 24))
        found.append(LinearProgramme.of_entries(bounds, (np.full(9, -np.inf), upper), row, column, value))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_kept_solver_answers_as_a_new_one_to_the_last_bit(seed: int) -> None:
    rng, kept = np.random.default_rng(seed), KeptSolver()
    wanted = [np.ones(12), rng.uniform(0.0, 1.0, 12)]
    for programme in mixtures(12, seed):
        again, anew = solve(programme, wanted, kept=kept), solve(programme, wanted)
        assert (again.flows == anew.flows).all()
        assert (again.row_dual == anew.row_dual).all()


def test_a_kept_solver_is_made_once_and_anew_only_where_an_entry_comes_or_goes() -> None:
    kept, effort = KeptSolver(), Effort()
    first, second = mixtures(2, 0)
    solver = kept.holding(first, effort)
    assert kept.holding(second, effort) is solver
    gone = second.value.copy()
    gone[3] = 0.0
    without = replace(second, value=gone)
    assert kept.holding(without, effort) is not solver
    other = kept.holding(first, effort)
    assert other.getNumNz() == len(first.index)


@pytest.mark.parametrize("seed", range(5))
def test_from_a_basis_near_by_an_answer_is_the_same_whatever_was_asked_before(seed: int) -> None:
    rng, programmes = np.random.default_rng(seed), mixtures(12, seed)
    wanted = [np.ones(12), rng.uniform(0.0, 1.0, 12)]

    def answers(order: list[int]) -> dict[int, np.ndarray]:
        kept = KeptSolver()
        solve(programmes[0], wanted, kept=kept)
        kept.start_here()
        return {at: solve(programmes[at], wanted, kept=kept).flows for at in order}

    forth, back = answers(list(range(12))), answers(list(range(11, -1, -1)))
    for at, programme in enumerate(programmes):
        assert (forth[at] == back[at]).all()
        anew = solve(programme, wanted)
        assert forth[at] == pytest.approx(anew.flows, abs=1e-9)
