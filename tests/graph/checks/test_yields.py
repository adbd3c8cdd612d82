"""A yield is of an output, of a main input or a component, and makes no element."""

from __future__ import annotations

import pytest

from graph.checks import check_records
from graph.model import ElementContent
from graph.ranges import Range
from graph.snapshot import records_of
from graph.vocabulary import Direction, MaterialId, RowId
from tests.build import ESTIMATE, material, park_of, recipe
from tests.graph.planning.programme.test_yields import made

PURE = ElementContent(
    id=RowId("sulphur:S"),
    material=MaterialId("sulphur"),
    element="S",
    basis="mass %",
    amount=Range.exact(99.9),
    evidence=ESTIMATE,
)
LIBRARY = park_of(
    *(material(name) for name in ("coke", "pitch", "sulphur", "ash")),
    recipe("gasify", "coke", "sulphur", 0.03, auxiliary=[("pitch", 0.1)]),
    PURE,
)


def codes(*rows: object) -> list[tuple[str, str, str]]:
    return [(one.code, one.id, one.column) for one in check_records(records_of(rows), LIBRARY)]


def test_a_yield_of_what_chemistry_allows_is_right() -> None:
    assert codes(made("sulphur", 0.98, "S")) == []


@pytest.mark.parametrize("factor", [1.03, 5.0])
def test_more_sulphur_than_the_coke_s_is_refused(factor: float) -> None:
    (found,) = codes(made("sulphur", factor, "S"))
    assert found == ("ELEMENT_FROM_NOTHING", "gasify:sulphur:None:S", "factor_low")


def test_a_yield_of_an_input_is_none() -> None:
    (found,) = codes(made("pitch", 0.5, "S", direction=Direction.AUXILIARY_INPUT))
    assert found[0] == "YIELD_OF_NO_OUTPUT"


@pytest.mark.parametrize("main_input", ["pitch", "ash"])
def test_a_yield_is_of_a_main_input_of_its_recipe(main_input: str) -> None:
    (found,) = codes(made("sulphur", 0.5, main_input=main_input))
    assert found[0] == "YIELD_OF_NO_INPUT"


def test_a_yield_says_what_it_goes_with() -> None:
    (found,) = codes(made("sulphur", 0.5))
    assert (found[0], found[2]) == ("YIELD_OF_NO_INPUT", "component")
