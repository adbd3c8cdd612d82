"""How names are searched, the same in both stores: what words a text has, and how near a name is to it.

A store only finds candidates with its own full-text index; the score is computed here, so that both give
the same hits in the same order. Chinese runs are split into overlapping pairs of characters, which is what
Lucene's ``cjk`` analyzer does, so two-character words such as 石膏 are found wherever they stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from graph.stores.protocol import Hit
from graph.stores.rows import table_named

#: Columns that are searched, where a table has them.
NAME_COLUMNS = ("name_zh", "name_en", "synonyms_zh", "synonyms_en")

#: What a name that merely shares words with the text can reach; one that contains it reaches 1.
_SHARED_WORDS_BEST = 0.5

_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U000323af"
)
_RUNS = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")


def folded(text: str) -> str:
    """Return the text as it is compared: full-width forms made plain, no upper case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_chinese(word: str) -> bool:
    """Return whether a word of `words_of` is one of Chinese (or Japanese, Korean) characters."""
    return bool(_IS_CJK.match(word))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, sorted: Latin words whole, Chinese runs in pairs of characters.

    Examples
    --------
    >>> words_of("Phosphogypsum 磷石膏")
    ('phosphogypsum', '石膏', '磷石')
    """
    words: set[str] = set()
    for run in _RUNS.findall(folded(text)):
        if is_chinese(run) and len(run) > 1:
            words.update(run[i : i + 2] for i in range(len(run) - 1))
        else:
            words.add(run)
    return tuple(sorted(words))


def name_columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table that are searched; ``UNKNOWN_TABLE`` if there is no such table."""
    present = {column.name for column in table_named(table).columns}
    return tuple(name for name in NAME_COLUMNS if name in present)


def names_in(row: Mapping[str, Any]) -> list[str]:
    """Return every name of a row, synonyms too."""
    names: list[str] = []
    for column in NAME_COLUMNS:
        value = row.get(column)
        names.extend(value if isinstance(value, list) else [value] if value else [])
    return names


def ranked(text: str, candidates: Iterable[tuple[str, Mapping[str, Any]]], limit: int) -> list[Hit]:
    """Return the best hits among candidates (table and row), ties by table and id."""
    hits = []
    for table, row in candidates:
        score = max((_nearness(text, name) for name in names_in(row)), default=0.0)
        if score > 0.0:
            hits.append(Hit(table, row["id"], row["name_zh"], row["name_en"], round(score, 6)))
    return sorted(hits, key=lambda hit: (-hit.score, hit.table, hit.id))[:limit]


def _nearness(text: str, name: str) -> float:
    """Return 1 for the same name, less the more a name adds, less still if it only shares words."""
    wanted, given = folded(text), folded(name)
    if wanted == given:
        return 1.0
    if wanted in given:
        return _SHARED_WORDS_BEST + (1.0 - _SHARED_WORDS_BEST) * len(wanted) / len(given)
    wanted_words, given_words = set(words_of(text)), set(words_of(name))
    shared = _shared(wanted_words, given_words)
    return _SHARED_WORDS_BEST * shared / max(len(wanted_words), len(given_words), 1)


def _shared(wanted: set[str], given: set[str]) -> int:
    """Return how many wanted words the given ones have, a Latin word also as the beginning of another."""
    return sum(
        word in given or (not is_chinese(word) and any(other.startswith(word) for other in given))
        for word in wanted
    )
