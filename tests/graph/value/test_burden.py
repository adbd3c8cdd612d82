from __future__ import annotations

import pytest

from graph.snapshot import Snapshot
from graph.value.burden import burden_of
from graph.value.factors import Factors
from graph.vocabulary import Direction
from tests.build import PARK, material, port, technology


def test_energy_and_operating_cost_add_up_with_the_parks_own_grid_factor() -> None:
    """30 kWh at 0.1 kg/kWh of the test park: 3 kg; nobody says a tariff, so only the 12 CNY are known."""
    factors = Factors(Snapshot.of([PARK]))
    burden = burden_of(
        technology("t", operating_cost=12.0, electricity=30.0, direct_emissions=2.0), (), factors
    )
    assert (burden.cost, burden.electricity) == (12.0, 30.0)
    assert burden.emissions == pytest.approx(5.0)
    assert burden.missing == ()


def test_what_nobody_knows_counts_nothing_and_is_named() -> None:
    factors = Factors(Snapshot.of([PARK, material("lime")]))
    unknown = technology("t", operating_cost=None, electricity=None, heat=None, direct_emissions=None)
    burden = burden_of(unknown, [port("t", Direction.AUXILIARY_INPUT, "lime", 0.2)], factors)
    assert (burden.cost, burden.emissions) == (0.0, 0.0)
    assert burden.missing == (
        "operating cost of t",
        "electricity use of t",
        "heat use of t",
        "direct emissions of t",
        "price of lime",
    )
