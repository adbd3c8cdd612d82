"""The fields that a column can mean and the kinds of tables: `fields.csv` and `kinds.csv`, looked up."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from graph.knowledge import LikenessIndex, normalised
from ingest.words import key_of, spellings

_HERE = Path(__file__).parent
#: Types of fields whose cells are quantities.
QUANTITIES = frozenset({"amount", "share", "money", "content"})
#: Longest header that is compared by likeness; beyond it stands a sentence.
_LONGEST = 60
#: Headers of fewer Latin letters are asked about where they only resemble a listed name.
_SHORT = 6
_SHORT_LIKENESS = 0.7


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table.

    Attributes
    ----------
    titles : tuple of str
        Words by which a sheet, file or title names it.
    needs : tuple of (frozenset of str)
        One field of each group must be there.
    also : frozenset of str
        Fields that speak for it.
    names : mapping of str to str
        What general headers such as 名称 or 数量 mean in it.
    record : bool
        Rows are dated records, weighed one by one, not a year's amounts.
    lists : str
        What its rows are: ``wastes``, ``uses`` (what left a use of wastes), ``firms``, ``needs`` ...
    received : {"", "use", "disposal"}
        What its received tonnes are for, where the kind alone says it.
    """

    name: str
    zh: str
    en: str
    titles: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    also: frozenset[str]
    names: Mapping[str, str]
    record: bool
    lists: str
    received: str

    @property
    def gives_off(self) -> bool:
        """Whether its amounts are what firms give off: of a year, and of somebody."""
        return self.lists in ("wastes", "uses")


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the kinds of tables, in the order in which equals are preferred."""
    return tuple(
        Kind(
            row["kind"],
            row["zh"],
            row["en"],
            tuple(row["titles"].split(";")),
            tuple(frozenset(group.split("|")) for group in row["needs"].split(";")),
            frozenset(row["also"].split(";")),
            dict(pair.split("=") for pair in row["names"].split(";")),
            row["record"] == "yes",
            row["lists"],
            row["received"],
        )
        for row in _rows("kinds.csv")
    )


@cache
def kind_named(name: str) -> Kind | None:
    """Return a kind by its name; None for notes and other sheets without a table."""
    return next((kind for kind in kinds() if kind.name == name), None)


@cache
def field_types() -> Mapping[str, str]:
    """Return field -> type: text, code, amount, share, money, content, unit, date, year or aside."""
    return {row["field"]: row["type"] for row in _rows("fields.csv")}


@cache
def field_titles() -> Mapping[str, tuple[str, str]]:
    """Return field -> what it is called in Chinese and in English."""
    return {row["field"]: (row["zh"], row["en"]) for row in _rows("fields.csv")}


@lru_cache(maxsize=16_384)
def field_spelled(text: str) -> str:
    """Return the field that a header means by a listed spelling; empty if none.

    Examples
    --------
    >>> field_spelled("单位名称"), field_spelled("Abfall-Schlüssel"), field_spelled("颜色")
    ('enterprise', 'waste_code', '')
    """
    return _spellings().get(key_of(text), "") if len(text) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def field_like(text: str) -> tuple[tuple[str, float], ...]:
    """Return the fields that a header resembles, each with its likeness, best first.

    Examples
    --------
    >>> field_like("固体废物名称及描述")[0][0]
    'waste'
    """
    key = key_of(text)
    if not key or len(text) > _LONGEST:
        return ()
    index, keys, words = _index()
    likeness = index.likeness(normalised(text))
    found: dict[str, float] = {}
    for at in likeness.argsort()[::-1][:24]:
        score, spelling = float(likeness[at]), words[at]
        if key.find(spelling) >= 0 and len(spelling) >= 2:
            # A listed name inside a longer header says more than letters in common.
            score = max(score, 0.5 + 0.4 * len(spelling) / len(key))
        if key.isascii() and len(key) < _SHORT:
            # One letter more or less makes another word of so few: flow is no LoW.
            score = min(score, _SHORT_LIKENESS)
        if score >= 0.4:
            found[keys[at]] = max(found.get(keys[at], 0.0), round(min(score, 0.95), 3))
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:4])


@cache
def _spellings() -> Mapping[str, str]:
    """Return spelling -> field: the fields' own first, then those of the strict tables' columns."""
    known: dict[str, str] = {}
    for row in _rows("fields.csv"):
        for name in (row["field"], *row["names"].split(";")):
            known.setdefault(key_of(name), row["field"])
    for row in _rows("fields.csv"):
        for place in filter(None, row["tables"].split(";")):
            for name in spellings(*place.split(".")):
                known.setdefault(key_of(name), row["field"])
    return known


@cache
def _index() -> tuple[LikenessIndex, tuple[str, ...], tuple[str, ...]]:
    names = [
        (row["field"], name)
        for row in _rows("fields.csv")
        for name in row["names"].split(";")
        if len(key_of(name)) >= 2
    ]
    index = LikenessIndex(normalised(name) for _, name in names)
    return index, tuple(field for field, _ in names), tuple(key_of(name) for _, name in names)


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
