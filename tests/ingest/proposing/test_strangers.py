"""Files as strangers have them, shortened: what a store gets of each, and what is asked, not guessed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import CASES, asked_of, library, proposed


@cache
def _proposed(name: str, answers: tuple[tuple[str, str], ...] = (), yes: bool = True) -> Proposal:
    source = Source(name, (CASES / name).read_bytes())
    return propose(understand([source], dict(answers)), library(), dict(answers), "case", "园区", None, yes)


def _supplies(name: str, answers: Mapping[str, str] | None = None) -> dict[str, float]:
    """Return the likely supply of each waste that would be stored, by its name."""
    proposal = _proposed(name, tuple(sorted((answers or {}).items())))
    stored = proposal.records.get("waste_streams")
    ids = set(stored["id"].to_pylist()) if stored is not None else set()
    return {
        waste.text or waste.code: waste.supply.likely
        for waste in proposal.wastes
        if waste.id in ids and waste.supply is not None
    }


def _asked(name: str) -> set[str]:
    return {id_ for _, id_ in asked_of(_proposed(name))}


def test_a_provincial_form_with_two_levels_of_headers_and_a_stamp_in_its_label_needs_no_question() -> None:
    assert _supplies("d01_省级申报表.xlsx") == {
        "窑灰": 3200,
        "脱硫石膏": 18500,
        "废耐火砖": 640,
        "生活垃圾": 86,
    }
    assert not _asked("d01_省级申报表.xlsx")
    stocks = _proposed("d01_省级申报表.xlsx").records["waste_streams"]["stock_likely"].to_pylist()
    assert sorted(filter(None, stocks)) == [15.0, 220.0]  # at the end of the year, not at its beginning


def test_a_manifest_that_was_void_moved_nothing() -> None:
    """1.25 and 2.1 t of oil went; 0.9 t stand on a manifest that was withdrawn."""
    assert _supplies("d02_联单_作废.csv")["废矿物油"] == 3.35
    (sheet,) = _proposed("d02_联单_作废.csv").understood.sheets
    assert (4, "VOID") in [(item.row, item.reason) for item in sheet.left_out]


def test_codes_in_every_spelling_and_wide_digits_are_read() -> None:
    assert _supplies("d02_联单_作废.csv") == {
        "废矿物油": 3.35,
        "电镀污泥": 84.02,
        "废活性炭": 12.0,
        "废酸": 56.5,
        "大修渣": 3200.0,
    }


@pytest.mark.parametrize(
    ("name", "waste", "tonnes"),
    [
        ("d04_registre_dechets.csv", "Boues de désencrage", 18900.0),
        ("d05_registro_rifiuti.csv", "scarti di pulper", 22800.0),
    ],
)
def test_registers_in_french_and_italian_are_read_with_their_decimal_commas(
    name: str, waste: str, tonnes: float
) -> None:
    assert _supplies(name)[waste] == tonnes


def test_what_a_code_of_many_materials_means_is_not_taken_by_yes_but_asked() -> None:
    """10 02 01 is slag of any steelworks; nothing reads résidu vitrifié."""
    register = (
        "Exploitant;Code déchet;Désignation du déchet;Quantité (t)\nAciérie;10 02 01;Résidu vitrifié;120\n"
    )
    proposal = proposed(("registre.csv", register))
    assert proposal.records.get("waste_streams") is None
    assert [(item.code, item.values) for item in proposal.questions] == [("MATERIAL", ("Résidu vitrifié",))]


def test_an_indian_list_with_lakhs_and_days_is_asked_only_for_its_tons_and_its_days() -> None:
    assert _asked("d06_gidc.csv") == {"UNIT_WORD:mt", "FIELD:effluentkld"}
    supplies = _supplies("d06_gidc.csv", {"UNIT_WORD:mt": "t", "DAYS": "300"})
    assert supplies == {
        "Brine sludge": 125_000.0,
        "Bypass dust": 250_000.0,
        "Red mud": 1_200_000.0,
        "Fly ash": 840_000.0,
        "Phosphogypsum": 600_000.0,
        "Spent sulphuric acid": 4_200.0,
        "ETP sludge": 600.0,
    }


def test_the_total_of_a_column_tells_its_decimal_mark() -> None:
    """4.500 + 62.000 + 12.300 + 820 + 1.600 is 81.220 only where points part thousands."""
    assert _asked("d07_vietnam.xlsx") == {"UNIT_WORD:tons"}
    supplies = _supplies("d07_vietnam.xlsx", {"UNIT_WORD:tons": "t"})
    assert supplies == {
        "EAF dust": 5_200.0,
        "Steel slag": 71_500.0,
        "Paper sludge": 13_000.0,
        "Rubber scrap": 910.0,
        "Rice husk": 1_750.0,
    }


def test_an_amount_whose_unit_nobody_told_is_not_loaded_as_tonnes() -> None:
    assert not _supplies("d07_vietnam.xlsx")


def test_sheets_alike_are_of_the_firms_that_they_are_called_after() -> None:
    proposal = _proposed("d08_一企一表.xlsx")
    assert [firm.name for firm in proposal.firms] == ["宏远钢铁", "丰泰热电", "绿源造纸"]
    assert _supplies("d08_一企一表.xlsx")["粉煤灰"] == 320_000.0


def test_a_sheet_on_its_side_is_read_by_its_columns() -> None:
    proposal = _proposed("d09_横表.xlsx")
    assert [(firm.name, firm.industry) for firm in proposal.firms] == [
        ("红河锌业", "3212"),
        ("蓝天化肥", "2622"),
        ("华新建材", "3011"),
    ]
    assert _supplies("d09_横表.xlsx") == {"浸出渣": 85_000.0, "磷石膏": 1_200_000.0}


def test_a_works_named_in_a_title_before_the_year_is_the_firm_and_its_months_are_a_year() -> None:
    assert _supplies("d10_月报.xlsx") == {"粉煤灰": 85_300.0, "炉渣": 18_200.0}
    assert not _asked("d10_月报.xlsx")


def test_words_and_numbers_broken_in_their_cells_are_whole() -> None:
    assert _supplies("d15_pdf.csv") == {"磷石膏": 1_850_000.0, "氟硅酸": 35_000.0}
    assert [firm.name for firm in _proposed("d15_pdf.csv").firms] == ["云岭磷化集团有限公司", "安宁电石厂"]
    assert "NUMBER:220000" in _asked("d15_pdf.csv")


def test_amounts_as_text_mean_what_they_say_or_are_asked_about() -> None:
    assert _supplies("d16_数量文字.xlsx") == {
        "钢渣": 120_000.0,
        "除尘灰": 13_500.0,
        "氧化铁皮": 3_500.0,
        "赤泥": 30_000.0,
        "碱渣": 20_000.0,
        "粉煤灰": 100_000.0,
        "木屑": 48.0,
        "废酸": 1_200.5,
        "废油": 0.8,
    }
    asked = {"DAYS", "UNIT_WORD:个", "NUMBER:年产120吨含水率80%", "MATERIAL:废包装桶"}
    assert {item for item in _asked("d16_数量文字.xlsx") if not item.startswith("INDUSTRY")} == asked


def test_an_answer_that_leaves_a_value_out_settles_its_question() -> None:
    answers = {"UNIT_WORD:个": "-", "NUMBER:年产120吨含水率80%": "-", "DAYS": "300"}
    proposal = _proposed("d16_数量文字.xlsx", tuple(answers.items()))
    assert not proposal.understood.questions


def test_three_tables_on_a_sheet_are_three_and_a_gas_by_volume_is_weighed_by_its_density() -> None:
    proposal = _proposed("d19_多表.xlsx")
    assert [sheet.kind for sheet in proposal.understood.sheets] == ["enterprises", "waste_list", "facilities"]
    assert _supplies("d19_多表.xlsx")["焦油渣"] == 1_200.0
    (gas,) = [waste for waste in proposal.wastes if waste.text == "焦炉煤气"]
    assert gas.supply is not None
    assert gas.supply.likely == pytest.approx(350e6 * 0.000456)  # 35,000 万m3 at the library's 0.456 kg/m3
    assert [row["technology"] for row in proposal.records["facilities"].to_pylist()] == [
        "cog-methanol",
        "glass-cullet-melting",
    ]


def test_what_a_plant_makes_is_not_taken_for_what_it_takes_in() -> None:
    """产能 of a kiln that burns sludge: sludge or clinker? They differ by eleven, so it is asked."""
    rows = {row["name_zh"]: row for row in _proposed("d20_利用项目.xlsx").records["facilities"].to_pylist()}
    assert rows["水泥窑协同处置"]["capacity_likely"] is None
    assert "CAPACITY_OF:水泥窑协同处置" in _asked("d20_利用项目.xlsx")
    assert rows["钢渣微粉生产线"]["capacity_likely"] == pytest.approx(600_000 / 0.97)
    answered = _proposed("d20_利用项目.xlsx", (("CAPACITY_OF:水泥窑协同处置", "input"),))
    kiln = next(row for row in answered.records["facilities"].to_pylist() if "水泥窑" in row["name_zh"])
    assert kiln["capacity_likely"] == 100_000.0


def test_a_list_of_offers_and_needs_gives_the_offers_and_names_the_needs() -> None:
    supplies = _supplies("d21_offers_needs.csv")
    assert (supplies["fly ash"], supplies["manure"]) == (180_000.0, 30_000.0)
    needs = [item.text for item in _proposed("d21_offers_needs.csv").left_aside if item.reason == "A_NEED"]
    assert needs == [
        "Westmill Pigs: protein feed",
        "Coastal Concrete: fly ash",
        "Greenhouse One: CO2",
        "Greenhouse One: heat",
    ]


def test_what_a_works_would_take_is_never_read_as_what_it_gives_off() -> None:
    """A questionnaire: kiln dust and bricks are given off, fly ash and gypsum are wanted."""
    assert _supplies("d29_调查表.xlsx") == {"窑灰": 1_200.0, "废耐火砖": 300.0}
    aside = [(item.text, item.reason) for item in _proposed("d29_调查表.xlsx").left_aside]
    assert aside == [("滨江水泥有限公司: 粉煤灰", "A_NEED"), ("滨江水泥有限公司: 脱硫石膏", "A_NEED")]
    assert not _asked("d29_调查表.xlsx")


def test_a_share_below_a_header_of_tonnes_recycled_is_a_share() -> None:
    uses = {waste.text: waste.in_use for waste in _proposed("d30_share.csv").wastes}
    assert {text: use.likely for text, use in uses.items() if use} == {
        "Broken bricks": 4_000.0,
        "Vegetable peel": 1_600.0,
    }


def test_a_list_of_water_gives_its_streams_and_what_was_analysed_in_them() -> None:
    assert _supplies("d31_再生水.csv") == {"中水": 7_300_000.0, "循环排污水": 1_200_000.0}
    rows = _proposed("d31_再生水.csv").records["stream_components"].to_pylist()
    found = {(row["stream"].split(":")[1], row["component"], row["amount_likely"]) for row in rows}
    assert ("中水", "TDS", 650.0) in found
    assert ("循环排污水", "COD", 45.0) in found


def test_what_is_said_not_to_be_used_is_not_perhaps_in_use() -> None:
    text = "企业名称,固废名称,产生量（吨）,利用情况\n甲玻璃厂,碎玻璃,100,未利用\n乙玻璃厂,碎玻璃,50,外售\n"
    source = Source("废玻璃.csv", text.encode())
    wastes = propose(understand([source]), library(), {}, "case", "园区", None, True).wastes
    assert [waste.in_use and waste.in_use.high for waste in wastes] == [None, 50.0]


def test_a_licence_is_for_the_items_in_brackets_and_for_all_between_two() -> None:
    rows = {
        row["id"]: row["licences"]
        for row in _proposed("d22_持证单位.xlsx").records["enterprises"].to_pylist()
    }
    assert rows["云南再生油有限公司"] == ["900-214-08", "900-249-08"]
    assert rows["云岭固废利用公司"][0:2] == ["336-054-17", "336-055-17"]
    assert rows["云岭固废利用公司"][-3:] == ["336-064-17", "HW22", "HW48"]
    assert {"HW02", "HW04", "HW06", "HW12", "HW13", "900-041-49"} <= set(rows["昆明危废处置中心"])
    assert "HW49" not in rows["昆明危废处置中心"]


def test_analyses_long_and_wide_carry_the_names_of_limits() -> None:
    rows = _proposed("d23_检测.xlsx").records["stream_components"].to_pylist()
    gypsum = {
        row["component"]: (row["amount_likely"], row["basis"]) for row in rows if "磷石膏" in row["stream"]
    }
    assert gypsum == {
        "CaSO4.2H2O": (88.6, "%"),
        "P2O5-soluble": (0.35, "%"),
        "Cd": (0.8, "mg/kg"),
        "As": (0.25, "mg/kg"),
        "Ra-226": (210.0, "Bq/kg"),
        "pH": (3.1, "pH"),
        "SiO2": (6.5, "%"),
        "Al2O3": (0.4, "%"),
        "Fe2O3": (0.3, "%"),
        "CaO": (30.2, "%"),
        "LOI": (18.9, "%"),
        "Cl": (45.0, "mg/kg"),
    }
    assert not _asked("d23_检测.xlsx")


def test_a_title_gives_the_industry_of_the_firm_that_it_names() -> None:
    (firm,) = _proposed("d24_管理计划.xlsx").firms
    assert (firm.name, firm.industry) == ("安宁市某某化工有限公司", "2619")
    assert _supplies("d24_管理计划.xlsx")["废触媒"] == 12.5


def test_a_list_of_flows_is_no_list_of_firms_and_hours_and_days_are_asked() -> None:
    supplies = _supplies("d25_water_energy.csv", {"DAYS": "300", "HOURS": "8000"})
    assert supplies["Cooling water blowdown"] == 2_400_000.0
    assert supplies["Waste heat"] == 432_000.0  # 120 GWh are 432,000 GJ
    assert supplies["Process wastewater"] == 360_000.0


def test_words_below_disposal_say_how_and_cobalt_residue_is_no_zinc_residue() -> None:
    supplies = _supplies("d26_mixed.xlsx")
    assert supplies == {
        "镍铁渣 ferronickel slag": 32_000.0,
        "脱硫石膏 FGD gypsum": 12_000.0,
        "硫酸钠": 15_000.0,
    }
    (sheet,) = _proposed("d26_mixed.xlsx").understood.sheets
    assert [column.field for column in sheet.columns] == ["enterprise", "waste", "supply", "unit", "way"]


def test_a_description_beside_a_code_is_the_name_of_the_waste() -> None:
    supplies = _supplies("d27_ewc_uk.csv")
    assert supplies["Sodium sulphate"] == 8_500.0
    assert "Aqueous liquid wastes" not in supplies


def test_headings_with_outline_numbers_name_firms() -> None:
    proposal = _proposed("d28_分段.xlsx")
    assert [firm.name for firm in proposal.firms] == ["东升钢铁有限公司", "旭日电厂"]
    assert [item.text for item in proposal.left_aside] == ["生活垃圾"]


def test_a_list_of_firms_that_names_wastes_without_amounts_says_so() -> None:
    text = "企业名称,所属行业,主要固废\n滨河钢厂,炼钢,钢渣、除尘灰\n"
    source = Source("企业.csv", text.encode())
    proposal = propose(understand([source]), library(), {}, "case", "园区", None, True)
    assert [(item.text, item.reason) for item in proposal.left_aside] == [
        ("滨河钢厂: 钢渣", "NO_AMOUNT"),
        ("滨河钢厂: 除尘灰", "NO_AMOUNT"),
    ]


def _of_text(text: str) -> Proposal:
    return propose(understand([Source("园区.csv", text.encode())]), library(), {}, "case", "园区", None, True)


def test_wastes_and_amounts_in_one_word_are_taken_apart() -> None:
    found = _of_text(
        "企业名称,主要固废及产生量\n滨河钢厂,钢渣30万吨、高炉渣60万吨\n滨河电厂,粉煤灰20万吨；炉渣\n"
    )
    assert [(waste.text, waste.supply and waste.supply.likely) for waste in found.wastes] == [
        ("钢渣", 300_000.0),
        ("高炉渣", 600_000.0),
        ("粉煤灰", 200_000.0),
    ]
    assert [item.text for item in found.left_aside] == ["滨河电厂: 炉渣"]


def test_an_amount_below_zero_is_asked_about_and_not_summed() -> None:
    found = _of_text("企业名称,固废名称,产生量（吨）\n滨河钢厂,钢渣,-500\n滨河钢厂,钢渣,5200\n")
    assert [question.id for question in found.understood.questions] == ["NEGATIVE:minus500"]
    assert [waste.supply and waste.supply.likely for waste in found.wastes] == [5_200.0]


def test_a_name_without_the_form_of_its_company_is_that_firm_s_and_said_or_asked() -> None:
    text = "企业名称,固废名称,产生量（吨）\n云岭钢铁股份有限公司,钢渣,500\n云岭钢铁,高炉渣,52\n"
    found = _of_text(text)
    assert [(firm.name, waste.text) for waste in found.wastes for firm in found.firms] == [
        ("云岭钢铁股份有限公司", "钢渣"),
        ("云岭钢铁股份有限公司", "高炉渣"),
    ]
    assert [(item.code, item.values[0]) for item in found.doubts] == [("SAME_FIRM", "云岭钢铁")]
    asked = propose(
        understand([Source("园区.csv", text.encode())]), library(), {}, "case", "园区", None, False
    )
    assert [item.id for item in asked.questions if item.code == "SAME_FIRM"] == ["SAME_FIRM:云岭钢铁"]
    both = text.replace("云岭钢铁,高", "云岭钢铁集团,高")
    assert [item.id for item in _of_text(both).questions if item.code == "SAME_FIRM"] == [
        "SAME_FIRM:云岭钢铁集团"
    ]


def test_dust_is_read_by_the_industry_of_its_works_and_asked_about_where_that_says_nothing() -> None:
    works = "甲,炼钢,除尘灰,1\n乙,水泥制造,除尘灰,1\n丙,平板玻璃制造,除尘灰,1\n"
    source = Source("园区.csv", f"企业名称,行业,固废名称,产生量（吨）\n{works}".encode())
    wastes = propose(understand([source]), library(), {}, "case", "园区", None, False).wastes
    assert [waste.material for waste in wastes] == ["iron-bearing-dust", "industrial-dust", ""]
