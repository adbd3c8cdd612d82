"""Rules that a graph must keep, each broken once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from graph import model
from graph.checks import Finding, check_records, check_snapshot, require_sound
from graph.errors import SymbioflowError
from graph.evidence import Evidence, Grade
from graph.messages import message
from graph.model import Port
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.tables import TABLES
from graph.vocabulary import (
    Direction,
    EnterpriseId,
    FacilityId,
    ImbalanceKind,
    MarketReach,
    OperatingState,
    Phase,
    ProcessClassId,
    ProjectStage,
    RowId,
    TransferDuty,
    Unit,
)
from tests import build
from tests.build import price, transfer_rule
from tests.graph.park import material, small_park
from tests.parks import made, whole_park


def with_cells(table: str, **cells: Any) -> dict[str, pa.Table]:
    """Return the small park's records with cells of the first row of a table changed."""
    records = records_of(small_park())
    rows = records[table].to_pylist()
    rows[0] |= cells
    return {**records, table: pa.Table.from_pylist(rows, TABLES[table].schema)}


def test_a_sound_park_breaks_no_rule() -> None:
    snapshot = Snapshot.of(small_park())
    assert check_snapshot(snapshot) == ()
    require_sound(snapshot)


@pytest.mark.parametrize(
    ("table", "cells", "column", "code", "value"),
    [
        ("parks", {"region": "安宁"}, "region", "UNKNOWN_REGION", "安宁"),
        ("parks", {"region": "53018"}, "region", "UNKNOWN_REGION", "53018"),
        ("waste_streams", {"supply_low": -1.0}, "supply_low", "NEGATIVE", "-1"),
        ("waste_streams", {"supply_likely": float("nan")}, "supply_likely", "NOT_FINITE", "nan"),
        ("waste_streams", {"supply_high": float("inf")}, "supply_high", "NOT_FINITE", "inf"),
        ("waste_streams", {"supply_low": 120_000.0}, "supply_low", "LOW_ABOVE_HIGH", "120000"),
        ("waste_streams", {"supply_high": 100_000.0}, "supply_high", "LOW_ABOVE_HIGH", "100000"),
        ("waste_streams", {"stock_high": 5.0}, "stock_likely", "RANGE_WITHOUT_LIKELY", ""),
        ("waste_streams", {"moisture_high": 101.0}, "moisture_high", "ABOVE_MAXIMUM", "101"),
        ("waste_streams", {"in_use_high": 130_001.0}, "in_use_high", "IN_USE_ABOVE_SUPPLY", "130001"),
        ("waste_streams", {"monthly": [0.5, 0.5]}, "monthly", "MONTHLY_NOT_ONE", "2 shares, sum 1"),
        ("waste_streams", {"monthly": [0.1] * 12}, "monthly", "MONTHLY_NOT_ONE", "12 shares, sum 1.2"),
        ("waste_streams", {"material": "gold"}, "material", "UNKNOWN_REFERENCE", "gold"),
        ("waste_streams", {"material": None}, "material", "MISSING_VALUE", ""),
        ("waste_streams", {"sources": ["rumour"]}, "sources", "UNKNOWN_REFERENCE", "rumour"),
        ("waste_streams", {"sources": []}, "sources", "MISSING_SOURCE", "[]"),
        ("waste_streams", {"sharing": "all"}, "sharing", "UNKNOWN_CHOICE", "all"),
        ("technologies", {"trl": 0}, "trl", "BELOW_MINIMUM", "0"),
        ("enterprises", {"lat": 24.0, "lon": None}, "lon", "MISSING_VALUE", ""),
        ("linkages", {"stream": None}, "stream", "LINKAGE_WITHOUT_SOURCE", ""),
        ("linkages", {"from_facility": "mill-1"}, "from_facility", "LINKAGE_WITH_TWO_SOURCES", "mill-1"),
        ("linkages", {"port": "grinding-out"}, "port", "PORT_NOT_AN_INPUT", "grinding-out"),
        ("parks", {"part_of": "anning"}, "part_of", "CYCLE", "anning"),
    ],
)
def test_a_broken_rule_is_found_at_its_place(
    table: str, cells: dict[str, Any], column: str, code: str, value: str
) -> None:
    found = check_records(with_cells(table, **cells))
    assert [(item.table, item.row, item.column, item.code, item.value) for item in found] == [
        (table, 0, column, code, value)
    ]


def test_twelve_equal_shares_written_with_few_digits_are_a_year() -> None:
    assert check_records(with_cells("waste_streams", monthly=[0.0833] * 12)) == ()


def test_the_second_row_of_an_id_is_the_one_refused() -> None:
    records = records_of([*small_park(), material("slag")])
    assert [(item.row, item.code, item.id) for item in check_records(records)] == [
        (2, "DUPLICATE_ID", "slag")
    ]


def test_only_a_demo_estimate_needs_no_source() -> None:
    estimate = Evidence((), Grade.ESTIMATE)
    assert check_records(records_of([replace(material("ash"), evidence=estimate)])) == ()


def test_every_material_on_a_cycle_is_named_and_none_that_only_leads_to_it() -> None:
    """a -> b -> c -> b"""
    loop = [material("a", "b"), material("b", "c"), material("c", "b")]
    found = check_records(records_of([small_park()[0], *loop]))
    assert [(item.id, item.code) for item in found] == [("b", "CYCLE"), ("c", "CYCLE")]


def test_references_may_point_at_rows_that_are_already_known() -> None:
    park = small_park()
    known = Snapshot.of(park[:5])
    assert check_records(records_of([material("ash", "slag")]), known) == ()
    found = check_records(records_of([material("ash", "lime")]), known)
    assert [(item.column, item.value) for item in found] == [("kind_of", "lime")]


def test_a_cycle_closed_through_a_known_row_is_found_on_both() -> None:
    known = Snapshot.of([small_park()[0], material("a", "b"), material("b")])
    found = check_records(records_of([material("b", "a")]), known)
    assert [(item.row, item.id, item.code) for item in found] == [(-1, "a", "CYCLE"), (0, "b", "CYCLE")]


def test_a_linkage_uses_a_port_of_the_technology_that_the_facility_runs() -> None:
    other = [
        replace(item, id=f"{item.id}-2", technology="grinding-2")
        for item in small_park()
        if isinstance(item, model.Port)
    ]
    technologies = [
        replace(item, id="grinding-2") for item in small_park() if isinstance(item, model.Technology)
    ]
    park = [
        replace(item, port="grinding-in-2") if isinstance(item, model.Linkage) else item
        for item in small_park()
    ]
    found = check_snapshot(Snapshot.of([*park, *other, *technologies]))
    assert [(item.id, item.column, item.code) for item in found] == [
        ("link-1", "port", "PORT_OF_ANOTHER_TECHNOLOGY")
    ]


def test_ends_that_come_before_starts_are_found() -> None:
    found = check_records(with_cells("facilities", opens=date(2026, 1, 2), closes=date(2026, 1, 1)))
    assert [(item.column, item.code) for item in found] == [("closes", "ENDS_BEFORE_START")]


def test_a_transfer_rule_names_regions_by_their_codes_and_phases_by_their_words() -> None:
    rule = transfer_rule("r", TransferDuty.BAN, origin="Yunnan", destination="52", phases=("solid", "mud"))
    found = check_records(records_of([rule]))
    assert [(item.column, item.code, item.value) for item in found] == [
        ("from_region", "UNKNOWN_REGION", "Yunnan"),
        ("phases", "UNKNOWN_CHOICE", "mud"),
    ]


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


def test_the_strict_switch_names_what_is_broken() -> None:
    with pytest.raises(SymbioflowError, match="UNKNOWN_REFERENCE") as refused:
        require_sound(Snapshot.from_records(with_cells("waste_streams", material="gold")))
    assert refused.value.code == "UNSOUND_GRAPH"


def test_a_finding_reads_as_one_line() -> None:
    finding = Finding("parks", 0, "p", "lat", "NOT_FINITE", "nan", message("expected.finite"))
    assert str(finding) == "parks p, lat: 'nan' (NOT_FINITE; expected a finite number)"


@pytest.mark.parametrize(
    ("phase", "density", "least", "most"),
    [
        (Phase.LIQUID, 0.0, "0.4", "14"),
        (Phase.LIQUID, 1000.0, "0.4", "14"),
        (Phase.GAS, 1.2, "5e-05", "0.05"),
        (Phase.SOLID, 0.0, "0.005", "23"),
    ],
)
def test_a_density_of_0_or_of_no_such_matter_is_named(
    phase: Phase, density: float, least: str, most: str
) -> None:
    liquor = replace(
        build.material("liquor"), phase=phase, density=Range.exact(density), density_grade=Grade.TEXTBOOK
    )
    found = check_records(records_of([liquor]), Snapshot.of(small_park()))
    expected = message("expected.density", least=least, most=most)
    assert {(item.code, item.id, item.expected) for item in found} == {("ABSURD_DENSITY", "liquor", expected)}
    assert {item.column for item in found} == {"density_low", "density_likely", "density_high"}


def test_a_density_says_how_sure_it_is() -> None:
    liquor = replace(build.material("liquor"), phase=Phase.LIQUID, density=Range.exact(1.0))
    found = check_records(records_of([liquor]), Snapshot.of(small_park()))
    assert [(item.code, item.column) for item in found] == [("MISSING_VALUE", "density_grade")]


def recipe_of(*outputs: Port) -> list[Any]:
    """A recipe that takes a tonne of waste."""
    rows = [build.material(name) for name in ("waste", "thing")]
    return [*rows, build.technology("r"), build.port("r", Direction.MAIN_INPUT, "waste"), *outputs]


@pytest.mark.parametrize(
    ("ratio", "code", "text"),
    [
        (
            5.0,
            "MASS_FROM_NOTHING",
            "ports r:out_product:thing, ratio_likely: '5' (MASS_FROM_NOTHING; expected no more out than in: "
            "at most 1 t goes in, at least 5 t comes out)",
        ),
        (
            0.0,
            "NOTHING_OUT",
            "ports r:out_product:thing, ratio_likely: '0' (NOTHING_OUT; expected a product, residue, heat or "
            "a final use: 1 t goes in, 0 t comes out)",
        ),
    ],
)
def test_a_recipe_that_is_not_physical_shows_what_goes_in_and_comes_out(
    ratio: float, code: str, text: str
) -> None:
    rows = recipe_of(build.port("r", Direction.PRODUCT, "thing", ratio))
    (found,) = check_records(records_of(rows))
    assert (found.code, str(found)) == (code, text)


def test_a_recipe_without_any_output_is_placed_at_its_input() -> None:
    (found,) = check_records(records_of(recipe_of()))
    assert (found.code, found.id) == ("NOTHING_OUT", "r:in_main:waste")


def test_a_new_yield_that_makes_an_element_is_refused_unless_somebody_says_why() -> None:
    """Only what the records touch is judged; the recipe was sound before its yield was raised."""
    product = build.port("r", Direction.PRODUCT, "thing", 0.5)
    contents = [
        made(model.ElementContent, id=f"{name}-s", material=name, element="S", basis="mass %", amount=amount)
        for name, amount in (("waste", Range(2.0, 3.0, 4.0)), ("thing", Range(5.0, 6.0, 7.0)))
    ]
    survey = made(model.Source, id="survey", grade=Grade.COMPANY)
    other = made(model.Source, id="yearbook", grade=Grade.COMPANY)
    known = Snapshot.of([survey, other, *recipe_of(product), *contents])
    assert check_records(records_of([product]), known) == ()
    raised = replace(product, ratio=Range(0.85, 0.9, 0.95))
    (found,) = check_records(records_of([raised]), known)
    amounts = {"taken": "0.04", "given": "0.0425", "unit": "t"}
    assert (found.code, found.row, found.column) == ("ELEMENT_FROM_NOTHING", 0, "ratio_likely")
    assert found.expected == message("expected.element_in", element="S", material="waste", **amounts)
    reason = made(
        model.Imbalance,
        id="r:S",
        technology="r",
        element="S",
        kind=ImbalanceKind.IDENTITY,
        note="With the host's.",
    )
    assert check_records(records_of([raised, reason]), known) == ()
    assert check_records(records_of([product]), known.with_records(records_of([raised, reason]))) == ()


@pytest.mark.parametrize(
    ("table", "cells", "column", "code"),
    [
        ("ports", {"ratio_low": 9.0}, "ratio_low", "LOW_ABOVE_HIGH"),
        ("ports", {"direction": "sideways"}, "direction", "UNKNOWN_CHOICE"),
        ("ports", {"ratio_likely": float("nan")}, "ratio_likely", "NOT_FINITE"),
        ("materials", {"unit": "lb"}, "unit", "UNKNOWN_CHOICE"),
        ("technologies", {"basis": "damp"}, "basis", "UNKNOWN_CHOICE"),
    ],
)
def test_a_recipe_that_cannot_be_read_is_named_and_not_weighed(
    table: str, cells: dict[str, Any], column: str, code: str
) -> None:
    found = check_records(with_cells(table, **cells))
    assert (table, 0, column, code) in [(item.table, item.row, item.column, item.code) for item in found]
    assert not {item.code for item in found} & {"MASS_FROM_NOTHING", "NOTHING_OUT"}


def base(**given: Any) -> model.Project:
    return model.Project(
        **{
            "id": RowId("base"),
            "enterprise": EnterpriseId("user"),
            "facilities": (FacilityId("paver"),),
            "stage": ProjectStage.STARTED,
            "evidence": build.ESTIMATE,
            **given,
        }
    )


def projects_found(
    *projects: model.Project, state: OperatingState = OperatingState.PLANNED
) -> list[tuple[str, str]]:
    paver = build.facility("paver", "user", "pave", 10.0, state=state)
    known = build.park_of(
        build.material("slag"), build.material("road"), build.recipe("pave", "slag", "road"), paver
    )
    return [(item.column, item.code) for item in check_records(records_of(projects), known)]


def test_the_stages_of_a_project_follow_each_other() -> None:
    """On record, assessed, started, in production: none before the one it follows, none beyond its stage."""
    sound = base(filed=date(2024, 1, 1), assessed=date(2024, 6, 1), started=date(2025, 1, 1))
    assert projects_found(sound) == []
    assert projects_found(replace(sound, assessed=date(2023, 6, 1))) == [("assessed", "STAGE_BACKWARD")]
    assert projects_found(replace(sound, stage=ProjectStage.FILED)) == [("stage", "STAGE_BACKWARD")]


def test_a_project_in_production_runs_and_no_other_does() -> None:
    assert projects_found(base(), state=OperatingState.OPERATING) == [("stage", "STAGE_BACKWARD")]
    done = base(stage=ProjectStage.COMMISSIONED)
    assert projects_found(done) == [("stage", "STAGE_BACKWARD")]
    assert projects_found(done, state=OperatingState.OPERATING) == []


def test_a_facility_is_decided_once() -> None:
    assert projects_found(base(), base(id=RowId("other"))) == [
        ("facilities", "DECIDED_TWICE"),
        ("facilities", "DECIDED_TWICE"),
    ]
