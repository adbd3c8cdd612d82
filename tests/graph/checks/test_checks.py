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
from graph.snapshot import Snapshot, records_of
from graph.tables import TABLES
from graph.vocabulary import (
    EnterpriseId,
    FacilityId,
    OperatingState,
    ProjectStage,
    RowId,
    TransferDuty,
)
from graph.wording.messages import message
from tests import build
from tests.build import transfer_rule
from tests.graph.park import material, small_park


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
        ("facilities", {"monthly": [0.5, 0.5]}, "monthly", "MONTHLY_NOT_ONE", "2 shares, sum 1"),
        ("facilities", {"monthly": [-0.5, *[0.5] * 3, *[0.0] * 8]}, "monthly", "NEGATIVE", "-0.5"),
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


def test_the_strict_switch_names_what_is_broken() -> None:
    with pytest.raises(SymbioflowError, match="UNKNOWN_REFERENCE") as refused:
        require_sound(Snapshot.from_records(with_cells("waste_streams", material="gold")))
    assert refused.value.code == "UNSOUND_GRAPH"


def test_a_finding_reads_as_one_line() -> None:
    finding = Finding("parks", 0, "p", "lat", "NOT_FINITE", "nan", message("expected.finite"))
    assert str(finding) == "parks p, lat: 'nan' (NOT_FINITE; expected a finite number)"


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
