"""The shortest ways from one material to another."""

from __future__ import annotations

import pytest

from graph.analysis import conversion_ways
from graph.errors import SymbioflowError
from tests.build import facility, material, park_of, recipe

#: slag -> powder -> cement, and a longer way over steel.
WAYS = (
    *(material(name) for name in ("slag", "powder", "cement", "iron", "alone")),
    material("converter-slag", "slag"),
    *recipe("grind", "slag", "powder", 0.9),
    *recipe("blend", "powder", "cement", 2.0),
    *recipe("smelt", "slag", "iron", 0.2),
    *recipe("bind", "iron", "powder", 0.1),
)


def test_the_fewest_technologies_win_and_ratios_multiply() -> None:
    (way,) = conversion_ways(park_of(*WAYS, facility("f", "user", "grind", 1.0)), "slag", "cement")
    assert way.materials == ("slag", "powder", "cement")
    assert way.technologies == ("grind", "blend")
    assert way.ratio == pytest.approx(1.8)
    assert way.running == ("grind",)


def test_who_takes_a_kind_takes_what_is_of_it() -> None:
    (way,) = conversion_ways(park_of(*WAYS), "converter-slag", "powder")
    assert (way.materials, way.technologies) == (("converter-slag", "powder"), ("grind",))


def test_no_way_is_an_empty_answer_and_an_unknown_material_an_error() -> None:
    park = park_of(*WAYS)
    assert conversion_ways(park, "alone", "cement") == ()
    assert conversion_ways(park, "slag", "slag") == ()
    with pytest.raises(SymbioflowError) as refused:
        conversion_ways(park, "slag", "gold")
    assert refused.value.code == "UNKNOWN_MATERIAL"
