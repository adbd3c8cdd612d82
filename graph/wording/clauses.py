"""What sets a limit, in words: rules of practice and contracts that are no standard with a title."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from graph.wording.messages import Words

_FILE = Path(__file__).with_name("clauses.csv")


def clause_words(text: str) -> Words:
    """Return what sets a limit in both languages; a text that the table does not have stays as it is.

    Examples
    --------
    >>> clause_words("kiln contract").zh, clause_words("GB 6566-2010").zh
    ('水泥窑接收合同', 'GB 6566-2010')
    """
    return Words(_chinese().get(text, text), text)


@cache
def _chinese() -> Mapping[str, str]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["text"]: row["zh"] for row in csv.DictReader(file)}
