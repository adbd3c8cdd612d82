"""What the program says to a person: one catalogue in Chinese and in English, keyed by code and arguments.

`messages.csv` has a row for each sentence: its key, and the two texts with named places for the arguments
(`str.format`). Rooms below the faces return keys and arguments; a face asks for the text in its language.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
_FILE = Path(__file__).with_name("messages.csv")
#: Between the items of a list, by language.
_BETWEEN = {"zh": "、", "en": ", "}


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """Return the text in ``zh``, else in English."""
        return self.zh if language == "zh" else self.en

    def as_data(self) -> dict[str, str]:
        """Return it for a page's data: language -> text."""
        return asdict(self)


def names_of(row: Any) -> Words:
    """Return what a row is called; a name in one language shows in both, and the id where there is none.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> names_of(SimpleNamespace(id="mill", name_zh="磨坊", name_en=""))
    Words(zh='磨坊', en='磨坊')
    """
    return Words(row.name_zh or row.name_en or str(row.id), row.name_en or row.name_zh or str(row.id))


def names_or_id(row: Any | None, id: str) -> Words:
    """Return what a row is called; the id that names it where there is no such row.

    Examples
    --------
    >>> names_or_id(None, "mill").zh
    'mill'
    """
    return Words(id, id) if row is None else names_of(row)


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A sentence of the catalogue with its arguments, not yet in any language.

    Attributes
    ----------
    key : str
        ``CODE``, or ``CODE.case`` where one code has several sentences.
    arguments : tuple of (str, object)
        By name; one that has a text in each language (`Message`, `Words`) is said in the language asked for,
        and the items of a tuple are listed.
    """

    key: str
    arguments: tuple[tuple[str, Any], ...] = ()

    def text(self, language: str) -> str:
        """Return the sentence in ``zh``, else in English."""
        template = catalogue()[self.key].text(language)
        return template.format(**{name: _said(value, language) for name, value in self.arguments})

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return self.text("zh")

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self.text("en")

    def words(self) -> Words:
        """Return the sentence in both languages."""
        return Words(self.zh, self.en)


def message(key: str, /, **arguments: object) -> Message:
    """Return a sentence of the catalogue.

    Examples
    --------
    >>> wanted = message("expected.example_number", unit="km", example="50")
    >>> wanted.text("en"), wanted.text("zh")
    ('a number in km, for example 50', '以 km 计的数字，例如 50')
    """
    return Message(key, tuple(arguments.items()))


def numbered(key: str, values: Sequence[str | Words], /, **arguments: object) -> Message:
    """Return a sentence whose places are ``first``, ``second`` and ``third``, as far as there are values.

    Examples
    --------
    >>> numbered("remark.ENCODING", ["gb18030"]).text("en")
    'read as gb18030'
    """
    return message(
        key, **dict(zip(("first", "second", "third"), (*values, "", "", ""), strict=False)), **arguments
    )


@cache
def under(prefix: str) -> Mapping[str, Words]:
    """Return the sentences whose keys begin alike, by the rest of their keys.

    Examples
    --------
    >>> under("value.")["closed"].zh
    '关停'
    """
    return {key.removeprefix(prefix): words for key, words in catalogue().items() if key.startswith(prefix)}


@cache
def catalogue() -> Mapping[str, Words]:
    """Return every sentence by its key."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["key"]: Words(row["zh"], row["en"]) for row in csv.DictReader(file)}


def listed(items: Iterable[Any], language: str) -> str:
    """Return items as a list is read in a language; what has a text in each is said in it.

    Examples
    --------
    >>> listed(["磷石膏", Words("钢渣", "steel slag")], "zh"), listed(["a", "b"], "en")
    ('磷石膏、钢渣', 'a, b')
    """
    return _BETWEEN[language].join(str(_said(item, language)) for item in items)


def _said(value: Any, language: str) -> Any:
    if isinstance(value, tuple | list):
        return listed(value, language)
    return value.text(language) if hasattr(value, "text") else value
