from __future__ import annotations

import numpy as np

from graph.evidence import Evidence, Grade, SourceId
from graph.matching.worth import transport_costs
from graph.model import EmissionFactor, Price, TransportRate
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.factors import Factors
from graph.vocabulary import FactorKind, MaterialId, PriceKind, RowId
from tests.build import ESTIMATE, PARK, material


def price(
    name: str,
    kind: PriceKind,
    likely: float | None,
    year: str = "2024",
    note: str = "",
    grade: Grade = Grade.ESTIMATE,
    of: str = "gypsum",
    unit: str = "CNY/t",
) -> Price:
    amount = None if likely is None else Range.exact(likely)
    evidence = Evidence((SourceId("s"),), grade)
    return Price(
        id=RowId(name),
        kind=kind,
        item_zh=name,
        item_en=name,
        material=MaterialId(of),
        amount=amount,
        unit=unit,
        year=year,
        note=note,
        evidence=evidence,
    )


def rate(
    name: str,
    cargo: str,
    cost: float | None,
    unit: str = "CNY/t-km",
    to: float | None = None,
    since: float | None = None,
    payload: float | None = None,
    co2: float | None = None,
) -> TransportRate:
    amount = None if cost is None else Range.exact(cost)
    return TransportRate(
        id=RowId(name),
        mode=name,
        cargo=cargo,
        payload=payload,
        from_km=since,
        to_km=to,
        cost=amount,
        unit=unit,
        co2=co2,
        evidence=ESTIMATE,
    )


def test_a_default_row_comes_before_a_better_grade_and_that_before_a_newer_year() -> None:
    rows = [
        price("a", PriceKind.MARKET, 1.0, grade=Grade.OFFICIAL, year="2020"),
        price("b", PriceKind.MARKET, 2.0, year="2024"),
    ]
    assert Factors(Snapshot.of([material("gypsum"), *rows])).market_price("gypsum") == 1.0
    rows.append(price("c", PriceKind.MARKET, 3.0, note="default for plaster"))
    assert Factors(Snapshot.of([material("gypsum"), *rows])).market_price("gypsum") == 3.0
    newer = [price("a", PriceKind.MARKET, 1.0, year="2020"), price("b", PriceKind.MARKET, 2.0, year="2024")]
    assert Factors(Snapshot.of([material("gypsum"), *newer])).market_price("gypsum") == 2.0


def test_a_kind_takes_its_parents_price_and_an_unknown_one_stays_unknown() -> None:
    factors = Factors(
        Snapshot.of(
            [
                material("gypsum"),
                material("fine", "gypsum"),
                price("a", PriceKind.MARKET, 1.0),
                price("b", PriceKind.MARKET, None, of="clay"),
                material("clay"),
            ]
        )
    )
    assert factors.market_price("fine") == 1.0
    assert factors.market_price("clay") is None


def test_disposal_costs_the_fee_because_lawful_storage_is_not_taxed() -> None:
    rows = [price("a", PriceKind.DISPOSAL, 30.0), price("b", PriceKind.TAX, 25.0)]
    assert Factors(Snapshot.of([material("gypsum"), *rows])).disposal_cost("gypsum") == 30.0


def test_carrying_costs_loading_and_the_rate_of_the_distance() -> None:
    """6 CNY/t to load and 0.8 CNY/t-km below 30 km: 10 km cost 14 CNY/t; beyond, 0.45."""
    rows = [
        rate("near", "bulk", 0.8, to=30.0),
        rate("far", "bulk", 0.45, since=30.0, to=150.0),
        rate("load", "loading-bulk", 6.0, unit="CNY/t"),
        rate("lorry", "other", None, payload=30.0, co2=0.078),
        rate("van", "other", None, payload=2.0, co2=0.286),
    ]
    factors = Factors(Snapshot.of(rows))
    costs = transport_costs(
        np.array(["bulk", "bulk", "bulk", "", "bulk"], dtype=object),
        np.array([10.0, 100.0, 200.0, 10.0, 0.0]),
        factors,
    )
    np.testing.assert_allclose(costs, [14.0, 51.0, np.nan, np.nan, 0.0])
    assert factors.transport_emissions == 0.078


def test_factors_in_tonnes_and_kilograms_are_the_same_thing() -> None:
    def factor(name: str, of: str, likely: float, unit: str) -> EmissionFactor:
        return EmissionFactor(
            id=RowId(name),
            kind=FactorKind.PRODUCT,
            item=name,
            material=MaterialId(of),
            amount=Range.exact(likely),
            unit=unit,
            evidence=ESTIMATE,
        )

    factors = Factors(
        Snapshot.of(
            [
                PARK,
                material("a"),
                material("b"),
                factor("x", "a", 0.5, "t CO2/t"),
                factor("y", "b", 500.0, "kg CO2e/t"),
            ]
        )
    )
    assert factors.product_emissions("a") == factors.product_emissions("b") == 500.0
    assert factors.grid_factor == 0.1
    assert factors.disposal_emissions("a") is None
