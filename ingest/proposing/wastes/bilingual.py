"""Names of wastes in two languages in one cell: Grinding sludge 磨削污泥 is one waste said twice."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.knowledge import Decision, Reading

_LATIN_FIRST = re.compile(
    r"([A-Za-z][A-Za-z &,'/-]+[A-Za-z])\s*[(（/|-]?\s*([\u4e00-\u9fff][^A-Za-z]*?)[)）]?"
)
_CHINESE_FIRST = re.compile(
    r"([\u4e00-\u9fff][^A-Za-z]*?)\s*[(（/|-]?\s*([A-Za-z][A-Za-z &,'/-]+[A-Za-z])[)）]?"
)
#: Shorter words in letters are symbols: LD 渣, PVC粉.
_LEAST_LETTERS = 5


def in_two_languages(text: str) -> tuple[str, ...]:
    """Return the two names of a text that is in letters and in characters; none for every other.

    Examples
    --------
    >>> in_two_languages("Grinding sludge 磨削污泥"), in_two_languages("铝屑（Aluminium chips）")
    (('Grinding sludge', '磨削污泥'), ('铝屑', 'Aluminium chips'))
    >>> in_two_languages("PVC 边角料"), in_two_languages("钢渣")
    ((), ())
    """
    found = _LATIN_FIRST.fullmatch(text.strip()) or _CHINESE_FIRST.fullmatch(text.strip())
    parts = tuple(part.strip() for part in found.groups()) if found else ()
    return parts if all(not part.isascii() or len(part) >= _LEAST_LETTERS for part in parts) else ()


def read_in_two(text: str, read: Callable[[str], Reading]) -> Reading | None:
    """Return the reading of the one name of two that is sure; None where neither is, or both differ."""
    sure = [
        reading for part in in_two_languages(text) if (reading := read(part)).decision is Decision.CERTAIN
    ]
    return sure[0] if sure and len({reading.candidates[0].id for reading in sure}) == 1 else None
