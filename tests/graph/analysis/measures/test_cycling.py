"""How much of what flows comes back, against figures worked by hand and published ones."""

from __future__ import annotations

import numpy as np
import pytest

from graph.analysis import OUTSIDE, cyclicity, exchange_graph, finn_cycling_index, flow_matrix
from tests.graph.analysis.webs import balanced, cone_spring, random_flows


def test_half_of_two_firms_flow_is_there_because_one_tonne_returns() -> None:
    """outside -1-> a -2-> b -1-> a, b -1-> outside: T is 2 for both, n_aa = n_bb = 2, so (1 + 1) / 4."""
    ring = [(OUTSIDE, "a", 1.0), ("a", "b", 2.0), ("b", "a", 1.0), ("b", OUTSIDE, 1.0)]
    assert finn_cycling_index(flow_matrix(ring)) == pytest.approx(0.5)


def test_cone_spring_cycles_as_much_as_published() -> None:
    """Finn cycling index 0.0919, total throughflow 30,626 (11,819 of it from outside)."""
    flow = cone_spring()
    assert float(flow.throughflow()[1:].sum()) == 30_626.0
    assert finn_cycling_index(flow) == pytest.approx(0.0919, abs=5e-5)


def test_blocks_give_the_same_as_the_whole_inverse() -> None:
    flow = balanced(random_flows(40, 70, seed=3))
    through = flow.throughflow()
    share = np.zeros((flow.size, flow.size))
    inner = flow.inner
    share[flow.source[inner] - 1, flow.target[inner] - 1] = flow.amount[inner] / through[flow.source[inner]]
    visits = np.diag(np.linalg.inv(np.eye(flow.size) - share))
    whole = float(((visits - 1.0) / visits) @ through[1:] / through[1:].sum())
    assert whole > 0.0
    assert finn_cycling_index(flow) == pytest.approx(whole, rel=1e-9)


def test_a_chain_returns_nothing_and_an_empty_park_has_no_share() -> None:
    chain = flow_matrix([(OUTSIDE, "a", 1.0), ("a", "b", 1.0), ("b", OUTSIDE, 1.0)])
    assert (finn_cycling_index(chain), cyclicity(chain)) == (0.0, 0.0)
    assert (finn_cycling_index(flow_matrix([])), cyclicity(flow_matrix([]))) == (None, 0.0)


@pytest.mark.parametrize("size", [2, 3, 6])
def test_one_ring_of_any_length_has_cyclicity_one(size: int) -> None:
    ring = [(f"e{at}", f"e{(at + 1) % size}", 1.0) for at in range(size)]
    assert cyclicity(flow_matrix(ring)) == pytest.approx(1.0)


def test_firms_that_all_give_to_all_others_have_one_less_than_their_number() -> None:
    """The complete graph of n has the largest eigenvalue n - 1."""
    flows = [(one, other, 1.0) for one in "abcd" for other in "abcd" if one != other]
    assert cyclicity(flow_matrix(flows)) == pytest.approx(3.0)


def test_two_rings_of_three_through_one_firm_have_the_cube_root_of_two() -> None:
    """Two ways of length 3 from the shared firm back to itself: lambda^3 = 2."""
    flows = [(*pair, 1.0) for pair in ("ab", "bc", "ca", "ad", "de", "ea")]
    assert cyclicity(flow_matrix(flows)) == pytest.approx(2.0 ** (1.0 / 3.0))


def test_large_blocks_are_iterated_to_the_same_eigenvalue(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = random_flows(60, 300, seed=1)
    direct = cyclicity(flow)
    monkeypatch.setattr("graph.analysis.measures.cycling._DENSE", 1)
    assert cyclicity(flow) == pytest.approx(direct, rel=1e-9)


def test_the_graph_of_exchanges_carries_amounts_and_units() -> None:
    graph = exchange_graph(flow_matrix([("a", "b", 2.0), (OUTSIDE, "a", 2.0)], names=["c"]))
    assert dict(graph.edges["a", "b"]) == {"amount": 2.0, "unit": "t"}
    assert sorted(graph) == ["a", "b", "c"]
