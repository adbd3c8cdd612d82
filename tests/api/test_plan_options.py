from __future__ import annotations

import pytest

from api.plan_options import objectives_of, plan_options, weights_of
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.planning import Objective


def test_three_numbers_are_the_weights_of_a_mix() -> None:
    assert weights_of("2,1,0") == (Objective.WEIGHTED, (2.0, 1.0, 0.0))
    assert weights_of("co2") == (Objective.CO2, ())


@pytest.mark.parametrize("text", ["profit", "", "1;2;3", "weighted"])
def test_an_objective_that_is_none_is_a_mistake_of_usage(text: str) -> None:
    with pytest.raises(SymbioflowError) as refused:
        weights_of(text)
    assert (refused.value.code, refused.value.exit_code) == ("BAD_OPTION", EXIT_USAGE)


def test_a_front_knows_single_objectives_only() -> None:
    assert objectives_of("co2,tonnes") == (Objective.CO2, Objective.TONNES)
    with pytest.raises(SymbioflowError, match="expected some of tonnes, benefit and co2"):
        objectives_of("tonnes,weighted")


def test_options_that_cannot_be_are_a_mistake_of_usage() -> None:
    with pytest.raises(SymbioflowError) as refused:
        plan_options(budget=-1.0)
    assert (refused.value.code, refused.value.exit_code) == ("BAD_OPTION", EXIT_USAGE)
