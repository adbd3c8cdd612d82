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


def test_the_first_objective_alone_is_worth_the_same_and_prices_the_rows_that_stay(
    warm: WarmProgramme,
) -> None:
    nothing = np.empty(0, dtype=np.int64)
    for _ in range(2):
        found = warm.valued(np.array([1]), nothing)
        assert (found.value, found.row_dual.tolist()) == (9.0, [0.0, 1.0, 0.0])
        assert warm.valued(np.array([1]), np.array([0])).value == 3.0
        assert warm.valued(nothing, nothing).value == 6.0


def test_what_carried_nothing_comes_in_where_an_addition_makes_it_worth_while() -> None:
    """Two supplies of 10 t share room for 10: the first brings 2, the second 1 and stands still.

    An addition that needs no such room takes the first at 5.
    """
    first, second, shared = range(3)
    row = np.array([first, shared, second, shared, first])
    column = np.array([0, 0, 1, 1, 2])
    rows = np.full(3, -np.inf), np.array([10.0, 10.0, 10.0])
    linear = LinearProgramme.of_entries((np.zeros(3), np.full(3, np.inf)), rows, row, column, np.ones(5))
    gain, always = np.array([2.0, 1.0, 5.0]), np.array([0, 1])
    warm = WarmProgramme(linear, [gain], always, np.arange(3), Effort())
    assert (warm.value, warm.flows.tolist()) == (20.0, [10.0, 0.0, 0.0])
    # 50 for the first, and the room that it leaves brings 10 for the second.
    assert warm.valued(np.array([2]), np.empty(0, dtype=np.int64)).value == 60.0
    assert warm.valued(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)).value == 20.0


def test_what_shuts_with_it_is_open_again_afterwards(warm: WarmProgramme) -> None:
    assert warm.extended(np.array([1]), np.array([0])).flows.tolist() == [0.0, 3.0]
    assert warm.extended(np.array([1]), np.empty(0, dtype=np.int64)).value == 9.0
