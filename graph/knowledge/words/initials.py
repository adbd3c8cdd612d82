"""Initials of the pinyin of Chinese names, by which many people search: 转炉渣 is zlz.

GB 2312 orders the 3,755 characters of its first level by their pinyin, so the code of a character says its
initial. A character of the second level, ordered by its radical, may be any letter; one with several readings
(重, 行) is looked for under that of its place in the order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

#: The first character of each initial in the order of GB 2312; no reading begins with i, u or v.
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS = "abcdefghjklmnopqrstwxyz"
#: The last character of the first level.
_LAST = "座"
#: Stands in initials for a character of which no initial is known.
ANY = "?"
_ASKED = re.compile(r"[a-z][a-z0-9]+")


def initials(name: str) -> str:
    """Return the initials of a name: of its characters, and its Latin letters and digits as they are.

    Examples
    --------
    >>> initials("转炉渣"), initials("PVC 树脂"), initials("铟渣"), initials("steel slag")
    ('zlz', 'pvcsz', '?z', 'steelslag')
    """
    return "".join(map(_initial, name))


def asks_for_initials(text: str) -> re.Pattern[str] | None:
    """Return what finds a text among `initials`; None where it cannot be initials.

    Examples
    --------
    >>> [asks_for_initials(text) is None for text in ("zlz", "z", "转炉渣", "steel slag")]
    [False, True, True, True]
    >>> bool(asks_for_initials("yz").search(initials("铟渣")))
    True
    """
    if not _ASKED.fullmatch(text):
        return None
    return re.compile("".join(f"[{letter}{re.escape(ANY)}]" for letter in text))


@cache
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    if not "\u3400" <= character <= "\u9fff":
        return ""
    code = _code(character)
    if code is None or not _STARTS[0] <= code <= _END:
        return ANY
    return _LETTERS[bisect_right(_STARTS, code) - 1]


def _code(character: str) -> int | None:
    try:
        return int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return None


_STARTS = [code for code in map(_code, _FIRST) if code is not None]
_END = int.from_bytes(_LAST.encode("gb2312"), "big")
