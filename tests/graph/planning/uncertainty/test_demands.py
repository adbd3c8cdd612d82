"""What a market takes in a draw is its demand less what is served of it, each drawn for itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.planning import Measure, plan_uncertainty, pose
from graph.planning.uncertainty.uncertain import Uncertain, uncertain
from graph.ranges import Range
from graph.snapshot import Snapshot
from tests.build import facility, market, material, park_of, recipe, stream


def park(demand: Range, served: Range, in_use: float = 0.0) -> Snapshot:
    """800 t of gypsum, some in use already, become plaster at their own works, which one market buys."""
    plaster = replace(market("plasters", "plaster", 500.0, price=5.0), demand=demand, served=served)
    return park_of(
        material("gypsum"),
        material("plaster"),
        *recipe("calcine", "gypsum", "plaster"),
        stream("s", "user", "gypsum", 800.0, in_use=in_use),
        facility("mill", "user", "calcine", 800.0),
        plaster,
    )


def rooms(unknown: Uncertain) -> np.ndarray:
    return np.array([unknown.slots_of(0, number)[unknown.demands.room][0] for number in range(4000)])


@pytest.mark.parametrize(
    ("served", "mean"),
    [
        (Range(0.7, 0.9, 1.0), 500.0 * (1.0 - 2.6 / 3.0)),  # 66.7; a triangle of 0, 50 and 210 t has 86.7
        (Range(0.8, 1.0, 1.0), 500.0 * (1.0 - 2.8 / 3.0)),  # 33.3; a triangle of 0, 0 and 140 t has 46.7
        (Range.exact(1.0), 0.0),
    ],
)
def test_the_room_left_on_average_is_what_demand_and_share_leave(served: Range, mean: float) -> None:
    """Of 300 to 700 t, most likely 500: two that do not hang together have the product of their means."""
    found = rooms(uncertain(pose(park(Range(300.0, 500.0, 700.0), served))))
    assert found.mean() == pytest.approx(mean, abs=2.0)
    assert found.min() >= 0.0


def test_no_draw_serves_a_market_with_less_than_the_park_sells_there_today() -> None:
    """Of 450 to 550 t the park itself sells 440, the row says 0 to 20 %: 110 t at most are left."""
    unknown = uncertain(pose(park(Range(450.0, 500.0, 550.0), Range(0.0, 0.1, 0.2), in_use=440.0)))
    found = rooms(unknown)
    assert found.max() <= 110.0
    assert found.mean() == pytest.approx(60.0, abs=2.0)


def test_the_expected_plan_follows() -> None:
    """The mill has more than enough: what is planned is what the market takes, 33.3 t on average."""
    snapshot = park(Range(300.0, 500.0, 700.0), Range(0.8, 1.0, 1.0))
    spread = plan_uncertainty(snapshot, draws=1000, seed=1)
    net = next(one for one in spread.totals if one.measure is Measure.NET)
    assert abs(net.mean - 100.0 / 3.0) < 3.0 * max(net.standard_error, 0.5)
