"""No waste is dumped for nothing because nobody asked what it costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.evidence import Grade
from graph.model import Price
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.disposal import DISPOSAL_CLASSES, disposal_class
from graph.value.numbers.factors import Factors
from graph.value.worth import ValueBook
from graph.vocabulary import Direction, FactorKind, Hazard, MaterialStatus, Phase, PriceKind, Unit
from ingest import shipped_records
from tests.build import emission_factor, material, park_of, port, price, recipe, technology

GENERAL = price(None, 150.0, kind=PriceKind.DISPOSAL_GENERAL)
SLUDGE = price("sludge", 280.0, kind=PriceKind.DISPOSAL)


def book(*parts: object) -> ValueBook:
    return ValueBook(Factors(park_of(*parts)))


def costs(values: ValueBook, *asked: str) -> float | None:
    """Return what disposing of (material, maker) costs."""
    name, *maker = asked
    fee = values.disposals.fee(name, 0, *maker)
    return None if fee is None else fee.likely


def test_a_material_comes_before_what_it_is_a_kind_of_and_that_before_its_class() -> None:
    values = book(
        material("sludge"),
        *(material(name, "sludge") for name in ("cake", "paste")),
        material("sand"),
        SLUDGE,
        price("cake", 90.0, kind=PriceKind.DISPOSAL),
        GENERAL,
    )
    assert [costs(values, name) for name in ("cake", "paste", "sand")] == [90.0, 280.0, 150.0]


def test_what_nobody_and_no_class_prices_is_not_known() -> None:
    values = book(material("sand"))
    assert costs(values, "sand") is None
    assert values.disposed("sand").missing == ("disposal cost of sand",)


def test_what_a_technology_leaves_costs_no_less_than_what_it_was_made_from() -> None:
    """Digestate of sludge costs 280 CNY/t, not the 150 of its class; what a works gives off costs 150."""
    values = book(
        *(material(name) for name in ("sludge", "gas", "digestate")),
        *recipe("digest", "sludge", "gas", 0.1, residue=("digestate", 0.9)),
        SLUDGE,
        GENERAL,
        emission_factor("sludge", 470.0, kind=FactorKind.DISPOSAL),
    )
    assert costs(values, "digestate", "digest") == 280.0
    assert costs(values, "digestate") == 150.0
    assert values.disposed("digestate", 0, "digest").co2 == -470.0
    assert values.disposed("digestate").co2 == 0.0


@pytest.mark.parametrize(("taken", "fee"), [("sludge", 280.0), ("steam", 10.0)])
def test_a_cubic_metre_costs_what_the_tonnes_in_it_do(taken: str, fee: float) -> None:
    """Of a tonne, 0.7 t may be in 0.7 m3 of filtrate: 280 CNY/m3. Of steam nothing is in it: 10 CNY/m3."""
    values = book(
        material("sludge"),
        material("steam", unit=Unit.GIGAJOULE, phase=Phase.HEAT),
        material("cake"),
        material("filtrate", unit=Unit.CUBIC_METRE, phase=Phase.LIQUID),
        *recipe("press", taken, "cake", 0.3, residue=("filtrate", 0.7)),
        SLUDGE,
        price("steam", 90.0, kind=PriceKind.DISPOSAL, unit="CNY/GJ"),
        price(None, 10.0, kind=PriceKind.DISPOSAL_LIQUID, unit="CNY/m3"),
    )
    assert costs(values, "filtrate", "press") == pytest.approx(fee)


def test_a_product_that_is_dumped_brings_back_what_all_that_was_made_into_it_saved() -> None:
    """0.2 t of pellets are all that is left of a tonne of sludge: 5 x 280 CNY a tonne, not the 20 of dust."""
    values = book(
        *(material(name) for name in ("sludge", "pellets", "dust")),
        *recipe("dry", "sludge", "pellets", 0.2),
        *recipe("sieve", "sludge", "pellets", 0.2, residue=("dust", 0.3)),
        SLUDGE,
        price("pellets", 20.0, kind=PriceKind.DISPOSAL),
        price("dust", 20.0, kind=PriceKind.DISPOSAL),
    )
    assert costs(values, "pellets", "dry") == pytest.approx(1400.0)
    # What somebody says of a residue stands, and is taken off what the product answers for.
    assert costs(values, "dust", "sieve") == 20.0
    assert costs(values, "pellets", "sieve") == pytest.approx(0.7 / 0.2 * 280.0)


def test_what_is_still_priced_as_what_came_in_is_still_what_came_in() -> None:
    """The owner pays 400 CNY for his sludge: turned into cake, which is sludge, it costs no less."""
    values = book(
        material("sludge"),
        material("cake", "sludge"),
        technology("press"),
        port("press", Direction.MAIN_INPUT, "sludge"),
        port("press", Direction.RESIDUE, "cake", 1.0),
        SLUDGE,
    )
    paid = replace(values.disposals.saved("sludge"), table="waste_streams", amount=Range.exact(400.0))
    assert values.disposed("cake", 0, "press", values.given("sludge", 0)).benefit == -280.0
    assert values.disposed("cake", 0, "press", values.given("sludge", 0, paid)).benefit == -400.0


def test_a_product_that_comes_back_as_a_residue_of_the_same_name_is_no_cheaper_to_dump() -> None:
    """0.5 t of acid that nobody buys brings back 100 CNY a tonne of what it was made of, not its own 10.

    It is spun, which nobody prices, and is acid again: going round makes it no cheaper, nor cleaner.
    """
    values = book(
        *(material(name) for name in ("ore", "acid", "spun")),
        *recipe("kiln", "ore", "acid", 0.5),
        *(technology("spin"), port("spin", Direction.MAIN_INPUT, "acid")),
        port("spin", Direction.RESIDUE, "spun", 1.0),
        *(technology("unspin"), port("unspin", Direction.MAIN_INPUT, "spun")),
        port("unspin", Direction.RESIDUE, "acid", 1.0),
        price("ore", 100.0, kind=PriceKind.DISPOSAL),
        price("acid", 10.0, kind=PriceKind.DISPOSAL),
        emission_factor("ore", 40.0, kind=FactorKind.DISPOSAL),
        emission_factor("acid", 4.0, kind=FactorKind.DISPOSAL),
    )
    made = values.disposals.handed("acid", 0, "kiln", values.given("ore", 0))
    assert made.fee is not None
    assert made.fee.likely == pytest.approx(200.0)
    spun = values.disposals.handed("spun", 0, "spin", (made,))
    again = values.disposed("acid", 0, "unspin", (spun,))
    assert (again.benefit, again.co2) == pytest.approx((-200.0, -80.0))
    # Of acid that comes from elsewhere what somebody says stands.
    other = values.disposed("acid", 0, "unspin", values.given("spun", 0))
    assert (other.benefit, other.co2) == pytest.approx((-10.0, -4.0))


def test_a_by_product_and_what_has_a_market_price_save_nothing_by_their_class() -> None:
    """The solvent's dregs cost what their class costs: nobody would pay to get rid of the solvent."""
    values = book(
        material("dust"),
        replace(material("solvent"), status=MaterialStatus.BY_PRODUCT),
        material("scrap"),
        material("dregs"),
        *recipe("distil", "solvent", "dust", residue=("dregs", 0.1)),
        price("scrap", 900.0),
        GENERAL,
    )
    saved = [values.disposals.saved(name) for name in ("dust", "solvent", "scrap")]
    assert [number and number.amount.likely for number in saved] == [150.0, None, None]
    assert costs(values, "solvent") == costs(values, "dregs", "distil") == 150.0


def test_what_is_handed_on_through_two_steps_costs_no_less_than_at_the_first() -> None:
    values = book(
        *(material(name) for name in ("sludge", "grit", "dust")),
        technology("grind"),
        port("grind", Direction.MAIN_INPUT, "sludge"),
        port("grind", Direction.RESIDUE, "grit"),
        technology("sieve"),
        port("sieve", Direction.MAIN_INPUT, "grit"),
        port("sieve", Direction.RESIDUE, "dust", 0.4),
        SLUDGE,
        GENERAL,
    )
    handed = (values.disposals.handed("grit", 0, "grind"),)
    assert values.disposed("dust", 0, "sieve").benefit == -150.0
    assert values.disposed("dust", 0, "sieve", handed).benefit == -280.0
    # 0.6 t of a tonne are gone, and never became a product.
    assert values.fed("sieve", 0, handed).benefit == pytest.approx(-0.6 * 280.0)
    assert values.fed("grind").benefit == 0.0


def test_what_is_lost_where_something_is_made_is_no_waste() -> None:
    values = book(
        *(material(name) for name in ("sludge", "pellets")), *recipe("dry", "sludge", "pellets", 0.2), SLUDGE
    )
    assert values.fed("dry").benefit == 0.0


@pytest.mark.parametrize(
    ("phase", "hazard", "unit", "expected"),
    [
        (Phase.GAS, Hazard.HAZARDOUS, Unit.TONNE, PriceKind.DISPOSAL_AIR),
        (Phase.HEAT, Hazard.NONE, Unit.GIGAJOULE, PriceKind.DISPOSAL_AIR),
        (Phase.SOLID, Hazard.HAZARDOUS, Unit.TONNE, PriceKind.DISPOSAL_HAZARDOUS),
        (Phase.LIQUID, Hazard.POSSIBLE, Unit.TONNE, PriceKind.DISPOSAL_LIQUID),
        (Phase.SOLID, Hazard.POSSIBLE, Unit.TONNE, PriceKind.DISPOSAL_GENERAL),
    ],
)
def test_every_waste_has_one_class(phase: Phase, hazard: Hazard, unit: Unit, expected: PriceKind) -> None:
    assert disposal_class(phase, hazard, unit) is expected


def test_no_material_of_the_library_is_dumped_for_a_price_that_nobody_says() -> None:
    """Each has a price of its own or one of its class, which is an interval and says that it is one."""
    snapshot = Snapshot.from_records(shipped_records())
    disposals = ValueBook(Factors(snapshot)).disposals
    assert all(disposals.fee(name) is not None for name in disposals.materials)
    classes = [row for row in snapshot.all(Price) if row.kind in DISPOSAL_CLASSES]
    assert {row.kind for row in classes} == set(DISPOSAL_CLASSES)
    for row in classes:
        amount = row.amount
        assert amount is not None
        if row.kind is PriceKind.DISPOSAL_AIR:
            assert amount.high == 0.0
        else:
            assert amount.low < amount.likely < amount.high
            assert row.evidence.grade is Grade.CLASS
