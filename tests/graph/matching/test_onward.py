"""Pathways whose steps stand in different works carry freight and CO2e between them, as a plan does."""

from __future__ import annotations

from typing import Any

import pytest

from graph.matching import MatchOptions, suggest
from graph.matching.pathways import PathwayFinder
from graph.matching.worth import explain_worth
from graph.planning import Objective, PlanOptions, make_plan
from graph.snapshot import Snapshot
from graph.value import Factors
from graph.vocabulary import Phase, Unit
from tests.build import enterprise, facility, material, park_of, price, recipe, stream
from tests.graph.value.test_carriage import RATES

#: Degrees of latitude that make a km of road.
ONE_KM = 1.0 / 1.3 / 111.195


def gypsum_park(km: float | None, *more: Any) -> Snapshot:
    """Gypsum of a maker that washes it himself, and a kiln so many km of road off (None: nobody knows where).

    A tonne makes 0.8 t of washed gypsum, that 0.8 t of plaster at 200 CNY/t: 128 CNY, less carrying 0.8 t.
    """
    far = enterprise("kiln", None) if km is None else enterprise("kiln", 24.95 + km * ONE_KM)
    return park_of(
        material("gypsum"),
        material("washed", "gypsum"),
        material("plaster"),
        *recipe("wash", "gypsum", "washed", 0.8),
        *recipe("boil", "washed", "plaster", 1.0),
        price("plaster", 200.0),
        far,
        stream("heap", "maker", "gypsum", 100.0, disposal_cost=30.0),
        facility("washer", "maker", "wash", 100.0),
        facility("oven", "kiln", "boil", 100.0),
        *RATES,
        *more,
    )


def the_wash(park: Snapshot) -> Any:
    return next(item for item in suggest(park, MatchOptions(top=0)).items if item.facility == "washer")


def test_what_goes_on_to_other_works_pays_and_emits_its_way() -> None:
    """20 km by lorry: 0.8 x (6 + 10) = 12.8 CNY and 0.8 x 1.6 = 1.28 kg off 30 + 160 CNY."""
    near, far = the_wash(gypsum_park(0.0)), the_wash(gypsum_park(20.0))
    assert near.margin == pytest.approx(190.0 - 0.8 * 6.0, abs=1e-3)
    assert far.margin == pytest.approx(190.0 - 12.8, abs=1e-3)
    assert [step.facility for step in far.pathway] == ["washer", "oven"]


def test_inside_one_works_nothing_is_carried() -> None:
    park = gypsum_park(20.0, facility("own", "maker", "boil", 100.0))
    item = the_wash(park)
    assert item.margin == pytest.approx(190.0)
    assert [step.facility for step in item.pathway] == ["washer", "own"]


@pytest.mark.parametrize("km", [0.0, 20.0])
def test_match_and_plan_count_the_same_for_a_pathway(km: float) -> None:
    park = gypsum_park(km)
    item, plan = the_wash(park), make_plan(park, PlanOptions(objective=Objective.BENEFIT))
    worth = explain_worth(PathwayFinder(park, Factors(park)), item)
    assert {flow.facility for flow in plan.flows} == {"washer", "oven"}
    assert plan.benefit == pytest.approx(100.0 * item.margin) == pytest.approx(100.0 * worth.benefit)
    assert plan.co2_avoided == pytest.approx(100.0 * worth.co2)
    assert -worth.co2 == pytest.approx(0.8 * km * 0.08, abs=1e-4)


def test_where_a_works_stands_nobody_knows_where_the_way_is_not_known_and_said() -> None:
    park = gypsum_park(None)
    item = the_wash(park)
    assert item.margin == pytest.approx(190.0)
    assert "transport cost" in item.missing
    worth = explain_worth(PathwayFinder(park, Factors(park)), item)
    assert set(worth.missing) <= set(item.missing)


def test_a_use_nearby_comes_before_a_better_one_that_is_too_far() -> None:
    """Washed gypsum as fill brings 50 CNY/t next door; plaster 200 of 0.8 t, but 140 km off for 0.8 x 76."""
    fill = (material("ground"), *recipe("fill", "washed", "ground"), price("ground", 150.0))
    pit = facility("pit", "maker", "fill", 100.0)
    assert [step.facility for step in the_wash(gypsum_park(20.0, *fill, pit)).pathway] == ["washer", "oven"]
    assert [step.facility for step in the_wash(gypsum_park(140.0, *fill, pit)).pathway] == ["washer", "pit"]


def test_water_and_heat_go_on_by_pipe() -> None:
    """A cubic metre treated and piped 10 km at 0.2 CNY/m3-km, worth 5 at its user."""
    water = {"phase": Phase.LIQUID, "unit": Unit.CUBIC_METRE}
    park = park_of(
        material("sewage", **water),
        material("clean", "sewage", **water),
        material("pure", **water),
        *recipe("treat", "sewage", "clean"),
        *recipe("soften", "clean", "pure"),
        price("pure", 5.0),
        enterprise("softening", 24.95 + 10.0 * ONE_KM),
        stream("drain", "maker", "sewage", 100.0, disposal_cost=1.0),
        facility("washer", "maker", "treat", 100.0),
        facility("softener", "softening", "soften", 100.0),
        *RATES,
    )
    assert the_wash(park).margin == pytest.approx(1.0 + 5.0 - 2.0, abs=1e-3)


def test_every_way_of_a_material_says_that_carrying_between_works_is_not_known() -> None:
    park = gypsum_park(20.0)
    ways = PathwayFinder(park, Factors(park)).every("gypsum", hypothetical=False).items
    long = next(way for way in ways if len(way.treatments) == 2)
    assert "carrying between works" in long.missing
