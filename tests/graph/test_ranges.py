"""Low, likely and high of one quantity."""

import math

import pytest

from graph.ranges import Range


def test_an_exact_number_has_equal_ends() -> None:
    assert Range.exact(3.0) == Range(3.0, 3.0, 3.0)


def test_scaling_keeps_the_order() -> None:
    assert Range(1.0, 2.0, 4.0).scaled(0.5) == Range(0.5, 1.0, 2.0)
    with pytest.raises(ValueError, match="0 or more"):
        Range(1.0, 2.0, 4.0).scaled(-1.0)


@pytest.mark.parametrize("ends", [(2.0, 1.0, 3.0), (1.0, 4.0, 3.0)])
def test_ends_out_of_order_are_refused(ends: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="low <= likely <= high"):
        Range(*ends)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_ends_that_are_not_finite_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Range(0.0, value, value)
