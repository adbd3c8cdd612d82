"""Characters that text has no use for: controls, and marks that are not seen or make text read otherwise."""

from __future__ import annotations

import re

# Controls but tab and line ends; the marks that turn the direction of writing; halves of a character.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufeff]")


def unfit_mark(text: str) -> str:
    r"""Return the first character that text has no use for, by its number; empty where there is none.

    Examples
    --------
    >>> unfit_mark("steel\u202egals"), unfit_mark("钢渣\t5 t\n")
    ('U+202E', '')
    """
    return _named(_UNFIT.search(text))


def invisible_mark(text: str) -> str:
    r"""Return the first character of text that nobody sees, by its number; empty where there is none.

    Examples
    --------
    >>> invisible_mark("Wa\u200bng")
    'U+200B'
    """
    return _named(_INVISIBLE.search(text))


def without_invisible(text: str) -> str:
    r"""Return text without the characters that nobody sees.

    Examples
    --------
    >>> without_invisible("\ufeff钢渣")
    '钢渣'
    """
    return _INVISIBLE.sub("", text)


def _named(found: re.Match[str] | None) -> str:
    return "" if found is None else f"U+{ord(found.group()):04X}"
