"""Ids made of names: readable, stable, and the same for the same name next year."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from graph.wording import folded

_OTHER = re.compile(r"[^\w\u3400-\u9fff]+|_+")
_BLANKS = re.compile("(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_SERIAL = re.compile(r"[(\[]?0*\d{1,5}(?:\.0?)?[)\]]?[.、]?")
_CHINESE = re.compile("[\u3400-\u9fff]")
#: Longer ids are cut: a name of 600 characters is no handle.
_LONGEST = 60


@lru_cache(maxsize=65_536)
def id_of(*names: str) -> str:
    """Return the id that names give: folded, words joined by hyphens, parts by a colon.

    Chinese stays as it is, since it is what people read.

    Examples
    --------
    >>> id_of("Red Star Steel Co., Ltd."), id_of("红星钢厂", "转炉渣")
    ('red-star-steel-co-ltd', '红星钢厂:转炉渣')
    """
    plain = (_BLANKS.sub("", folded(name)) for name in names)
    parts = (_OTHER.sub("-", name).strip("-")[:_LONGEST].strip("-") for name in plain)
    return ":".join(part or "x" for part in parts)


def is_serial(id_: str) -> bool:
    """Return whether what a list calls its number only counts its rows: 1 of the next list is another thing.

    Examples
    --------
    >>> is_serial("1"), is_serial(" (12) "), is_serial("3."), is_serial("s1"), is_serial("91530100")
    (True, True, True, False, False)
    """
    return _SERIAL.fullmatch(folded(id_)) is not None


def is_chinese(name: str) -> bool:
    """Return whether a name has a Chinese character, so that it is the Chinese one.

    Examples
    --------
    >>> is_chinese("TY 钢厂"), is_chinese("Steel works")
    (True, False)
    """
    return _CHINESE.search(name) is not None


def free_id(wanted: str, taken: Container[str]) -> str:
    """Return an id that is not taken: with a number behind it where it must be.

    Examples
    --------
    >>> free_id("mill", {"mill", "mill-2"})
    'mill-3'
    """
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found
