"""Administrative divisions by their codes of GB/T 2260, as people read them: the province, then the code."""

from __future__ import annotations

from graph.wording.messages import LANGUAGES, Message, Words, catalogue, message


def division_words(code: str) -> Words | Message:
    """Return what the division of a code is called; a code of no province stays as it is written.

    Examples
    --------
    >>> division_words("530181").zh, division_words("530000").zh, division_words("GB-LND").zh
    ('云南省（行政区划代码 530181）', '云南省', 'GB-LND')
    """
    name = catalogue().get(f"division.{code[:2]}") if code.isascii() and code.isdigit() else None
    if name is None:
        return Words(code, code)
    return name if set(code[2:]) <= {"0"} else message("division.within", name=name, code=code)


def way_words(codes: str) -> Words | Message:
    """Return from which division to which a transfer goes, as a gate writes it: ``530181 → 530300``.

    Examples
    --------
    >>> way_words("530181 → 530181").zh, way_words("530181 → ?").en
    ('同在云南省（行政区划代码 530181）', 'Yunnan (administrative code 530181) → a region not on record')
    """
    unknown = catalogue()["division.unknown"]
    places = [unknown if code == "?" else division_words(code) for code in codes.split(" → ")]
    if len(places) == 2 and places[0] == places[1] != unknown:
        return message("division.same", where=places[0])
    return Words(*(" → ".join(place.text(language) for place in places) for language in LANGUAGES))
