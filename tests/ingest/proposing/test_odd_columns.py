"""Kinds of columns of owners' lists that had been asked about, or read as something else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import asked_of, library, proposed
from tests.ingest.understanding.sheets import workbook


def _supplies(proposal: Proposal) -> dict[str, float | None]:
    return {waste.text: waste.supply.likely if waste.supply else None for waste in proposal.wastes}


def _uses(proposal: Proposal) -> dict[str, tuple[float, float]]:
    return {
        waste.text: (waste.in_use.low, waste.in_use.high) if waste.in_use else (0.0, 0.0)
        for waste in proposal.wastes
    }


def _book(rows: Iterable[Iterable[Any]], merges: Iterable[str] = ()) -> Proposal:
    data = workbook({"Sheet1": list(rows)}, {"Sheet1": merges})
    return propose(understand([Source("a.xlsx", data)]), library(), {}, "case", "园区", None, True)


@pytest.mark.parametrize(
    ("text", "supplies"),
    [
        pytest.param(
            "单位名称,副产物名称,月均产生量（吨/月）,年生产月数\n丰源糖业,蔗渣,20000,5\n丰源糖业,滤泥,3000,\n",
            {"蔗渣": 100_000.0, "滤泥": 36_000.0},
            id="of the months in which a works runs, else of all twelve",
        ),
        pytest.param(
            "企业名称,固废名称,1-3月累计（吨）,1-6月累计（吨）,1-12月累计（吨）\n华昌热电,粉煤灰,10,21,45\n",
            {"粉煤灰": 45.0},
            id="of running totals the last",
        ),
        pytest.param(
            "企业名称,固废名称,湿重（吨/年）,干重（吨/年）,含水率（%）\n城南污水处理厂,脱水污泥,20000,4000,80\n",
            {"脱水污泥": 20_000.0},
            id="wet beside dry",
        ),
        pytest.param(
            "企业名称,固废名称,干重（吨/年）,含水率（%）\n城南污水处理厂,脱水污泥,4000,80\n",
            {"脱水污泥": 20_000.0},
            id="dry alone",
        ),
        pytest.param(
            "企业名称,固废名称,产生量(m3/a),密度(t/m3)\n青山选矿有限公司,尾矿,100000,1.6\n",
            {"尾矿": 160_000.0},
            id="volume with its density",
        ),
        pytest.param(
            "企业名称,固废名称,产生量(m3/a),密度(kg/m3)\n青山选矿有限公司,尾矿,100000,1600\n",
            {"尾矿": 160_000.0},
            id="in kilograms",
        ),
        pytest.param(
            "Company,Stream,Rate (t/h),Operating hours (h/yr)\nCoastal Power Ltd,Fly ash,8,7800\n",
            {"Fly ash": 62_400.0},
            id="a rate of an hour",
        ),
        pytest.param(
            "企业名称,固废名称①,产生量②(吨)\n海川冶炼有限公司*,铜冶炼渣①,152000*\n",
            {"铜冶炼渣": 152_000.0},
            id="an amount of six digits with a star is no code",
        ),
        pytest.param("企业,固废,产生量\n甲厂,废机油,不足1吨/年\n", {"废机油": 0.5}, id="not quite so much"),
        pytest.param(
            "Company,Waste,Quantity\n甲厂,Fly ash,less than 5 t/yr\n", {"Fly ash": 2.5}, id="in English"
        ),
        pytest.param(
            "Waste (t/yr),Alpha Steel Ltd,Beta Paper Ltd\nBlast furnace slag,250,\nPaper sludge,,7\n",
            {"Blast furnace slag": 250.0, "Paper sludge": 7.0},
            id="a firm whose name is like a header",
        ),
        pytest.param(
            "Organisation,What do you have?,How much per year? (t)\nDock Forge Ltd,Mill scale,70\n",
            {"Mill scale": 70.0},
            id="questions of a workshop",
        ),
        pytest.param(
            "Plant\tMaterial description\tQty\tUoM\tPosting year\nAlder Ltd\tFly ash\t12.5\tTO\t2024\n",
            {"Fly ash": 12.5},
            id="columns of a system of accounts",
        ),
    ],
)
def test_what_a_column_counts_is_read(text: str, supplies: dict[str, float]) -> None:
    proposal = proposed(("list.csv", text))
    assert _supplies(proposal) == supplies
    assert {code for code, _ in asked_of(proposal)} <= {"INDUSTRY"}


def test_a_rotated_header_below_where_it_goes_says_how_much_goes_there() -> None:
    rows = [
        ["企业", "固废种类", "产\n生\n量", "去向", None],
        [None, None, None, "综\n合\n利\n用", "处\n置"],
        ["宏远钢铁有限公司", "高炉渣", 320, 300, 20],
    ]
    proposal = _book([["单位：吨"], *rows], ("A2:A3", "B2:B3", "C2:C3", "D2:E2"))
    assert (_supplies(proposal), _uses(proposal)) == ({"高炉渣": 320.0}, {"高炉渣": (300.0, 300.0)})


def test_takers_stand_with_their_shares_below_their_header() -> None:
    text = (
        "企业名称,固废名称,产生量（吨/年）,接收单位及比例\n"
        "龙江热电,粉煤灰,1000,龙山水泥有限公司60%；安泰砖业有限公司30%；其余堆存\n"
    )
    proposal = proposed(("list.csv", text))
    assert _uses(proposal) == {"粉煤灰": (900.0, 900.0)}
    assert [waste.takers for waste in proposal.wastes] == [
        (("龙山水泥有限公司", 600.0), ("安泰砖业有限公司", 300.0))
    ]


def test_a_firm_called_without_its_place_is_the_one_whose_name_ends_so_and_that_is_said() -> None:
    firms = ("企业.csv", "企业全称\n江州宏达水泥有限公司\n江州中兴热电有限公司\n")
    wastes = ("固废.csv", "企业,固废,产生量（吨）\n中兴热电,粉煤灰,5\n")
    proposal = proposed(firms, wastes)
    assert [waste.enterprise for waste in proposal.wastes] == ["江州中兴热电有限公司"]
    assert [doubt.code for doubt in proposal.doubts] == ["SAME_FIRM"]
    asked = proposed(firms, wastes, yes=False)
    assert "SAME_FIRM" in {code for code, _ in asked_of(asked)}
    two = ("企业.csv", "企业全称\n江州中兴热电有限公司\n清河中兴热电有限公司\n")
    assert "SAME_FIRM" in {code for code, _ in asked_of(proposed(two, wastes))}


@pytest.mark.parametrize(
    ("text", "supplies"),
    [
        pytest.param(
            "Firma;Reststoff;Anfall pro Jahr;Einheit;Verbleib heute\n"
            "Brauerei Adler;Biertreber;1.450,5;t;Viehfutter\n",
            {"Biertreber": 1_450.5},
            id="a German questionnaire",
        ),
        pytest.param(
            "Company,By-product,Min (t/a),Max (t/a),Typical (t/a)\nDairyco Ltd,Whey,8000,12000,10000\n",
            {"Whey": 10_000.0},
            id="ends in columns of their own",
        ),
        pytest.param(
            "企业名称,固废名称,历史堆存量（万吨）,年新增量（万吨）\n云峰磷业,磷石膏,3000,200\n",
            {"磷石膏": 2e6},
            id="what comes to a heap each year",
        ),
        pytest.param(
            "公司,副产物,数量\n金山制药,废活性炭,每月3吨\n金山制药,粉煤灰,一年大概两千吨\n",
            {"废活性炭": 36.0, "粉煤灰": 2_000.0},
            id="the time before the amount",
        ),
        pytest.param(
            "單位名稱：,宏圖電子有限公司\n行業：,印製電路板製造\n主要固廢1：,含銅污泥\n年產量1：,350噸\n"
            "主要固廢2：,含銅蝕刻廢液\n年產量2：,1200噸\n",
            {"含銅污泥": 350.0, "含銅蝕刻廢液": 1_200.0},
            id="a form with numbered labels",
        ),
        pytest.param(
            "聯單編號,事業機構名稱,廢棄物名稱,清運日期,申報重量(公噸),清除機構,最終處置方式\n"
            + "".join(
                f"A{month},永大化工公司,廢溶劑,2024/{month:02}/10,5.5,大眾清除公司,焚化\n"
                for month in range(1, 13)
            ),
            {"廢溶劑": 66.0},
            id="manifests of Taiwan",
        ),
    ],
)
def test_words_of_owners_for_amounts_are_read(text: str, supplies: dict[str, float]) -> None:
    proposal = proposed(("list.csv", text))
    assert _supplies(proposal) == supplies
    assert {code for code, _ in asked_of(proposal)} <= {"INDUSTRY", "MATERIAL", "CODE_CONTRADICTS"}
