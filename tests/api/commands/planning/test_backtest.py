"""The back-test as a command, and its page."""

from __future__ import annotations

import json

from tests.api.running import ROOT, run

PAGE = ROOT / "docs" / "backtest.md"


def test_the_page_holds_the_table_of_a_fresh_run() -> None:
    """After a change of the shipped park: ``symbioflow backtest --markdown --language en``."""
    done = run("backtest", "--markdown", "--language", "en")
    assert done.returncode == 0, done.stderr
    page = PAGE.read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.startswith("|")] == done.stdout.splitlines()


def test_the_document_says_what_was_planned_reported_and_missed() -> None:
    found = json.loads(run("backtest", "--json").stdout)["backtest"]
    assert found["day"] == "2022-12-31"
    yunnan = next(
        row
        for row in found["compared"]
        if (row["region"], row["year"], row["kind"]) == ("Yunnan", "2025 H1", "utilisation")
    )
    assert yunnan["gap"] == yunnan["planned"] - yunnan["low"]
    for mix in found["mixes"]:
        assert 0.0 <= mix["usedToday"] <= mix["used"] <= 1.0 + 1e-9
        assert sum(mix["planned"].values()) > 0.0


def test_the_tables_are_words_in_the_language_asked_for() -> None:
    shown = run("backtest", "--language", "zh").stdout
    assert "磷石膏" in shown
    assert "个百分点" in shown
    assert "去处不明" in shown
