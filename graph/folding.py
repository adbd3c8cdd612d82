"""The one folding of text: how two spellings of the same words are made equal before they are compared.

Everything that compares names, headers, codes or answers of a person calls `folded`; what must keep its case
(units, codes on their way to upper case) calls `plain`.
"""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Return text in compatibility form: full-width letters, digits and signs made plain.

    Examples
    --------
    >>> plain("ＨＷ３１（废电瓶）")
    'HW31(废电瓶)'
    """
    return unicodedata.normalize("NFKC", text)


def folded(text: str) -> str:
    """Return text as it is compared: plain, without upper case, with single spaces and none at the ends.

    Examples
    --------
    >>> folded("  Steel\u3000 SLAG "), folded("ＰＧ")
    ('steel slag', 'pg')
    """
    return " ".join(plain(text).casefold().split())
