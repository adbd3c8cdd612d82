"""What all outputs of a recipe may be together: worked out by hand on small recipes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import Imbalance, PortYield
from graph.ranges import Range
from graph.recipes import MASS, Bound, bounds
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, ImbalanceKind, RowId, TechnologyId, Unit
from tests.build import ESTIMATE, material, park_of, port, recipe, technology
from tests.graph.recipes.test_balance import content

SORTED = (
    *(material(name) for name in ("slag", "sand", "mud", "lime")),
    *recipe("sort", "slag", "sand", 0.8, residue=("mud", 0.3), auxiliary=[("lime", 0.1)]),
)


def of(*parts: object, technology: str = "sort") -> tuple[Bound, ...]:
    return bounds(park_of(*parts), [technology])


def test_outputs_weigh_at_most_what_goes_in_with_what_is_bought() -> None:
    """0.8 + 0.3 t of 1 + 0.1 t: all is found again, so that no draw loses more than few digits hide."""
    (mass,) = of(*SORTED)
    assert (mass.element, mass.own, mass.times, mass.least) == (MASS, 1.0, 1.0, pytest.approx(0.95))
    assert [amount for _, amount in (*mass.taken, *mass.given)] == [1.0, 1.0, 1.0]
    assert mass.closes
    assert not mass.pinned


def test_what_is_lost_at_likely_ratios_may_be_lost_in_a_draw() -> None:
    """A fifth goes to the air: how much of it in a draw is what the outputs leave."""
    (mass,) = of(
        *(material(name) for name in ("slag", "sand", "mud")),
        *recipe("sort", "slag", "sand", 0.6, residue=("mud", 0.2)),
    )
    assert (mass.share, mass.least, mass.closes) == (pytest.approx(0.8), 0.0, False)


def test_what_is_used_in_place_is_all_of_it() -> None:
    (mass,) = of(*(material(name) for name in ("slag", "road")), *recipe("sort", "slag", "road", 1.0))
    assert (mass.pinned, mass.least) == (True, 0.0)


def test_ratios_of_few_digits_may_come_to_what_they_likely_do() -> None:
    """0.75 + 0.27 t of a tonne: 2 % too much by rounding, and no draw may have more."""
    (mass,) = of(
        *(material(name) for name in ("slag", "sand", "mud")),
        *recipe("sort", "slag", "sand", 0.75, residue=("mud", 0.27)),
    )
    assert mass.times == pytest.approx(1.02)


def test_a_cubic_metre_weighs_its_density() -> None:
    liquor = replace(material("mud", unit=Unit.CUBIC_METRE), density=Range.exact(1.2))
    (mass,) = of(*SORTED[:2], liquor, *SORTED[3:])
    assert dict(mass.given) == {name: (1.2 if "mud" in name else 1.0) for name, _ in mass.given}


def test_nothing_bounds_a_recipe_of_which_an_input_was_never_weighed() -> None:
    liquor = material("lime", unit=Unit.CUBIC_METRE)
    assert of(*SORTED[:3], liquor, *SORTED[4:]) == ()


def test_an_output_that_nobody_weighed_leaves_open_what_is_lost() -> None:
    liquor = material("mud", unit=Unit.CUBIC_METRE)
    (mass,) = of(*SORTED[:2], liquor, *SORTED[3:])
    assert len(mass.given) == 1
    assert (mass.weighed, mass.least) == (False, 0.0)


def test_what_is_known_not_to_balance_has_no_bound() -> None:
    why = Imbalance(
        id=RowId("why"),
        technology=TechnologyId("sort"),
        element=MASS,
        kind=next(iter(ImbalanceKind)),
        note="part of a whole product",
        evidence=ESTIMATE,
    )
    assert of(*SORTED, why) == ()


def test_of_several_main_inputs_the_one_that_brings_least_bounds() -> None:
    light = replace(material("foam", unit=Unit.CUBIC_METRE), density=Range.exact(0.5))
    (mass,) = of(
        *(material(name) for name in ("slag", "sand")),
        light,
        technology("sort"),
        *(port("sort", Direction.MAIN_INPUT, name) for name in ("slag", "foam")),
        port("sort", Direction.PRODUCT, "sand", 0.4),
    )
    assert mass.own == 0.5


def test_of_an_element_comes_out_what_contents_allow_at_most() -> None:
    """Slag of 18 to 22 % Fe and sand of 27 to 33 %: at most 0.22 in, and 0.27 a tonne of sand out."""
    parts = (*SORTED, content("slag", "Fe", 20.0, spread=2.0), content("sand", "Fe", 30.0, spread=3.0))
    mass, *elements = of(*parts, content("lime", "Fe", 0.0))
    (iron,) = elements
    assert mass.element == MASS
    assert (iron.element, iron.own) == ("Fe", pytest.approx(0.22))
    assert [amount for _, amount in iron.given] == [pytest.approx(0.27)]
    assert iron.taken == ()
    # Nobody knows what lime contains of it.
    assert [one.element for one in of(*parts)] == [MASS]
    # A yield of the sand that follows the iron says more than usual contents do.
    follows = PortYield(
        id=RowId("y"),
        port=port("sort", Direction.PRODUCT, "sand").id,
        component="Fe",
        factor=Range.exact(2.0),
        evidence=ESTIMATE,
    )
    assert [one.element for one in of(*parts, content("lime", "Fe", 0.0), follows)] == [MASS]


def test_only_recipes_that_are_asked_about_are_bounded() -> None:
    assert bounds(park_of(*SORTED), ["pave"]) == ()
    assert bounds(Snapshot.of([]), ["sort"]) == ()
