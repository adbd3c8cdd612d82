from __future__ import annotations

import math

import pytest

from graph.errors import SymbioflowError
from graph.planning import Objective, PlanOptions


@pytest.mark.parametrize(
    "wrong",
    [
        {"horizon": 0},
        {"horizon": 11},
        {"minimum_lot": -1.0},
        {"minimum_lot": math.nan},
        {"budget": -1.0},
        {"budget": math.nan},
        {"budget": math.inf},
        {"mix": (1.0, 0.0, 0.0)},
        {"objective": Objective.WEIGHTED},
        {"objective": Objective.WEIGHTED, "mix": (1.0, 1.0)},
        {"objective": Objective.WEIGHTED, "mix": (0.0, 0.0, 0.0)},
        {"objective": Objective.WEIGHTED, "mix": (1.0, -1.0, 1.0)},
        {"objective": Objective.WEIGHTED, "mix": (1.0, math.nan, 1.0)},
    ],
    ids=str,
)
def test_what_cannot_be_planned_for_is_a_coded_refusal(wrong: dict[str, object]) -> None:
    with pytest.raises(SymbioflowError) as refused:
        PlanOptions(**wrong)  # type: ignore[arg-type]
    assert refused.value.code == "BAD_OPTION"
    assert "expected" in str(refused.value) or "go with" in str(refused.value)


@pytest.mark.parametrize("horizon", [None, 1, 10])
def test_stock_may_be_drawn_down_over_one_to_ten_years_or_left(horizon: int | None) -> None:
    assert PlanOptions(horizon=horizon).horizon == horizon
