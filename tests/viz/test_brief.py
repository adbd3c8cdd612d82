from __future__ import annotations

import re

from graph.recruiting import Brief, BriefSection, BriefTable
from tests.viz.parks import HOSTILE
from viz.brief import brief_page, brief_policy


def brief(language: str = "zh", *texts: str) -> Brief:
    table = BriefTable(("废物", "数量"), (("钢渣", "？每年多少"), *((text, text) for text in texts)))
    facts = BriefTable((), (("投资", "3,000万元"),))
    part = BriefSection("gap", "缺口", ("一句话。",), (table, facts))
    return Brief(language, "招商简报", "引进磨坊。", (part,), ("说明",), 1, "0123456789")


def test_a_question_is_marked_and_a_row_names_itself() -> None:
    page = brief_page(brief())
    assert '<html lang="zh-CN">' in page
    assert 'class="asked">？每年多少</td>' in page
    assert '<th scope="row" role="rowheader">钢渣</th>' in page
    assert 'class="facts"' in page


def test_the_page_lets_nothing_in_and_runs_nothing() -> None:
    page = brief_page(brief("en"))
    assert "default-src 'none'" in brief_policy()
    assert "unsafe" not in brief_policy()
    assert re.findall(r"<script|\son\w+=|\sstyle=|https?://|src=", page) == []


def test_hostile_texts_are_text() -> None:
    page = brief_page(brief("en", *HOSTILE))
    for hostile in HOSTILE[:3]:
        assert hostile not in page
    assert "<script" not in page
