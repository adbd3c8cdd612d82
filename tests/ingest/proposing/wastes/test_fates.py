"""What is given off is what is used, disposed of and stored, where a list does not say it."""

from __future__ import annotations

import pytest

from graph.evidence import Grade
from graph.ranges import Range
from ingest.proposing import say_doubt
from tests.ingest.proposing.files import proposed
from tests.ingest.proposing.wastes.test_writing import streams


@pytest.mark.parametrize(
    ("text", "supply", "in_use"),
    [
        pytest.param(
            "企业名称,固废名称,综合利用量（吨）,处置量（吨）,贮存量（吨）\n甲厂,粉煤灰,800,150,50\n",
            1000.0,
            800.0,
            id="all three",
        ),
        pytest.param(
            "企业名称,固废名称,自行利用量（吨）,委托利用量（吨）,自行处置量（吨）,委托处置量（吨）,贮存量（吨）\n"
            "甲厂,粉煤灰,800,100,50,50,10\n",
            1010.0,
            900.0,
            id="own and others', in the summary of flows",
        ),
        pytest.param(
            "企业名称,固废名称,利用量（吨）,填埋量（吨）\n甲厂,粉煤灰,,150\n",
            150.0,
            0.0,
            id="a fate without tonnes",
        ),
        pytest.param(
            "企业名称,固废名称,利用量（万吨）,处置量（吨）\n甲厂,粉煤灰,1,150\n",
            10_150.0,
            10_000.0,
            id="two units",
        ),
        pytest.param(
            "企业名称,固废名称,利用量（吨）,处置量（吨）,累计贮存量（吨）\n甲厂,粉煤灰,800,150,9000\n",
            950.0,
            800.0,
            id="a stock of other years is no fate of this one",
        ),
        pytest.param(
            "Company,Waste,Sold (t),Used internally (t),Landfilled (t),Stockpiled (t)\n"
            "甲厂,Fly ash,500,300,150,50\n",
            1000.0,
            800.0,
            id="in English, of four kinds",
        ),
        pytest.param(
            "Company,Waste,Recycled (t),Landfilled (t)\n甲厂,Fly ash,800,150\n", 950.0, 800.0, id="in English"
        ),
    ],
)
def test_the_fates_of_a_list_are_its_supply_and_said_to_be_derived(
    text: str, supply: float, in_use: float
) -> None:
    proposal = proposed(("园区.csv", text))
    (row,) = streams(proposal).values()
    assert (row.supply, row.in_use) == (Range.exact(supply), Range.exact(in_use))
    assert row.evidence.grade is Grade.DERIVED
    (doubt,) = proposal.doubts
    assert doubt.code == "FATES_SUMMED"
    assert "derived" in say_doubt(doubt, "en")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "企业名称,固废名称,综合利用量（吨）\n甲厂,粉煤灰,800\n", id="one fate says nothing of the rest"
        ),
        pytest.param("企业名称,固废名称,利用量（吨）,处置量（吨）\n甲厂,粉煤灰,0,0\n", id="nothing at all"),
    ],
)
def test_less_than_two_fates_are_no_supply(text: str) -> None:
    proposal = proposed(("园区.csv", text))
    assert streams(proposal) == {}
    assert [item.reason for item in proposal.left_aside] == ["NO_AMOUNT"]


def test_fates_above_what_is_given_off_are_asked_about_and_wait() -> None:
    header = "企业名称,固废名称,产生量（吨）,利用量（吨）,处置量（吨）\n"
    text = header + "甲厂,粉煤灰,100,800,200\n乙厂,粉煤灰,1000,800,150\n"
    proposal = proposed(("园区.csv", text))
    assert set(streams(proposal)) == {"乙厂:粉煤灰"}
    (asked,) = [item for item in proposal.questions if item.code == "AMOUNT_FATES"]
    assert asked.options == (("100 t", ""), ("1,000 t", ""))
    for answer, supply in (("100 t", 100.0), ("1,000 t", 1_000.0)):
        answered = proposed(("园区.csv", text), answers={asked.id: answer})
        assert not answered.problems
        assert streams(answered)["甲厂:粉煤灰"].supply == Range.exact(supply)


@pytest.mark.parametrize("used", ["综合利用量（吨）", "外售量（吨）"])
def test_more_in_use_than_given_off_is_asked_about_and_may_come_from_stock(used: str) -> None:
    """Cases B12 (c19): the rest of the file goes on, and nothing is refused in the words of the tables."""
    text = f"企业名称,固废名称,产生量（吨）,{used}\n甲厂,粉煤灰,100,150\n乙厂,粉煤灰,1000,1005\n"
    proposal = proposed(("园区.csv", text))
    assert not proposal.problems
    rounded = streams(proposal)
    assert {id_: row.in_use for id_, row in rounded.items()} == {"乙厂:粉煤灰": Range.exact(1_000.0)}
    (asked,) = [item for item in proposal.questions if item.code == "AMOUNT_FATES"]
    assert asked.options == (("100 t", ""), ("150 t", ""))
    for answer, supply in (("100 t", 100.0), ("150 t", 150.0)):
        again = proposed(("园区.csv", text), answers={asked.id: answer})
        assert not again.problems
        row = streams(again)["甲厂:粉煤灰"]
        assert (row.supply, row.in_use) == (Range.exact(supply), Range.exact(supply))


def test_a_stream_keeps_the_year_of_its_amounts() -> None:
    text = "企业名称,固废名称,年份,产生量（吨）\n甲厂,粉煤灰,2016,1000\n"
    assert [row.year for row in streams(proposed(("固废.csv", text))).values()] == [2016]


@pytest.mark.parametrize(
    ("cell", "in_use"),
    [
        pytest.param("不详", Range(0.0, 0.0, 1000.0), id="not known"),
        pytest.param("未统计", Range(0.0, 0.0, 1000.0), id="not counted"),
        pytest.param("unknown", Range(0.0, 0.0, 1000.0), id="in English"),
        pytest.param("无", Range.exact(0.0), id="none"),
        pytest.param("0", Range.exact(0.0), id="zero"),
    ],
)
def test_a_use_that_a_list_says_nobody_knows_is_not_nothing(cell: str, in_use: Range) -> None:
    text = f"企业名称,固废名称,产生量（吨）,综合利用量（吨）\n甲厂,粉煤灰,1000,{cell}\n"
    assert [row.in_use for row in streams(proposed(("固废.csv", text))).values()] == [in_use]
