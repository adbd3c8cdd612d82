"""Files of sentences: a paragraph for each firm in one column, or a page without any header."""

from __future__ import annotations

from ingest.proposing import Proposal
from tests.ingest.proposing.files import proposed

_COLUMN = (
    "企业名称,行业,情况\n"
    "甲磷肥厂,磷肥制造,本公司年产磷石膏约12万吨，其中5万吨外售水泥厂\n"
    "乙电厂,火力发电,每年产生粉煤灰30万吨、炉渣5万吨，全部综合利用\n"
    "丙钢厂,炼钢,年产粗钢200万吨，产生钢渣30万吨；粉尘和污泥共2万吨\n"
    "丁纸厂,造纸,暂无\n"
)
_ENGLISH = (
    "Company,Description\n"
    'A Steel,"We produce about 120,000 tonnes of blast furnace slag a year, of which 80,000 t are sold."\n'
    "B Power,Fly ash 30 kt/a and bottom ash 5 kt/a; the ash goes to landfill.\n"
)


def _stored(proposal: Proposal) -> dict[str, tuple[float, float]]:
    return {
        row["id"]: (row["supply_likely"], row["in_use_likely"])
        for row in proposal.records["waste_streams"].to_pylist()
    }


def test_a_paragraph_for_each_firm_gives_its_wastes_and_their_use() -> None:
    proposal = proposed(("园区.csv", _COLUMN))
    assert _stored(proposal) == {
        "甲磷肥厂:磷石膏": (120_000.0, 50_000.0),
        "乙电厂:粉煤灰": (300_000.0, 300_000.0),
        "乙电厂:炉渣": (50_000.0, 50_000.0),
        "丙钢厂:钢渣": (300_000.0, 0.0),
    }
    assert {firm.name for firm in proposal.firms} == {"甲磷肥厂", "乙电厂", "丙钢厂", "丁纸厂"}


def test_what_is_unclear_is_asked_a_product_is_named_and_other_sentences_are_said() -> None:
    proposal = proposed(("园区.csv", _COLUMN))
    assert [item.values for item in proposal.understood.questions if item.code == "PROSE"] == [
        ("粉尘和污泥共2万吨",)
    ]
    assert [(item.text, item.reason) for item in proposal.left_aside] == [("粗钢", "A_PRODUCT")]
    (sheet,) = proposal.understood.sheets
    assert [remark.values for remark in sheet.remarks if remark.code == "PROSE_PASSED"] == [("暂无",)]


def test_the_answer_takes_the_place_of_the_sentence() -> None:
    for answer, expected in (("粉尘2000吨，污泥18000吨", (2_000.0, 0.0)), ("-", None)):
        proposal = proposed(("园区.csv", _COLUMN), answers={"PROSE:粉尘和污泥共2万吨": answer})
        assert _stored(proposal).get("丙钢厂:粉尘") == expected
        assert not [item for item in proposal.understood.questions if item.code == "PROSE"]


def test_english_paragraphs_are_read_alike() -> None:
    assert _stored(proposed(("park.csv", _ENGLISH))) == {
        "a-steel:blast-furnace-slag": (120_000.0, 80_000.0),
        "b-power:fly-ash": (30_000.0, 0.0),
        "b-power:bottom-ash": (5_000.0, 0.0),
    }


def test_a_page_of_sentences_is_of_its_title_or_of_the_firms_it_names() -> None:
    page = "滨河磷肥有限公司固废情况\n本公司年产磷石膏约12万吨,其中5万吨外售水泥厂\n"
    assert _stored(proposed(("情况.csv", page))) == {"滨河磷肥有限公司:磷石膏": (120_000.0, 50_000.0)}
    firms = "滨河钢铁有限公司每年产生钢渣30万吨。\n滨河热电厂每年产生粉煤灰20万吨，全部外售。\n"
    assert _stored(proposed(("情况.txt", firms))) == {
        "滨河钢铁有限公司:钢渣": (300_000.0, 0.0),
        "滨河热电厂:粉煤灰": (200_000.0, 200_000.0),
    }


def test_a_column_of_remarks_beside_amounts_stays_a_remark() -> None:
    text = "企业名称,固废名称,产生量（吨）,备注\n甲厂,钢渣,300,每年外售200吨给水泥厂\n"
    assert _stored(proposed(("固废.csv", text))) == {"甲厂:钢渣": (300.0, 0.0)}


def test_remarks_that_tell_of_takers_are_no_wastes_beside_amounts_with_a_unit_in_their_header() -> None:
    text = "企业名称,固废名称,产生量（吨）,备注\n甲厂,钢渣,300,每年外售200吨给水泥厂\n"
    assert [waste.text for waste in proposed(("固废.csv", text)).wastes] == ["钢渣"]
