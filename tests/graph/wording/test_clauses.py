from __future__ import annotations

import csv
import re
from pathlib import Path

from graph.wording.clauses import _chinese, clause_words

ROOT = Path(__file__).parents[3]
CHINESE = re.compile("[\u4e00-\u9fff]")


def _unstandardised() -> set[str]:
    with (ROOT / "seed_data" / "limits.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["standard_text"]
            for row in csv.DictReader(file)
            if row["standard_text"] and not row["standard"]
        }


def test_what_sets_a_limit_without_a_standard_reads_in_chinese() -> None:
    assert [text for text in _unstandardised() if not CHINESE.search(clause_words(text).zh)] == []


def test_the_table_has_no_words_that_no_limit_uses() -> None:
    assert set(_chinese()) <= _unstandardised()


def test_a_clause_of_a_park_stays_as_it_was_written() -> None:
    assert clause_words("our own contract").zh == "our own contract"
