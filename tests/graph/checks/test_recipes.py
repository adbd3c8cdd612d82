"""Densities of no such matter, and recipes that make something of nothing."""

from dataclasses import replace
from typing import Any

import pytest

from graph import model
from graph.checks import check_records
from graph.evidence import Grade
from graph.model import Port
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import (
    Direction,
    ImbalanceKind,
    Phase,
)
from graph.wording.messages import message
from tests import build
from tests.graph.park import small_park
from tests.parks import made


@pytest.mark.parametrize(
    ("phase", "density", "least", "most"),
    [
        (Phase.LIQUID, 0.0, "0.4", "14"),
        (Phase.LIQUID, 1000.0, "0.4", "14"),
        (Phase.GAS, 1.2, "5e-05", "0.05"),
        (Phase.SOLID, 0.0, "0.005", "23"),
    ],
)
def test_a_density_of_0_or_of_no_such_matter_is_named(
    phase: Phase, density: float, least: str, most: str
) -> None:
    liquor = replace(
        build.material("liquor"), phase=phase, density=Range.exact(density), density_grade=Grade.TEXTBOOK
    )
    found = check_records(records_of([liquor]), Snapshot.of(small_park()))
    expected = message("expected.density", least=least, most=most)
    assert {(item.code, item.id, item.expected) for item in found} == {("ABSURD_DENSITY", "liquor", expected)}
    assert {item.column for item in found} == {"density_low", "density_likely", "density_high"}


def test_a_density_says_how_sure_it_is() -> None:
    liquor = replace(build.material("liquor"), phase=Phase.LIQUID, density=Range.exact(1.0))
    found = check_records(records_of([liquor]), Snapshot.of(small_park()))
    assert [(item.code, item.column) for item in found] == [("MISSING_VALUE", "density_grade")]


def recipe_of(*outputs: Port) -> list[Any]:
    """A recipe that takes a tonne of waste."""
    rows = [build.material(name) for name in ("waste", "thing")]
    return [*rows, build.technology("r"), build.port("r", Direction.MAIN_INPUT, "waste"), *outputs]


@pytest.mark.parametrize(
    ("ratio", "code", "text"),
    [
        (
            5.0,
            "MASS_FROM_NOTHING",
            "ports r:out_product:thing, ratio_likely: '5' (MASS_FROM_NOTHING; expected no more out than in: "
            "at most 1 t goes in, at least 5 t comes out)",
        ),
        (
            0.0,
            "NOTHING_OUT",
            "ports r:out_product:thing, ratio_likely: '0' (NOTHING_OUT; expected a product, residue, heat or "
            "a final use: 1 t goes in, 0 t comes out)",
        ),
    ],
)
def test_a_recipe_that_is_not_physical_shows_what_goes_in_and_comes_out(
    ratio: float, code: str, text: str
) -> None:
    rows = recipe_of(build.port("r", Direction.PRODUCT, "thing", ratio))
    (found,) = check_records(records_of(rows))
    assert (found.code, str(found)) == (code, text)


def test_a_recipe_without_any_output_is_placed_at_its_input() -> None:
    (found,) = check_records(records_of(recipe_of()))
    assert (found.code, found.id) == ("NOTHING_OUT", "r:in_main:waste")


def test_a_new_yield_that_makes_an_element_is_refused_unless_somebody_says_why() -> None:
    """Only what the records touch is judged; the recipe was sound before its yield was raised."""
    product = build.port("r", Direction.PRODUCT, "thing", 0.5)
    contents = [
        made(model.ElementContent, id=f"{name}-s", material=name, element="S", basis="mass %", amount=amount)
        for name, amount in (("waste", Range(2.0, 3.0, 4.0)), ("thing", Range(5.0, 6.0, 7.0)))
    ]
    survey = made(model.Source, id="survey", grade=Grade.COMPANY)
    other = made(model.Source, id="yearbook", grade=Grade.COMPANY)
    known = Snapshot.of([survey, other, *recipe_of(product), *contents])
    assert check_records(records_of([product]), known) == ()
    raised = replace(product, ratio=Range(0.85, 0.9, 0.95))
    (found,) = check_records(records_of([raised]), known)
    amounts = {"taken": "0.04", "given": "0.0425", "unit": "t"}
    assert (found.code, found.row, found.column) == ("ELEMENT_FROM_NOTHING", 0, "ratio_likely")
    assert found.expected == message("expected.element_in", element="S", material="waste", **amounts)
    reason = made(
        model.Imbalance,
        id="r:S",
        technology="r",
        element="S",
        kind=ImbalanceKind.IDENTITY,
        note="With the host's.",
    )
    assert check_records(records_of([raised, reason]), known) == ()
    assert check_records(records_of([product]), known.with_records(records_of([raised, reason]))) == ()
