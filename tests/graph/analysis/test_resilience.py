"""What a park can lose: exactly, by a cascade, and where the network falls apart."""

from __future__ import annotations

import pytest

from graph.analysis import TOLERANCE, cascade, cut_points, flow_matrix, park_resilience
from graph.errors import SymbioflowError
from graph.planning import LostKind
from tests.build import facility, material, park_of, recipe, stream

PAVED = (material("slag"), material("road"), *recipe("pave", "slag", "road"))


def test_who_gets_less_than_half_stops_and_takes_others_along() -> None:
    """a -> b -> c -> d: b loses all, c loses b, d has 6 of 10 t from e and goes on."""
    flow = flow_matrix([("a", "b", 5.0), ("b", "c", 4.0), ("c", "d", 4.0), ("e", "d", 6.0)])
    fallen = cascade(flow, "a", TOLERANCE)
    assert (fallen.stopped, fallen.rounds, fallen.lost) == (("b", "c"), 2, 13.0)


def test_a_lower_tolerance_lets_more_fall() -> None:
    flow = flow_matrix([("a", "d", 4.0), ("e", "d", 6.0), ("d", "f", 1.0)])
    assert cascade(flow, "a", 0.5).stopped == ()
    assert cascade(flow, "a", 0.3).stopped == ("d", "f")


def test_who_takes_nothing_from_others_never_stops() -> None:
    assert cascade(flow_matrix([("a", "b", 1.0)]), "b").stopped == ()


def test_the_firm_between_two_others_is_a_cut_point_and_a_ring_has_none() -> None:
    assert cut_points(flow_matrix([("a", "b", 1.0), ("b", "c", 1.0)])) == ("b",)
    assert cut_points(flow_matrix([("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0)])) == ()


def test_losses_come_by_kind_and_the_largest_of_each_first() -> None:
    park = park_of(
        *PAVED,
        stream("s", "maker", "slag", 100.0),
        facility("f", "user", "pave", 80.0),
    )
    found = park_resilience(park, kinds=(LostKind.FACILITY, LostKind.ENTERPRISE))
    assert [(loss.kind, loss.lost) for loss in found.losses] == [
        (LostKind.ENTERPRISE, "maker"),
        (LostKind.ENTERPRISE, "user"),
        (LostKind.FACILITY, "f"),
    ]
    assert [loss.lost for loss in found.losses if loss.single_point] == ["user", "f"]
    assert [one.enterprise for one in found.cascades] == ["maker", "user"]
    assert found.cascades[0].stopped == ("user",)


@pytest.mark.parametrize("given", [-0.1, 1.0])
def test_a_tolerance_is_a_share(given: float) -> None:
    with pytest.raises(SymbioflowError) as refused:
        park_resilience(park_of(), tolerance=given)
    assert refused.value.code == "BAD_OPTION"


def test_a_park_of_one_enterprise_loses_what_it_uses_itself() -> None:
    park = park_of(*PAVED, stream("s", "maker", "slag", 10.0), facility("f", "maker", "pave", 10.0))
    found = park_resilience(park, kinds=(LostKind.ENTERPRISE,))
    assert {loss.lost: round(loss.tonnes, 6) for loss in found.losses} == {"maker": 10.0, "user": 0.0}
    assert (found.cascades, found.cut_points) == ((), ())
