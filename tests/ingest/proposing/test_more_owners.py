"""More kinds of files of owners, each with its right answer written down before the program saw it."""

from __future__ import annotations

import pytest

from graph.ranges import Range
from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import asked_of, library, proposed
from tests.ingest.understanding.sheets import workbook

Rows = list[list[object]]


def _book(name: str, sheets: dict[str, Rows], merges: dict[str, list[str]] | None = None) -> Proposal:
    data = workbook(sheets, merges)
    return propose(understand([Source(name, data)]), library(), {}, "case", "园区", None, True)


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


def _in_use(proposal: Proposal) -> dict[str, Range | None]:
    return {waste.text: waste.in_use for waste in proposal.wastes}


@pytest.mark.parametrize(
    ("text", "supplies"),
    [
        pytest.param(
            "Plant;Residue;Volume (m3/yr);Bulk density (t/m3);Outlet\n"
            "Oakline Boards Ltd;Sander dust;6,200;0.18;own boiler\n",
            {("Oakline Boards Ltd", "Sander dust"): 1_116.0},
            id="the point of a density tells that commas part thousands",
        ),
        pytest.param(
            "Plant,Direction,Material,t/yr\nCoastal Soda Ltd,In,Limestone,900000\n"
            "Coastal Soda Ltd,Out - product,Soda ash,700000\n"
            "Coastal Soda Ltd,Out - waste,Distiller waste,180000\n",
            {("Coastal Soda Ltd", "Distiller waste"): 180_000.0},
            id="rows of what goes in and of products are no wastes",
        ),
        pytest.param(
            "Company,By-product,Min (t/y),Average (t/y),Max (t/y)\n"
            "Golden Malt Ltd,Spent grain,20000,24000,26000\n",
            {("Golden Malt Ltd", "Spent grain"): 24_000.0},
            id="an average between the least and the most is the likely amount",
        ),
        pytest.param(
            "Site,Waste,Tonnes recovered,Tonnes disposed\nBayview Refinery Ltd,Spent FCC catalyst,820,130\n",
            {("Bayview Refinery Ltd", "Spent FCC catalyst"): 950.0},
            id="a header that begins with its unit",
        ),
        pytest.param(
            "Site,Waste stream,Thermal power (MW),Hours per year,Use\n"
            "North DC Campus,Server waste heat,12,8400,none\n",
            {("North DC Campus", "Server waste heat"): 362_880.0},
            id="power with its hours is energy",
        ),
        pytest.param(
            "企业名称,主要产品,主要固废及产生量（吨/年）\n金山磷化有限公司,磷酸,磷石膏120万、磷渣3000\n",
            {("金山磷化有限公司", "磷石膏"): 1.2e6, ("金山磷化有限公司", "磷渣"): 3_000.0},
            id="amounts in one word with a waste have the unit of the header",
        ),
        pytest.param(
            "企业名称,固废名称,年初贮存量(吨),产生量(吨),综合利用量(吨),处置量(吨),年末贮存量(吨)\n"
            "华泰纸业有限公司,白泥,12000,46800,40000,8000,10800\n",
            {("华泰纸业有限公司", "白泥"): 46_800.0},
            id="what goes beyond the year's was in store when it began",
        ),
        pytest.param(
            "Waste,Unit,Delta Foundry Ltd,Harbour Paper Mill Ltd\n"
            "Foundry sand,t/a,12400,n/a\nPaper sludge,t/a,-,ca. 31000\n",
            {
                ("Delta Foundry Ltd", "Foundry sand"): 12_400.0,
                ("Harbour Paper Mill Ltd", "Paper sludge"): 31_000.0,
            },
            id="what is not there where a firm and a waste cross is no waste",
        ),
        pytest.param(
            "长信发酵有限公司2024年固废月度统计,,\n月份,废活性炭(吨),炉渣(吨)\n"
            + "".join(f"{month}月,3,50\n" for month in range(1, 13))
            + "年合计,36,600\n",
            {("长信发酵有限公司", "废活性炭"): 36.0, ("长信发酵有限公司", "炉渣"): 600.0},
            id="months down the side and wastes with their unit along the top",
        ),
        pytest.param(
            "锦绣印染有限公司固废情况,,\n年工作日,300,\n废物名称,产生量,单位\n印染污泥,12,吨/日\n",
            {("锦绣印染有限公司", "印染污泥"): 3_600.0},
            id="the days of the year stand above the table",
        ),
        pytest.param(
            "工业固体废物申报登记表,,,\n企业名称,旺盛饲料有限公司,行业,饲料加工\n固废名称,玉米芯,年产生量,3600吨\n"
            "综合利用量,3600吨,利用方式,制糠醛\n固废名称,筛下物,年产生量,420吨\n综合利用量,0,利用方式,\n",
            {("旺盛饲料有限公司", "玉米芯"): 3_600.0, ("旺盛饲料有限公司", "筛下物"): 420.0},
            id="a form with several labels in a row",
        ),
        pytest.param(
            "company,waste,variable,value,unit\nMetro Foundry Ltd,waste sand,generated,5200,t\n"
            "Metro Foundry Ltd,waste sand,recycled,3000,t\nMetro Foundry Ltd,slag,generated,800,t\n",
            {("Metro Foundry Ltd", "waste sand"): 5_200.0, ("Metro Foundry Ltd", "slag"): 800.0},
            id="a row for each amount of a waste",
        ),
        pytest.param(
            ",General waste (t),,Hazardous waste (t),\nCompany,Wood scrap,Paper,Waste oil,Spent solvent\n"
            "Alfa Furniture Ltd,420,60,1.2,-\nBeta Print Ltd,-,310,n/a,6.5\n",
            {
                ("Alfa Furniture Ltd", "Wood scrap"): 420.0,
                ("Alfa Furniture Ltd", "Paper"): 60.0,
                ("Alfa Furniture Ltd", "Waste oil"): 1.2,
                ("Beta Print Ltd", "Paper"): 310.0,
                ("Beta Print Ltd", "Spent solvent"): 6.5,
            },
            id="names of groups above wastes, and nothing above the firms",
        ),
        pytest.param(
            "丰岭味精有限公司副产物一览（2024年）,,\n名称,年产生量,单位\n粉煤灰,0.8,万吨\n",
            {("丰岭味精有限公司", "粉煤灰"): 8_000.0},
            id="a title with its year in brackets behind it",
        ),
        pytest.param(
            "糖厂,副产物,月均产生量（吨/月）,榨季月数,去向\n贵糖制糖有限公司,滤泥,6500,5,外售肥料厂\n",
            {("贵糖制糖有限公司", "滤泥"): 32_500.0},
            id="a works as a header, and the months of its season",
        ),
        pytest.param(
            "Unit,By-product,Qty generated (t/annum),Utilisation\n"
            "Deepak Paper Ltd,Lime sludge,18500,12000 t to Shakti Cement Ltd; balance in pond\n",
            {("Deepak Paper Ltd", "Lime sludge"): 18_500.0},
            id="units that are firms",
        ),
    ],
)
def test_a_list_is_read_as_its_owner_meant_it(text: str, supplies: dict[tuple[str, str], float]) -> None:
    proposal = proposed(("list.csv", text))
    assert _stored(proposal) == supplies
    assert not [code for code, _ in asked_of(proposal) if code != "INDUSTRY"]


def test_wastes_below_the_names_of_their_groups_are_crossed_with_firms() -> None:
    rows: Rows = [
        ["清江园区2024年固废汇总"],
        ["序号", "企业", "一般固废（吨）", None, "危险废物（吨）"],
        [None, None, "磷石膏", "粉煤灰", "废矿物油"],
        [1, "清江磷化有限公司", "约120万吨", 3200, "2.4"],
        [2, "清江热电有限公司", "/", 210000, "<5"],
        ["填表人：王某", None, None, "审核：李某", None],
    ]
    proposal = _book("汇总.xlsx", {"2024": rows}, {"2024": ["C2:D2", "A2:A3", "B2:B3"]})
    assert _stored(proposal) == {
        ("清江磷化有限公司", "磷石膏"): 1.2e6,
        ("清江磷化有限公司", "粉煤灰"): 3_200.0,
        ("清江磷化有限公司", "废矿物油"): 2.4,
        ("清江热电有限公司", "粉煤灰"): 210_000.0,
        ("清江热电有限公司", "废矿物油"): 2.5,
    }


def test_the_name_of_a_file_names_the_firm_of_its_twelve_sheets() -> None:
    rows: Rows = [["固废名称", "产生量（吨）", "综合利用量（吨）"], ["高炉渣", 1000, 900]]
    proposal = _book("泰山钢铁有限公司2024年固废台账.xlsx", {f"{month}月": rows for month in range(1, 13)})
    assert _stored(proposal) == {("泰山钢铁有限公司", "高炉渣"): 12_000.0}
    assert {item.code for sheet in proposal.understood.sheets for item in sheet.remarks} >= {"FIRM_FROM_FILE"}


def test_numbered_rows_are_no_analysis_of_tungsten() -> None:
    firms: Rows = [["编号", "企业名称"], ["QY001", "芯联电子有限公司"]]
    wastes: Rows = [
        ["编号", "企业编号", "废物名称", "年产生量", "计量单位"],
        *(
            [f"W{at}", "QY001", name, at, "t"]
            for at, name in enumerate(("废乳化液", "废矿物油", "铁屑"), start=1)
        ),
    ]
    assert len(_stored(_book("档案.xlsx", {"企业": firms, "废物": wastes}))) == 3


def test_a_column_of_how_it_is_dealt_with_does_not_dispose_of_what_its_words_use() -> None:
    text = "企业,废物,年产生量（吨）,现处置方式\n"
    text += "晶华玻璃厂,碎玻璃,2500,全部回炉\n晶华玻璃厂,石英砂,90,全部做模型\n"
    in_use = _in_use(proposed(("a.csv", text)))
    assert in_use["碎玻璃"] == Range.exact(2500.0)
    assert in_use["石英砂"] == Range(0.0, 0.0, 90.0)


def test_a_name_in_two_languages_is_that_of_the_one_that_is_sure() -> None:
    text = "Company 企业,Waste 废物,Qty 数量 (t/a)\nBosch 汽车部件有限公司,Cutting fluid 切削液,480\n"
    assert _materials(proposed(("a.csv", text))) == {"Cutting fluid 切削液": "cutting-emulsion"}


def test_a_class_says_less_than_the_words_beside_it() -> None:
    text = "企业,废物,代码,产生量（t/a）\n宁川新能源有限公司,负极石墨粉,SW59,420\n"
    assert _materials(proposed(("a.csv", text)))["负极石墨粉"] == "graphite-fines"


def test_the_ash_of_a_waste_incinerator_is_no_ash_of_coal() -> None:
    text = "企业,副产物,产生量（吨/年）\n城东垃圾焚烧厂,炉渣,100000\n城东垃圾焚烧厂,飞灰,15000\n"
    assert _materials(proposed(("a.csv", text))) == {"炉渣": "wte-bottom-ash", "飞灰": "wte-fly-ash"}


def test_a_column_that_may_say_what_is_used_is_not_nothing_while_it_is_asked_about() -> None:
    text = "Company,Waste,Amount (t),Quantity put to uses (t),Taker\nA Mill Ltd,ash,900,700,B Bricks Ltd\n"
    proposal = proposed(("a.csv", text))
    assert "FIELD" in {code for code, _ in asked_of(proposal)}
    assert _in_use(proposal)["ash"] == Range(0.0, 0.0, 900.0)


def test_a_taker_of_whom_nobody_says_what_for_leaves_the_use_open() -> None:
    text = "Site;Déchet;Tonnage (t);Prestataire\nPapeterie Vosges SA;Boues de désencrage;48500;Agriculteurs\n"
    assert _in_use(proposed(("a.csv", text)))["Boues de désencrage"] == Range(0.0, 0.0, 48_500.0)
    treated = "企业,废物,代码,产生量（吨）,接收单位\n富邦电镀厂,电镀污泥,336-054-17,420,绿源环保公司\n"
    assert _in_use(proposed(("b.csv", treated)))["电镀污泥"] is None


def test_sentences_with_commas_are_no_header() -> None:
    text = (
        "What the firms told us\n\nBakers Mill Ltd gives off about 1,200 t of wheat bran a year, all sold"
        " as feed. It also has 40 t a year of flour dust, which is landfilled.\n"
        "North Brewery Ltd has 9,500 t of spent grain a year, of which 6,000 t goes to farmers.\n"
    )
    stored = _stored(proposed(("notes.txt", text)))
    assert stored["Bakers Mill Ltd", "wheat bran"] == 1_200.0
    assert stored["North Brewery Ltd", "spent grain"] == 9_500.0


def test_the_example_of_a_form_is_left_out_and_said_once_anything_else_stands_in_it() -> None:
    example = "企业名称,废物名称,年产生量（吨）\n示例钢铁厂（请删除本行）,转炉渣,120000\n"
    filled = proposed(("a.csv", f"{example}甘源糖业有限公司,蔗渣,180000\n"))
    assert _stored(filled) == {("甘源糖业有限公司", "蔗渣"): 180_000.0}
    (sheet,) = filled.understood.sheets
    assert [(item.row, item.reason) for item in sheet.left_out] == [(2, "EXAMPLE")]
    assert len(_stored(proposed(("a.csv", example)))) == 1


def test_a_header_that_asks_for_blanks_where_nobody_knows_makes_no_blank_none() -> None:
    header = "企业名称,废物名称,年产生量（吨）,年利用量（吨，不详留空）\n"
    rows = "甘源糖业有限公司,蔗渣,180000,\n甘源糖业有限公司,滤泥,26000,6000\n"
    in_use = _in_use(proposed(("a.csv", header + rows)))
    assert in_use == {"蔗渣": Range(0.0, 0.0, 180_000.0), "滤泥": Range.exact(6000.0)}
