"""Kinds of files that were written, with their right answers, before the program saw them."""

from __future__ import annotations

import pytest

from graph.ranges import Range
from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import asked_of, library, proposed
from tests.ingest.understanding.sheets import workbook

Rows = list[list[object]]


def _book(sheets: dict[str, Rows], merges: dict[str, list[str]] | None = None) -> Proposal:
    data = workbook(sheets, merges)
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


def _materials(proposal: Proposal) -> dict[str, str]:
    return {waste.text: waste.material for waste in proposal.wastes}


def _asked(proposal: Proposal) -> set[str]:
    return {code for code, _ in asked_of(proposal)}


@pytest.mark.parametrize(
    ("text", "supplies"),
    [
        pytest.param(
            "企业名称，危废名称，危废代码，产生量（吨）\n"
            "立新汽配厂，废机油，ＨＷ０８　９００－２１４－０８，３．０\n",
            {("立新汽配厂", "废机油"): 3.0},
            id="wide commas between the cells",
        ),
        pytest.param(
            "联单编号,移出单位,废物名称,废物代码,移出数量,计量单位,接收单位,联单状态,移出时间\n"
            "20245301,云锦机械厂,废切削液,900-006-09,2500,千克,绿洁环境,已办结,2024/9/8 14:30\n"
            "20245302,云锦机械厂,废切削液,900-006-09,900,千克,绿洁环境,已作废,2024/9/9 14:30\n",
            {("云锦机械厂", "废切削液"): 2.5},
            id="manifests in the words of what is moved out",
        ),
        pytest.param(
            "单位,种类,年产生量\n金岭磷业有限公司,磷石膏,120万吨\n鼎新电池有限公司,NMP废液,1500公斤/月\n",
            {("金岭磷业有限公司", "磷石膏"): 1.2e6, ("鼎新电池有限公司", "NMP废液"): 18.0},
            id="the kind of waste is its name where nothing else is",
        ),
        pytest.param(
            "企业,固废,产生速率(kg/h),年运行时间(h)\n华盛铸造厂,废砂,250,7200\n",
            {("华盛铸造厂", "废砂"): 1_800.0},
            id="rates of an hour with the hours of the year",
        ),
        pytest.param(
            "企业名称,废水名称,日排放量（m3/d）,年运行天数,COD（mg/L）\n云杉纸业有限公司,造纸白水,2600,340,900\n",
            {("云杉纸业有限公司", "造纸白水"): 884_000.0},
            id="a concentration beside the water is no amount of it",
        ),
        pytest.param(
            "企业名称,产生固废,产生量（吨/年）,需要原料,需求量（吨/年）\n宏业建材厂,废混凝土,3000,粉煤灰,60000\n",
            {("宏业建材厂", "废混凝土"): 3_000.0},
            id="what is given off beside what is needed",
        ),
        pytest.param(
            "企业,固废,环评批复量（t/a）,2024年实际量（t）\n金和药业厂,精馏残渣,30,18\n",
            {("金和药业厂", "精馏残渣"): 18.0},
            id="what came about beside what was approved",
        ),
        pytest.param(
            "单位,联系人,固废种类及年产量\n明光热电厂,张三,粉煤灰12万吨，脱硫石膏2.5万吨\n",
            {("明光热电厂", "粉煤灰"): 120_000.0, ("明光热电厂", "脱硫石膏"): 25_000.0},
            id="wastes and amounts in one column",
        ),
        pytest.param(
            "企业,类型,名称,年产量,单位\n云锂新材厂,产品,碳酸锂,20000,吨\n云锂新材厂,固废,锂渣,180000,吨\n",
            {("云锂新材厂", "锂渣"): 180_000.0},
            id="a row that says of itself that it is a product",
        ),
        pytest.param(
            "企业名称,固废名称,求和项:产生量（吨）\n云盛钢铁厂,高炉渣,300000\n,钢渣,120000\n"
            "云盛钢铁厂 汇总,,420000\n总计,,420000\n",
            {("云盛钢铁厂", "高炉渣"): 300_000.0, ("云盛钢铁厂", "钢渣"): 120_000.0},
            id="a sub-total says whose the rows above it are",
        ),
        pytest.param(
            "Tên cơ sở,Tên chất thải,Mã CTNH,Số lượng (kg/năm)\nCông ty Thép,Dầu thải,17 02 03,1200\n",
            {("Công ty Thép", "Dầu thải"): 1.2},
            id="a code of Vietnam's list is none of the European one",
        ),
        pytest.param(
            "事業場の名称,産業廃棄物の種類,排出量（t）\n東海製鉄所,鉱さい,125000\n浜松製紙工場,汚泥,15600\n",
            {("東海製鉄所", "鉱さい"): 125_000.0, ("浜松製紙工場", "汚泥"): 15_600.0},
            id="the legal kinds of Japan's industrial waste",
        ),
        pytest.param(
            'Company,Waste stream,Amount\nDelta Foods,Spent grain,"1,200 - 1,500 t/yr"\n',
            {("Delta Foods", "Spent grain"): 1_350.0},
            id="both ends of a range tell that commas part thousands",
        ),
    ],
)
def test_what_a_list_means(text: str, supplies: dict[tuple[str, str], float]) -> None:
    proposal = proposed(("园区.csv", text))
    assert _stored(proposal) == pytest.approx(supplies)
    assert not _asked(proposal) - {"INDUSTRY"}


def test_of_the_works_before_and_after_a_project_the_whole_works_after_it_counts() -> None:
    head = ["固废名称", "现有工程产生量", "本项目产生量", "以新带老削减量", "建成后全厂产生量"]
    rows: Rows = [["清和电镀有限公司固废“三本账”（单位：t/a）"], head, ["电镀污泥", 30, 20, 5, 45]]
    assert _stored(_book({"表3": rows})) == {("清和电镀有限公司", "电镀污泥"): 45.0}
    rows[1] = ["固废", "属性", "技改前", "技改后", "增减量"]
    rows[2] = ["电镀污泥", "危废 336-054-17", 120, 80, -40]
    assert _stored(_book({"表3": rows})) == {("清和电镀有限公司", "电镀污泥"): 80.0}


def test_a_note_below_the_table_gives_its_unit() -> None:
    rows: Rows = [
        ["企业名称", "固废名称", "2023年", "2024年"],
        ["华盛钢铁厂", "钢渣", 31, 30],
        ["单位：万吨"],
    ]
    proposal = _book({"Sheet1": rows})
    assert _stored(proposal) == {("华盛钢铁厂", "钢渣"): 300_000.0}
    assert not _asked(proposal)


def test_the_firm_stands_before_the_month_in_the_titles_of_twelve_sheets() -> None:
    sheets: dict[str, Rows] = {
        f"{month}月": [
            [f"滇南铝业有限公司{month}月危废台账"],
            ["废物名称", "废物代码", "产生量（kg）"],
            ["大修渣", "321-023-48", 10_000],
        ]
        for month in range(1, 13)
    }
    proposal = _book(sheets)
    assert _stored(proposal) == {("滇南铝业有限公司", "大修渣"): 120.0}
    assert [firm.name for firm in proposal.firms] == ["滇南铝业有限公司"]


def test_a_short_name_of_a_sheet_is_the_firm_that_its_title_names_in_full() -> None:
    sheets: dict[str, Rows] = {
        "目录": [["序号", "企业"], [1, "云盛钢铁"], [2, "云盛水泥"]],
        "云盛钢铁": [["云盛钢铁有限公司固废产生情况表"], ["固废名称", "产生量（吨）"], ["钢渣", 120_000]],
        "云盛水泥": [["云盛水泥有限公司固废产生情况表"], ["固废名称", "产生量（吨）"], ["窑灰", 2_000]],
    }
    proposal = _book(sheets)
    assert [firm.name for firm in proposal.firms] == ["云盛钢铁有限公司", "云盛水泥有限公司"]
    assert not _asked(proposal)


def test_a_record_is_of_the_firm_whose_forms_came_before_it() -> None:
    made = ["代码", "名称", "产生时间", "产生数量（吨）", "转移去向", "表单编号"]
    used = ["前序表单编号", "代码", "名称", "接收时间", "接收数量（吨）"]
    sheets: dict[str, Rows] = {
        "附表4": [
            ["单位名称：滇东水泥有限公司"],
            made,
            ["SW06", "脱硫石膏", "2024-01-31", 640, "自行利用", "CS20240131001"],
        ],
        "附表6-1": [
            ["一般工业固体废物自行利用环节记录表（接收）"],
            used,
            ["CS20240131001", "SW06", "脱硫石膏", "2024-02-01", 640],
        ],
    }
    proposal = _book(sheets)
    assert "FIRM" not in _asked(proposal)
    (waste,) = proposal.wastes
    assert (waste.supply, waste.in_use) == (Range.exact(640.0), Range.exact(640.0))
    sheets["附表6-1"][2][0] = "CS20991231009"
    assert "FIRM" in _asked(_book(sheets))


def test_raw_materials_products_and_fuels_are_named_and_left_aside() -> None:
    sheets: dict[str, Rows] = {
        "产品": [["产品名称", "产量（吨/年）"], ["磷酸铁锂正极材料", 50_000]],
        "原辅材料": [["名称", "年用量（吨）", "来源"], ["磷酸铁", 48_000, "外购"]],
        "能源": [["燃料品种", "消耗量", "单位", "排放量（tCO2）"], ["烟煤", 52_000, "吨", 102_935]],
        "固废": [["企业：云锂新材有限公司"], ["固废名称", "年产生量（吨）"], ["不合格磷酸铁锂粉", 300]],
    }
    proposal = _book(sheets)
    assert _stored(proposal) == {("云锂新材有限公司", "不合格磷酸铁锂粉"): 300.0}
    assert {item.reason for item in proposal.left_aside} == {"A_PRODUCT", "A_NEED"}
    assert not _asked(proposal)


def test_dry_matter_of_a_row_without_its_moisture_is_asked_for() -> None:
    head = "企业名称,固废名称,产生量（t/a，干基）,含水率（%）"
    text = f"{head}\n清源水务,脱水污泥,2000,80\n云杉纸业,造纸污泥,3000,\n"
    proposal = proposed(("园区.csv", text))
    assert _stored(proposal) == {("清源水务", "脱水污泥"): 10_000.0}
    assert "MOISTURE" in _asked(proposal)


def test_a_formula_without_a_result_is_told_in_a_table_of_firms_by_wastes_too() -> None:
    rows: Rows = [["企业（吨）", "粉煤灰", "炉渣"], ["甲热电厂", "=100*3", 20], ["乙热电厂", 40, 10]]
    (problem,) = _book({"Sheet1": rows}).problems
    assert (problem.code, problem.row, problem.column) == ("NO_STORED_RESULT", 2, "粉煤灰")


def test_a_nought_where_a_firm_and_a_waste_cross_is_no_waste() -> None:
    rows: Rows = [["企业（吨）", "粉煤灰", "炉渣"], ["甲热电厂", 0, 20], ["乙热电厂", 40, 10]]
    assert ("甲热电厂", "粉煤灰") not in _stored(_book({"Sheet1": rows}))


def test_an_end_that_several_wastes_of_a_donor_share_is_asked_about() -> None:
    """炉渣 of a chemical works may be that of yellow phosphorus, of a gasifier or of its boiler."""
    text = "企业名称,固废名称,产生量（吨）\n云海化工厂,炉渣,8000\n明光热电厂,炉渣,42000\n"
    proposal = proposed(("园区.csv", text))
    assert _stored(proposal) == {("明光热电厂", "炉渣"): 42_000.0}
    assert "MATERIAL" in _asked(proposal)


def test_a_name_that_a_hazardous_waste_shares_with_another_is_asked_about() -> None:
    proposal = proposed(("园区.csv", "企业名称,固废名称,产生量（吨）\n甲厂,炭渣,1500\n"))
    (ask,) = [item for item in proposal.questions if item.code == "MATERIAL"]
    assert {id_ for id_, _ in ask.options} >= {"electrolysis-carbon-slag", "carbon-fines"}


def test_what_only_ends_like_a_gas_of_another_works_is_not_that() -> None:
    text = "企业名称,废气名称,排放量(m3/h),年运行时间（h）\n云海电石厂,电石炉尾气,12000,8000\n"
    assert _materials(proposed(("园区.csv", text))) == {"电石炉尾气": "furnace-gas-co"}


def test_slips_of_a_weighbridge_are_records_of_each_load_by_its_goods() -> None:
    """P001 is a number and no formula; what is gross or tare is no amount."""
    text = (
        "过磅单号,货物名称,毛重(kg),皮重(kg),净重(kg),发货单位,过磅时间\n"
        "P001,粉煤灰,48500,16500,32000,明光热电厂,2024-03-01 08:12\n"
        "P002,粉煤灰,47800,16300,31500,明光热电厂,2024-03-02 09:15\n"
        "P003,脱硫石膏,45000,16000,29000,明光热电厂,2024-03-02 10:00\n"
    )
    proposal = proposed(("过磅.csv", text))
    assert _stored(proposal) == {("明光热电厂", "粉煤灰"): 63.5, ("明光热电厂", "脱硫石膏"): 29.0}


def test_a_sum_of_records_waits_for_the_one_that_is_asked_about() -> None:
    text = "日期,企业名称,废物名称,数量（吨）\n2024-01-05,甲铸造厂,废砂,120\n2024-02-05,甲铸造厂,废砂,{}\n"
    assert _stored(proposed(("台账.csv", text.format("20")))) == {("甲铸造厂", "废砂"): 140.0}
    waiting = proposed(("台账.csv", text.format("-20")))
    assert _asked(waiting) == {"NEGATIVE"}
    assert not _stored(waiting)
    answered = proposed(("台账.csv", text.format("-20")), answers={"NEGATIVE:minus20": "20"})
    assert _stored(answered) == {("甲铸造厂", "废砂"): 140.0}


def test_tables_side_by_side_are_of_the_firms_above_each() -> None:
    rows: Rows = [
        ["Unit A: Sun Steel Ltd", None, None, "Unit B: Moon Power Ltd", None],
        ["Waste", "t/yr", None, "Waste", "t/yr"],
        ["Steel slag", 1_200, None, "Fly ash", 5_000],
    ]
    expected = {("Sun Steel Ltd", "Steel slag"): 1_200.0, ("Moon Power Ltd", "Fly ash"): 5_000.0}
    assert _stored(_book({"S": rows})) == expected


def test_a_short_file_that_nobody_can_read_is_asked_about() -> None:
    assert _asked(proposed(("a.csv", "明光热电厂,粉煤灰,50000,吨\n云盛钢铁厂,钢渣,120000,吨\n"))) == {
        "NO_HEADER"
    }


def test_what_is_sold_and_used_on_site_each_month_is_in_use() -> None:
    rows: Rows = [
        ["单位：恒升水泥厂"],
        ["月份", "固废名称", "本月产生（吨）", "本月外售（吨）", "本月自用（吨）"],
    ]
    rows += [[f"2024-{month:02d}", "窑灰", 10, 6, 4] for month in range(1, 13)]
    (waste,) = _book({"收发存": rows}).wastes
    assert (waste.supply, waste.in_use) == (Range.exact(120.0), Range.exact(120.0))
