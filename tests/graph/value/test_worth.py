"""What one unit brings, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.evidence import Grade
from graph.model import TransportRate
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value import carried
from graph.value.numbers.factors import Factors
from graph.value.numbers.terms import Number
from graph.value.replacing import Replacing
from graph.value.worth import ValueBook
from graph.vocabulary import (
    Direction,
    FactorKind,
    Hazard,
    MaterialId,
    Phase,
    PriceKind,
    RevenueBasis,
    RowId,
    Unit,
)
from tests.build import (
    ESTIMATE,
    PARK,
    cost_sheet,
    emission_factor,
    market,
    material,
    port,
    price,
    process_class,
    recipe,
    stream,
    technology,
)


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
        "emission factor of lime",
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


def test_what_is_lost_saves_no_disposal_but_a_price_is_forgone_for_all_that_leaves() -> None:
    values = book(
        material("slag"),
        material("scrap"),
        market("yard", "scrap", 1.0, price=5.0, waste=True),
    )
    scrap, slag = values.factors.snapshot.positions("materials", ["scrap", "slag"]).tolist()
    what, arrives = np.array([slag, scrap, slag, scrap]), np.array([0.9, 0.9, 1.0, 0.0])
    assert values.relieving(what, np.zeros(4, dtype=np.int64), arrives).tolist() == [0.9, 1.0, 1.0, 1.0]
    assert values.relieving(what[:0], what[:0], arrives[:0]).tolist() == []


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
    carriage = carried(values.factors, what, np.zeros(9, dtype=np.int64), distance)
    unknown = np.nan
    expected = [14.0, 51.0, unknown, 0.0, unknown, 15.0, 26.0, unknown, 0.0]
    np.testing.assert_allclose(carriage.cost, expected)
    np.testing.assert_allclose(carriage.emissions, [0.78, 7.8, 15.6, 0.0, 0.0, 0.78, 0.78, 0.0, 0.0])
    words = [carriage.parts(flow)[0][1].missing for flow in range(9)]
    assert words == [(), (), ("transport cost",), (), ("transport cost",), (), (), ("cost of the pipe",), ()]


def gasified(*rows: object, output: str | None = "ammonia") -> ValueBook:
    """Coke becomes ammonia, which is made elsewhere otherwise, and four times as much carbon dioxide."""
    process = technology("gasify", displaces="virgin-ammonia", displaced_ratio=0.6)
    return book(
        *(material(name) for name in ("coke", "coal", "ammonia", "carbonic", "virgin-ammonia")),
        replace(process, displaced_output=None if output is None else MaterialId(output)),
        port("gasify", Direction.MAIN_INPUT, "coke"),
        port("gasify", Direction.PRODUCT, "ammonia", 0.5),
        port("gasify", Direction.PRODUCT, "carbonic", 2.0),
        emission_factor("virgin-ammonia", 2_000.0),
        emission_factor("coal", 100.0),
        price("coal", 500.0),
        *rows,
    )


def test_the_product_that_is_displaced_belongs_to_one_output() -> None:
    """Case C10.

    0.6 t displaced by 0.5 t of ammonia are 1.2 t a tonne: 2,400 kg; carbon dioxide displaces none of it.

    Where nobody says which output it is, it is the largest: 0.6 / 2 x 2,000 kg = 600 kg.
    """
    named, silent = gasified(), gasified(output=None)
    assert named.sold("gasify", "ammonia").co2 == pytest.approx(2_400.0)
    assert named.sold("gasify", "carbonic").co2 == 0.0
    assert silent.sold("gasify", "carbonic").co2 == pytest.approx(600.0)
    assert silent.sold("gasify", "ammonia").co2 == 0.0


def test_a_plant_displaces_what_it_replaces_today() -> None:
    """This one gasifies coal today, 0.9 t for a tonne of coke: 0.9 / 0.5 x 100 kg = 180 kg, not 2,400 kg.

    No output has a price, so that ammonia brings what the coal cost: 0.9 / 0.5 x 500 CNY.
    """
    ratio = Number("facilities", "f", "replaces_ratio", "unit/unit", Range.exact(0.9), Grade.OFFICIAL)
    instead = Replacing("coal", ratio)
    sold = gasified().sold("gasify", "ammonia", replacing=instead)
    assert sold.co2 == pytest.approx(180.0)
    assert sold.benefit == pytest.approx(900.0)


def kiln(revenue: RevenueBasis, *rows: object) -> ValueBook:
    """0.93 t of clinker leave a kiln for a tonne of soil, which stands for 1.1 t of clay."""
    return book(
        *(material(name) for name in ("soil", "clinker", "steam", "clay")),
        technology("burn", displaces="clay", displaced_ratio=1.1),
        port("burn", Direction.MAIN_INPUT, "soil"),
        port("burn", Direction.PRODUCT, "clinker", 0.93),
        port("burn", Direction.PRODUCT, "steam", 0.1),
        price("clinker", 230.0),
        price("steam", 180.0),
        process_class("kilns"),
        cost_sheet("burn", "kilns", revenue=revenue),
        *rows,
    )


def test_an_addition_to_a_plant_that_stands_is_paid_what_it_replaces_there() -> None:
    """1.1 t of clay at 20 CNY/t for 0.93 t of clinker: 23.66 CNY a tonne of it, and not its 230 CNY."""
    added = kiln(RevenueBasis.DISPLACED, price("clay", 20.0))
    assert added.sold("burn", "clinker").benefit == pytest.approx(1.1 / 0.93 * 20.0)
    assert added.sold("burn", "steam").benefit == 0.0
    own = kiln(RevenueBasis.PRODUCT, price("clay", 20.0))
    assert own.sold("burn", "clinker").benefit == 230.0
    assert own.sold("burn", "steam").benefit == 180.0


def test_an_addition_whose_input_nobody_prices_brings_nothing_but_what_a_market_of_it_pays() -> None:
    silent = kiln(RevenueBasis.DISPLACED)
    assert silent.sold("burn", "clinker").benefit == 0.0
    assert "price of clinker" in silent.sold("burn", "clinker").missing
    general = kiln(RevenueBasis.DISPLACED, market("m", "clinker", price=210.0))
    assert general.sold("burn", "clinker").benefit == 0.0
    of_this_use = kiln(RevenueBasis.DISPLACED, market("m", "clinker", price=15.0, technology="burn"))
    assert of_this_use.sold("burn", "clinker").benefit == 15.0


def test_a_market_pays_before_a_price_of_the_table() -> None:
    rows = (material("slag"), material("road"), *recipe("pave", "slag", "road"), price("road", 30.0))
    assert book(*rows).sold("pave", "road").benefit == 30.0
    assert book(*rows, market("m", "road", price=12.0)).sold("pave", "road").benefit == 12.0
    assert book(*rows, market("m", "road")).sold("pave", "road").benefit == 30.0


@pytest.mark.parametrize(
    ("rows", "saved", "emitted"),
    [
        ((), 50.0, 4.0),
        ((market("m", "scrap", 10.0, price=800.0, waste=True),), -800.0, 0.0),
        ((market("m", "scrap", 10.0, price=0.0, waste=True),), 50.0, 4.0),
        ((market("m", "scrap", 10.0, price=-90.0, waste=True),), 50.0, 4.0),
        ((price("scrap", 800.0),), 50.0, 4.0),
    ],
    ids=["dumped", "sold", "given away", "taken for a fee", "priced without a market"],
)
def test_the_owner_of_a_traded_waste_forgoes_its_price_and_saves_no_disposal(
    rows: tuple[object, ...], saved: float, emitted: float
) -> None:
    """Case C6: what is sold today is not dumped: whoever takes it saves nobody a fee."""
    found = book(
        material("scrap"),
        price("scrap", 50.0, kind=PriceKind.DISPOSAL),
        emission_factor("scrap", 4.0, kind=FactorKind.DISPOSAL),
        *rows,
    )
    relief = found.relieved(0, "scrap")
    assert (relief.benefit, relief.co2) == (saved, emitted)


def test_a_plant_that_does_not_stand_pays_its_capital_back() -> None:
    """200 CNY a yearly tonne over 20 years at 8 %: 20.37 CNY each year."""
    found = book(
        technology("mill", capital_cost=None),
        process_class("mills", capital=100.0, life=20.0),
        cost_sheet("mill", "mills", capital_factor=2.0),
    )
    assert found.built("mill", 1_000.0).benefit == pytest.approx(-20.3704, abs=1e-4)
    unknown = book(technology("mill", capital_cost=None)).built("mill", 1_000.0)
    assert (unknown.benefit, unknown.missing) == (0.0, ("capital cost of mill",))


def test_energy_work_and_inputs_of_a_class_are_charged_once_each() -> None:
    """20 CNY of work, 30 kWh at 0.5 CNY, 100 MJ at 40 CNY/GJ and 0.2 t of lime at 100 CNY: 59 CNY a tonne."""
    fed = book(
        material("lime"),
        technology("mill", operating_cost=None, electricity=None, heat=None),
        port("mill", Direction.AUXILIARY_INPUT, "lime", 0.2),
        process_class("mills", operating=20.0, electricity=30.0, heat=100.0, capital=400.0),
        cost_sheet("mill", "mills"),
        price("lime", 100.0),
        price(None, 0.5, kind=PriceKind.UTILITY, unit="CNY/kWh"),
        price(None, 40.0, kind=PriceKind.UTILITY, unit="CNY/GJ"),
    ).fed("mill")
    assert fed.benefit == pytest.approx(-(20.0 + 15.0 + 4.0 + 20.0))


def test_where_any_product_has_a_price_none_is_paid_as_what_it_displaces() -> None:
    """Ammonia would bring 0.6 / 0.5 x 3,000 CNY; where carbon dioxide has a price it brings nothing."""
    virgin = price("virgin-ammonia", 3_000.0)
    assert gasified(virgin).sold("gasify", "ammonia").benefit == pytest.approx(3_600.0)
    priced = gasified(virgin, price("carbonic", 300.0))
    assert priced.sold("gasify", "ammonia").benefit == 0.0
    assert priced.sold("gasify", "carbonic").benefit == 300.0


def test_what_no_price_row_says_is_bought_at_what_its_makers_ask_wherever_that_is() -> None:
    """Ammonia has no price of its own: the market of Hubei asks 2,000 CNY/t; counting 0 gives it away."""
    rows = (material("ammonia"), material("water-20", "ammonia"))
    hubei = market("hubei", "ammonia", 10.0, price=2_000.0, place="Hubei")
    near = market("near", "ammonia", 10.0, price=2_300.0)
    one_works = market("one", "ammonia", 10.0, price=1.0, technology="urea")
    assert book(*rows).bought("ammonia").missing == ("price of ammonia", "emission factor of ammonia")
    assert book(*rows, hubei, one_works).bought("ammonia").benefit == pytest.approx(2_000.0)
    assert book(*rows, hubei, near).bought("water-20").benefit == pytest.approx(2_300.0)
    assert book(*rows, hubei, price("ammonia", 1_900.0)).bought("ammonia").benefit == pytest.approx(1_900.0)
    # A waste that somebody takes is no product that somebody offers.
    taken = market("waste", "ammonia", 10.0, price=50.0, waste=True)
    assert "price of ammonia" in book(*rows, taken).bought("ammonia").missing
