"""Uses on record become linkages to who took them, with weighed tonnes; what is not known is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph.model import Linkage
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import LinkageState
from ingest.proposing import Proposal, say_ask
from tests.ingest.proposing.files import library, proposed

MANIFESTS = (
    "联单.csv",
    "危险废物转移联单,,,,,,,\n联单编号,移出人,废物名称,废物代码,移出量（吨）,接受人,利用处置方式,转移时间\n"
    "1,甲厂,废矿物油,900-249-08,10,绿源危废利用有限公司,R9,2024-03-01\n"
    "2,甲厂,废矿物油,900-249-08,5,绿源危废利用有限公司,R9,2024-06-01\n"
    "3,甲厂,废矿物油,900-249-08,2,北山焚烧厂,D10,2024-06-01\n",
)
GENERATED = (
    "附表4.csv",
    "一般工业固体废物产生环节记录表,,,,\n单位名称：甲水泥厂,,,表单编号：CS20240731001,\n"
    "代码,名称,产生时间,产生数量（吨）,转移去向\nSW01,钢渣,2024-07-31,100,自行利用\n",
)
USED = (
    "附表6-1.csv",
    "一般工业固体废物自行利用环节记录表（接收）,,,,\n单位名称：甲水泥厂,,,表单编号：JS20240801001,\n"
    "前序表单编号,代码,名称,接收时间,接收数量（吨）\nCS20240731001,SW01,钢渣,2024-08-01,60\n",
)


def rows(proposal: Proposal, table: str) -> list[Mapping[str, Any]]:
    return proposal.records[table].to_pylist() if table in proposal.records else []


def test_what_a_taker_does_is_asked_where_its_industry_has_several_recipes() -> None:
    proposal = proposed(MANIFESTS)
    (asked,) = [ask for ask in proposal.questions if ask.code == "TAKER_TECHNOLOGY"]
    assert say_ask(asked, "en") == "what does '绿源危废利用有限公司' do with '废矿物油'?"
    assert "waste-oil-rerefining" in [option for option, _ in asked.options]
    assert rows(proposal, "linkages") == []
    assert "绿源危废利用有限公司" not in [row["id"] for row in rows(proposal, "enterprises")]


def test_weighed_tonnes_go_to_the_named_taker_which_is_made() -> None:
    """15 of the 17 t went to a use (R9); what was burnt (D10) is none."""
    asked = next(ask.id for ask in proposed(MANIFESTS).questions if ask.code == "TAKER_TECHNOLOGY")
    proposal = proposed(MANIFESTS, answers={asked: "waste-oil-rerefining"})
    (linkage,) = rows(proposal, "linkages")
    assert (linkage["amount"], linkage["state"]) == (15.0, "operating")
    (facility,) = rows(proposal, "facilities")
    assert (facility["enterprise"], facility["technology"]) == (
        "绿源危废利用有限公司",
        "waste-oil-rerefining",
    )
    assert (linkage["to_facility"], linkage["stream"]) == (facility["id"], proposal.wastes[0].id)
    assert proposal.wastes[0].in_use is not None
    assert proposal.wastes[0].in_use.likely == linkage["amount"]
    assert proposal.problems == ()


def test_a_facility_of_the_taker_that_takes_the_material_is_used() -> None:
    facilities = (
        "设施.csv",
        "企业名称,设施名称,技术,年处理能力（吨）\n甲水泥厂,二号窑,ss-cement-raw-meal,5000\n",
    )
    proposal = proposed(GENERATED, USED, facilities)
    (linkage,) = rows(proposal, "linkages")
    (facility,) = rows(proposal, "facilities")
    assert (linkage["to_facility"], linkage["amount"]) == (facility["id"], 60.0)
    assert linkage["port"].startswith("ss-cement-raw-meal:")
    assert [ask.code for ask in proposal.questions] == []


def test_next_years_records_change_the_tonnes_and_keep_the_linkages_state() -> None:
    asked = next(ask.id for ask in proposed(MANIFESTS).questions if ask.code == "TAKER_TECHNOLOGY")
    answers = {asked: "waste-oil-rerefining"}
    first = proposed(MANIFESTS, answers=answers)
    stored = library().with_records(first.records)
    stopped = _with_state(stored, LinkageState.STOPPED)
    more = (MANIFESTS[0], MANIFESTS[1].replace(",10,绿源", ",20,绿源"))
    (linkage,) = rows(proposed(more, answers=answers, known=stopped), "linkages")
    assert (linkage["amount"], linkage["state"], linkage["version"]) == (25.0, "stopped", 2)


def _with_state(snapshot: Snapshot, state: LinkageState) -> Snapshot:
    return snapshot.with_records(
        records_of([replace(row, state=state, version=2) for row in snapshot.all(Linkage)])
    )
