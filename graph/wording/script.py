"""Traditional Chinese characters and the simplified ones that mean the same.

`traditional.csv` gives each traditional character one simplified one: the common characters of OpenCC's table
TSCharacters (https://github.com/BYVoid/OpenCC, Apache License 2.0), of several meanings the first, and 碴, as
works write 渣. What is compared is folded by it; what a person wrote stays as it was written.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("traditional.csv")


def simplified(text: str) -> str:
    """Return text with simplified characters for traditional ones.

    Examples
    --------
    >>> simplified("電弧爐爐碴 8 公噸")
    '电弧炉炉渣 8 公吨'
    """
    return text if text.isascii() else text.translate(_table())


def is_traditional(texts: Iterable[str]) -> bool:
    """Return whether texts are written in traditional characters, and are no Japanese or Korean.

    Examples
    --------
    >>> is_traditional(["廢棄物名稱"]), is_traditional(["废物名称", "華新"]), is_traditional(["産業廃棄の量"])
    (True, False, False)
    """
    table = _table()
    traditional = simple = 0
    for text in texts:
        for character in "" if text.isascii() else text:
            if "\u3040" <= character <= "\u30ff" or "\uac00" <= character <= "\ud7a3":
                return False
            traditional += ord(character) in table
            simple += character in _simplified_only()
    return traditional > simple


@cache
def _table() -> Mapping[int, str]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {ord(row["traditional"]): row["simplified"] for row in csv.DictReader(file)}


@cache
def _simplified_only() -> frozenset[str]:
    """Return the simplified characters that no traditional text has: Big5 cannot write them."""
    return frozenset(character for character in _table().values() if not _in_big5(character))


def _in_big5(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True
