"""Wastes of foreign sheets: whose, of what, how much."""

from __future__ import annotations

import pytest

from graph.model import WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot
from ingest.proposing import Proposal
from tests.ingest.proposing.files import asked_of, proposed


def streams(proposal: Proposal) -> dict[str, WasteStream]:
    return Snapshot.from_records(proposal.records).by_id(WasteStream)


LIST = "企业名称,固废名称,2024年产生量（万吨）,利用量（万吨）\n"


def test_a_flat_list_gives_streams_in_the_unit_of_their_material() -> None:
    found = streams(proposed(("固废.csv", LIST + "红星钢厂,转炉渣,30,10\n合计,,30,10\n")))
    row = found["红星钢厂:转炉渣"]
    assert (row.material, row.supply, row.in_use) == (
        "steel-slag",
        Range.exact(300_000.0),
        Range.exact(100_000.0),
    )


def test_two_rows_of_one_waste_of_one_firm_add_up() -> None:
    found = streams(proposed(("固废.csv", LIST + "红星钢厂,粉煤灰,1,0\n红星钢厂,粉煤灰,2,1\n")))
    assert found["红星钢厂:粉煤灰"].supply == Range.exact(30_000.0)


def test_only_the_latest_year_counts() -> None:
    text = "年度,企业名称,固废名称,产生量（吨）\n2022,甲厂,粉煤灰,100\n2024,甲厂,粉煤灰,300\n"
    assert streams(proposed(("清单.csv", text)))["甲厂:粉煤灰"].supply == Range.exact(300.0)


def test_dated_records_are_summed_to_a_year() -> None:
    text = (
        "日期,单位名称,废物名称,废物类别,废物代码,产生量(吨)\n"
        "2024-01-05,甲厂,废矿物油,HW08,900-249-08,1.25\n"
        "2024-02-05,甲厂,废矿物油,HW08,900-249-08,0.8\n"
        "合计,,,,,2.05\n"
    )
    proposal = proposed(("台账.csv", text))
    (waste,) = proposal.wastes
    assert (waste.supply, waste.code, waste.verified) == (Range.exact(2.05), "900-249-08", True)


def test_a_year_s_list_counts_before_the_records_of_the_same_waste() -> None:
    listed = ("清单.csv", "企业名称,固废名称,年产生量（吨）\n甲厂,粉煤灰,500\n")
    text = "日期,企业名称,固废名称,产生量（吨）\n2024-01-05,甲厂,粉煤灰,40\n2024-02-05,甲厂,粉煤灰,50\n"
    assert streams(proposed(listed, ("台账.csv", text)))["甲厂:粉煤灰"].supply == Range.exact(500.0)


def test_dry_matter_becomes_wet_by_its_moisture_and_is_asked_without() -> None:
    header = "企业名称,固废名称,年产生量（吨，干基）"
    wet = streams(proposed(("a.csv", f"{header},含水率（%）\n甲厂,市政污泥,20,80\n")))
    assert next(iter(wet.values())).supply.likely == pytest.approx(100.0)
    asked = proposed(("a.csv", f"{header}\n甲厂,市政污泥,20\n"))
    assert streams(asked) == {}
    assert [item.reason for item in asked.left_aside] == ["NO_AMOUNT"]
    assert {question.code for question in asked.understood.questions} == {"MOISTURE"}


def test_a_waste_that_nobody_knows_is_left_aside_by_name_and_asked_for() -> None:
    proposal = proposed(("a.csv", LIST + "甲厂,阿巴卡,1,0\n甲厂,粉煤灰,1,0\n"))
    assert set(streams(proposal)) == {"甲厂:粉煤灰"}
    assert [(item.text, item.reason) for item in proposal.left_aside] == [("阿巴卡", "NO_MATERIAL")]
    (asked,) = [question for question in proposal.questions if question.code == "MATERIAL"]
    again = proposed(("a.csv", LIST + "甲厂,阿巴卡,1,0\n"), answers={asked.id: "fly-ash"})
    assert streams(again)["甲厂:阿巴卡"].material == "fly-ash"


def test_a_code_alone_is_enough_to_find_a_material() -> None:
    text = "waste code;Abfallbezeichnung;Menge [t];Erzeuger\n13 02 05*;;1.200,5;Werk A\n"
    (waste,) = proposed(("register.csv", text)).wastes
    assert waste.material
    assert waste.supply == Range.exact(1200.5)


def test_what_is_sold_may_be_in_use_and_nobody_said_how_much() -> None:
    text = "企业名称,固废名称,年产生量（吨）,去向\n甲厂,粉煤灰,500,外售\n甲厂,钢渣,500,堆存\n"
    found = streams(proposed(("a.csv", text)))
    assert found["甲厂:粉煤灰"].in_use == Range(0.0, 0.0, 500.0)
    assert found["甲厂:钢渣"].in_use == Range.exact(0.0)


def test_own_use_on_record_is_in_use_with_its_taker() -> None:
    made = (
        "一般工业固体废物产生环节记录表,,,,\n单位名称：甲厂,,,表单编号：CS20240731001,\n"
        "代码,名称,产生时间,产生数量（吨）,转移去向\nSW01,钢渣,2024-07-31,100,自行利用\n"
    )
    used = (
        "一般工业固体废物自行利用环节记录表（接收）,,,,\n单位名称：甲厂,,,表单编号：JS20240801001,\n"
        "前序表单编号,代码,名称,接收时间,接收数量（吨）\nCS20240731001,SW01,钢渣,2024-08-01,60\n"
    )
    (waste,) = proposed(("附表4.csv", made), ("附表6-1.csv", used)).wastes
    assert (waste.supply, waste.in_use) == (Range.exact(100.0), Range.exact(60.0))
    assert waste.takers == (("甲厂", 60.0),)


_CODES = "企业名称,固废名称,废物代码,产生量（吨）\n甲厂,{},{},100\n"


@pytest.mark.parametrize(
    ("words", "code", "both"),
    [
        ("活性炭粉末", "HW48", {"carbon-fines", "lead-smelting-slag"}),
        ("粉煤灰", "900-249-08", {"fly-ash", "waste-oil"}),
        ("废酸", "HW08", {"waste-sulphuric-acid", "waste-oil"}),
        ("白泥", "10 02 10", {"mill-scale"}),
    ],
)
def test_a_code_of_another_material_is_asked_about_and_not_even_taken_if_likely(
    words: str, code: str, both: set[str]
) -> None:
    text = _CODES.format(words, code)
    proposal = proposed(("台账.csv", text), yes=True)
    assert streams(proposal) == {}
    assert [item.reason for item in proposal.left_aside] == ["NO_MATERIAL"]
    (asked,) = [item for item in proposal.questions if item.code == "CODE_CONTRADICTS"]
    assert asked.values == (words, code)
    assert both <= {id_ for id_, _ in asked.options}
    answered = proposed(("台账.csv", text), answers={asked.id: asked.options[0][0]})
    assert [row.material for row in streams(answered).values()] == [asked.options[0][0]]


def test_codes_that_fit_the_words_ask_nothing() -> None:
    text = _CODES.format("废矿物油", "900-249-08") + "甲厂,粉煤灰,SW02,5\n甲厂,除尘灰,SW59,5\n"
    proposal = proposed(("台账.csv", text))
    assert len(streams(proposal)) == 3
    assert {code for code, _ in asked_of(proposal)} == {"INDUSTRY"}


def test_carbon_slag_is_that_of_aluminium_cells_by_its_item_and_asked_about_by_its_class() -> None:
    by_item = proposed(("台账.csv", _CODES.format("炭渣", "321-025-48")))
    assert [row.material for row in streams(by_item).values()] == ["electrolysis-carbon-slag"]
    by_class = proposed(("台账.csv", _CODES.format("炭渣", "HW48")))
    assert streams(by_class) == {}
    options = {id_ for item in by_class.questions for id_, _ in item.options}
    assert {"electrolysis-carbon-slag", "carbon-fines"} <= options


def test_a_record_that_names_no_waste_is_left_aside_and_the_others_are_counted() -> None:
    """Found by made-up sheets: nothing to read was an error without words."""
    text = (
        "日期,单位名称,废物名称,废物类别,废物代码,产生量(吨)\n"
        "2024-01-05,甲厂,废矿物油,HW08,900-249-08,1.25\n2024-01-06,甲厂,,,,7\n"
    )
    proposal = proposed(("台账.csv", text))
    assert [waste.supply for waste in proposal.wastes] == [Range.exact(1.25)]
    assert [(item.text, item.reason, item.place.row) for item in proposal.left_aside] == [
        ("甲厂", "NO_WASTE", 3)
    ]
