"""A second opinion on who might exchange next."""

from __future__ import annotations

import math

import pytest

from graph.analysis import flow_matrix, likely_links


def test_a_common_partner_of_few_says_more_than_one_of_many() -> None:
    """a and c share b (2 partners); d, e and f share hub (3 partners)."""
    flows = [("a", "b", 1.0), ("b", "c", 1.0), *(("hub", name, 1.0) for name in "def")]
    found = likely_links(flow_matrix(flows))
    assert found[0].enterprises == ("a", "c")
    assert found[0].common == ("b",)
    assert found[0].resource_allocation == pytest.approx(0.5)
    assert found[0].adamic_adar == pytest.approx(1.0 / math.log(2.0))
    assert [link.enterprises for link in found[1:]] == [("d", "e"), ("d", "f"), ("e", "f")]
    assert found[1].resource_allocation == pytest.approx(1.0 / 3.0)


def test_who_exchanges_already_is_no_likely_link() -> None:
    assert likely_links(flow_matrix([("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0)])) == ()
    assert likely_links(flow_matrix([], names=["a"])) == ()
