"""A programme with something added is solved from its own basis, and nothing is left behind."""

from __future__ import annotations

import numpy as np
import pytest

from graph.planning.solver import Effort, LinearProgramme, WarmProgramme

#: 10 t go to a use that has room for 6; an addition has room for 3 of them, in a row of its own.
SUPPLY, ROOM, NEW_ROOM = range(3)


@pytest.fixture
def warm() -> WarmProgramme:
    row, column = np.array([SUPPLY, ROOM, SUPPLY, NEW_ROOM]), np.array([0, 0, 1, 1])
    bounds = np.zeros(2), np.full(2, np.inf)
    rows = np.full(3, -np.inf), np.array([10.0, 6.0, 3.0])
    linear = LinearProgramme.of_entries(bounds, rows, row, column, np.ones(4))
    return WarmProgramme(linear, [np.ones(2)], np.array([0]), np.array([SUPPLY, ROOM]), Effort())


def test_without_the_addition_only_what_is_there_takes_part(warm: WarmProgramme) -> None:
    assert (warm.value, warm.flows.tolist()) == (6.0, [6.0, 0.0])
    assert warm.row_dual.tolist() == [0.0, 1.0, 0.0]


def test_with_it_both_run_and_afterwards_it_is_gone(warm: WarmProgramme) -> None:
    nothing = np.empty(0, dtype=np.int64)
    for _ in range(2):
        assert warm.extended(np.array([1]), nothing).flows.tolist() == [6.0, 3.0]
        assert warm.extended(nothing, nothing).value == 6.0


def test_what_shuts_with_it_is_open_again_afterwards(warm: WarmProgramme) -> None:
    assert warm.extended(np.array([1]), np.array([0])).flows.tolist() == [0.0, 3.0]
    assert warm.extended(np.array([1]), np.empty(0, dtype=np.int64)).value == 9.0
