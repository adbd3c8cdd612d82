"""Order and reserve of a network, against figures worked by hand and published ones."""

from __future__ import annotations

import math

import pytest

from graph.analysis import ascendency, development_capacity, flow_matrix, mutual_information, robustness
from tests.graph.analysis.webs import cone_spring, random_flows


def test_cone_spring_has_the_published_ascendency() -> None:
    """Total system throughput 42,445 kcal and ascendency 56,725 kcal bits (Ulanowicz 1986)."""
    flow = cone_spring(breathed_to="respiration")
    assert float(flow.amount.sum()) == 42_445.0
    assert ascendency(flow) == pytest.approx(56_725.0, abs=1.0)


def test_a_giver_with_one_taker_each_says_all_and_one_with_all_takers_nothing() -> None:
    channelled = flow_matrix([("a", "d", 2.0), ("b", "e", 2.0), ("c", "f", 2.0)])
    assert mutual_information(channelled) == pytest.approx(math.log2(3.0))
    spread = flow_matrix([(one, other, 1.0) for one in "abc" for other in "def"])
    assert mutual_information(spread) == pytest.approx(0.0, abs=1e-12)


def test_capacity_is_what_order_and_reserve_make_together() -> None:
    """Four flows of 1 t: each a quarter of all, 4 * 2 bits; of it a and b order 1 bit for each tonne."""
    flow = flow_matrix([("a", "c", 1.0), ("a", "d", 1.0), ("b", "e", 1.0), ("b", "f", 1.0)])
    assert development_capacity(flow) == pytest.approx(8.0)
    assert ascendency(flow) == pytest.approx(4.0)
    assert robustness(flow) == pytest.approx(0.5 * math.log(2.0))


@pytest.mark.parametrize("seed", range(5))
def test_order_never_exceeds_capacity_and_robustness_its_peak(seed: int) -> None:
    flow = random_flows(20, 60, seed)
    order, capacity, balance = ascendency(flow), development_capacity(flow), robustness(flow)
    assert order is not None
    assert capacity is not None
    assert balance is not None
    assert 0.0 <= order <= capacity
    assert 0.0 <= balance <= 1.0 / math.e


def test_nothing_is_said_of_a_network_without_flows_and_one_flow_has_no_reserve() -> None:
    empty, single = flow_matrix([], names=["a"]), flow_matrix([("a", "b", 3.0)])
    assert (mutual_information(empty), ascendency(empty), robustness(empty)) == (None, None, None)
    assert development_capacity(empty) is None
    assert (mutual_information(single), robustness(single)) == (0.0, None)
