"""What recipes buy has a price and a CO2e: an unknown is an interval, or it is listed, and never 0."""

from __future__ import annotations

import pytest

from graph.model import Port
from graph.snapshot import Snapshot
from graph.value.numbers.factors import Factors
from graph.value.worth import ValueBook
from graph.vocabulary import Direction

#: Bought inputs whose making nobody could judge; each is listed as missing where it is bought.
UNJUDGED = {"byproduct-hydrogen-chloride", "fuel-gas"}


@pytest.fixture(scope="module")
def bought(anning: Snapshot) -> set[str]:
    return {str(port.material) for port in anning.all(Port) if port.direction is Direction.AUXILIARY_INPUT}


def test_every_bought_input_has_a_price_and_only_named_ones_lack_a_factor(
    anning: Snapshot, bought: set[str]
) -> None:
    values = ValueBook(Factors(anning))
    lacking = {line for name in bought for line in values.bought(name).missing}
    assert lacking == {f"emission factor of {name}" for name in UNJUDGED}


def test_what_aluminium_fluoride_costs_counts_the_hydroxide_it_is_made_with(anning: Snapshot) -> None:
    """1.083 t of hydroxide at 2,200 CNY: a suggestion stood 2,383 CNY a tonne too high without its price."""
    values = ValueBook(Factors(anning))
    fed = values.fed("fsa-aluminium-fluoride")
    (hydroxide,) = (term for term in fed.money if term.number.row == "market-bought-aluminium-hydroxide")
    assert hydroxide.value == pytest.approx(-1.083 * 2200.0)
