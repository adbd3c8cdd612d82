from __future__ import annotations

import csv
import re
from pathlib import Path

from graph.wording.clauses import _chinese, clause_words

ROOT = Path(__file__).parents[3]
ENGLISH = re.compile("[a-z]{4,}")


def _clauses() -> set[str]:
    """What the shipped limits say they rest on."""
    found = set()
    for table in ("limits", "standard_limits"):
        with (ROOT / "seed_data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            found |= {row.get("standard_text", "") for row in csv.DictReader(file)}
    return found - {""}


def test_what_sets_a_limit_has_no_english_words_in_chinese() -> None:
    assert [text for text in sorted(_clauses()) if ENGLISH.search(clause_words(text).zh)] == []


def test_the_table_has_no_words_that_no_limit_uses() -> None:
    assert set(_chinese()) <= _clauses()


def test_a_clause_of_a_park_stays_as_it_was_written() -> None:
    assert clause_words("our own contract").zh == "our own contract"
