from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.matching.gates import Downward
from graph.matching.suggestion import PartName
from graph.matching.weights import Weights
from graph.snapshot import Snapshot
from tests.build import WEIGHTS


def test_overrides_replace_and_shares_sum_to_one() -> None:
    weights = Weights.of(Snapshot.of(WEIGHTS), {"part.co2": 0.0})
    shares = weights.shares()
    assert shares[PartName.CO2] == 0.0
    assert sum(shares.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("part.x", 1.0, "UNKNOWN_WEIGHT"),
        ("part.co2", -1.0, "BAD_WEIGHT"),
        ("part.co2", float("nan"), "BAD_WEIGHT"),
    ],
)
def test_a_bad_override_is_refused(name: str, value: float, code: str) -> None:
    with pytest.raises(SymbioflowError) as refused:
        Weights.of(Snapshot.of(WEIGHTS), {name: value})
    assert refused.value.code == code


def test_a_missing_weight_and_a_score_without_weights_are_refused() -> None:
    with pytest.raises(SymbioflowError, match=r"constant\.detour"):
        Weights({})["constant.detour"]
    with pytest.raises(SymbioflowError, match="all parts are 0"):
        Weights({}).shares()


def test_without_its_weights_the_way_down_the_taxonomy_is_closed() -> None:
    assert Weights({}).downward() == Downward(0, 0)
    assert Weights({"constant.steps-down": 2.0, "constant.kinds-down": 16.0}).downward() == Downward(2, 16)
