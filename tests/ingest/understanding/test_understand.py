"""The files that parks have, understood; part B of the cases, and what stands around a table."""

import datetime
import random
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.understanding import Source, say, understand
from tests.ingest.understanding.sheets import (
    case,
    fields,
    of_text,
    plain,
    sheet_of,
    understood,
    workbook,
)

WASTES = [
    ["企业名称", "固废名称", "年产生量（吨）", "去向"],
    ["红星钢厂", "钢渣", 300000, "堆存"],
    ["红星钢厂", "高炉渣", 400000, "外售"],
    ["滨河电厂", "粉煤灰", 120000, "填埋"],
]
MEANT = [
    {"enterprise": "红星钢厂", "waste": "钢渣", "supply": (300000.0, "t/yr"), "destination": "堆存"},
    {"enterprise": "红星钢厂", "waste": "高炉渣", "supply": (400000.0, "t/yr"), "destination": "外售"},
    {"enterprise": "滨河电厂", "waste": "粉煤灰", "supply": (120000.0, "t/yr"), "destination": "填埋"},
]


def test_a_form_with_title_signature_and_total_is_read_below_its_third_row() -> None:
    """B3."""
    sheet = sheet_of("c01_产生清单.xlsx")
    assert (sheet.kind, sheet.header_rows, sheet.firm) == ("general_waste_1", (3,), "红星钢厂")
    assert [(item.row, item.reason) for item in sheet.left_out] == [(1, "TITLE"), (2, "TITLE"), (6, "TOTAL")]
    assert [(row.number, row.texts["waste_code"], row.texts["waste"]) for row in sheet.rows] == [
        (4, "311-001-S01", "高炉渣"),
        (5, "312-001-S01", "钢渣"),
    ]
    amount = sheet.rows[0].amount("supply")
    assert amount is not None
    assert (amount.likely, amount.unit) == (400_000, "t/yr")


@pytest.mark.parametrize("name", ["c06_flat.xlsx", "c06b_flat_sheet1.xlsx"])
def test_one_flat_list_is_a_waste_list_whatever_its_sheet_is_called(name: str) -> None:
    """B5."""
    sheet = sheet_of(name)
    assert sheet.kind == "waste_list"
    assert fields(sheet) == ["enterprise", "industry", "waste", "supply", "destination"]
    assert [column.header for column in sheet.columns if column.aside] == ["联系人", "电话"]
    assert sheet.rows[-1].texts == {"enterprise": "滨河水泥厂", "industry": "水泥制造"}
    assert plain(sheet.rows)[0] == {
        "enterprise": "红星钢厂",
        "industry": "炼钢",
        "waste": "钢渣",
        "supply": (300_000, "t/yr"),
        "destination": "堆存",
    }


def test_numbers_of_a_ledger_without_unit_are_kept_and_asked_about() -> None:
    """B6: of 50 cells 43 say an amount or nothing; a unit, the days and four cells are asked for."""
    sheet = sheet_of("c07_numbers.xlsx", "固废台账")
    asked = {question.id for question in sheet.questions}
    assert asked == {
        "UNIT:年产生量",
        "DAYS",
        "NUMBER:1,2,3",
        "NUMBER:12,000",
        "UNIT_WORD:tons",
        "LOAD:车",
        "MOISTURE:年产生量",
    }
    assert len([row for row in sheet.rows if row.amounts]) == 39


def test_answers_settle_what_was_asked() -> None:
    answers = {"UNIT:年产生量": "t", "DAYS": "300", "UNIT_WORD:tons": "t", "NUMBER:1,2,3": "123"}
    data = workbook(
        {
            "固废": [
                ["企业名称", "固废名称", "年产生量"],
                *(["甲厂", "渣", x] for x in ("5", "10 t/d", "8 tons", "1,2,3")),
            ]
        }
    )
    (sheet,) = understand([Source("a.xlsx", data)], answers).sheets
    assert sheet.questions == ()
    assert [row["supply"] for row in plain(sheet.rows)] == [
        (5, "t/yr"),
        (3000, "t/yr"),
        (8, "t/yr"),
        (123, "t/yr"),
    ]


def test_line_numbers_contacts_notes_and_hidden_sheets_are_left_aside_and_named() -> None:
    """B10."""
    sheets = {sheet.sheet: sheet for sheet in case("c11_extras.xlsx").sheets}
    assert {name: sheet.kind for name, sheet in sheets.items()} == {
        "填写说明": "notes",
        "Sheet2": "empty",
        "字典": "unknown",
        "园区": "parks",
        "企业": "enterprises",
        "固废台账": "waste_list",
        "下拉": "hidden",
    }
    aside = [column.header for sheet in sheets.values() for column in sheet.columns if column.aside]
    assert aside == ["联系人", "联系电话", "备注", "序号", "审核人"]


@pytest.mark.parametrize("name", ["c26_notes_one_line.xlsx", "c26_notes_two_lines.xlsx"])
def test_notes_of_any_length_are_notes(name: str) -> None:
    """B10."""
    kinds = {sheet.sheet: sheet.kind for sheet in case(name).sheets}
    assert kinds == {"填写说明": "notes", "园区": "parks", "企业": "enterprises", "固废台账": "waste_list"}


def test_formulas_without_results_are_said_once_a_cell() -> None:
    """B11."""
    problems = case("c14_formula.xlsx").problems
    assert [(item.sheet, item.row, item.column, item.code) for item in problems] == [
        ("固废台账", 2, "年产生量（吨）", "NO_STORED_RESULT"),
        ("固废台账", 3, "年产生量（吨）", "NO_STORED_RESULT"),
    ]
    assert "保存" in problems[0].text("zh")


def test_dry_matter_is_marked_and_its_moisture_asked_for() -> None:
    """B12."""
    sheet = sheet_of("c31_dry_header.xlsx", "固废台账")
    amount = sheet.rows[0].amount("supply")
    assert amount is not None
    assert (amount.likely, amount.unit, amount.basis) == (100, "t/yr", "dry")
    assert [question.code for question in sheet.questions] == ["MOISTURE"]
    with_moisture = of_text("企业名称,废物名称,年产生量（吨，绝干）,含水率（%）\n甲厂,污泥,100,80\n")
    assert with_moisture.questions == ()


def test_a_moisture_of_less_than_one_may_be_a_fraction_or_per_cent() -> None:
    """B12: c19 writes 0.2, 20% and 20 in one column."""
    sheet = sheet_of("c19_quantities.xlsx", "固废台账")
    assert [question.code for question in sheet.questions] == ["PER_CENT", "NEGATIVE"]
    moisture = [row.amount("moisture") for row in sheet.rows]
    assert [item and item.likely for item in moisture] == [None, 20, 20, None]


def test_codes_and_coordinates_are_left_as_texts() -> None:
    """B7, B8: another reader knows them."""
    sheet = sheet_of("c08_codes.xlsx", "固废台账")
    assert [row.texts["material"] for row in sheet.rows][2:5] == ["100202", "10 02 02", "13 02 05*"]
    parks = sheet_of("c09_coords.xlsx")
    assert (parks.rows[0].texts["latitude"], parks.rows[2].texts["latitude"]) == ("24°55′48″N", "102.48")


@pytest.mark.parametrize(
    "name", ["min_park.xlsx", "full_park.xlsx", "bf_slag_no_outlet.xlsx", "c28_row_removed.xlsx"]
)
def test_workbooks_of_the_strict_form_are_understood_too(name: str) -> None:
    """B1, B14, B15."""
    result = case(name)
    assert not result.problems
    assert not result.questions
    kinds = [sheet.kind for sheet in result.sheets]
    assert kinds[:2] == ["parks", "enterprises"]
    assert "waste_list" in kinds


def test_files_in_old_encodings_are_understood() -> None:
    """B4: the three files of c16."""
    kinds = {name: sheet_of(f"c16_gbk/{name}.csv").kind for name in ("园区", "企业", "固废台账")}
    assert kinds == {"园区": "parks", "企业": "enterprises", "固废台账": "waste_list"}
    ledger = sheet_of("c16_gbk/固废台账.csv")
    assert plain(ledger.rows)[0]["supply"] == (300_000.5, "t/yr")
    assert [(item.code, item.values) for item in ledger.remarks if item.code == "TOTAL_DIFFERS"] == [
        ("TOTAL_DIFFERS", ("300,000", "300,000.5"))
    ]


def test_a_register_with_decimal_commas_is_read_in_german() -> None:
    text = (
        "Abfallregister 2023;;;;\nBetrieb: Müller Stahl GmbH;;;;\n"
        "AVV;Abfallbezeichnung;Menge [t];R/D-Verfahren;Entsorger\n"
        "10 02 02;unbearbeitete Schlacke;1.234,5;R5;Zement AG\n10 01 02;Filterstäube;1.200;R5;Zement AG\n"
        "Summe;;2.434,5;;\n"
    )
    sheet = of_text(text, "register.csv", "cp1252")
    assert (sheet.kind, sheet.firm, sheet.year) == ("ewc_register", "Müller Stahl GmbH", 2023)
    assert fields(sheet) == ["waste_code", "waste", "supply", "way", "taker"]
    assert [row["supply"] for row in plain(sheet.rows)] == [(1234.5, "t/yr"), (1200, "t/yr")]
    assert [item.reason for item in sheet.left_out] == ["TITLE", "TITLE", "TOTAL"]
    assert not sheet.questions


def test_an_english_register_asks_for_the_decimal_mark_only_if_nothing_proves_it() -> None:
    text = 'Company: Alpha Ltd\nEWC code,Waste,Quantity (t)\n10 02 02,Slag,"1,200"\n10 01 02,Ash,{}\n'
    asked = of_text(text.format("300"))
    assert [(item.code, item.options) for item in asked.questions] == [("MARK", (".", ","))]
    assert "1.2 (decimal point)" in say(asked.questions[0], "en") or "1,200" in say(asked.questions[0], "en")
    settled = of_text(text.format("350.5"))
    assert [row["supply"] for row in plain(settled.rows)] == [(1200, "t/yr"), (350.5, "t/yr")]
    answered = of_text(text.format("300"), answers={asked.questions[0].id: ","})
    assert plain(answered.rows)[0]["supply"] == (1.2, "t/yr")


def test_two_levels_of_headers_are_joined_and_their_years_read() -> None:
    rows = [
        ["各企业固废统计"],
        ["企业名称", "废物名称", "产生量（吨）", None, "利用量（吨）", None],
        [None, None, "2023年", "2024年", "2023年", "2024年"],
        ["红星钢厂", "钢渣", 100, 120, 80, 90],
    ]
    sheet = understood(rows, merges=["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"])
    assert sheet.header_rows == (2, 3)
    assert [(column.header, column.field, column.year) for column in sheet.columns][2:] == [
        ("产生量（吨）/2023年", "supply", 2023),
        ("产生量（吨）/2024年", "supply", 2024),
        ("利用量（吨）/2023年", "in_use", 2023),
        ("利用量（吨）/2024年", "in_use", 2024),
    ]
    (row,) = sheet.rows
    latest, earlier = row.amount("supply"), row.amount("supply", 2023)
    assert latest is not None
    assert earlier is not None
    assert (latest.likely, earlier.likely) == (120, 100)


def test_two_tables_on_one_sheet_are_two_tables() -> None:
    rows = [*WASTES, [], ["企业一览"], ["企业名称", "行业代码", "地址"], ["红星钢厂", 3110, "滨河路1号"]]
    data = workbook({"汇总": rows})
    wastes, firms = understand([Source("a.xlsx", data)]).sheets
    assert (wastes.kind, firms.kind) == ("waste_list", "enterprises")
    assert plain(wastes.rows) == MEANT
    assert firms.header_rows == (7,)
    assert firms.rows[0].texts == {"enterprise": "红星钢厂", "industry_code": "3110", "address": "滨河路1号"}


def test_merged_cells_hold_for_each_of_their_rows_and_blanks_are_asked_about() -> None:
    rows = [["企业名称", "废物名称", "产生量（吨）"], ["红星钢厂", "钢渣", 1], [None, "粉煤灰", 2]]
    merged = understood(rows, merges=["A2:A3"])
    assert [row.texts["enterprise"] for row in merged.rows] == ["红星钢厂", "红星钢厂"]
    blank = understood(rows)
    assert [item.code for item in blank.questions] == ["FILL_DOWN"]
    assert "enterprise" not in blank.rows[1].texts
    filled = understood(rows, answers={"FILL_DOWN": "yes"})
    assert filled.rows[1].texts["enterprise"] == "红星钢厂"


def test_a_column_of_units_a_row_of_units_and_a_unit_in_the_title_hold_for_their_cells() -> None:
    beside = understood(
        [["企业名称", "废物名称", "数量", "单位"], ["甲厂", "渣", 1.2, "万吨"], ["甲厂", "油", 800, "公斤"]]
    )
    assert [row["supply"] for row in plain(beside.rows)] == [(12_000, "t/yr"), (0.8, "t/yr")]
    below = understood([["企业名称", "废物名称", "产生量"], [None, None, "万吨"], ["甲厂", "渣", 2]])
    assert plain(below.rows)[0]["supply"] == (20_000, "t/yr")
    above = understood(
        [["废物台账", None, "单位：万吨"], ["企业名称", "废物名称", "产生量"], ["甲厂", "渣", 2]]
    )
    assert plain(above.rows)[0]["supply"] == (20_000, "t/yr")


def test_a_column_without_unit_beside_one_with_a_scaled_unit_is_asked_for() -> None:
    """Below 万吨 the tonnes of the next column may be written either way: a factor of ten thousand."""
    header = ["企业名称", "废物名称", "产生量（{}）", "利用量"]
    scaled = understood([[text.format("万吨") for text in header], ["甲厂", "渣", 2, 1]])
    assert [item.id for item in scaled.questions] == ["UNIT:利用量"]
    plain_unit = understood([[text.format("吨") for text in header], ["甲厂", "渣", 2, 1]])
    assert not plain_unit.questions
    assert [item.code for item in plain_unit.remarks] == ["UNIT_FROM_OTHERS"]


def test_one_firm_in_a_title_holds_for_all_rows_and_without_one_it_is_asked() -> None:
    rows = [
        ["单位名称：红星钢厂", None, "2024年"],
        ["废物名称", "产生环节", "产生量（吨）"],
        ["钢渣", "炼钢", 5],
    ]
    titled = understood(rows)
    assert (titled.firm, titled.year, titled.rows[0].texts["enterprise"]) == ("红星钢厂", 2024, "红星钢厂")
    text = "废物名称,产生环节,产生量（吨）\n钢渣,炼钢,5\n"
    assert [item.code for item in of_text(text, "固废.csv").questions] == ["FIRM"]
    called = of_text(text, "滨河电厂.csv")
    assert (called.firm, [item.code for item in called.remarks]) == ("滨河电厂", ["FIRM_FROM_FILE"])


def test_headings_between_rows_name_the_firm_below_them() -> None:
    rows = [
        ["废物名称", "产生量（吨）", "去向"],
        ["红星钢厂"],
        ["钢渣", 5, "外售"],
        ["滨河电厂"],
        ["粉煤灰", 7, "填埋"],
    ]
    sheet = understood(rows)
    assert [row.texts["enterprise"] for row in sheet.rows] == ["红星钢厂", "滨河电厂"]


@pytest.mark.parametrize("nothing", ["—", "/", "无", "N/A"])
def test_a_dash_where_a_waste_is_named_is_no_waste(nothing: str) -> None:
    rows = [[*WASTES[0], "废物代码"], [*WASTES[1], nothing], ["临江水泥", nothing, "", "", nothing]]
    assert plain(understood(rows).rows) == [MEANT[0], {"enterprise": "临江水泥"}]


def test_a_header_that_is_not_sure_is_asked_for_and_the_answer_is_remembered_by_its_words() -> None:
    rows = [["企业名称", "废物名称", "固废总体情况（吨）"], ["甲厂", "渣", 5]]
    asked = understood(rows)
    (question,) = [item for item in asked.questions if item.code == "FIELD"]
    assert (question.id, question.column) == ("FIELD:固废总体情况吨", "固废总体情况（吨）")
    assert "none" in question.options
    answered = understood(rows, answers={question.id: "supply"})
    assert plain(answered.rows)[0]["supply"] == (5, "t/yr")
    assert not [item for item in answered.questions if item.code == "FIELD"]


def test_a_code_that_a_spreadsheet_made_a_date_is_asked_for() -> None:
    rows = [["EWC code", "Waste", "Quantity (t)"], [datetime.datetime(2002, 10, 2), "Slag", 5]]
    assert "CODE_IS_DATE" in [item.code for item in understood(rows).questions]


def test_a_sheet_without_headers_is_asked_about_and_never_guessed() -> None:
    sheet = understood([["甲厂", "渣", 5], ["乙厂", "灰", 6], ["丙厂", "泥", 7]])
    assert (sheet.kind, sheet.rows, [item.code for item in sheet.questions]) == ("unknown", (), ["NO_HEADER"])


def test_every_question_and_remark_is_said_in_both_languages() -> None:
    for name in ("c07_numbers.xlsx", "c16_gbk/固废台账.csv", "c19_quantities.xlsx", "c31_dry_header.xlsx"):
        for sheet in case(name).sheets:
            for item in (*sheet.questions, *sheet.remarks):
                assert say(item, "en").isascii() or item.column or item.values
                assert say(item, "zh") != say(item, "en")


def test_a_refused_file_leaves_the_others_understood() -> None:
    result = understand(
        [
            Source("a.exe", b"MZ\x90\x00" + bytes(80)),
            Source("b.csv", "企业名称,行业代码\n甲厂,3110\n".encode()),
        ]
    )
    assert [item.file for item in result.problems] == ["a.exe"]
    assert [sheet.kind for sheet in result.sheets] == ["enterprises"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                ["固体废物产生情况表"],
                ["填报单位：滨河工业园", None, "填表日期：2025年1月10日"],
                ["2024年度"],
                [None, "（公开）"],
            ]
        ),
        max_size=5,
    ),
    st.permutations(range(6)),
    st.sampled_from(["合计", "总 计", "小计：", "Total", None]),
    st.lists(
        st.sampled_from(
            [["注：数据由各企业填报，未经审核"], ["填表人：张三", None, "审核人：李四"], ["备注：含往年堆存"]]
        ),
        max_size=3,
    ),
    st.booleans(),
)
def test_a_table_is_understood_alike_whatever_stands_around_it(
    titles: list[list[Any]], order: list[int], total: str | None, notes: list[list[Any]], numbered: bool
) -> None:
    """Titles above, columns shuffled with line numbers and contacts among them, totals and notes below."""
    wide = [
        [*row, aside, contact]
        for row, aside, contact in zip(
            WASTES, ["序号", 1, 2, 3], ["联系人", "李四", "李四", "王五"], strict=True
        )
    ]
    table = [[row[at] for at in order] for row in wide]
    totals = [[total if at == order[0] else None for at in order]] if total else []
    if total:
        totals = [[total, *(820000 if at == 2 else None for at in order[1:])]]
    numbering = [[number + 1 for number in range(6)]] if numbered else []
    rows = [*titles, table[0], *numbering, *table[1:], *totals, *notes]
    sheet = understood(rows)
    assert sheet.kind == "waste_list"
    assert [dict(row) for row in plain(sheet.rows)] == MEANT
    assert len(sheet.left_out) == len(titles) + len(numbering) + len(totals) + len(notes)
    assert not sheet.questions


def test_fifty_thousand_rows_are_understood_within_the_limits() -> None:
    """20 s and 1 GB are allowed; about 5 s of computing and 0.2 GB were measured."""
    chance = random.Random(7)
    rows = [["危废台账"], ["日期", "单位名称", "废物名称", "废物代码", "产生量（吨）", "去向"]]
    lines = [
        f"2024/{1 + at % 12}/{1 + at % 28},企业{at % 200}有限公司,废物{at % 50},900-249-08,"
        f"{chance.random():.3f},贮存"
        for at in range(50_000)
    ]
    text = "\n".join([*(",".join(row) for row in rows), *lines])
    started = time.process_time()
    sheet = of_text(text, "危废台账.csv", "gb18030")
    assert time.process_time() - started < 20
    assert (sheet.kind, len(sheet.rows)) == ("ledger", 50_000)


def test_files_are_understood_one_by_one_as_all_together() -> None:
    sources = [
        Source("a.xlsx", workbook({"固废": WASTES})),
        Source("b.csv", "企业名称,行业\n甲厂,炼钢\n".encode()),
    ]
    together, apart = understand(sources), [understand([source]) for source in sources]
    assert together.sheets == tuple(sheet for found in apart for sheet in found.sheets)
    assert len(together.sheets) == 2


def test_english_headers_and_several_like_numbers_tell_that_commas_part_thousands() -> None:
    rows = [
        ["Company", "Waste", "Annual quantity (t)"],
        ["Northport Steel", "blast furnace slag", "400,000"],
        ["Northport Power", "fly ash", "85,000"],
    ]
    sheet = understood(rows)
    assert [row.amounts[0].likely for row in sheet.rows] == [400_000.0, 85_000.0]
    assert "commas part thousands" in " ".join(say(remark, "en") for remark in sheet.remarks)
    # One number may be either, and a number below one proves the other mark.
    assert [question.code for question in understood(rows[:2]).questions] == ["MARK"]
    decimal = understood([*rows, ["Northport Power", "gypsum", "0,250"]])
    assert [row.amounts[0].likely for row in decimal.rows] == [400.0, 85.0, 0.25]
