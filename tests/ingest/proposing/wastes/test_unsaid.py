"""A list that says nothing of use leaves open how much is in use, and is asked once."""

from __future__ import annotations

import pytest

from graph.ranges import Range
from ingest.proposing import Proposal, say_ask
from tests.ingest.proposing.files import library, proposed

HEADER = "企业名称,固废名称,产生量（吨）"
OPEN = Range(0.0, 0.0, 900.0)
NONE = Range.exact(0.0)


def _uses(proposal: Proposal) -> list[Range]:
    rows = proposal.records["waste_streams"].sort_by("supply_likely").to_pylist()
    return [Range(*(row[f"in_use_{end}"] for end in ("low", "likely", "high"))) for row in rows]


def _asked(proposal: Proposal) -> list[str]:
    return [say_ask(item, "en") for item in proposal.questions if item.code == "USE_UNSAID"]


@pytest.mark.parametrize(
    ("text", "in_use"),
    [
        pytest.param(f"{HEADER}\n甲厂,粉煤灰,900\n", OPEN, id="no column"),
        pytest.param(
            f"{HEADER},综合利用量（吨）\n甲厂,粉煤灰,900,\n", OPEN, id="a column that nobody filled in"
        ),
        pytest.param(f"{HEADER},去向\n甲厂,粉煤灰,900,\n", OPEN, id="a place to write it and no word"),
        pytest.param(
            f"{HEADER},处置量（吨）\n甲厂,粉煤灰,900,300\n",
            Range(0.0, 0.0, 600.0),
            id="what is dumped is not used",
        ),
        pytest.param("滨河热电厂每年产生粉煤灰900吨。\n", OPEN, id="a sentence"),
    ],
)
def test_how_much_is_in_use_is_open_and_asked_once_where_a_list_does_not_say_it(
    text: str, in_use: Range
) -> None:
    proposal = proposed(("园区.csv", text))
    assert _uses(proposal) == [in_use]
    (asked,) = _asked(proposal)
    assert (
        "'园区.csv' does not say how much of its wastes is in use already (1 of them, such as '粉煤灰')"
        in asked
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HEADER},综合利用量（吨）\n甲厂,粉煤灰,900,0\n", id="0"),
        pytest.param(f"{HEADER},综合利用量（吨）\n甲厂,粉煤灰,900,/\n", id="a stroke is none"),
        pytest.param(f"{HEADER},去向\n甲厂,粉煤灰,900,填埋\n", id="dumped"),
        pytest.param(f"{HEADER},处置量（吨）\n甲厂,粉煤灰,900,900\n", id="all of it is dumped"),
        pytest.param(f"{HEADER},综合利用率\n甲厂,粉煤灰,900,0%\n", id="a rate of 0"),
        pytest.param("Company,Waste,Surplus (t/yr)\n甲厂,Fly ash,900\n", id="what is offered is free"),
    ],
)
def test_what_a_list_says_is_not_asked(text: str) -> None:
    proposal = proposed(("园区.csv", text))
    assert (_uses(proposal), _asked(proposal)) == ([NONE], [])


def test_an_empty_cell_is_none_among_amounts_and_not_known_among_words() -> None:
    amounts = proposed(("园区.csv", f"{HEADER},综合利用量（吨）\n甲厂,炉渣,90,\n甲厂,粉煤灰,900,500\n"))
    assert (_uses(amounts), _asked(amounts)) == ([NONE, Range.exact(500.0)], [])
    words = proposed(("园区.csv", f"{HEADER},去向\n甲厂,炉渣,90,填埋\n甲厂,粉煤灰,900,\n"))
    assert _uses(words) == [NONE, OPEN]
    assert len(_asked(words)) == 1


@pytest.mark.parametrize(("answer", "in_use"), [("unknown", OPEN), ("free", NONE)])
def test_one_answer_serves_all_rows_of_the_file(answer: str, in_use: Range) -> None:
    text = f"{HEADER}\n甲厂,粉煤灰,900\n乙厂,钢渣,900\n"
    (asked,) = [item for item in proposed(("园区.csv", text)).questions if item.code == "USE_UNSAID"]
    assert [option for option, _ in asked.options] == ["unknown", "free"]
    answered = proposed(("园区.csv", text), answers={asked.id: answer})
    assert (_uses(answered), _asked(answered)) == ([in_use, in_use], [])


def test_a_list_that_does_not_speak_of_use_takes_nothing_back() -> None:
    before = proposed(("甲.csv", f"{HEADER},综合利用量（吨）\n甲厂,粉煤灰,900,500\n"))
    known = library().with_records(before.records)
    again = proposed(("乙.csv", f"{HEADER}\n甲厂,粉煤灰,1000\n"), known=known)
    assert (_uses(again), _asked(again)) == ([Range.exact(500.0)], [])


def test_records_that_name_a_taker_and_not_what_for_leave_it_open() -> None:
    header = "联单编号,产生单位,废物名称,废物代码,转移日期,转移量（吨）,接收单位"
    rows = "".join(
        f"2024{month:02d},甲厂,废矿物油,900-249-08,2024-{month:02d}-05,{75},乙再生资源有限公司\n"
        for month in range(1, 13)
    )
    proposal = proposed(("联单.csv", f"{header}\n{rows}"))
    assert (_uses(proposal), _asked(proposal)) == ([OPEN], [])


def test_an_amount_in_another_unit_takes_its_open_use_along() -> None:
    text = f"{HEADER.replace('吨', '万吨')}\n甲厂,粉煤灰,90000\n"
    (asked,) = [item for item in proposed(("园区.csv", text)).questions if item.code == "UNIT_MOST"]
    answered = proposed(("园区.csv", text), answers={asked.id: "t"})
    assert _uses(answered) == [Range(0.0, 0.0, 90_000.0)]


def test_an_answer_holds_for_next_years_file_of_the_same_form_whatever_it_is_called() -> None:
    text = "企业名称,固废名称,{}年产生量（吨）\n甲厂,粉煤灰,900\n乙厂,钢渣,900\n"
    first = proposed(("2024年固废.csv", text.format(2024)))
    (asked,) = [item for item in first.questions if item.code == "USE_UNSAID"]
    answers = {asked.id: "free"}
    again = proposed(("新表（2025）.csv", text.format(2025)), answers=answers)
    assert (_uses(again), _asked(again)) == ([NONE, NONE], [])


@pytest.mark.parametrize(
    ("text", "park"),
    [
        pytest.param(f"{HEADER}\n甲厂,粉煤灰,900\n", "东山工业园", id="another park"),
        pytest.param(f"{HEADER},含水率\n甲厂,粉煤灰,900,\n", "滨河工业园", id="other headers"),
        pytest.param(f"{HEADER}\n乙厂,粉煤灰,900\n", "滨河工业园", id="another firm's own list"),
    ],
)
def test_an_answer_says_nothing_of_another_form(text: str, park: str) -> None:
    first = proposed(("园区.csv", f"{HEADER}\n甲厂,粉煤灰,900\n"))
    (asked,) = [item for item in first.questions if item.code == "USE_UNSAID"]
    other = proposed(("其他.csv", text), answers={asked.id: "free"}, park=park)
    assert _uses(other) == [OPEN]
    assert len(_asked(other)) == 1


def test_an_answer_that_was_kept_by_the_name_of_a_file_holds_for_it() -> None:
    text = f"{HEADER}\n甲厂,粉煤灰,900\n"
    kept = proposed(("园区.csv", text), answers={"USE_UNSAID:园区.csv": "free"})
    assert (_uses(kept), _asked(kept)) == ([NONE], [])
