"""Markets, prices and costs that contradict each other or are counted in another unit."""

from dataclasses import replace
from typing import Any

from graph import model
from graph.checks import check_records
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import (
    MarketReach,
    PriceAt,
    ProcessClassId,
    RowId,
    Unit,
)
from tests.build import price
from tests.graph.park import material
from tests.parks import made, whole_park


def market(item: str, **values: Any) -> model.Market:
    usual = {"material": "plaster", "reach": MarketReach.REGIONAL}
    return made(model.Market, id=item, **{**usual, **values})


def market_findings(*markets: model.Market) -> list[tuple[str, str, str]]:
    """Row, column and code of what is wrong with markets beside the whole test park's own."""
    found = check_records(records_of(markets), Snapshot.of(whole_park()))
    return [(item.id, item.column, item.code) for item in found]


def test_no_more_than_all_of_a_market_is_served() -> None:
    assert market_findings(market("m", place="x", served=Range(0.5, 1.2, 1.3))) == [
        ("m", "served_high", "ABOVE_MAXIMUM"),
        ("m", "served_likely", "ABOVE_MAXIMUM"),
    ]


def test_a_part_of_a_market_is_counted_in_its_unit_and_not_larger() -> None:
    """Road base of 300,000 to 900,000 t: water is no part of it, nor is anything of a million tonnes."""
    water = market("water", material="water", within="plaster-region")
    large = market("large", within="plaster-region", demand=Range(1e6, 1.1e6, 1.2e6))
    fitting = market("fitting", place="x", within="plaster-region", demand=Range.exact(900_000.0))
    assert market_findings(water, large, fitting) == [
        ("large", "demand_likely", "PART_ABOVE_WHOLE"),
        ("water", "within", "MARKET_OF_ANOTHER_UNIT"),
    ]


def test_a_market_takes_at_least_what_its_parts_are_served() -> None:
    """Two parts of 500,000 t, all served, in a whole of at most 900,000 t; the known row is named."""
    parts = [
        market(
            name, place=name, within="plaster-region", demand=Range.exact(500_000.0), served=Range.exact(1.0)
        )
        for name in ("a", "b")
    ]
    found = check_records(records_of(parts), Snapshot.of(whole_park()))
    assert [(item.row, item.id, item.code) for item in found] == [
        (-1, "plaster-region", "DEMAND_BELOW_SERVED")
    ]
    assert "1,000,000" in found[0].expected.text("en")


def test_markets_of_the_same_thing_that_contradict_each_other_name_both_rows() -> None:
    one = market("one", demand=Range(10.0, 20.0, 30.0), price=Range.exact(280.0))
    other = market("other", demand=Range(31.0, 40.0, 50.0), price=Range.exact(280.0))
    found = check_records(records_of([one, other]), Snapshot.of(whole_park()))
    assert [(item.id, item.column, item.code) for item in found] == [
        ("one", "demand_likely", "MARKETS_CONTRADICT"),
        ("other", "demand_likely", "MARKETS_CONTRADICT"),
    ]
    assert ["other" in found[0].expected.text("zh"), "one" in found[1].expected.text("zh")] == [True, True]


def test_what_overlaps_or_is_another_markets_is_no_contradiction() -> None:
    one = market("one", demand=Range(10.0, 20.0, 30.0))
    overlapping = market("overlapping", demand=Range(30.0, 40.0, 50.0))
    elsewhere = market("elsewhere", place="53", demand=Range.exact(1e6))
    of_calcining = market("of-calcining", technology="calcining", demand=Range.exact(1e6))
    assert market_findings(one, overlapping, elsewhere, of_calcining) == []


def test_a_price_with_tax_and_one_without_do_not_stand_for_the_same_thing() -> None:
    one = market("one", price=Range.exact(280.0), vat=0.13)
    other = market("other", price=Range.exact(280.0))
    assert market_findings(one, other) == [
        ("one", "vat", "PRICES_ON_TWO_BASES"),
        ("other", "vat", "PRICES_ON_TWO_BASES"),
    ]


def test_a_price_at_the_gate_and_one_delivered_do_not_stand_for_the_same_thing() -> None:
    one = market("one", price=Range.exact(280.0), price_at=PriceAt.GATE)
    other = market("other", price=Range.exact(280.0), price_at=PriceAt.DELIVERED)
    assert market_findings(one, other) == [
        ("one", "price_at", "PRICES_ON_TWO_BASES"),
        ("other", "price_at", "PRICES_ON_TWO_BASES"),
    ]


def test_a_cost_sheet_in_another_currency_is_named_and_never_counted_as_it_stands() -> None:
    (sheet,) = (row for row in whole_park() if isinstance(row, model.CostSheet))
    euros = replace(sheet, currency="EUR", operating=Range.exact(40.0))
    found = check_records(records_of([euros]), Snapshot.of(whole_park()))
    assert [(item.id, item.column, item.code, item.value) for item in found] == [
        ("calcining-costs", "currency", "COST_NOT_IN_CNY", "EUR")
    ]
    assert "CNY" in found[0].text("en")
    assert "汇率" in found[0].text("zh")


def test_a_cost_sheets_class_is_counted_as_the_main_input_is() -> None:
    """Calcining takes tonnes; a class per cubic metre says nothing of it."""
    (by_mass,) = (row for row in whole_park() if isinstance(row, model.ProcessClass))
    by_volume = replace(by_mass, id=ProcessClassId("by-volume"), unit=Unit.CUBIC_METRE)
    (sheet,) = (row for row in whole_park() if isinstance(row, model.CostSheet))
    wrong = replace(sheet, process_class=by_volume.id, second_class=by_mass.id)
    found = check_records(records_of([by_volume, wrong]), Snapshot.of(whole_park()))
    assert [(item.id, item.column, item.code) for item in found] == [
        ("calcining-costs", "process_class", "CLASS_OF_ANOTHER_UNIT")
    ]
    assert check_records(records_of([sheet]), Snapshot.of(whole_park())) == ()


def test_a_price_in_another_currency_is_named_and_never_left_out_in_silence() -> None:
    dollars = replace(price("gypsum", 30.0), unit="USD/t")
    found = check_records(records_of([dollars]), Snapshot.of([material("gypsum")]))
    assert [(item.id, item.column, item.code) for item in found] == [(dollars.id, "unit", "PRICE_NOT_IN_CNY")]
    assert "CNY/" in found[0].text("en")
    assert "汇率" in found[0].text("zh")


def test_a_price_per_another_unit_than_the_material_is_counted_in_is_named() -> None:
    """90 CNY/m3 of a gypsum counted in tonnes would count as 90 CNY/t, 0.09 CNY/kg as 9 cents a tonne."""
    for unit, wrong in (("CNY/m3", True), ("CNY/kg", True), ("CNY/t", False), ("CNY/tonne", False)):
        rows = [replace(price("gypsum", 90.0), unit=unit)]
        found = check_records(records_of(rows), Snapshot.of([material("gypsum")]))
        assert [item.code for item in found] == ["PRICE_OF_ANOTHER_UNIT"] * wrong, unit
        assert all(item.id == rows[0].id and "CNY/t" in item.text("en") for item in found)


def test_two_cost_sheets_of_one_technology_are_both_named() -> None:
    """The second is loaded beside the first: the one that is there already has row -1."""
    (sheet,) = (row for row in whole_park() if isinstance(row, model.CostSheet))
    second = replace(sheet, id=RowId("second"))
    found = check_records(records_of([second]), Snapshot.of(whole_park()))
    assert [(item.row, item.id, item.code) for item in found] == [
        (-1, "calcining-costs", "TWO_COST_SHEETS"),
        (0, "second", "TWO_COST_SHEETS"),
    ]
    assert "calcining-costs" in found[1].text("en")
