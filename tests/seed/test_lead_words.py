"""What the leads of Anning say in Chinese: sentences of their own, without the ids of anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from graph import model
from graph.planning import make_plan
from graph.recruiting import LeadOptions, Leads, brief_of, find_leads
from graph.snapshot import Snapshot

_HAN = re.compile("[一-鿿]")
_NAMED = (
    model.Enterprise,
    model.Facility,
    model.Market,
    model.Material,
    model.Park,
    model.Technology,
    model.WasteStream,
)


@pytest.fixture(scope="module")
def leads(anning: Snapshot) -> Leads:
    return find_leads(anning, LeadOptions(draws=3))


def ids(snapshot: Snapshot) -> set[str]:
    """The ids that are written with a hyphen: no word of a sentence is."""
    return {row.id for kind in _NAMED for row in snapshot.all(kind) if "-" in row.id}


def words_of(sentence: str) -> set[str]:
    return set(re.findall(r"[A-Za-z0-9:_-]+", sentence))


def said(leads: Leads) -> Iterator[str]:
    for lead in leads.items:
        yield from lead.questions_zh
        yield from (item.what.zh for item in lead.economics.items)
        yield from (gate.reason.zh for gate in lead.gates)
        if lead.deciding is not None:
            yield lead.deciding.what.zh
    yield from (one.detail.zh for one in leads.passed_over)


def test_no_question_cost_or_reason_is_in_english_or_names_an_id(leads: Leads, anning: Snapshot) -> None:
    known = ids(anning)
    for sentence in said(leads):
        assert _HAN.search(sentence), sentence
        assert not words_of(sentence) & known, sentence


def test_no_chinese_brief_has_a_sentence_in_english_or_an_id(leads: Leads, anning: Snapshot) -> None:
    known, plan = ids(anning), make_plan(anning)
    for lead in leads.items:
        brief = brief_of(anning, plan, lead, "zh")
        sentences = [brief.title, brief.summary, *brief.notes]
        for section in brief.sections:
            sentences += [section.title, *section.sentences]
            cells = [cell for table in section.tables for row in (table.head, *table.rows) for cell in row]
            for cell in cells:
                assert not words_of(cell) & known, cell
                assert _HAN.search(cell) or not re.search("[a-z]{4,}", cell), cell
        for sentence in sentences:
            assert _HAN.search(sentence), sentence
            assert not words_of(sentence) & known, sentence
