from __future__ import annotations

import math
from dataclasses import replace

import pytest

from graph.evidence import Grade
from graph.model import Material
from graph.planning import make_plan
from graph.ranges import Range
from graph.value.holding import Made, held, tonnes
from graph.vocabulary import Direction, Phase, Unit
from tests.build import facility, material, park_of, port, recipe, stream, technology

MAIN, RESIDUE = Direction.MAIN_INPUT, Direction.RESIDUE


def liquid(name: str, density: float | None) -> Material:
    """A liquid counted in m3."""
    row = material(name, phase=Phase.LIQUID, unit=Unit.CUBIC_METRE)
    weight = None if density is None else Range.exact(density)
    return replace(row, density=weight, density_grade=None if weight is None else Grade.TEXTBOOK)


TONNE, CUBIC_METRE = Unit.TONNE, Unit.CUBIC_METRE


def test_two_liquors_share_what_of_a_tonne_is_missing_by_their_mass() -> None:
    """0.6 t of brick leave 0.4 t: 1 m3 of 1 t and 2 m3 of 1.5 t hold a quarter and three quarters of it."""
    made = [Made(TONNE, 0.6, 1.0), Made(CUBIC_METRE, 1.0, 1.0), Made(CUBIC_METRE, 2.0, 1.5)]
    assert held(TONNE, made) == pytest.approx([1.0, 0.1, 0.15])


def test_a_light_liquor_holds_no_more_than_it_weighs() -> None:
    assert held(TONNE, [Made(CUBIC_METRE, 1.0, 0.3)]) == [0.3]


def test_what_goes_to_the_air_holds_nothing_that_is_dumped() -> None:
    assert held(TONNE, [Made(CUBIC_METRE, 1.0, 1.0, air=True)]) == [0.0]


def test_heat_weighs_nothing_and_what_nobody_weighed_is_not_known() -> None:
    assert tonnes(material("warmth", unit=Unit.GIGAJOULE)) == 0.0
    assert math.isnan(tonnes(liquid("liquor", None)))


@pytest.mark.parametrize(("density", "net"), [(1.1, 60.0), (0.1, 80.0), (None, 60.0)])
def test_ash_that_leaves_in_a_liquor_is_not_diverted(density: float | None, net: float) -> None:
    """100 t of ash make 60 t of brick and 200 m3 of liquor, which hold the other 40 t, or weigh but 20 t."""
    plan = make_plan(
        park_of(
            material("ash"),
            material("brick"),
            liquid("liquor", density),
            recipe("leach", "ash", "brick", 0.6, residue=("liquor", 2.0)),
            stream("s", "maker", "ash", 100.0),
            facility("f", "user", "leach", 1000.0),
        )
    )
    assert plan.objective_value == pytest.approx(net)
    assert plan.total(Unit.TONNE).net == pytest.approx(net)
    assert plan.total(Unit.TONNE).beside == ((Unit.CUBIC_METRE, 200.0),)


def test_a_liquor_that_a_water_works_dumps_is_gone_too() -> None:
    """100 t of ash leave as 100 m3 of liquor, of which works for water make 60 m3 and dump 40 m3 of brine.

    The 40 m3 hold 40 t of ash. No product was ever made of the 60 t but water that is sold.
    """
    plan = make_plan(
        park_of(
            material("ash"),
            *(liquid(name, 1.0) for name in ("liquor", "clean", "brine")),
            technology("leach"),
            port("leach", MAIN, "ash"),
            port("leach", RESIDUE, "liquor"),
            recipe("osmosis", "liquor", "clean", 0.6, residue=("brine", 0.4)),
            stream("s", "maker", "ash", 100.0),
            facility("f", "user", "leach", 1000.0),
            facility("g", "maker", "osmosis", 1000.0),
        )
    )
    assert plan.objective_value == pytest.approx(60.0)
    assert plan.total(Unit.TONNE).net == pytest.approx(60.0)
    assert plan.total(Unit.CUBIC_METRE).net == 0.0
