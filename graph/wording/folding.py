"""The one folding of text: how two spellings of the same words are made equal before they are compared.

Everything that compares names, headers, codes or answers of a person calls `folded`; what must keep its case
(units, codes on their way to upper case) calls `plain`.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from graph.wording.script import simplified


def plain(text: str) -> str:
    """Return text in compatibility form: full-width letters, digits and signs made plain.

    Examples
    --------
    >>> plain("ＨＷ３１（废电瓶）")
    'HW31(废电瓶)'
    """
    return unicodedata.normalize("NFKC", text)


def folded(text: str) -> str:
    """Return text as it is compared: plain, simplified, in lower case, single spaces within.

    Examples
    --------
    >>> folded("  Steel\u3000 SLAG "), folded("ＰＧ"), folded("電廠")
    ('steel slag', 'pg', '电厂')
    """
    return " ".join(simplified(plain(text)).casefold().split())


def is_called(row: Any, wanted: str) -> bool:
    """Return whether a folded text is the id of a row, or its name in either language.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> mill = SimpleNamespace(id="mill", name_zh="磨坊", name_en="")
    >>> is_called(mill, "磨坊"), is_called(mill, "")
    (True, False)
    """
    return bool(wanted) and wanted in (folded(row.id), folded(row.name_zh), folded(row.name_en))
