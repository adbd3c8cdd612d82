"""Files as their owners have them, of provinces and countries: what each means, said beforehand.

Of thirty written for the purpose these are the kinds that were not read, or were read wrongly, at first.
"""

from __future__ import annotations

import pytest

from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import library, proposed
from tests.ingest.proposing.test_stranger_kinds import _asked, _stored
from tests.ingest.understanding.sheets import workbook


def _materials(proposal: Proposal) -> dict[str, str]:
    return {waste.text: waste.material for waste in proposal.wastes}


def test_words_and_answers_above_a_header_are_no_level_of_it() -> None:
    """One works a sheet: 企业名称 | 甲化工有限公司 directly above 废物名称 | 产生量."""
    sheets = {
        "甲化工": [
            ["企业基本情况表"],
            ["企业名称", "甲化工有限公司", "行业", "无机碱制造"],
            ["废物名称", "产生量(t/a)", "去向"],
            ["碱渣", 50_000, "堆存"],
        ],
        "乙玻璃": [
            ["企业基本情况表"],
            ["企业名称", "乙玻璃有限公司", "行业", "平板玻璃制造"],
            ["废物名称", "产生量(t/a)", "去向"],
            ["碎玻璃", 3_000, "回用"],
        ],
    }
    source = Source("一企一表.xlsx", workbook(sheets))
    proposal = propose(understand([source]), library(), {}, "case", "园区", None, True)
    assert _stored(proposal) == {("甲化工有限公司", "碱渣"): 50_000.0, ("乙玻璃有限公司", "碎玻璃"): 3_000.0}


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        pytest.param(
            "废物名称,产生量（吨）\n粉煤灰,5\n填报单位（盖章）：滨河热电厂,\n填表人：张三,\n",
            {("滨河热电厂", "粉煤灰"): 5.0},
            id="a signature below the table",
        ),
        pytest.param(
            "Sr. No.,Waste,Quantity per annum (t)\n1,Fly ash,5\nName of unit: Deepak Intermediates Ltd,,\n",
            {("Deepak Intermediates Ltd", "Fly ash"): 5.0},
            id="a note below the table",
        ),
    ],
)
def test_a_firm_that_signs_below_its_table_is_whose_it_is(
    text: str, stored: dict[tuple[str, str], float]
) -> None:
    proposal = proposed(("台账.csv", text))
    assert _stored(proposal) == stored
    assert "FIRM" not in _asked(proposal)


def test_a_receiver_that_signs_below_a_table_is_not_whose_it_is() -> None:
    assert "FIRM" in _asked(
        proposed(("台账.csv", "废物名称,产生量（吨）\n粉煤灰,5\n接收单位：滨河水泥厂,\n"))
    )


def test_the_last_of_three_years_counts_though_the_header_names_them_in_brackets() -> None:
    text = "企业名称,固废名称,近三年产生量（2022/2023/2024，吨）\n甲厂,粉煤灰,3000/3200/3500\n"
    assert _stored(proposed(("三年.csv", text))) == {("甲厂", "粉煤灰"): 3_500.0}


def test_what_is_authorised_is_not_what_is_generated_and_not_asked_about() -> None:
    text = (
        "Name of the facility,Name of waste,Quantity authorised (t/yr),Quantity generated (t/yr)\n"
        "ABC Dyes Pvt Ltd,Used oil,2,1.5\n"
    )
    proposal = proposed(("form4.csv", text))
    assert _stored(proposal) == {("ABC Dyes Pvt Ltd", "Used oil"): 1.5}
    assert "FIELD" not in _asked(proposal)


def test_how_a_waste_is_kept_is_no_stock() -> None:
    text = "企业名称,废物名称,产生量（t/a）,贮存方式\n登峰耐材,废耐火砖,1200,袋装\n"
    proposal = proposed(("耐材.csv", text))
    assert _stored(proposal) == {("登峰耐材", "废耐火砖"): 1_200.0}
    assert "FIELD" not in _asked(proposal)


@pytest.mark.parametrize(
    ("header", "wastes"),
    [
        pytest.param(
            "Producteur;Dénomination;Quantité (t)",
            {"Cendres volantes de charbon": "fly-ash"},
            id="French",
        ),
        pytest.param(
            "Tên cơ sở;Tên chất thải;Khối lượng (tấn)", {"Xỉ đáy": "coal-bottom-ash"}, id="Vietnamese"
        ),
        pytest.param(
            "Empresa;Resíduo;Quantidade (t)",
            {"Vinhaça": "vinasse", "Torta de filtro": "sugar-filter-mud"},
            id="Portuguese",
        ),
        pytest.param(
            "Posiadacz odpadów;Rodzaj odpadu;Masa [Mg]",
            {"Żużle z procesów wytapiania": "metallurgical-slag"},
            id="Polish",
        ),
    ],
)
def test_wastes_of_registers_in_other_languages_are_known(header: str, wastes: dict[str, str]) -> None:
    rows = "".join(f"A;{name};5\n" for name in wastes)
    assert _materials(proposed(("register.csv", f"{header}\n{rows}"))) == wastes
