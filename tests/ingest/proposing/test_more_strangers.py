"""Files of strangers of other countries, forms and programs: what a store gets of each, and what is asked."""

from __future__ import annotations

from functools import cache

import pytest

from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import CASES, library

_SLUDGE = "Fanghi prodotti dal trattamento in loco degli effluenti"


@cache
def _proposed(name: str, answers: tuple[tuple[str, str], ...] = ()) -> Proposal:
    return _of(Source(name, (CASES / name).read_bytes()), dict(answers))


def _of(source: Source, answers: dict[str, str] | None = None) -> Proposal:
    given = answers or {}
    return propose(understand([source], given), library(), given, "case", "园区", None, True)


def _supplies(proposal: Proposal) -> dict[tuple[str, str], float]:
    """Return what would be stored of each firm's waste."""
    stored = proposal.records.get("waste_streams")
    ids = set(stored["id"].to_pylist()) if stored is not None else set()
    names = {firm.id: firm.name for firm in proposal.firms}
    return {
        (names[waste.enterprise], waste.text or waste.code): waste.supply.likely
        for waste in proposal.wastes
        if waste.id in ids and waste.supply is not None
    }


def _asked(proposal: Proposal) -> set[str]:
    return {item.id for item in (*proposal.understood.questions, *proposal.questions)}


def _text(text: str, encoding: str = "utf-8", name: str = "园区.csv") -> Proposal:
    return _of(Source(name, text.encode(encoding)))


@pytest.mark.parametrize(
    ("name", "supplies"),
    [
        pytest.param(
            "e01_园区摸底.xlsx",
            {
                ("云滇钢铁有限公司", "高炉水渣"): 856_000,
                ("云滇钢铁有限公司", "转炉钢渣"): 324_000,
                ("云滇钢铁有限公司", "除尘灰"): 42_500,
                ("滇源热电有限责任公司", "粉煤灰"): 280_000,
                ("滇源热电有限责任公司", "炉渣"): 61_000,
                ("滇源热电有限责任公司", "脱硫石膏"): 57_500,
            },
            id="a cover, three levels of headers, units below them, sub-totals and starred amounts",
        ),
        pytest.param(
            "e02_调查.csv",
            {
                ("鲁西化工园甲厂", "气化炉渣"): 35_000,
                ("鲁西化工园甲厂", "废催化剂"): 12,
                ("乙精细化工", "蒸馏残渣"): 120,
                ("丙热电", "粉煤灰"): 120_000,
            },
            id="GB 18030 with semicolons, about, at least, wide digits and numbers in words",
        ),
        pytest.param(
            "e03_unicode.txt",
            {
                ("蒙东电解铝", "二次铝灰"): 2_350.5,
                ("蒙东电解铝", "大修渣"): 860,
                ("蒙东电解铝", "废矿物油"): 0.35,
            },
            id="Unicode text of a spreadsheet with codes kept as formulas and kilograms in some rows",
        ),
        pytest.param(
            "e04_导出.xls",
            {
                ("巴彦淖尔某某冶炼有限公司", "铅锌冶炼渣"): 45_600,
                ("巴彦淖尔某某冶炼有限公司", "脱硫石膏"): 12_300.5,
            },
            id="a page that the national system exports under .xls",
        ),
        pytest.param(
            "e05_电子联单.csv",
            {("齐鲁表面处理有限公司", "电镀污泥"): 38.4, ("齐鲁表面处理有限公司", "废酸"): 4.6},
            id="manifests with planned, sent and received amounts, one void",
        ),
        pytest.param(
            "e06_排污许可.xlsx",
            {
                ("诸城市某某食品有限公司", "污水处理污泥"): 1_460,
                ("诸城市某某食品有限公司", "炉渣"): 820.5,
                ("诸城市某某食品有限公司", "实验室废液"): 0.6,
            },
            id="an appendix of a discharge permit, every header with its noun",
        ),
        pytest.param(
            "e11_透视.xlsx",
            {
                ("宏大钢铁有限公司", "高炉渣"): 180_000,
                ("宏大钢铁有限公司", "钢渣"): 70_000,
                ("华泰纸业有限公司", "脱墨污泥"): 8_000,
                ("华泰纸业有限公司", "粉煤灰"): 12_000,
            },
            id="a pivot table whose firms are the sums of their wastes",
        ),
        pytest.param(
            "e12_透视交叉.xlsx",
            {
                ("滨州热电", "粉煤灰"): 120_000,
                ("滨州热电", "炉渣"): 30_000,
                ("滨州热电", "脱硫石膏"): 15_000,
                ("魏桥铝电", "粉煤灰"): 880_000,
                ("魏桥铝电", "脱硫石膏"): 90_000,
            },
            id="a pivot table with wastes along the top",
        ),
        pytest.param(
            "e15_sludge.csv",
            {("WWTP North", "Sewage sludge"): 5_000, ("Paper Mill", "Deinking sludge"): 6_000},
            id="dry tonnes with their moisture",
        ),
        pytest.param(
            "e17_bdo.csv",
            {
                ("Elektrociepłownia Łódź S.A.", "Popioły lotne z węgla"): 45_300,
                ("Huta Szkła Ząbkowice", "Szkło odpadowe"): 1_250.25,
            },
            id="a Polish register in its code page",
        ),
        pytest.param(
            "e18_mud.csv",
            {
                ("Ceramiche Sassuolo S.p.A.", "Scarti di ceramica"): 4_250,
                (
                    "Ceramiche Sassuolo S.p.A.",
                    "Fanghi prodotti dal trattamento in loco degli effluenti",
                ): 986.3,
                ("Ceramiche Sassuolo S.p.A.", "Oli minerali per motori"): 1.85,
            },
            id="an Italian declaration in kilograms with the firm in a label of two words",
        ),
        pytest.param(
            "e29_同上.xlsx",
            {
                ("临沂陶瓷一厂", "废瓷片"): 1_200,
                ("临沂陶瓷一厂", "釉料污泥"): 85,
                ("临沂陶瓷一厂", "煤灰渣"): 460,
                ("临沂板材厂", "锯末"): 3_300,
                ("临沂板材厂", "废胶桶"): 2.5,
            },
            id="同上 and ditto marks for the firm",
        ),
        pytest.param(
            "e30_日期.xlsx",
            {("潍坊造纸", "白泥"): 94, ("潍坊造纸", "浆渣"): 12},
            id="days as numbers of a spreadsheet",
        ),
        pytest.param(
            "e37_山东.xlsx",
            {
                ("茌平铝业", "粉煤灰"): 560_000,
                ("茌平铝业", "赤泥"): 2_300_000,
                ("信发热电", "脱硫石膏"): 180_000,
            },
            id="name and codes in one cell",
        ),
        pytest.param(
            "e48_交换.xlsx",
            {
                ("铜陵冶炼", "硫酸"): 600_000,
                ("六国化工", "磷石膏"): 400_000,
                ("铜陵电厂", "脱硫石膏"): 120_000,
            },
            id="a list of exchanges from firm to firm",
        ),
        pytest.param(
            "e49_脚注.xlsx",
            {("甲热电", "粉煤灰"): 12_000, ("甲热电", "脱硫石膏"): 3_500, ("甲热电", "炉渣"): 800},
            id="marks of footnotes at names and amounts: 800 with a raised two is not 8002",
        ),
        pytest.param(
            "e61_合计在上.xlsx",
            {
                ("甲钢", "钢渣"): 300_000,
                ("甲钢", "除尘灰"): 15_000,
                ("乙电", "粉煤灰"): 220_000,
                ("乙电", "炉渣"): 80_000,
            },
            id="sub-totals above what they count, with the name of the firm",
        ),
        pytest.param(
            "e62_横排.xlsx",
            {
                ("甲钢", "钢渣"): 300_000,
                ("甲钢", "除尘灰"): 15_000,
                ("乙电", "粉煤灰"): 220_000,
                ("乙电", "炉渣"): 80_000,
                ("乙电", "脱硫石膏"): 30_000,
            },
            id="three wastes of a firm in one row",
        ),
        pytest.param(
            "e66_计划实际.xlsx",
            {("甲化", "废活性炭"): 45.5, ("甲化", "精馏残渣"): 260},
            id="next year's plan beside what was",
        ),
        pytest.param(
            "f02_多级.xlsx",
            {
                ("甲纸业", "脱墨渣"): 1_200,
                ("甲纸业", "废机油"): 2.1,
                ("乙铸造", "废砂"): 8_000,
                ("乙铸造", "废乳化液"): 12,
            },
            id="general and hazardous wastes of a firm side by side",
        ),
        pytest.param(
            "f19_dup_sheet.xlsx",
            {("甲钢", "钢渣"): 1_200, ("乙电", "粉煤灰"): 500},
            id="a summary beside the sheets that it sums up",
        ),
    ],
)
def test_a_strangers_file_gives_each_firm_its_wastes(
    name: str, supplies: dict[tuple[str, str], float]
) -> None:
    assert _supplies(_proposed(name)) == pytest.approx(supplies)


@pytest.mark.parametrize(
    ("name", "supplies", "asked"),
    [
        (
            "e20_폐기물.csv",
            {("포항제강(주)", "고로슬래그"): 1_250_000.0, ("포항제강(주)", "제강슬래그"): 430_000.0},
            {"MATERIAL:폐수처리오니"},
        ),
        (
            "e21_産廃.csv",
            {
                ("北九州製鉄所", "鉱さい"): 125_000.0,
                ("北九州製鉄所", "ばいじん"): 18_500.0,
                ("若松火力発電所", "石炭灰"): 96_000.0,
            },
            set(),
        ),
    ],
)
def test_registers_in_other_scripts_give_what_they_call_by_an_ordinary_name(
    name: str, supplies: dict[tuple[str, str], float], asked: set[str]
) -> None:
    proposal = _proposed(name)
    assert _supplies(proposal) == supplies
    assert {item for item in _asked(proposal) if item.startswith("MATERIAL:")} == asked


def test_a_register_in_russian_gives_what_it_calls_by_an_ordinary_name() -> None:
    assert _supplies(_proposed("e54_2тп.csv")) == {
        ('ООО "Металлург"', "Шлак доменный"): 250_000.0,
        ("ТЭЦ-5", "Зола-унос"): 120_500.5,
    }


def test_what_goes_into_a_plant_is_no_waste_and_what_comes_out_is_asked_about() -> None:
    proposal = _proposed("e08_物料平衡.xlsx")
    assert not proposal.wastes
    assert _asked(proposal) == {"KIND:物料平衡"}
    answers = (("KIND:物料平衡", "waste_list"), ("FIRM:e08物料平衡.xlsx", "磷化厂"))
    texts = [waste.text for waste in _proposed("e08_物料平衡.xlsx", answers).wastes]
    assert "磷石膏" in texts
    assert "磷矿石" not in texts


def test_two_financial_years_of_a_return_are_told_apart_and_its_tons_asked_about() -> None:
    assert _asked(_proposed("e23_form4.csv")) == {"UNIT_WORD:mt"}
    supplies = _supplies(_proposed("e23_form4.csv", (("UNIT_WORD:mt", "t"),)))
    assert supplies["Hind Zinc Smelters Ltd.", "Jarosite"] == 152_500


def test_a_report_of_one_sample_is_of_the_waste_that_its_head_names() -> None:
    (sheet,) = _proposed("e27_检测报告.xlsx").understood.sheets
    assert sheet.facts["sample"] == "磷石膏"
    assert [
        (row.texts["component"], amount.likely) for row in sheet.rows[:2] if (amount := row.amount("content"))
    ] == [
        ("pH", 2.8),
        ("总磷（浸出）", 85.2),
    ]


def test_an_analysis_on_its_side_gives_each_sample_its_components() -> None:
    (sheet,) = _proposed("e28_化学成分.xlsx").understood.sheets
    found = {(row.texts["sample"], row.texts["component"]): row.amount("content") for row in sheet.rows}
    of_slag = found["钢渣", "CaO"]
    assert of_slag is not None
    assert (of_slag.likely, of_slag.unit) == (41.3, "wt%")


def test_four_months_are_no_year_until_somebody_says_so() -> None:
    proposal = _proposed("e35_附表2月.xlsx")
    asked = "PART_OF_YEAR:e35附表2月.xlsx日照钢丝绳有限公司"
    assert (_supplies(proposal), _asked(proposal)) == ({}, {asked})
    firm = "日照钢丝绳有限公司"
    assert _supplies(_proposed("e35_附表2月.xlsx", ((asked, "scale"),)))[firm, "废钢丝"] == 1_200
    assert _supplies(_proposed("e35_附表2月.xlsx", ((asked, "year"),)))[firm, "废钢丝"] == 400


def test_units_of_two_kinds_in_a_title_are_asked_about_and_no_firm() -> None:
    proposal = _proposed("e38_内蒙.xlsx")
    assert [firm.name for firm in proposal.firms] == ["大路煤化工公司", "酸刺沟煤矿"]
    assert "UNIT:2024年产生量" in _asked(proposal)


def test_what_is_given_off_each_week_is_of_a_year_and_gallons_are_asked_about() -> None:
    supplies = _supplies(_proposed("e40_us_units.csv"))
    assert supplies["Acme Foundry", "Foundry sand"] == pytest.approx(1_200 * 0.90718474)
    assert supplies["Brewer", "Spent grain"] == pytest.approx(40_000 * 0.45359237e-3 * 365 / 7)
    assert "UNIT_WORD:gallons" in _asked(_proposed("e40_us_units.csv"))


def test_a_sub_total_that_names_its_firm_is_no_firm() -> None:
    assert [firm.name for firm in _proposed("e41_abfall.csv").firms] == ["Gießerei Nord", "Lackfabrik Süd"]


def test_an_amount_of_two_wastes_in_one_cell_is_of_neither() -> None:
    proposal = _text("企业名称,固废名称,产生量（吨）\n乙电厂,炉渣、粉煤灰,90000\n丙电厂,粉煤灰/炉渣,50000\n")
    assert not _supplies(proposal)
    assert {item for item in _asked(proposal) if item.startswith("MATERIAL")} == {
        "MATERIAL:炉渣、粉煤灰",
        "MATERIAL:粉煤灰/炉渣",
    }


@pytest.mark.parametrize("group", ["Hazardous (domestic)", "Industrial waste", "一般工业固废", "其他"])
def test_a_group_of_wastes_is_no_waste(group: str) -> None:
    proposal = _text(f"Company,Waste,Amount (t/yr)\nRhine Works,{group},12500\n")
    assert not _supplies(proposal)


def test_below_english_headers_a_semicolon_proves_no_decimal_mark() -> None:
    proposal = _text("Firm;Waste;Tonnes per year\nOld Mill;Saw dust;1.250\nOld Kiln;Fly ash;3.400\n")
    assert not _supplies(proposal)
    assert "MARK:tonnesperyear" in _asked(proposal)


def test_parts_of_an_amount_in_several_rows_are_not_counted_again() -> None:
    rows = [
        ("企业名称", "固废名称", "产生量（吨）"),
        ("甲电厂", "粉煤灰", 100),
        ("甲电厂", "其中：一级灰", 30),
    ]
    rows += [("甲电厂", "二级灰", 70), ("甲电厂", "炉渣", 20)]
    page = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    text = "\n".join(",".join(map(str, row)) for row in rows)
    assert _supplies(_text(text)) == {("甲电厂", "粉煤灰"): 100, ("甲电厂", "炉渣"): 20}
    assert _supplies(_text(f"<html><table>{page}</table>", name="导出.xls")) == _supplies(_text(text))


def test_last_years_amount_stands_back_behind_this_years() -> None:
    proposal = _text("企业,固废,上年产生量(吨),本年产生量(吨)\n甲钢厂,钢渣,110000,120000\n")
    assert _supplies(proposal) == {("甲钢厂", "钢渣"): 120_000}
