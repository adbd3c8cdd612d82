from __future__ import annotations

import pytest

from graph.recipes.formulas import element_shares


@pytest.mark.parametrize(
    ("formula", "element", "share"),
    [
        ("S", "S", 1.0),
        ("SO3", "S", 32.06 / (32.06 + 3 * 15.999)),
        ("CaSO4.2H2O", "Ca", 0.2328),
        ("P2O5", "P", 0.4364),
        ("Al2O3", "Al", 0.5293),
        ("Na2CO3.10H2O", "Na", 0.1607),
    ],
)
def test_an_element_of_a_compound_has_its_share(formula: str, element: str, share: float) -> None:
    assert element_shares(formula)[element] == pytest.approx(share, abs=5e-5)


@pytest.mark.parametrize("formula", ["CaSO4.2H2O", "Fe2O3", "K2SO4"])
def test_the_shares_of_a_compound_sum_to_it(formula: str) -> None:
    assert sum(element_shares(formula).values()) == pytest.approx(1.0)


@pytest.mark.parametrize("text", ["", "f-CaO", "moisture", "LOI", "Ca(OH)2", "P2O5-soluble", "Xx2O", "2"])
def test_what_is_no_plain_formula_has_no_shares(text: str) -> None:
    assert element_shares(text) == {}
