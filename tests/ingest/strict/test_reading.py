"""Files become checked records, or every problem of all of them is named at its place."""

import time
from pathlib import Path

import openpyxl
import pytest

from graph import model
from graph.errors import RefusedInput
from graph.evidence import Evidence, Grade, SourceId
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.tables import TABLES
from graph.vocabulary import MaterialStatus, OperatingState, Sharing
from ingest.strict.reading import Reading, read
from tests.ingest.files import (
    ENTERPRISES,
    MATERIALS,
    PARKS,
    STREAMS,
    known,
    problems_of,
    stream_problems,
    streams,
    write,
)


def only_stream(reading: Reading) -> model.WasteStream:
    (stream,) = Snapshot.from_records(reading.records).all(model.WasteStream)
    return stream


EMPTY = [name for name in TABLES if name not in ("parks", "enterprises", "sources")]


def test_a_folder_of_small_files_becomes_a_park(tmp_path: Path) -> None:
    folder = write(tmp_path, parks=PARKS, enterprises=ENTERPRISES, materials=MATERIALS, waste_streams=STREAMS)
    reading = read(folder)
    assert {name: part.num_rows for name, part in reading.records.items()} == {
        "sources": 4,
        "parks": 1,
        "materials": 2,
        "enterprises": 2,
        "waste_streams": 1,
    }
    enterprises = Snapshot.from_records(reading.records).by_id(model.Enterprise)
    assert enterprises["mill"].state is OperatingState.BUILDING
    assert enterprises["works"].name_zh == "钢铁厂"


def test_a_manager_writes_chinese_headers_units_and_names(tmp_path: Path) -> None:
    text = (
        "固废编号,固废名称,产废企业,固废种类,年产生量下限（万吨/年）,年产生量（万吨/年）,"
        "年产生量上限（万吨/年）,已利用量,含水率（%）,处置费用（元/吨）,共享范围\n"
        "s1,转炉渣,钢铁厂,转炉渣,9,12,15,3万吨,8,25,公开\n"
    )
    stream = only_stream(streams(tmp_path, text))
    assert (stream.enterprise, stream.material) == ("works", "slag")
    assert stream.supply == Range(90_000.0, 120_000.0, 150_000.0)
    assert stream.in_use == Range.exact(30_000.0)
    assert stream.moisture == Range.exact(8.0)
    assert stream.disposal_cost == Range.exact(25.0)
    assert stream.sharing is Sharing.PUBLIC


def test_the_unit_of_a_quantity_is_that_of_its_material(tmp_path: Path) -> None:
    text = "id,enterprise,material,name_zh,supply,in_use\ns1,works,water,中水,2 万立方米/年,0\n"
    assert only_stream(streams(tmp_path, text)).supply == Range.exact(20_000.0)
    wrong = text.replace("立方米", "吨")
    assert stream_problems(tmp_path, wrong) == [(2, "supply", "UNKNOWN_UNIT", "2 万吨/年")]


def test_a_capacity_is_counted_in_the_main_input_of_its_technology(tmp_path: Path) -> None:
    text = "id,name_zh,enterprise,technology,state,capacity [kt/yr]\nf2,二号磨,粉磨站,粉磨,规划,450\n"
    reading = read(write(tmp_path, facilities=text), known())
    (facility,) = Snapshot.from_records(reading.records).all(model.Facility)
    assert facility.capacity == Range.exact(450_000.0)
    wrong = text.replace("kt/yr", "m3/yr")
    found = problems_of(write(tmp_path, facilities=wrong), known())
    assert [(item.column, item.code, item.expected.text("en")) for item in found] == [
        ("capacity [m3/yr]", "UNKNOWN_UNIT", "a unit that fits t/yr")
    ]


def test_a_file_without_evidence_is_a_companys_claim(tmp_path: Path) -> None:
    reading = streams(tmp_path, STREAMS)
    source = SourceId("file:waste_streams.csv")
    assert only_stream(reading).evidence == Evidence((source,), Grade.COMPANY)
    (row,) = Snapshot.from_records(reading.records).all(model.Source)
    assert row == model.Source(
        id=source,
        citation="waste_streams.csv",
        grade=Grade.COMPANY,
    )
    assert any("name no source" in warning.text("en") for warning in reading.warnings)


def test_evidence_that_a_file_gives_is_kept(tmp_path: Path) -> None:
    text = STREAMS.replace("in_use\n", "in_use,sources,grade\n").replace(",0\n", ",0,{},{}\n")
    assert only_stream(streams(tmp_path, text.format("survey", "期刊"))).evidence == Evidence(
        (SourceId("survey"),), Grade.JOURNAL
    )
    estimate = streams(tmp_path, text.format("", "demo estimate"))
    assert only_stream(estimate).evidence == Evidence((), Grade.ESTIMATE)
    assert stream_problems(tmp_path, text.format("", "journal")) == [(2, "sources", "MISSING_SOURCE", "[]")]


def test_what_a_file_leaves_out_is_taken_for_granted_and_said(tmp_path: Path) -> None:
    reading = streams(tmp_path, STREAMS.replace(",in_use", "").replace(",0\n", "\n"))
    assert only_stream(reading).in_use == Range(0.0, 0.0, only_stream(reading).supply.high)
    assert only_stream(reading).sharing is Sharing.PARK
    assert any("in_use" in warning.text("en") for warning in reading.warnings)


def test_analyses_need_no_ids_of_their_own(tmp_path: Path) -> None:
    text = "废物流,组分,基准,含量,含量下限\n转炉渣,CaO,mass %,42%,38\n转炉渣,Cd,mg/kg,0.0002%,\n"
    folder = write(tmp_path, stream_components=text, waste_streams=STREAMS)
    rows = Snapshot.from_records(read(folder, known()).records).all(model.StreamComponent)
    assert [(row.id, row.amount) for row in rows] == [
        ("s1/CaO/mass %", Range(38.0, 42.0, 42.0)),
        ("s1/Cd/mg/kg", Range.exact(2.0)),
    ]


def test_two_analyses_of_one_component_differ_by_day_and_laboratory(tmp_path: Path) -> None:
    text = (
        "废物流,组分,基准,含量,采样日期,检测单位,已撤回\n"
        "转炉渣,Cl,mass %,0.01,2026-03-01,甲,\n"
        "转炉渣,Cl,mass %,5,2026-05-09,乙,是\n"
    )
    folder = write(tmp_path, stream_components=text, waste_streams=STREAMS)
    rows = Snapshot.from_records(read(folder, known()).records).all(model.StreamComponent)
    assert [(row.id, row.withdrawn) for row in rows] == [
        ("s1/Cl/mass %/2026-03-01/甲", False),
        ("s1/Cl/mass %/2026-05-09/乙", True),
    ]


@pytest.mark.parametrize(
    ("replaced", "by", "expected"),
    [
        ("120000", "十来万", (2, "supply", "NOT_A_NUMBER", "十来万")),
        ("120000", "nan", (2, "supply", "NOT_FINITE", "nan")),
        ("120000", "-5", (2, "supply", "NEGATIVE", "-5")),
        ("120000", "12 furlongs", (2, "supply", "UNKNOWN_UNIT", "12 furlongs")),
        ("120000", "", (2, "supply", "MISSING_VALUE", "")),
        (",0\n", ",120001\n", (2, "in_use", "IN_USE_ABOVE_SUPPLY", "120001")),
        (",works,", ",nobody,", (2, "enterprise", "UNKNOWN_REFERENCE", "nobody")),
        (",works,", ",,", (2, "enterprise", "MISSING_VALUE", "")),
        ("s1,", ",", (2, "id", "MISSING_VALUE", "")),
        ("in_use", "colour,in_use", (1, "colour", "UNKNOWN_COLUMN", "colour")),
        ("supply", "supply [furlongs]", (1, "supply [furlongs]", "UNKNOWN_UNIT", "furlongs")),
        (",material,", ",note,", (1, "material", "MISSING_COLUMN", "")),
        ("in_use", "supply_likely", (1, "supply_likely", "DUPLICATE_COLUMN", "supply_likely")),
        (",0\n", ",0,surplus\n", (2, "", "TOO_MANY_CELLS", "surplus")),
    ],
)
def test_a_problem_is_named_at_its_place(
    tmp_path: Path, replaced: str, by: str, expected: tuple[int, str, str, str]
) -> None:
    assert expected in stream_problems(tmp_path, STREAMS.replace(replaced, by, 1))


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("supply_low", "130000", (2, "supply_low", "LOW_ABOVE_HIGH", "130000")),
        ("stock_low", "5", (2, "stock_low", "RANGE_WITHOUT_LIKELY", "")),
        ("moisture", "101", (2, "moisture", "ABOVE_MAXIMUM", "101")),
        ("monthly", "0.5;0.4", (2, "monthly", "MONTHLY_NOT_ONE", "2 shares, sum 0.9")),
        ("monthly", "a;b", (2, "monthly", "NOT_A_NUMBER", "a;b")),
        ("sharing", "everyone", (2, "sharing", "UNKNOWN_CHOICE", "everyone")),
        ("grade", "sure", (2, "grade", "UNKNOWN_CHOICE", "sure")),
    ],
)
def test_one_problem_gives_one_line(
    tmp_path: Path, header: str, cells: str, expected: tuple[int, str, str, str]
) -> None:
    text = STREAMS.replace("in_use\n", f"in_use,{header}\n").replace(",0\n", f",0,{cells}\n")
    found = stream_problems(tmp_path, text)
    assert [(row, code, value) for row, _, code, value in found] == [(expected[0], *expected[2:])]


def test_dates_flags_and_whole_numbers_are_checked(tmp_path: Path) -> None:
    text = (
        "id,name_zh,enterprise,technology,state,opens\n"
        "f2,二号磨,mill,grinding,规划,2026年7月1日\n"
        "f3,三号磨,mill,grinding,规划,2026-02-30\n"
    )
    weights = "id,name_zh,value,unit\nw,权,十,\n"
    policies = "id,title_zh,plan_table\np,某政策,1.5\n"
    found = problems_of(write(tmp_path, facilities=text, weights=weights, policies=policies), known())
    assert [(item.file, item.row, item.column, item.code) for item in found] == [
        ("facilities.csv", 3, "opens", "NOT_A_DATE"),
        ("policies.csv", 2, "plan_table", "NOT_AN_INTEGER"),
        ("weights.csv", 2, "value", "NOT_A_NUMBER"),
    ]


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        parks=PARKS.replace("id", "colour,id").replace("\nanning", "\n,anning"),
        enterprises=ENTERPRISES.replace("mill", "works"),
        waste_streams=STREAMS.replace("120000", "-1"),
        wages="id\n1\n",
    )
    (folder / "empty.csv").write_bytes(b"")
    assert [(item.file, item.row, item.code, item.value) for item in problems_of(folder)] == [
        ("empty.csv", 0, "NO_ROWS", ""),
        ("enterprises.csv", 3, "DUPLICATE_ID", "works"),
        ("parks.csv", 1, "UNKNOWN_COLUMN", "colour"),
        ("wages.csv", 0, "UNKNOWN_TABLE", "wages"),
        ("waste_streams.csv", 2, "IN_USE_ABOVE_SUPPLY", "0"),
        ("waste_streams.csv", 2, "UNKNOWN_REFERENCE", "slag"),
        ("waste_streams.csv", 2, "NEGATIVE", "-1"),
    ]


def test_rows_are_counted_as_a_person_counts(tmp_path: Path) -> None:
    text = STREAMS + '\ns2,"two\nlines",works,slag,x,0\n'
    assert stream_problems(tmp_path, text) == [(4, "supply", "NOT_A_NUMBER", "x")]


def test_a_name_that_two_rows_share_is_not_guessed(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        parks=PARKS,
        enterprises=ENTERPRISES.replace("粉磨站", "钢铁厂"),
        materials=MATERIALS,
        waste_streams=STREAMS.replace("works", "钢铁厂"),
    )
    assert [(item.code, item.value, item.expected.text("en")) for item in problems_of(folder)] == [
        ("UNKNOWN_REFERENCE", "钢铁厂", "an id of enterprises; the name is shared by mill, works")
    ]


def test_a_file_need_not_say_what_the_model_takes_for_granted(tmp_path: Path) -> None:
    """No status and no binds are asked for; a blank cell means the same as no column."""
    markets = (
        "id,name_zh,material,reach,waste,demand\ncement,水泥厂,slag,区域,,12万吨\npit,坑,slag,sink,是,\n"
    )
    reading = read(write(tmp_path, materials=MATERIALS, markets=markets))
    snapshot = Snapshot.from_records(reading.records)
    assert {row.status for row in snapshot.all(model.Material)} == {MaterialStatus.WASTE}
    cement, pit = snapshot.all(model.Market)
    assert (cement.waste, cement.binds, cement.demand) == (False, True, Range.exact(120_000.0))
    assert (pit.waste, pit.binds, pit.demand) == (True, True, None)


def test_a_cycle_of_kinds_is_refused(tmp_path: Path) -> None:
    text = "id,name_zh,phase,unit,hazard,kind_of\na,甲,固体,t,无,b\nb,乙,固体,t,无,a\n"
    found = problems_of(write(tmp_path, materials=text))
    assert [(item.row, item.column, item.code) for item in found] == [
        (2, "kind_of", "CYCLE"),
        (3, "kind_of", "CYCLE"),
    ]


def test_a_linkage_has_one_source(tmp_path: Path) -> None:
    text = (
        "id,stream,from_facility,to_facility,port,amount,state\n"
        "l1,s1,,mill-1,grinding-in,5 万吨,洽谈\n"
        "l2,,,mill-1,grinding-in,1,洽谈\n"
        "l3,s1,mill-1,mill-1,grinding-in,1,洽谈\n"
    )
    found = problems_of(write(tmp_path, linkages=text, waste_streams=STREAMS), known())
    assert [(item.row, item.code) for item in found] == [
        (3, "LINKAGE_WITHOUT_SOURCE"),
        (4, "LINKAGE_WITH_TWO_SOURCES"),
    ]


def test_what_is_not_there_or_not_a_table_is_said(tmp_path: Path) -> None:
    assert [item.code for item in problems_of(tmp_path / "nothing.csv")] == ["MISSING_FILE"]
    assert [item.code for item in problems_of(tmp_path)] == ["MISSING_FILE"]
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert [item.code for item in problems_of(tmp_path / "old.xls")] == ["NOT_READABLE"]
    (tmp_path / "parks.csv").write_text("\n", encoding="utf-8")
    assert [item.code for item in problems_of(tmp_path / "parks.csv")] == ["NO_ROWS"]


def test_a_table_that_has_only_headers_is_an_empty_table(tmp_path: Path) -> None:
    """Case A11."""
    write(tmp_path, parks=PARKS, **{name: ",".join(TABLES[name].schema.names) + "\n" for name in EMPTY})
    book = openpyxl.Workbook()
    book.active.title = "enterprises"
    book.active.append(["id", "name_zh", "park", "state"])
    book.create_sheet("nobody wrote here")
    book.save(tmp_path / "more.xlsx")
    found = read(tmp_path)
    assert {name: part.num_rows for name, part in found.records.items()} == {
        "parks": 1, "enterprises": 0, **dict.fromkeys(EMPTY, 0), "sources": 1
    }  # fmt: skip
    with pytest.raises(RefusedInput) as refused:
        read(write(tmp_path / "other", parks="id,colour\n") / "parks.csv")
    assert [item.code for item in refused.value.problems] == ["UNKNOWN_COLUMN"]


def test_a_csv_file_of_any_name_is_read_as_the_table_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "2026年台账.csv"
    path.write_text(STREAMS, encoding="utf-8")
    assert read(path, known(), table="waste_streams").sheets[0].table == "waste_streams"
    assert read([path], known(), table="废物流").sheets[0].table == "waste_streams"


def test_three_thousand_streams_with_units_are_read_in_about_a_second(tmp_path: Path) -> None:
    header, _ = STREAMS.splitlines()
    rows = [f"s{number},渣{number},钢铁厂,钢渣,{number + 1}.5 kt/yr,0" for number in range(3000)]
    started = time.process_time()
    reading = streams(tmp_path, "\n".join([header, *rows]))
    assert reading.records["waste_streams"].num_rows == 3000
    assert time.process_time() - started < 5.0


def test_a_written_range_fills_the_ends_of_the_range_and_is_said(tmp_path: Path) -> None:
    reading = streams(tmp_path, STREAMS.replace("120000", "10-12万吨"))
    row = reading.records["waste_streams"].to_pylist()[0]
    assert (row["supply_low"], row["supply_likely"], row["supply_high"]) == (100_000, 110_000, 120_000)
    assert any(
        "'10-12万吨' is read as 110,000 t/yr, 100,000 to 120,000" in taken.text("en")
        for taken in reading.warnings
    )


@pytest.mark.parametrize(
    ("header", "cell", "supply"),
    [("supply", "约1200", 1200), ("supply（吨）", "1.2万", 12_000), ("supply", "1.234,5", 1234.5)],
)
def test_what_can_mean_one_thing_only_is_read(tmp_path: Path, header: str, cell: str, supply: float) -> None:
    text = STREAMS.replace(",supply,", f",{header},").replace("120000", f'"{cell}"')
    assert streams(tmp_path, text).records["waste_streams"]["supply_likely"].to_pylist() == [supply]


@pytest.mark.parametrize(("header", "cell"), [("supply（吨，干基）", "5"), ("supply", "5 t dry")])
def test_dry_matter_is_never_taken_as_wet(tmp_path: Path, header: str, cell: str) -> None:
    text = STREAMS.replace(",supply,", f',"{header}",').replace("120000", cell)
    assert stream_problems(tmp_path, text)[0][2] == "DRY_MATTER"
