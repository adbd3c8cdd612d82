"""What sentences tell of a firm's wastes: amounts as written, whose they are, and what stays unclear."""

from __future__ import annotations

import pytest

from ingest.understanding.telling import is_telling, told_in


@pytest.mark.parametrize(
    ("text", "wastes"),
    [
        ("本公司年产磷石膏约12万吨,其中5万吨外售水泥厂", [("磷石膏", "约12万吨", "5万吨", "")]),
        ("2024年产生12万吨磷石膏和3万吨氟硅酸", [("磷石膏", "12万吨", "", ""), ("氟硅酸", "3万吨", "", "")]),
        (
            "每年产生粉煤灰30万吨、炉渣5-6万吨，全部综合利用",
            [("粉煤灰", "30万吨", "30万吨", ""), ("炉渣", "5-6万吨", "5-6万吨", "")],
        ),
        ("产生钢渣30万吨，未利用", [("钢渣", "30万吨", "", "")]),
        ("每天产生50吨污泥，送焚烧", [("污泥", "50吨/d", "", "")]),
        (
            "We landfill 300 t of sludge and sell 500 t of scrap every year",
            [("sludge", "300 t", "", "300 t"), ("scrap", "500 t", "500 t", "")],
        ),
        (
            "A Steel generates about 120,000 tonnes of slag a year, of which 80,000 t are sold.",
            [("slag", "about 120,000 tonnes", "80,000 t", "")],
        ),
    ],
)
def test_each_waste_has_its_amounts(text: str, wastes: list[tuple[str, str, str, str]]) -> None:
    found = told_in(text)
    assert [(item.waste, item.supply, item.in_use, item.disposal) for item in found.wastes] == wastes
    assert found.unplaced == []


@pytest.mark.parametrize(
    "text",
    [
        "每年约3000吨",
        "粉煤灰、炉渣共35万吨",
        "粉尘和污泥共2万吨",
        "粉煤灰产生量约30万吨，炉渣5万吨，其中20万吨外售",
        "dust and sludge total 20 t a year",
    ],
)
def test_what_may_be_of_either_or_of_nothing_is_given_back(text: str) -> None:
    assert told_in(text).unplaced == [text]


def test_sentences_without_an_amount_are_passed_over_by_name() -> None:
    found = told_in("公司成立于2005年，占地200亩。位于滨河园区，年产磷石膏12万吨。产生少量废机油。")
    assert found.passed_over == ["公司成立于2005年，占地200亩", "位于滨河园区", "产生少量废机油"]


def test_a_firm_is_taken_from_the_start_and_no_we() -> None:
    assert told_in("云滇钢铁有限公司年产生钢渣30万吨").firm == "云滇钢铁有限公司"
    assert told_in("本公司年产生钢渣30万吨").firm == told_in("We generate 3 t of sludge a year").firm == ""


def test_a_bare_amount_or_a_name_with_one_is_no_sentence() -> None:
    texts = ("12万吨", "钢渣30万吨", "约 1,200 t/a", "", "0512-6688", "有限公司")
    assert not any(map(is_telling, texts))
