from __future__ import annotations

import numpy as np
import pytest

from graph.errors import SymbioflowError
from graph.planning.solver import Domain, Effort, LinearProgramme, decided


def one_row(upper: list[float], kind: list[int], room: float, lower: list[float]) -> LinearProgramme:
    """Return columns that share one row of `room`."""
    count = len(upper)
    return LinearProgramme.of_entries(
        (np.array(lower), np.array(upper)),
        (np.array([-np.inf]), np.array([room])),
        np.zeros(count, dtype=np.int64),
        np.arange(count),
        np.ones(count),
        np.array(kind),
    )


def test_what_is_decided_is_fixed_and_the_rest_stays_free() -> None:
    """Two whole units fit into 2.5 and half a unit is left for the free column."""
    linear = one_row([5.0, 5.0], [Domain.WHOLE, Domain.CONTINUOUS], 2.5, [0.0, 0.0])
    choice = decided(linear, [np.array([3.0, 1.0])], Effort(gap=0.0))
    assert (choice.programme.lower.tolist(), choice.programme.upper.tolist()) == ([2.0, 0.0], [2.0, 5.0])
    assert (choice.programme.domain == Domain.CONTINUOUS).all()
    assert (choice.status, choice.gap) == ("optimal", 0.0)


def test_a_chosen_lot_keeps_its_least_and_another_is_closed() -> None:
    """Lots of 6 in room for 10: one of the two, the better."""
    linear = one_row([9.0, 9.0], [Domain.LOT, Domain.LOT], 10.0, [6.0, 6.0])
    choice = decided(linear, [np.array([1.0, 2.0])], Effort(gap=0.0))
    assert (choice.programme.lower.tolist(), choice.programme.upper.tolist()) == ([0.0, 6.0], [0.0, 9.0])


def test_a_second_objective_decides_among_equal_choices() -> None:
    linear = one_row([1.0, 1.0], [Domain.WHOLE, Domain.WHOLE], 1.0, [0.0, 0.0])
    for second, chosen in ((np.array([1.0, 0.0]), [1.0, 0.0]), (np.array([0.0, 1.0]), [0.0, 1.0])):
        choice = decided(linear, [np.ones(2), second], Effort(gap=0.0))
        assert choice.programme.lower.tolist() == chosen


def test_choices_that_cannot_be_met_are_a_coded_refusal() -> None:
    """A whole number between 1.2 and 1.8."""
    linear = one_row([1.8], [Domain.WHOLE], 5.0, [1.2])
    with pytest.raises(SymbioflowError) as refused:
        decided(linear, [np.ones(1)], Effort())
    assert refused.value.code == "INFEASIBLE"
