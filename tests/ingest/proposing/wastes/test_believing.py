"""What no works gives off, or other years and sizes contradict, waits for an answer, never just changed."""

from __future__ import annotations

import pytest

from graph.snapshot import Snapshot
from ingest.proposing import Proposal, say_ask, say_doubt
from tests.ingest.proposing.files import library, proposed

_SCALED = (
    "企业名称,行业,固废名称,年产生量（万吨）,利用量（万吨）\n"
    "滨河电厂,火力发电,粉煤灰,200000,120000\n滨河水泥厂,水泥制造,窑灰,120,\n"
)
_YEARS = (
    "企业名称,固废名称,2023年产生量（吨）,2024年产生量（吨）\n"
    "滨河一厂,废矿物油,1.2,1250\n滨河电厂,粉煤灰,30000,32000\n"
)


def _stored(proposal: Proposal) -> dict[str, tuple[float, float]]:
    rows = proposal.records.get("waste_streams")
    return {
        row["name_zh"] or row["name_en"]: (row["supply_likely"], row["in_use_likely"])
        for row in (rows.to_pylist() if rows is not None else [])
    }


def _asked(proposal: Proposal) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(ask.id, ask.options) for ask in proposal.questions if ask.code.startswith(("AMOUNT_", "UNIT_"))]


def test_tens_of_thousands_of_tonnes_over_plain_tonnes_are_asked_about_once_for_the_column() -> None:
    """200,000 under 万吨 is 2 Gt of fly ash; 120 under it is 1.2 Mt of kiln dust and as doubtful."""
    proposal = proposed(("固废.csv", _SCALED))
    assert _stored(proposal) == {}
    options = (("t", "200,000 t"), ("kg", "200 t"), ("万吨", "2,000,000,000 t"))
    assert _asked(proposal) == [("UNIT_MOST:固废.csv年产生量万吨", options)]
    assert {(item.place.row, item.reason) for item in proposal.left_aside} == {
        (2, "AMOUNT_DOUBTED"),
        (3, "AMOUNT_DOUBTED"),
    }


@pytest.mark.parametrize(
    ("answer", "stored"),
    [
        ("t", {"粉煤灰": (200_000.0, 120_000.0), "窑灰": (120.0, 0.0)}),
        ("万吨", {"粉煤灰": (2e9, 1.2e9), "窑灰": (1_200_000.0, 0.0)}),
        ("-", {}),
    ],
)
def test_the_answer_holds_for_every_column_of_that_unit(
    answer: str, stored: dict[str, tuple[float, float]]
) -> None:
    proposal = proposed(("固废.csv", _SCALED), answers={"UNIT_MOST:固废.csv年产生量万吨": answer})
    assert _stored(proposal) == stored
    assert _asked(proposal) == []


def test_an_answer_that_mends_one_file_says_nothing_of_the_next() -> None:
    answers = {"UNIT_MOST:固废.csv年产生量万吨": "t"}
    proposal = proposed(
        ("固废2025.csv", _SCALED.replace("200000,120000", "20,12").replace("120,\n", "0.012,\n")),
        answers=answers,
    )
    assert _stored(proposal)["粉煤灰"] == (200_000.0, 120_000.0)


def test_an_amount_a_thousand_times_that_of_the_year_before_waits_alone() -> None:
    proposal = proposed(("固废.csv", _YEARS))
    assert _stored(proposal) == {"粉煤灰": (32_000.0, 0.0)}
    ((asked, options),) = _asked(proposal)
    assert options == (("1.25 t", ""), ("0.125 t", ""), ("1,250 t", ""))
    assert _stored(proposed(("固废.csv", _YEARS), answers={asked: "1.25 t"}))["废矿物油"][0] == 1.25
    assert _stored(proposed(("固废.csv", _YEARS), answers={asked: "1250kg"}))["废矿物油"][0] == 1.25
    assert _stored(proposed(("固废.csv", _YEARS), answers={asked: "1,250 t"}))["废矿物油"][0] == 1_250.0


def test_years_in_rows_are_compared_like_years_in_columns() -> None:
    text = "企业名称,固废名称,年份,产生量（吨）\n滨河一厂,废矿物油,2023,1250\n滨河一厂,废矿物油,2024,1.2\n"
    proposal = proposed(("固废.csv", text))
    ((_, options),) = _asked(proposal)
    assert options[0] == ("1,200 t", "")


def test_what_the_store_has_is_compared_and_what_waits_is_not_taken_for_gone() -> None:
    text = "企业名称,固废名称,年产生量（吨）\n滨河电厂,粉煤灰,{}\n"
    first = proposed(("固废.csv", text.format("120000")))
    known = library().with_records(first.records)
    assert isinstance(known, Snapshot)
    second = proposed(("固废.csv", text.format("120")), known=known)
    assert [ask.code for ask in second.questions if "AMOUNT" in ask.code] == ["AMOUNT_YEAR"]
    assert "waste_streams" not in {table for table, _ in second.changes.gone}


def test_a_plant_of_its_size_contradicts_a_thousand_times_its_waste() -> None:
    """A sorting line of 100,000 t that gives off hundreds of times what it takes in."""
    facilities = "企业名称,设施名称,技术,处理能力（吨/年）\n滨河选矿,选钛线,{},100000\n"
    port = next(
        row
        for row in library().tables["ports"].to_pylist()
        if row["direction"] == "out_residue" and 0.05 < row["ratio_likely"] < 0.5
    )
    material = next(row for row in library().tables["materials"].to_pylist() if row["id"] == port["material"])
    expected = 100_000 * port["ratio_likely"]
    wastes = f"企业名称,物料,年产生量（吨）\n滨河选矿,{material['id']},{expected / 1000:g}\n"
    proposal = proposed(("设施.csv", facilities.format(port["technology"])), ("固废.csv", wastes))
    assert [ask.code for ask in proposal.questions if "AMOUNT" in ask.code] == ["AMOUNT_CAPACITY"]


def test_what_only_stands_out_from_the_park_is_said_and_loaded() -> None:
    text = "企业名称,固废名称,年产生量（吨）\n甲厂,粉煤灰,12000000\n乙厂,粉煤灰,30000\n丙厂,粉煤灰,3\n"
    proposal = proposed(("固废.csv", text))
    assert len(_stored(proposal)) == 1
    (doubt,) = proposal.doubts
    assert (
        say_doubt(doubt, "zh")
        == "“甲厂: 粉煤灰”为每年 12,000,000 t，其他企业的同类废物至多 30,000 t，请核对单位"
    )


def test_ordinary_small_and_large_amounts_raise_nothing() -> None:
    text = (
        "企业名称,固废名称,2023年产生量（吨）,2024年产生量（吨）\n"
        "甲厂,磷石膏,9000000,5200000\n甲厂,实验室废物,0.02,0.3\n甲厂,粉煤灰,0,800\n"
    )
    proposal = proposed(("固废.csv", text))
    assert _asked(proposal) == []
    assert proposal.doubts == ()


def test_the_question_says_why_in_both_languages() -> None:
    proposal = proposed(("固废.csv", _SCALED))
    ask = next(ask for ask in proposal.questions if ask.code == "UNIT_MOST")
    assert "2,000,000,000 t" in say_ask(ask, "en")
    assert "more than any works" in say_ask(ask, "en")
    assert "没有任何一家工厂" in say_ask(ask, "zh")
