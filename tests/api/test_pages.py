"""Pages for what went wrong: in the reader's language, with a next step; JSON for programs."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from api.pages import language_asked
from api.settings import Settings
from graph import model
from graph.snapshot import records_of
from graph.stores import open_store
from tests.api.conftest import Running
from tests.graph.park import small_park

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("zh", "en", "zh"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "en;q=0.3, zh;q=0.9", "zh"),
        (None, "de, en;q=0.5", "en"),
        (None, "zh;q=0, en;q=0.1", "en"),
        ("xx", "nonsense;q=x", "en"),
    ],
)
def test_a_page_speaks_the_language_asked_for(query: str | None, accepted: str, language: str) -> None:
    assert language_asked(query, accepted, "en") == language


def test_a_page_that_is_not_there_says_so_to_a_person_and_to_a_program(client: httpx.Client) -> None:
    zh = client.get("/nowhere", headers=BROWSER | {"Accept-Language": "zh-CN"})
    assert zh.status_code == 404
    assert '<html lang="zh-CN">' in zh.text
    assert "没有页面“/nowhere”" in zh.text
    assert "请检查地址" in zh.text
    assert "script" not in zh.text
    en = client.get("/nowhere?language=en", headers=BROWSER | {"Accept-Language": "zh-CN"})
    assert "Check the address" in en.text
    assert client.get("/nowhere").json()["code"] == "NOT_FOUND"
    refused = client.delete("/graphql")
    assert (refused.status_code, refused.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert "POST" in refused.headers["allow"]
    hostile = client.get("/<script>alert(1)</script>", headers=BROWSER)
    assert "<script>" not in hostile.text


def test_a_park_without_weights_has_a_picture_that_says_why_it_shows_no_plan(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bare.db'}"
    store = open_store(url)
    store.ensure_schema()
    store.upsert(records_of(row for row in small_park() if not isinstance(row, model.Weight)), "bare")
    store.close()
    with Running(Settings(store=url, warm=False)) as client:
        shown = client.get("/network", headers=BROWSER | {"Accept-Language": "zh"})
        assert shown.status_code == 200
        assert re.search(r'"note": ?\{"zh": ?"未画规划流量', shown.text)
        assert '<html lang="zh-CN"' in shown.text
