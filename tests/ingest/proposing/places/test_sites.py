"""Where firms and parks of foreign sheets stand."""

from __future__ import annotations

import pytest

from graph.model import Enterprise
from graph.snapshot import Snapshot
from ingest.proposing import Proposal
from ingest.proposing.sentences import say_ask
from ingest.understanding import LEAVE_OUT
from tests.ingest.proposing.files import proposed

PARKS = ("园区.csv", "编号,名称,纬度,经度\np1,滨河工业园,24.93,102.48\n")


def asked(proposal: Proposal) -> dict[str, str]:
    return {item.id: item.code for item in proposal.questions if item.code.startswith("POSITION")}


def stands(proposal: Proposal, name: str) -> tuple[float, float] | None:
    position = Snapshot.from_records(proposal.records).by_id(Enterprise)[name].position
    return None if position is None else (position.lat, position.lon)


def test_a_position_nobody_can_read_is_asked_and_keeps_no_other_firm_out() -> None:
    rows = "甲厂,渡口旁,见图\n乙厂,124.9,102.4\n丙厂,不详,/\n丁厂,24.9,102.4\n"
    text = f"企业名称,纬度,经度\n{rows}"
    proposal = proposed(("企业.csv", text))
    assert not proposal.problems
    assert set(asked(proposal).values()) == {"POSITION_UNREADABLE"}
    assert {item.values[0] for item in proposal.questions if item.id in asked(proposal)} == {"甲厂", "乙厂"}
    assert (stands(proposal, "甲厂"), stands(proposal, "丁厂")) == (None, (24.9, 102.4))


@pytest.mark.parametrize(
    ("row", "code", "read"),
    [
        ("甲厂,滨河工业园,48.9,2.3", "POSITION_ELSEWHERE", (48.9, 2.3)),
        ("甲厂,滨河工业园,0,0", "POSITION_ZERO", None),
        ("甲厂,滨河工业园,河边,河边", "POSITION_UNREADABLE", None),
    ],
)
def test_what_was_answered_about_a_position_counts(
    row: str, code: str, read: tuple[float, float] | None
) -> None:
    """Case B8: (0, 0) and 9,000 km away are asked about; the answer is kept like every other."""
    text = f"企业名称,园区,纬度,经度\n{row}\n"
    open_ = proposed(PARKS, ("企业.csv", text), park="")
    ((id_, found),) = asked(open_).items()
    assert (found, stands(open_, "甲厂")) == (code, read)
    answered = proposed(PARKS, ("企业.csv", text), park="", answers={id_: "24.95, 102.5"})
    assert (asked(answered), stands(answered, "甲厂")) == ({}, (24.95, 102.5))
    left_out = proposed(PARKS, ("企业.csv", text), park="", answers={id_: LEAVE_OUT})
    assert (asked(left_out), stands(left_out, "甲厂")) == ({}, None)
    nonsense = proposed(PARKS, ("企业.csv", text), park="", answers={id_: "hinterm Berg"})
    assert asked(nonsense) == {id_: code}


def test_a_park_at_nowhere_is_asked_about_too() -> None:
    proposal = proposed(("园区.csv", "编号,名称,纬度,经度\np1,滨河工业园,0,0\n"), park="")
    (question,) = [item for item in proposal.questions if item.code == "POSITION_ZERO"]
    assert "滨河工业园" in say_ask(question, "zh")
    assert "Gulf of Guinea" in say_ask(question, "en")
