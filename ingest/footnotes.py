"""Marks that point from a cell to a footnote below its table."""

from __future__ import annotations

import re

_FOOTNOTE = re.compile(
    r"(?:\s*(?:[*＊※†‡]+|[①-⑳⑴-⒇]+|\[\d{1,2}\]|[(（]\s*注\s*\d*\s*[)）])|(?<=[\d\s\u4e00-\u9fff])[¹²³⁴⁵⁶⁷⁸⁹]+)$"
)
_POWER_OF_TEN = re.compile(r"(?<![\d.])10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+$")
#: The star of a European code says that the waste is hazardous.
_CODE_STARRED = re.compile(r"\d{2}[\s.]?\d{2}[\s.]?\d{2}\s*\*")


def without_footnote(text: str, counts: bool = False) -> str:
    """Return a text without the mark that points to a footnote below its table.

    A raised figure after a digit is one too: 800² are no eight thousand and two.

    Parameters
    ----------
    counts : bool
        Whether it is an amount, and so no code, whose star says that the waste is hazardous.

    Examples
    --------
    >>> without_footnote("32.40*"), without_footnote("粉煤灰①"), without_footnote("炉渣（注2）")
    ('32.40', '粉煤灰', '炉渣')
    >>> without_footnote("800²"), without_footnote("3×10⁴"), without_footnote("13 02 05*")
    ('800', '3×10⁴', '13 02 05*')
    >>> without_footnote("152000*", counts=True)
    '152000'
    """
    found = _FOOTNOTE.search(text)
    rest = text[: found.start()].rstrip() if found else ""
    is_code = found is not None and not counts and _CODE_STARRED.fullmatch(text.strip())
    return text if not rest or is_code or _POWER_OF_TEN.search(text) else rest
