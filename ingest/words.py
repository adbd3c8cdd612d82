"""What people write in headers and cells of choices: Chinese and English words of `words.csv`, looked up."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.tables import TABLES, Column, Table
from graph.wording import folded, plain

_FILE = Path(__file__).with_name("words.csv")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
#: Words that say which end of a range a column is; a field's name alone means the likely value.
RANGE_ENDS: Mapping[str, tuple[str, ...]] = {
    "low": ("下限", "最低", "最小", "低", "min", "low"),
    "likely": ("", "可能值", "likely"),
    "high": ("上限", "最高", "最大", "高", "max", "high"),
}
FLAGS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "1", "y", "是", "有"), True),
    **dict.fromkeys(("false", "no", "0", "n", "否", "无"), False),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One row of `words.csv`: the Chinese word for a table, column, choice ..., and its other spellings."""

    kind: str
    scope: str
    name: str
    zh: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A header, understood: its column and the unit written in it (empty when there is none)."""

    column: Column
    unit: str


def table_named(text: str) -> str | None:
    """Return the table that a file, sheet or resource name means; None if it means none.

    Examples
    --------
    >>> table_named("Waste streams"), table_named("企业"), table_named("Sheet1")
    ('waste_streams', 'enterprises', None)
    """
    return _tables().get(key_of(text))


def heading_of(table: Table, text: str) -> Heading | None:
    """Return what a header means in a table; None if it means no column.

    Examples
    --------
    >>> streams = TABLES["waste_streams"]
    >>> heading = heading_of(streams, "年产生量下限（万吨/年）")
    >>> heading.column.name, heading.unit
    ('supply_low', '万吨/年')
    >>> heading_of(streams, "supply").column.name
    'supply_likely'
    """
    known = _headings(table.name)
    written = plain(text)
    if key_of(written) in known:
        return Heading(table.column(known[key_of(written)]), "")
    notes = _BRACKETS.findall(written)
    bare = _BRACKETS.sub("", written)
    for end in [note for note in notes if key_of(bare + note) in known]:
        units = [note for note in notes if note != end]
        return Heading(table.column(known[key_of(bare + end)]), units[0].strip() if units else "")
    if notes and key_of(bare) in known:
        return Heading(table.column(known[key_of(bare)]), notes[-1].strip())
    left, slash, right = written.partition("/")
    if slash and key_of(left) in known:
        return Heading(table.column(known[key_of(left)]), right.strip())
    return None


def choice_of(column: Column, text: str) -> str | None:
    """Return the choice of a column that a word means; None if it means none.

    Examples
    --------
    >>> choice_of(TABLES["enterprises"].column("state"), "在建")
    'building'
    """
    if text in column.choices:
        return text
    meant = [name for name in _choices().get(key_of(text), ()) if name in column.choices]
    return meant[0] if len(meant) == 1 else None


def title_of(table: str, column: str = "", language: str = "zh") -> str:
    """Return the title of a table or of a column for people.

    Examples
    --------
    >>> title_of("enterprises"), title_of("waste_streams", "supply_low"), title_of("parks", language="en")
    ('企业', '年产生量下限', 'Parks')
    """
    if language != "zh":
        return (column or table).replace("_", " ").capitalize()
    if not column:
        return next(word.zh for word in _words() if word.kind == "table" and word.name == table)
    end = TABLES[table].column(column).range_end
    word = _column_word(table, column.removesuffix(f"_{end}") if end else column)
    return word.zh + (RANGE_ENDS[end][0] if end else "")


def spellings(table: str, column: str) -> tuple[str, ...]:
    """Return every way to write the header of a column, its own name among them.

    Examples
    --------
    >>> spellings("waste_streams", "supply_likely")[:3]
    ('supply', '年产生量', '产生量')
    """
    end = TABLES[table].column(column).range_end
    name = column.removesuffix(f"_{end}") if end else column
    word = _column_word(table, name)
    return (name, word.zh, *word.aliases)


def key_of(text: str) -> str:
    """Return a spelling without case, width, spaces, brackets and underscores.

    Examples
    --------
    >>> key_of("Waste_Streams（年）")
    'wastestreams年'
    """
    return re.sub(r"[\s_()\[\]\-]+", "", folded(text))


def listed(kind: str, name: str) -> frozenset[str]:
    """Return the words of one row that is of no table: cells that say nothing, notes among sheets ...

    Examples
    --------
    >>> "封面" in listed("sheet", "notes"), "n/a" in listed("cell", "unknown")
    (True, False)
    """
    return frozenset(word for word, meant in meanings(kind).items() if meant == name)


@cache
def meanings(kind: str) -> Mapping[str, str]:
    """Return word -> what it means, of all rows of a kind.

    Examples
    --------
    >>> meanings("month")["märz"], meanings("rate")["klpd"]
    ('3', 'm3/d')
    """
    of_kind = [word for word in _words() if word.kind == kind]
    return {word: row.name for row in of_kind for word in (row.zh, *row.aliases) if word}


@cache
def _words() -> tuple[Word, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Word(
                row["kind"],
                row["scope"],
                row["name"],
                row["zh"],
                tuple(filter(None, row["aliases"].split(";"))),
            )
            for row in csv.DictReader(file)
        )


def _column_word(table: str, name: str) -> Word:
    for scope in (table, "*"):
        for word in _words():
            if word.kind == "column" and word.scope == scope and word.name == name:
                return word
    raise KeyError(f"{table}.{name}")


@cache
def _tables() -> Mapping[str, str]:
    known = {key_of(name): name for name in TABLES}
    for word in _words():
        if word.kind == "table":
            known.update(dict.fromkeys(map(key_of, (word.zh, *word.aliases)), word.name))
    return known


@cache
def _headings(table: str) -> Mapping[str, str]:
    """Return spelling -> column of a table; a title wins over another column's alias."""
    columns = TABLES[table].columns
    known = {key_of(column.name): column.name for column in columns}
    titles: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for column in columns:
        end = column.range_end
        name = column.name.removesuffix(f"_{end}") if end else column.name
        word = _column_word(table, name)
        common = [
            other for other in _words() if (other.kind, other.scope, other.name) == ("column", "*", name)
        ]
        spellings = [spelling for other in (word, *common) for spelling in (other.zh, *other.aliases)]
        for suffix in RANGE_ENDS[end] if end else ("",):
            titles.setdefault(key_of(word.zh + suffix), column.name)
            for spelling in (name, *spellings):
                aliases.setdefault(key_of(spelling + suffix), column.name)
    return {**aliases, **titles, **known}


@cache
def _choices() -> Mapping[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for word in _words():
        if word.kind == "choice":
            for spelling in (word.name, word.zh, *word.aliases):
                known[key_of(spelling)] = (*known.get(key_of(spelling), ()), word.name)
    return known
