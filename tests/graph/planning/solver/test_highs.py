from __future__ import annotations

import math

import pytest

from graph.errors import SymbioflowError
from graph.planning.solver import Effort


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
