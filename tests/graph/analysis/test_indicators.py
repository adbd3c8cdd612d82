"""All that is said of one network, also of ones with nothing in them."""

from __future__ import annotations

import pytest

from graph.analysis import IndicatorName, NetworkState, flow_matrix, network_indicators
from tests.graph.analysis.webs import cone_spring


def test_every_indicator_is_there_once() -> None:
    found = network_indicators(cone_spring(), NetworkState.TODAY)
    assert [indicator.name for indicator in found.indicators] == list(IndicatorName)
    assert found.figure(IndicatorName.FINN_CYCLING_INDEX) == pytest.approx(0.0919, abs=5e-5)
    assert (found.enterprises, found.linked_pairs) == (5, 6)
    # bacteria - detritus, detritivores - detritus, and two longer ones by bacteria and by carnivores.
    assert [len(loop.enterprises) for loop in found.loops] == [2, 2, 3, 3, 4]


@pytest.mark.parametrize("names", [[], ["a"], ["a", "b"]])
def test_a_network_without_flows_has_answers_that_are_defined(names: list[str]) -> None:
    found = network_indicators(flow_matrix([], names=names), NetworkState.PLAN)
    figures = {indicator.name: indicator.figure for indicator in found.indicators}
    assert figures.pop(IndicatorName.ECO_CONNECTANCE) == (0.0 if len(names) == 2 else None)
    assert figures.pop(IndicatorName.CYCLICITY) == 0.0
    assert set(figures.values()) == {None}
    assert (found.brokers, found.communities, found.loops, found.modularity) == ((), (), (), None)


def test_parts_that_do_not_meet_are_no_error() -> None:
    found = network_indicators(flow_matrix([("a", "b", 1.0), ("c", "d", 1.0)]), NetworkState.PLAN)
    assert found.figure(IndicatorName.ECO_CONNECTANCE) == pytest.approx(2.0 / 6.0)
    assert [one.betweenness for one in found.brokers] == [0.0] * 4
    assert found.modularity == pytest.approx(0.5)
