"""Ordinary wastes by their names in languages that the library does not speak: `foreign_names.csv`.

They stand apart from the library's own names: they are found whole or as whole words of a text, never by
letters in common, for a word of one language is like many of another. Accents may be missing in a file.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from graph.wording import folded

#: Letters that are no other letter with a mark.
_LETTERS = str.maketrans({"ł": "l", "ı": "i", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe"})
_WORDS = re.compile(r"\w+")
#: Words of so few letters end in an s of their own.
_SHORT = 4
#: A text of more words is a sentence; its first are looked at.
_MOST_WORDS = 24


def foreign_names(text: str) -> Iterator[tuple[str, str, float]]:
    """Yield the materials that a text names in another language: id, the name, and its share of the text.

    Of names within each other the longest counts alone.

    Examples
    --------
    >>> list(foreign_names("Xỉ lò cao")), list(foreign_names("popioly lotne"))
    ([('blast-furnace-slag', 'Xỉ lò cao', 1.0)], [('fly-ash', 'popioly lotne', 1.0)])
    >>> [(name, round(share, 2)) for name, _, share in foreign_names("Arıtma çamuru (krom)")]
    [('sludge', 0.75)]
    """
    known, longest = _names()
    written = _WORDS.findall(text)[:_MOST_WORDS]
    words = [_singular(_bare(word)) for word in written]
    letters = sum(map(len, words))
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + longest), at, -1):
            if material := known.get(" ".join(words[at:end])):
                named = sum(map(len, words[at:end]))
                yield material, " ".join(written[at:end]), named / letters
                at = end - 1
                break
        at += 1


def _bare(text: str) -> str:
    """Return text without case and accents.

    Examples
    --------
    >>> _bare("Süßmolke"), _bare("żużel"), _bare("KIRMIZI")
    ('sussmolke', 'zuzel', 'kirmizi')
    """
    parted = unicodedata.normalize("NFKD", folded(text).translate(_LETTERS))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _singular(word: str) -> str:
    """Return a word without the s of a plural: pulpes de betterave are pulpe de betterave.

    Examples
    --------
    >>> _singular("pulpes"), _singular("gas"), _singular("gross")
    ('pulpe', 'gas', 'gross')
    """
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss") else word


@cache
def _names() -> tuple[Mapping[str, str], int]:
    """Return name in bare words -> material, and how many words the longest name has."""
    with (Path(__file__).parent / "foreign_names.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["material"], row["names"].split(";")) for row in csv.DictReader(file)]
    known = {
        " ".join(_singular(_bare(word)) for word in _WORDS.findall(name.partition(":")[2])): material
        for material, names in rows
        for name in names
    }
    return known, max(name.count(" ") + 1 for name in known)
