"""What one unit brings, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from graph.model import TransportRate
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.factors import Factors
from graph.value.worth import ValueBook
from graph.vocabulary import Direction, FactorKind, Hazard, Phase, PriceKind, RowId, Unit
from tests.build import ESTIMATE, PARK, emission_factor, material, port, price, stream, technology


def book(*rows: object) -> ValueBook:
    return ValueBook(Factors(Snapshot.of([PARK, *rows])))


def rate(
    cargo: str,
    cost: float | None,
    unit: str = "CNY/t-km",
    since: float | None = None,
    to: float | None = None,
    payload: float | None = None,
    co2: float | None = None,
) -> TransportRate:
    return TransportRate(
        id=RowId(f"{cargo}-{since}"),
        cargo=cargo,
        payload=payload,
        from_km=since,
        to_km=to,
        cost=None if cost is None else Range.exact(cost),
        unit=unit,
        co2=co2,
        evidence=ESTIMATE,
    )


def test_energy_and_operating_cost_add_up_with_the_parks_own_grid_factor() -> None:
    """30 kWh at 0.1 kg/kWh of the test park: 3 kg, and 2 kg of its own; nobody says a tariff."""
    fed = book(technology("t", operating_cost=12.0, electricity=30.0, direct_emissions=2.0)).fed("t")
    assert fed.benefit == -12.0
    assert fed.co2 == pytest.approx(-5.0)
    assert fed.missing == ("price of electricity",)


def test_what_nobody_knows_counts_nothing_and_is_named() -> None:
    unknown = technology("t", operating_cost=None, electricity=None, heat=None, direct_emissions=None)
    fed = book(material("lime"), unknown, port("t", Direction.AUXILIARY_INPUT, "lime", 0.2)).fed("t")
    assert (fed.benefit, fed.co2) == (0.0, 0.0)
    assert fed.missing == (
        "operating cost of t",
        "electricity use of t",
        "heat use of t",
        "direct emissions of t",
        "price of lime",
    )


def test_a_product_without_a_price_brings_that_of_what_it_stands_for() -> None:
    """0.8 t of base replace 0.6 t of gravel at 20 CNY/t and 9 kg/t: a tonne 0.75 t, 15 CNY and 6.75 kg."""
    works = [
        *(material(name) for name in ("slag", "base", "gravel")),
        technology("work", displaces="gravel", displaced_ratio=0.6),
        port("work", Direction.MAIN_INPUT, "slag"),
        port("work", Direction.PRODUCT, "base", 0.8),
        price("gravel", 20.0),
        emission_factor("gravel", 9.0),
    ]
    sold = book(*works).sold("work", "base")
    assert (sold.benefit, sold.co2) == (pytest.approx(15.0), pytest.approx(6.75))
    own = book(*works, price("base", -4.0)).sold("work", "base")
    assert (own.benefit, own.co2) == (-4.0, pytest.approx(6.75))


def test_only_the_largest_product_stands_for_the_virgin_one() -> None:
    sold = book(
        *(material(name) for name in ("slag", "base", "dust", "gravel")),
        technology("work", displaces="gravel", displaced_ratio=0.6),
        port("work", Direction.MAIN_INPUT, "slag"),
        port("work", Direction.PRODUCT, "base", 0.8),
        port("work", Direction.PRODUCT, "dust", 0.1),
        emission_factor("gravel", 9.0),
    ).sold("work", "dust")
    assert (sold.money, sold.carbon, sold.missing, sold.displaces) == ((), (), ("price of dust",), True)


def test_a_stream_saves_what_it_pays_itself_and_else_the_usual_fee() -> None:
    values = book(
        material("slag"),
        stream("s", "e", "slag", 1.0),
        stream("t", "e", "slag", 1.0, disposal_cost=8.0),
        price("slag", 30.0, kind=PriceKind.DISPOSAL),
        emission_factor("slag", 5.0, kind=FactorKind.DISPOSAL),
    )
    rows, zeros = np.array([0, 1]), np.zeros(2, dtype=np.int64)
    relief = values.relief(rows, zeros, zeros)
    assert relief.benefit.tolist() == [30.0, 8.0]
    assert relief.co2.tolist() == [5.0, 5.0]
    assert [values.relieved(row, "slag").benefit for row in (0, 1)] == [30.0, 8.0]


def test_carrying_costs_loading_and_the_rate_of_the_distance() -> None:
    """6 CNY/t to load and 0.8 CNY/t-km below 30 km: 10 km cost 14 CNY/t; beyond, 0.45; farther, nobody says.

    An acid goes by tanker, hazardous waste at its own rate, water by pipe; inside a site nothing is carried.
    """
    values = book(
        material("slag"),
        material("acid", phase=Phase.LIQUID),
        material("ash", hazard=Hazard.HAZARDOUS),
        material("water", phase=Phase.LIQUID, unit=Unit.CUBIC_METRE),
        rate("bulk", 0.8, to=30.0),
        rate("bulk", 0.45, since=30.0, to=150.0),
        rate("chemical", 0.9),
        rate("hazardous", 2.0),
        rate("loading-bulk", 6.0, unit="CNY/t"),
        rate("other", None, payload=30.0, co2=0.078),
        rate("van", None, payload=2.0, co2=0.286),
    )
    acid, ash, slag, water = range(4)
    what = np.array([slag, slag, slag, slag, slag, acid, ash, water, water])
    distance = np.array([10.0, 100.0, 200.0, 0.0, np.nan, 10.0, 10.0, 9.6, 0.0])
    carriage = values.carriage(what, np.zeros(9, dtype=np.int64), distance)
    unknown = np.nan
    expected = [14.0, 51.0, unknown, 0.0, unknown, 15.0, 26.0, unknown, 0.0]
    np.testing.assert_allclose(carriage.cost, expected)
    np.testing.assert_allclose(carriage.emissions, [0.78, 7.8, 15.6, 0.0, 0.0, 0.78, 0.78, 0.0, 0.0])
    words = [carriage.parts(flow)[0][1].missing for flow in range(9)]
    assert words == [(), (), ("transport cost",), (), ("transport cost",), (), (), ("cost of the pipe",), ()]
