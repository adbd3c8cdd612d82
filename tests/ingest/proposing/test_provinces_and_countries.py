"""Lists of other provinces, countries and trades: kinds of headers, units and words, answered beforehand."""

from __future__ import annotations

import pytest

from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import asked_of, library, proposed
from tests.ingest.understanding.sheets import workbook

Said = dict[str, tuple[str, float | None, tuple[float, float] | None]]


def _said(proposal: Proposal) -> Said:
    """Return waste -> its material, its tonnes a year, and the least and the most that is in use."""
    return {
        waste.text: (
            waste.material,
            waste.supply.likely if waste.supply else None,
            (waste.in_use.low, waste.in_use.high) if waste.in_use else None,
        )
        for waste in proposal.wastes
    }


def _of_rows(rows: list[list[object]], merges: tuple[str, ...] = ()) -> Proposal:
    data = workbook({"Sheet1": rows}, {"Sheet1": merges})
    return propose(understand([Source("园区.xlsx", data)]), library(), {}, "case", "园区", None, True)


def _asked(proposal: Proposal) -> set[str]:
    return {code for code, _ in asked_of(proposal)}


def test_a_second_row_of_headers_that_spans_nothing_is_the_lower_level() -> None:
    rows = [
        ["序号", "企业名称", "固废名称", "产生情况", "利用情况", None, "处置情况"],
        [None, None, None, "产生量（万吨）", "综合利用量（万吨）", "利用单位", "处置量（万吨）"],
        [1, "开磷磷肥厂", "磷石膏", 320.5, 288.45, "磷化建材", 0],
        ["合计", None, None, 320.5, 288.45, None, 0],
    ]
    proposal = _of_rows(rows, ("E1:F1",))
    assert _said(proposal) == {"磷石膏": ("phosphogypsum", 3_205_000.0, (2_884_500.0, 2_884_500.0))}
    assert not _asked(proposal)


def test_parts_of_what_is_in_use_are_not_counted_beside_it() -> None:
    rows = [
        ["企业", "固废名称", "产生量（万吨）", "综合利用", None, None],
        [None, None, None, "数量（万吨）", "其中：自行利用", "其中：外委利用"],
        ["宁煤煤制油厂", "气化渣", 320, 64, 4, 60],
    ]
    proposal = _of_rows(rows, ("A1:A2", "B1:B2", "C1:C2", "D1:F1"))
    assert _said(proposal) == {"气化渣": ("coal-gasification-slag", 3_200_000.0, (640_000.0, 640_000.0))}


def test_years_below_a_header_of_several_years_are_each_their_own() -> None:
    rows = [
        ["企业名称", "固废名称", "近三年产生量（吨）", None, None],
        [None, None, "2022年", "2023年", "2024年"],
        ["金河纸业", "造纸污泥", 3000, 3200, 3500],
    ]
    proposal = _of_rows(rows, ("A1:A2", "B1:B2", "C1:E1"))
    assert _said(proposal) == {"造纸污泥": ("paper-sludge", 3_500.0, (0.0, 3_500.0))}
    assert not _asked(proposal)


def test_the_mean_of_several_years_is_a_years_and_their_sum_is_asked_about() -> None:
    mean = proposed(("a.csv", "企业名称,固废名称,近三年平均产生量（吨）\n金河纸业,造纸污泥,3000\n"))
    assert _said(mean) == {"造纸污泥": ("paper-sludge", 3_000.0, (0.0, 3_000.0))}
    several = proposed(("a.csv", "企业名称,固废名称,近三年产生量（吨）\n金河纸业,造纸污泥,9000\n"))
    assert _asked(several) == {"FIELD"}


def test_a_year_that_is_not_over_stands_back_behind_whole_ones_and_alone_is_asked_about() -> None:
    beside = proposed(
        ("a.csv", "固废名称,所属企业,2023,2024(1-6月),单位\n钢渣,新余钢铁,121,60,万吨\n"),
    )
    assert _said(beside) == {"钢渣": ("steel-slag", 1_210_000.0, (0.0, 1_210_000.0))}
    alone = proposed(("a.csv", "固废名称,所属企业,2024年1-9月产生量（吨）\n钢渣,新余钢铁,90\n"))
    assert _asked(alone) == {"PART_OF_YEAR"}
    assert not alone.records.get("waste_streams")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "单位名称,行业类别,工业固废种类,2023年产生（万t）,2023年利用（万t）\n达拉特旗铝厂,铝冶炼,大修渣,0.45,0\n",
            {"大修渣": ("spent-potlining", 4_500.0, (0.0, 0.0))},
            id="a kind of waste and verbs for amounts",
        ),
        pytest.param(
            "公司,退役物,退役量(吨/年),目前去向\n包头光伏电站公司,退役光伏组件,3200,堆存\n",
            {"退役光伏组件": ("waste-pv-module", 3_200.0, None)},
            id="what is taken out of service",
        ),
        pytest.param(
            "污水处理厂,污泥种类,绝干泥量（吨/年）,含水率\n城北水务公司,脱水污泥,4000,80%\n",
            {"脱水污泥": ("sewage-sludge", 20_000.0, (0.0, 20_000.0))},
            id="sludge by its dry matter",
        ),
        pytest.param(
            "企业名称,危废名称,八位码,申报量(吨),贮存量(吨),委托处置量(吨),委托利用量(吨)\n"
            "海正药厂,废有机溶剂,900-402-06,2350.6,12,1200,1138.6\n",
            {"废有机溶剂": ("waste-solvent", 2_350.6, (1_138.6, 1_138.6))},
            id="a declared amount is no firm, whatever letters it has in common with one",
        ),
        pytest.param(
            "Kod odpadu;Rodzaj odpadu;Posiadacz odpadów;Masa wytworzonych odpadów [Mg];"
            "Masa odpadów poddanych odzyskowi [Mg];Proces R/D\n"
            "10 01 02;Popioły lotne z węgla;Elektrociepłownia Kozienice;125 430,50;98 000,00;R5\n",
            {"Popioły lotne z węgla": ("fly-ash", 125_430.5, (98_000.0, 98_000.0))},
            id="a Polish register",
        ),
        pytest.param(
            "Empresa;Código LER;Descripción del residuo;Cantidad producida (t/año);Cantidad valorizada (t)\n"
            "Almazara Jaén;02 03 99;Alperujo;12.300,0;12.300,0\n",
            {"Alperujo": ("olive-pomace", 12_300.0, (12_300.0, 12_300.0))},
            id="a Spanish register",
        ),
        pytest.param(
            "STT,Tên cơ sở,Tên chất thải,Khối lượng (tấn/năm),Phương pháp xử lý\n"
            '1,Công ty Thép Hòa Phát,Xỉ lò cao,"1.250.000",Chôn lấp\n',
            {"Xỉ lò cao": ("blast-furnace-slag", 1_250_000.0, None)},
            id="a Vietnamese list",
        ),
        pytest.param(
            "Firma Adı;Atık Kodu;Atık Adı;Miktar (ton/yıl);Bertaraf/Geri Kazanım Yöntemi\n"
            "Kardemir A.Ş.;10 02 02;Yüksek fırın cürufu;480.000,5;R5\n",
            {"Yüksek fırın cürufu": ("blast-furnace-slag", 480_000.5, (480_000.5, 480_000.5))},
            id="a Turkish register, in a language that knows one ton only",
        ),
    ],
)
def test_a_list_of_another_place_or_trade_needs_no_question(text: str, said: Said) -> None:
    proposal = proposed(("list.csv", text))
    assert _said(proposal) == said
    assert not _asked(proposal)


def test_a_title_of_a_log_names_the_firm_behind_its_dash() -> None:
    rows = [
        ["Waste log 2024 - Riverside Brewery Ltd"],
        ["Waste", "Annual quantity (t)"],
        ["Spent grain", 1200],
    ]
    proposal = _of_rows(rows)
    assert [firm.name for firm in proposal.firms] == ["Riverside Brewery Ltd"]
    assert _said(proposal) == {"Spent grain": ("brewers-spent-grain", 1_200.0, (0.0, 1_200.0))}


@pytest.mark.parametrize(
    ("fate", "in_use"),
    [
        ("外售砖厂", (0.0, 900.0)),
        ("制水泥", (0.0, 900.0)),
        ("乙水泥厂", (0.0, 900.0)),
        ("全部外售", (900.0, 900.0)),
        ("R5", (900.0, 900.0)),
        ("填埋", None),
        ("堆存，未利用", None),
        ("D1", None),
        ("", (0.0, 900.0)),
    ],
)
def test_what_is_in_use_today_is_open_where_words_name_a_use_and_no_amount(
    fate: str, in_use: tuple[float, float] | None
) -> None:
    """What is sold may be all of it or a part; a fate in words that nobody knows may be a use too."""
    proposal = proposed(("a.csv", f"企业名称,固废名称,产生量（吨）,去向\n滨河热电厂,粉煤灰,900,{fate}\n"))
    assert _said(proposal)["粉煤灰"] == ("fly-ash", 900.0, in_use)


def test_the_grain_of_a_brewery_is_no_grain_of_a_distillery() -> None:
    proposal = proposed(
        (
            "a.csv",
            "企业,主要产品,副产物,年产生量（吨）\n崂山啤酒厂,啤酒,酒糟,18000\n古井白酒厂,白酒,丢糟,900\n",
        )
    )
    assert {name: material for name, (material, _, _) in _said(proposal).items()} == {
        "酒糟": "brewers-spent-grain",
        "丢糟": "baijiu-distillers-grain",
    }


def test_of_two_columns_that_are_equally_the_amount_none_is_taken_until_somebody_says_which() -> None:
    text = "企业名称,固废名称,产生量（吨）,实际产生量（吨）\n甲电厂,粉煤灰,9,5\n"
    proposal = proposed(("a.csv", text))
    assert _said(proposal) == {"粉煤灰": ("fly-ash", None, None)}
    assert proposal.records.get("waste_streams") is None
    (question,) = proposal.understood.questions
    assert (question.code, question.values) == ("TWICE", ("产生量（吨）", "实际产生量（吨）"))
    for answer, tonnes in (("first", 9.0), ("second", 5.0), ("-", None)):
        answered = proposed(("a.csv", text), answers={question.id: answer})
        assert not answered.understood.questions
        assert _said(answered)["粉煤灰"][1] == tonnes


def test_an_amount_in_two_units_is_one_amount() -> None:
    text = "企业名称,固废名称,产生量（吨）,产生量（万吨）\n甲电厂,粉煤灰,90000,9\n"
    proposal = proposed(("a.csv", text))
    assert _said(proposal) == {"粉煤灰": ("fly-ash", 90_000.0, (0.0, 90_000.0))}
    assert not _asked(proposal)


def test_a_crossed_table_may_hold_rounded_amounts_and_dashes() -> None:
    text = "企业,粉煤灰（吨）,炉渣（吨）\n甲电厂,约120,30\n乙热电厂,80,-\n"
    amounts = {
        (waste.enterprise, waste.text): waste.supply.likely
        for waste in proposed(("a.csv", text)).wastes
        if waste.supply
    }
    assert amounts == {("甲电厂", "粉煤灰"): 120.0, ("甲电厂", "炉渣"): 30.0, ("乙热电厂", "粉煤灰"): 80.0}


@pytest.mark.parametrize(
    ("text", "word", "answer", "tonnes"),
    [
        (
            "企业名称,名称,出厂时间,出厂数量（车）,接收单位\n"
            "红星电厂,炉渣,2024-01-05,12,红旗砖厂\n红星电厂,炉渣,2024-12-09,15,红旗砖厂\n",
            "车",
            "15",
            405.0,
        ),
        ("企业名称,固废名称,产生量\n红星电厂,炉渣,2车/月\n", "", "", None),
        ("Company,Waste,Quantity,Unit\nA Works,Bottom ash,20,drums\n", "drums", "200 kg", 4.0),
    ],
    ids=["in the header", "of a month", "beside it"],
)
def test_lorries_and_drums_are_no_tonnes_until_somebody_says_how_much_one_holds(
    text: str, word: str, answer: str, tonnes: float | None
) -> None:
    asked = proposed(("a.csv", text))
    assert asked.records.get("waste_streams") is None
    assert _asked(asked) & {"LOAD", "UNIT_WORD"}
    if word:
        answered = proposed(("a.csv", text), answers={f"LOAD:{word}": answer})
        assert [waste.supply.likely for waste in answered.wastes if waste.supply] == [tonnes]


def test_headings_without_the_form_of_a_company_are_asked_to_be_firms() -> None:
    text = "固废名称,产生量（吨）,去向\n一、来宾东糖,,\n蔗渣,320000,发电\n二、金桂浆纸,,\n绿泥,6000,填埋\n"
    asked = proposed(("f.csv", text))
    assert [(item.code, item.values) for item in asked.understood.questions] == [
        ("SECTION_FIRMS", ("来宾东糖", "金桂浆纸"))
    ]
    identity = asked.understood.questions[0].id
    yes = proposed(("f.csv", text), answers={identity: "yes"})
    assert {(waste.enterprise, waste.text) for waste in yes.wastes} == {
        ("来宾东糖", "蔗渣"),
        ("金桂浆纸", "绿泥"),
    }
    assert _asked(proposed(("f.csv", text), answers={identity: "no"})) == {"FIRM"}


def test_what_a_firm_needs_is_not_named_again_as_what_it_gives_off() -> None:
    text = (
        "企业,可提供的副产物,数量(吨/年),所需原料,需求量(吨/年)\n"
        "中泰建材厂,,,脱硫石膏,30000\n石嘴山电厂,脱硫石膏,45000,,\n"
    )
    proposal = proposed(("n.csv", text))
    assert [(waste.enterprise, waste.text) for waste in proposal.wastes] == [("石嘴山电厂", "脱硫石膏")]
    assert [item.reason for item in proposal.left_aside] == ["A_NEED"]
