"""Kinds of files that nobody had tried: what each means, or which question it needs, said beforehand."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import library, proposed
from tests.ingest.understanding.sheets import workbook

_MONTHS_AND_QUARTERS = "1月,2月,3月,一季度,4月,5月,6月,二季度,7月,8月,9月,三季度,10月,11月,12月,四季度"
STEEL, POWER, PAPER = "滨河钢铁有限公司", "滨河热电厂", "滨河纸业"


def _of_rows(rows: list[list[Any]], merges: tuple[str, ...] = ()) -> Proposal:
    data = workbook({"Sheet1": rows}, {"Sheet1": merges})
    return propose(understand([Source("园区.xlsx", data)]), library(), {}, "case", "园区", None, True)


def _stored(proposal: Proposal) -> dict[tuple[str, str], float]:
    rows = proposal.records.get("waste_streams")
    ids = set(rows["id"].to_pylist()) if rows is not None else set()
    names = {firm.id: firm.name for firm in proposal.firms}
    return {
        (names[waste.enterprise], waste.text): waste.supply.likely
        for waste in proposal.wastes
        if waste.id in ids and waste.supply is not None
    }


def _asked(proposal: Proposal) -> set[str]:
    return {item.code for item in (*proposal.understood.questions, *proposal.questions)}


@pytest.mark.parametrize(
    ("text", "supplies"),
    [
        pytest.param(
            f"企业名称,固废名称,日产生量（吨）,年运行天数\n{PAPER},造纸污泥,10,300天\n",
            {(PAPER, "造纸污泥"): 3_000.0},
            id="amounts of a day in the header's words, the days of the year beside them",
        ),
        pytest.param(
            f"企业名称,固废名称,月均产生量（吨）\n{POWER},粉煤灰,75\n",
            {(POWER, "粉煤灰"): 900.0},
            id="amounts of a month in the header's words",
        ),
        pytest.param(
            f"企业名称,固废名称,一季度,二季度,三季度,四季度,单位\n{POWER},粉煤灰,200,250,250,200,吨\n",
            {(POWER, "粉煤灰"): 900.0},
            id="quarters side by side",
        ),
        pytest.param(
            "Company,Waste,Q1 (t),Q2 (t),Q3 (t),Q4 (t)\nB Power,Fly ash,200,250,250,200\n",
            {("B Power", "Fly ash"): 900.0},
            id="quarters in English",
        ),
        pytest.param(
            f"企业名称,固废名称,{_MONTHS_AND_QUARTERS},单位\n{POWER},粉煤灰,{'1,1,1,3,' * 4}吨\n",
            {(POWER, "粉煤灰"): 12.0},
            id="quarters beside their months are not counted again",
        ),
        pytest.param(
            f"企业名称,固废名称,最小产生量（吨）,最大产生量（吨）\n{POWER},粉煤灰,800,1000\n",
            {(POWER, "粉煤灰"): 900.0},
            id="the least and the most alone",
        ),
        pytest.param(
            f"企业名称,行业,钢渣（吨）,粉煤灰（吨）\n{STEEL},炼钢,300,\n{POWER},火力发电,,900\n",
            {(STEEL, "钢渣"): 300.0, (POWER, "粉煤灰"): 900.0},
            id="wastes with their units along the top, the industry between",
        ),
        pytest.param(
            f"固废名称,产生量（吨）\n{STEEL},\n钢渣,300\n高炉渣,200\n{POWER},\n粉煤灰,900\n",
            {(STEEL, "钢渣"): 300.0, (STEEL, "高炉渣"): 200.0, (POWER, "粉煤灰"): 900.0},
            id="firms as headings in a list of two columns",
        ),
        pytest.param(
            f"企业名称      固废名称   产生量（吨）\n{POWER}    粉煤灰     900\n{STEEL}      钢渣     30\n",
            {(POWER, "粉煤灰"): 900.0, (STEEL, "钢渣"): 30.0},
            id="columns parted by blanks",
        ),
        pytest.param(
            "Name of unit,What waste,How much per year (t),Where does it go\nB Power,Fly ash,900,cement\n",
            {("B Power", "Fly ash"): 900.0},
            id="headers as somebody asks",
        ),
        pytest.param(
            f"企业名称,固废名称,2022年产生量（万吨）,2023年产生量（吨）,2024年产生量（千吨）\n{POWER},粉煤灰,12,125000,130\n",
            {(POWER, "粉煤灰"): 130_000.0},
            id="years side by side in other units",
        ),
        pytest.param(
            f'企业名称,固废名称,产生量（吨）\n{POWER},粉煤灰,"1,234,567"\n'
            f"{POWER},炉渣,12 345\n{STEEL},钢渣,1'234.5\n",
            {(POWER, "粉煤灰"): 1_234_567.0, (POWER, "炉渣"): 12_345.0, (STEEL, "钢渣"): 1_234.5},
            id="three signs between thousands",
        ),
        pytest.param(
            f"企业名称,固废名称,数量,计量单位\n{STEEL},钢渣,3,万吨\n{STEEL},废矿物油,850,千克\n",
            {(STEEL, "钢渣"): 30_000.0, (STEEL, "废矿物油"): 0.85},
            id="the unit in a column of its own",
        ),
        pytest.param(
            f"企业名称,固废名称,产生量（m3）,容重（t/m3）\n{POWER},粉煤灰,1000,0.8\n",
            {(POWER, "粉煤灰"): 800.0},
            id="a volume with its weight beside it",
        ),
        pytest.param(
            f"企业名称,固废名称,产生量（吨）\n{POWER},粉煤灰,1.2E+05\n{STEEL},钢渣,3×10^4\n",
            {(POWER, "粉煤灰"): 120_000.0, (STEEL, "钢渣"): 30_000.0},
            id="powers of ten",
        ),
    ],
)
def test_a_kind_of_file_nobody_had_tried_is_read(text: str, supplies: dict[tuple[str, str], float]) -> None:
    assert _stored(proposed(("园区.csv", text))) == supplies


def test_a_form_on_its_side_with_firms_along_the_top_is_no_crossed_table() -> None:
    rows = [
        ["项目", STEEL, POWER],
        ["所属行业", "炼钢", "火力发电"],
        ["固废名称", "钢渣", "粉煤灰"],
        ["年产生量（吨）", 300, 900],
        ["利用量（吨）", 100, 900],
    ]
    assert _stored(_of_rows(rows)) == {(STEEL, "钢渣"): 300.0, (POWER, "粉煤灰"): 900.0}


def test_merged_firms_hold_for_the_rows_that_they_span() -> None:
    rows = [
        ["企业名称", "固废名称", "产生量（吨）"],
        [STEEL, "钢渣", 300],
        [None, "高炉渣", 200],
        [POWER, "粉煤灰", 9],
    ]
    assert _stored(_of_rows(rows, ("A2:A3",))) == {
        (STEEL, "钢渣"): 300.0,
        (STEEL, "高炉渣"): 200.0,
        (POWER, "粉煤灰"): 9.0,
    }


def test_a_formula_without_a_result_refuses_the_file() -> None:
    rows = [["企业名称", "固废名称", "产生量（吨）"], [POWER, "粉煤灰", "=B9*2"], [STEEL, "钢渣", 300]]
    assert [problem.code for problem in _of_rows(rows).problems] == ["NO_STORED_RESULT"]


def test_a_hidden_column_that_says_the_same_is_asked_about() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook(
                {
                    "Sheet1": [
                        ["企业名称", "固废名称", "产生量（吨）", "产生量（旧）"],
                        [POWER, "粉煤灰", 9, 5],
                    ]
                }
            )
        )
    )
    book.worksheets[0].column_dimensions["D"].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    proposal = propose(
        understand([Source("a.xlsx", stream.getvalue())]), library(), {}, "case", "园区", None, True
    )
    assert "TWICE" in _asked(proposal)


def test_a_day_without_days_is_asked_about() -> None:
    proposal = proposed(("park.csv", "Company,Waste,Daily generation (t)\nB Power,Fly ash,3\n"))
    assert _stored(proposal) == {}
    assert "DAYS" in _asked(proposal)


def test_a_cell_of_several_firms_is_no_firm_and_is_asked_about() -> None:
    text = f"企业名称,固废名称,产生量（吨）\n{POWER}、{STEEL},粉煤灰,900\n"
    proposal = proposed(("园区.csv", text))
    assert _stored(proposal) == {}
    (asked,) = (item for item in proposal.understood.questions if item.code == "SEVERAL_FIRMS")
    assert asked.options[:2] == (POWER, STEEL)
    answered = proposed(("园区.csv", text), answers={asked.id: POWER})
    assert _stored(answered) == {(POWER, "粉煤灰"): 900.0}


def test_numbers_of_an_unknown_column_beside_wastes_without_amounts_are_asked_about() -> None:
    proposal = proposed(("园区.csv", f"企业名称,固废名称,情况数\n{POWER},粉煤灰,900\n"))
    assert "FIELD" in _asked(proposal)


def test_a_million_tonnes_may_be_meant_by_a_megatonne_and_is_offered() -> None:
    text = "Site,By-product,Annual arising\nB Power,PFA,0.09 Mt\n"
    (asked,) = (
        item for item in proposed(("park.csv", text)).understood.questions if item.code == "UNIT_WORD"
    )
    assert asked.options == ("t", "Mt")
    assert _stored(proposed(("park.csv", text), answers={asked.id: "Mt"})) == {("B Power", "PFA"): 90_000.0}


def test_kilograms_for_tonnes_in_a_whole_year_are_asked_about_once() -> None:
    text = (
        "企业名称,固废名称,2023年产生量（kg）,2024年产生量（kg）\n"
        f"{POWER},粉煤灰,900000,900\n{STEEL},钢渣,300000,310\n"
    )
    proposal = proposed(("园区.csv", text))
    assert [item.code for item in proposal.questions if "UNIT" in item.code] == ["UNIT_YEAR"]
    assert _stored(proposal) == {}


def test_records_that_end_in_spring_are_said_to_stand_for_the_year() -> None:
    text = (
        "产生日期,单位名称,废物名称,产生数量（吨）\n"
        "2024-01-03,滨河机械厂,废矿物油,1\n2024-03-03,滨河机械厂,废矿物油,1.5\n"
    )
    (sheet,) = proposed(("危废台账.csv", text)).understood.sheets
    assert [remark.values for remark in sheet.remarks if remark.code == "RECORDS_END"] == [("2024-03",)]


def test_one_half_of_a_year_is_asked_about_and_two_are_the_year() -> None:
    one = proposed(("园区.csv", f"企业名称,固废名称,2024年1-6月产生量（吨）\n{POWER},粉煤灰,450\n"))
    assert _stored(one) == {}
    assert "PART_OF_YEAR" in _asked(one)
    both = f"企业名称,固废名称,2024年上半年产生量（吨）,2024年下半年产生量（吨）\n{POWER},粉煤灰,450,460\n"
    assert _stored(proposed(("园区.csv", both))) == {(POWER, "粉煤灰"): 910.0}


@pytest.mark.parametrize(
    "header", ["产生量（×10⁴t）", "产生量(10^4t/a)", "Quantity (10^4 t)", "产生量（万吨）"]
)
def test_a_scale_written_in_digits_is_one_in_words(header: str) -> None:
    text = f"企业名称,固废名称,{header}\n{POWER},粉煤灰,9\n"
    assert _stored(proposed(("园区.csv", text))) == {(POWER, "粉煤灰"): 90_000.0}


def test_thousands_of_tonnes_behind_an_apostrophe_are_thousands() -> None:
    text = "Company,Waste,Quantity ('000 tonnes)\nB Power,Fly ash,9\n"
    assert _stored(proposed(("park.csv", text))) == {("B Power", "Fly ash"): 9_000.0}


def test_a_row_that_stands_there_twice_is_counted_twice_and_said() -> None:
    text = f"序号,企业名称,固废名称,产生量（吨）\n1,{POWER},粉煤灰,900\n2,{POWER},粉煤灰,900\n"
    proposal = proposed(("园区.csv", text))
    assert _stored(proposal) == {(POWER, "粉煤灰"): 1_800.0}
    (sheet,) = proposal.understood.sheets
    assert [(item.row, item.values) for item in sheet.remarks if item.code == "SAME_ROWS"] == [(3, ("2",))]


def test_numbers_before_names_are_no_part_of_them() -> None:
    text = f"企业名称,固废名称,产生量（吨）\n1、{POWER},(1)粉煤灰,900\n1、{POWER},(2)炉渣,90\n"
    assert _stored(proposed(("园区.csv", text))) == {(POWER, "粉煤灰"): 900.0, (POWER, "炉渣"): 90.0}
