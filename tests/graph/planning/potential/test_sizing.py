"""How large a works is taken to be of which only the industry is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph.matching.prospects import Prospects, prospects_of
from graph.matching.weights import Weights
from graph.planning.potential import assumed_rooms
from graph.planning.potential.sizing import receiver_of
from graph.ranges import Range
from tests.build import cost_sheet, material, process_class, recipe
from tests.graph.matching.prospects.parks import cement_works, firm, town, use


def known(*parts: Any) -> Prospects:
    found = prospects_of(town(*parts), Weights.of(town(*parts)))
    assert found is not None
    return found


def brick_recipe(name: str, takes: str, scale: float, nace: tuple[str, ...] = ("2332",)) -> list[Any]:
    """A recipe of an industry with the scale of its class."""
    first, *ports = recipe(name, takes, "brick")
    return [
        replace(first, nace=nace),
        *ports,
        process_class(f"class-{name}", scale=scale),
        cost_sheet(name, f"class-{name}"),
    ]


def test_a_recipe_has_the_usual_scale_of_its_class_and_never_more_than_is_offered() -> None:
    """Case B16."""
    found = known(cement_works(), process_class("mill", scale=60.0), cost_sheet("slag-cement", "mill"))
    name = "industry:cement-works:slag-cement"
    assert assumed_rooms(found, {name: 1_000.0}) == {name: Range(6.0, 60.0, 300.0)}
    assert assumed_rooms(found, {name: 100.0}) == {name: Range(6.0, 60.0, 100.0)}
    assert assumed_rooms(found, {name: 40.0}) == {name: Range(6.0, 40.0, 40.0)}


def test_where_no_class_says_a_scale_anything_up_to_what_is_offered_may_be() -> None:
    name = "industry:cement-works:slag-cement"
    assert assumed_rooms(known(cement_works()), {name: 100.0}) == {name: Range(0.0, 100.0, 100.0)}
    assert receiver_of(None, 100.0) == Range(0.0, 100.0, 100.0)


def test_a_use_without_a_recipe_has_the_median_scale_of_what_its_industry_runs() -> None:
    """Of three recipes of brick works the middle one; water is counted in another unit."""
    from graph.vocabulary import Phase, Unit

    found = known(
        firm("brickyard", nace="2332"),
        [material("clay"), material("brick"), material("water", unit=Unit.CUBIC_METRE, phase=Phase.LIQUID)],
        brick_recipe("fire", "clay", 10.0),
        brick_recipe("press", "clay", 30.0),
        brick_recipe("steam", "clay", 80.0),
        brick_recipe("wash", "water", 9_000.0),
    )
    assert assumed_rooms(found, {"use:brickyard:bricks": 50.0}) == {
        "use:brickyard:bricks": Range(3.0, 30.0, 50.0)
    }


def test_where_its_industry_runs_nothing_known_others_that_take_the_like_say_the_scale() -> None:
    """Nobody knows a recipe of concrete works, but a filler takes ash, and a mill slag."""
    found = known(
        firm("concrete-works", nace="2361"),
        [material("brick"), material("clean-ash", kind_of="ash"), use("filler", "ash", "9999")],
        brick_recipe("fill", "ash", 20.0, nace=()),
        brick_recipe("clean", "clean-ash", 40.0, nace=()),
        brick_recipe("grind", "slag", 5_000.0, nace=()),
    )
    assert assumed_rooms(found, {"use:concrete-works:concrete": 50.0}) == {
        "use:concrete-works:concrete": Range(3.0, 30.0, 50.0)
    }
