from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.value.price import PriceInterval, price_interval

money = st.floats(-1e6, 1e6)


def test_the_gain_is_split_evenly_between_what_each_side_needs() -> None:
    """Disposal costs the giver 30, the taker earns 50 and carries for 10: from -30 to 40, the middle is 5."""
    assert price_interval(50.0, 30.0, 10.0) == PriceInterval(-30.0, 40.0, 5.0, True)


def test_a_gate_fee_is_a_negative_price() -> None:
    """Processing loses 20, disposal would cost 100: the giver pays between 20 and 100, evenly 60."""
    assert price_interval(-20.0, 100.0, 0.0) == PriceInterval(-100.0, -20.0, -60.0, True)


def test_where_both_would_lose_there_is_no_price() -> None:
    interval = price_interval(-50.0, 10.0, 5.0)
    assert (interval.supplier, interval.receiver) == (-10.0, -55.0)
    assert interval.agreement is False
    assert interval.split is None


@pytest.mark.parametrize(
    ("unknown", "supplier", "receiver"),
    [
        ((math.nan, 30.0, 10.0), -30.0, None),
        ((50.0, math.nan, 10.0), None, 40.0),
        ((50.0, 30.0, math.nan), -30.0, None),
    ],
)
def test_an_unknown_end_stays_unknown(
    unknown: tuple[float, float, float], supplier: float | None, receiver: float | None
) -> None:
    assert price_interval(*unknown) == PriceInterval(supplier, receiver, None, None)


@given(value=money, disposal=money, transport=money)
def test_the_width_is_the_joint_margin_and_the_split_lies_inside(
    value: float, disposal: float, transport: float
) -> None:
    interval = price_interval(value, disposal, transport)
    assert interval.supplier is not None
    assert interval.receiver is not None
    margin = value + disposal - transport
    assert interval.receiver - interval.supplier == pytest.approx(margin, abs=1e-6)
    if interval.split is not None:
        assert interval.supplier <= interval.split <= interval.receiver
