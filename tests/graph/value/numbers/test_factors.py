from __future__ import annotations

from dataclasses import replace

import pytest

from graph.evidence import Evidence, Grade, SourceId
from graph.model import EmissionFactor, Price, TransportRate
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.numbers.factors import Factors
from graph.value.worth import ValueBook
from graph.vocabulary import FactorKind, MaterialId, PriceKind, RowId, Unit
from tests.build import ESTIMATE, PARK, enterprise, material, park


def price(
    name: str,
    kind: PriceKind,
    likely: float | None,
    year: str = "2024",
    note: str = "",
    grade: Grade = Grade.ESTIMATE,
    of: str = "gypsum",
    unit: str = "CNY/t",
    place: str = "",
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
        place=place,
        year=year,
        note=note,
        evidence=evidence,
    )


def market(factors: Factors, material: str, zone: int = 0) -> float | None:
    found = factors.price(PriceKind.MARKET, material, zone)
    return None if found is None else found.amount.likely


def test_a_default_row_comes_before_a_better_grade_and_that_before_a_newer_year() -> None:
    rows = [
        price("a", PriceKind.MARKET, 1.0, grade=Grade.OFFICIAL, year="2020"),
        price("b", PriceKind.MARKET, 2.0, year="2024"),
    ]
    assert market(Factors(Snapshot.of([material("gypsum"), *rows])), "gypsum") == 1.0
    rows.append(price("c", PriceKind.MARKET, 3.0, note="default for plaster"))
    assert market(Factors(Snapshot.of([material("gypsum"), *rows])), "gypsum") == 3.0
    newer = [price("a", PriceKind.MARKET, 1.0, year="2020"), price("b", PriceKind.MARKET, 2.0, year="2024")]
    assert market(Factors(Snapshot.of([material("gypsum"), *newer])), "gypsum") == 2.0


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
    assert market(factors, "fine") == 1.0
    assert market(factors, "clay") is None


def test_disposal_costs_the_fee_because_lawful_storage_is_not_taxed() -> None:
    rows = [price("a", PriceKind.DISPOSAL, 30.0), price("b", PriceKind.TAX, 25.0)]
    fee = Factors(Snapshot.of([material("gypsum"), *rows])).price(PriceKind.DISPOSAL, "gypsum")
    assert fee is not None
    assert (fee.row, fee.amount.likely) == ("a", 30.0)


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
    made = [factors.emissions(FactorKind.PRODUCT, name) for name in ("a", "b")]
    assert [None if one is None else one.amount.likely for one in made] == [500.0, 500.0]
    assert factors.emissions(FactorKind.DISPOSAL, "a") is None


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        # The nearest place before the better grade and the newer year.
        ([("a", "", Grade.OFFICIAL, "2025"), ("b", "Yunnan", Grade.ESTIMATE, "2020")], "b"),
        ([("a", "Yunnan", Grade.OFFICIAL, "2025"), ("b", "530181", Grade.ESTIMATE, "2020")], "b"),
        ([("a", "530181", Grade.OFFICIAL, "2025"), ("b", "Park", Grade.ESTIMATE, "2020")], "b"),
        # Another place comes last, and counts where nobody says anything else.
        ([("a", "Hubei", Grade.OFFICIAL, "2025"), ("b", "China", Grade.ESTIMATE, "2020")], "b"),
        ([("a", "Hubei", Grade.ESTIMATE, "2020")], "a"),
        # At one place the grade, then the last year of a span, then an unknown year, then the id.
        ([("a", "China", Grade.ESTIMATE, "2025"), ("b", "", Grade.TRADE, "2020")], "b"),
        ([("a", "", Grade.TRADE, "2021"), ("b", "", Grade.TRADE, "2020-2024")], "b"),
        ([("a", "", Grade.TRADE, ""), ("b", "", Grade.TRADE, "2013")], "b"),
        ([("b", "", Grade.TRADE, "2024"), ("a", "", Grade.TRADE, "2024")], "a"),
    ],
)
def test_c27_the_row_of_the_nearest_place_counts(
    rows: list[tuple[str, str, Grade, str]], counts: str
) -> None:
    prices = [
        price(name, PriceKind.MARKET, 1.0, place=place, grade=grade, year=year)
        for name, place, grade, year in rows
    ]
    found = Factors(Snapshot.of([PARK, material("gypsum"), enterprise("e"), *prices])).price(
        PriceKind.MARKET, "gypsum"
    )
    assert found is not None
    assert found.row == counts


def test_the_example_of_the_documents() -> None:
    rows = [
        price("a", PriceKind.MARKET, 240.0, place="Hubei", year="2025", grade=Grade.OFFICIAL),
        price("b", PriceKind.MARKET, 260.0, place="China", year="2024-2025", grade=Grade.TRADE),
        price("c", PriceKind.MARKET, 220.0, place="Yunnan", year="2023"),
        price("d", PriceKind.MARKET, 210.0, place="Yunnan", year="2021"),
        price("e", PriceKind.MARKET, 180.0, year="2020", note="default for retarder"),
    ]
    for gone, counts in (("", 180.0), ("e", 220.0), ("cde", 260.0), ("bcde", 240.0)):
        left = [row for row in rows if row.id not in gone]
        assert market(Factors(Snapshot.of([PARK, material("gypsum"), *left])), "gypsum") == counts


def test_c27_a_material_itself_comes_before_its_more_general_kind_wherever_that_is_priced() -> None:
    rows = [
        price("far", PriceKind.MARKET, 1.0, of="fine", place="Hubei"),
        price("near", PriceKind.MARKET, 2.0, place="Park", note="default"),
    ]
    found = Factors(Snapshot.of([PARK, material("gypsum"), material("fine", "gypsum"), *rows]))
    assert (market(found, "fine"), market(found, "gypsum")) == (1.0, 2.0)


def test_c27_each_park_has_its_own_tariff_rates_and_grid_factor() -> None:
    """The user's park burns coal (0.9), another whose id sorts first has water (0.1).

    An area takes what its park has. Who names no place knows none of these prices but the country's.
    """
    rows = [
        replace(park("a-town", region="110000"), grid_factor=0.1),
        replace(park("works", region="530181"), grid_factor=0.9),
        park("yard", part_of="works"),
        enterprise("far", park="a-town"),
        enterprise("near", park="yard"),
        price("here", PriceKind.UTILITY, 0.4, unit="CNY/kWh", place="works"),
        price("there", PriceKind.UTILITY, 0.7, unit="CNY/kWh", place="Beijing"),
        price("country", PriceKind.UTILITY, 0.5, unit="CNY/kWh", place="China"),
        material("gypsum"),
        rate("all", "China", 0.5, 0.06),
        rate("hills", "Yunnan", 0.8, 0.08),
    ]
    factors = Factors(Snapshot.of(rows))
    far, near = factors.zones.of_enterprise.tolist()

    def numbers(zone: int) -> list[float | None]:
        grid, tariff, lorry = (
            factors.grid_factor(zone),
            factors.tariff("CNY/kWh", zone),
            factors.rates.lorry(zone),
        )
        found = [grid, tariff, lorry, factors.rates.bands(0, zone)[0].per_km]
        return [None if one is None else one.amount.likely for one in found]

    assert numbers(far) == [0.1, 0.7, 0.06, 0.5]
    assert numbers(near) == [0.9, 0.4, 0.08, 0.8]
    assert numbers(0) == [None, 0.5, 0.06, 0.5]


def power(name: str, place: str, *ends: float, kind: FactorKind = FactorKind.ELECTRICITY) -> EmissionFactor:
    return EmissionFactor(
        id=RowId(name),
        kind=kind,
        item=name,
        material=MaterialId("power"),
        amount=Range(*ends),
        unit="kg CO2/kWh",
        place=place,
        evidence=ESTIMATE,
    )


def test_a_park_without_a_figure_of_its_own_buys_the_power_of_its_province() -> None:
    """Fuquan lies in Guizhou; nobody says where the works in the valley stands."""
    rows = [
        park("fuquan", region="522702"),
        park("valley"),
        park("hills", region="620100"),
        enterprise("a", park="fuquan"),
        enterprise("b", park="valley"),
        enterprise("c", park="hills"),
        material("power", unit=Unit.GIGAJOULE),
        power("guizhou", "Guizhou", 0.4, 0.5, 0.6),
        power("country", "China", 0.5, 0.55, 0.6),
    ]
    factors = Factors(Snapshot.of(rows))
    here, nowhere, elsewhere = (factors.grid_factor(zone) for zone in factors.zones.of_enterprise.tolist())
    assert here is not None
    assert (here.row, here.unit) == ("guizhou", "kg CO2/kWh")
    assert [here.amount.low, here.amount.likely, here.amount.high] == pytest.approx([0.4, 0.5, 0.6])
    assert nowhere is None
    assert elsewhere is not None
    assert elsewhere.row == "country"


def test_power_that_is_displaced_saves_what_the_grid_of_that_place_emits() -> None:
    rows = [
        park("fuquan", region="522702"),
        park("anning", region="530181"),
        enterprise("a", park="fuquan"),
        enterprise("b", park="anning"),
        material("power", unit=Unit.GIGAJOULE),
        power("guizhou", "Guizhou", 0.36, 0.36, 0.36),
        power("yunnan", "Yunnan", 0.072, 0.072, 0.072),
    ]
    snapshot = Snapshot.of(rows)
    values = ValueBook(Factors(snapshot))
    bought = [values.bought("power", zone) for zone in values.factors.zones.of_enterprise.tolist()]
    assert [one.co2 for one in bought] == pytest.approx([100.0, 20.0])


def rate(name: str, place: str, cost: float, co2: float) -> TransportRate:
    return TransportRate(
        id=RowId(name),
        cargo="bulk",
        payload=30.0,
        cost=Range.exact(cost),
        unit="CNY/t-km",
        co2=co2,
        place=place,
        evidence=ESTIMATE,
    )


def test_where_two_rates_hold_at_a_distance_the_one_with_an_end_counts_first() -> None:
    rates = [replace(rate("any", "", 0.3, 0.1), to_km=None), replace(rate("short", "", 0.9, 0.1), to_km=30.0)]
    assert [band.per_km.row for band in Factors(Snapshot.of(rates)).rates.bands(0)] == ["short", "any"]
