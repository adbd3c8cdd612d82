"""Codes of wastes and industries by their structure, in every usual spelling.

| scheme | canonical | built of |
|---|---|---|
| EWC (European list of waste) | ``130205`` | chapter, sub-chapter, entry: two digits each |
| HW (hazardous waste, China) | ``HW08`` or ``900-249-08`` | class; or industry 3, order 3, class 2 |
| SW (solid waste, China, 2024) | ``SW17`` or ``900-001-S17`` | class; or industry 3, order 3, S, class 2 |
| HS (customs) | ``2619`` or ``261900`` | heading, subheading |
| GB/T 4754, NACE Rev.2, ISIC Rev.4 | ``3120``, ``2410`` | division 2, group 1, class 1 |

A code says its class by its structure, also where no table lists the item. What is no code, or could be two,
is refused with what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.wording import Message, message, plain


class CodeScheme(StrEnum):
    """Whose code it is."""

    EWC = "ewc"
    HW = "hw"
    SW = "sw"
    HS = "hs"
    GBT4754 = "gbt4754"
    NACE = "nace"
    ISIC = "isic"


@dataclass(frozen=True, slots=True)
class Code:
    """A code, understood.

    Attributes
    ----------
    code : str
        In the spelling of the library.
    code_class : str
        The class it belongs to (``HW08`` of 900-249-08, chapter ``13`` of EWC 130205, division ``24`` of
        NACE 2410); itself where it is a class.
    known : bool or None
        Whether the item stands in the code tables; None where no tables were given.
    """

    scheme: CodeScheme
    code: str
    code_class: str
    known: bool | None = None


INDUSTRIES = (CodeScheme.GBT4754, CodeScheme.NACE, CodeScheme.ISIC)
#: Classes of China's lists of hazardous and of solid waste run to these.
_LAST_HW, _LAST_SW = 50, 99
_EXPECTED = {
    CodeScheme.EWC: message("expected.code_ewc"),
    CodeScheme.HW: message("expected.code_hw"),
    CodeScheme.SW: message("expected.code_sw"),
    CodeScheme.HS: message("expected.code_hs"),
    CodeScheme.GBT4754: message("expected.code_gbt4754"),
    CodeScheme.NACE: message("expected.code_nace"),
    CodeScheme.ISIC: message("expected.code_isic"),
}

_EWC = re.compile(r"(?<![\d.-])(?:(\d{2}) ?(\d{2}) ?(\d{2})|(\d{2})[.](\d{2})[.](\d{2}))(?![\d-])(?!\.\d)")
_HW_ITEM = re.compile(r"(?<![\d-])(\d{3}) ?- ?(\d{3}) ?- ?(\d{2})(?![\d-])")
_SW_ITEM = re.compile(r"(?<![\d-])(\d{3}) ?- ?(\d{3}) ?- ?S(\d{2})(?![\d-])")
_CLASS = re.compile(r"(?<![A-Z])(SW|HW) ?-?(\d{1,2})(?!\d)")
_HS = re.compile(r"\bHS ?:? ?(\d{4})\.?(\d{2})?")
#: How a code is written without blanks inside.
_JOINED = (
    (_SW_ITEM, r"\1-\2-S\3"),
    (_HW_ITEM, r"\1-\2-\3"),
    (_CLASS, r"\1\2 "),
    (_HS, lambda match: f"HS{match[1]}{match[2] or ''}"),
)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63~]")
_BETWEEN = re.compile(r"[,;/|\s、]+")
_LABELS = re.compile(
    r"\b(?:EWC|LOW|AVV|EAK|EURAL|CER|NACE|ISIC|GB(?:/?T)?(?: ?4754)?(?:-20\d\d)?|REV\.? ?[234])\b[ :]*"
)
_DOUBTFUL = re.compile(r"(SW|HW) ?\d{1,2} ?[-~] ?(SW|HW)? ?\d{1,2}(?!\d|-)")


def codes_in(text: str) -> tuple[Code, ...]:
    """Return the waste and customs codes that stand in a text, once each; what is none is passed over.

    Examples
    --------
    >>> [code.code for code in codes_in("fly ash, EWC 10 01 02* or SW02")]
    ['100102', 'SW02']
    >>> codes_in("废矿物油 900-249-08")[0].code_class
    'HW08'
    """
    upper = _upper(text)
    placed: list[tuple[int, Code]] = []
    for scheme, pattern in ((CodeScheme.HW, _HW_ITEM), (CodeScheme.SW, _SW_ITEM)):
        for match in pattern.finditer(upper):
            placed.append((match.start(), _item(scheme, *match.groups())))
    for match in _CLASS.finditer(upper):
        placed.append((match.start(), _of_class(CodeScheme(match[1].lower()), int(match[2]))))
    bare = _SW_ITEM.sub(" ", _HW_ITEM.sub(" ", upper))
    for match in _EWC.finditer(bare):
        placed.append((match.start(), _ewc("".join(filter(None, match.groups())))))
    for match in _HS.finditer(upper):
        placed.append((match.start(), _hs(match[1] + (match[2] or ""))))
    return tuple(dict.fromkeys(code for _, code in sorted(placed, key=lambda pair: pair[0])))


def is_only_codes(text: str) -> bool:
    """Return whether a text holds codes and no other words.

    Examples
    --------
    >>> is_only_codes("HW08, 13 02 05*"), is_only_codes("废矿物油 HW08")
    (True, False)
    """
    return bool(codes_in(text)) and not words_beside_codes(text)


def words_beside_codes(text: str) -> str:
    """Return the words of a text without the codes and what labels them; empty where it has none.

    Examples
    --------
    >>> words_beside_codes("废铅蓄电池 900-252-12"), words_beside_codes("EWC 13 02 05*")
    ('废铅蓄电池', '')
    """
    rest = _upper(text)
    for pattern in (_HW_ITEM, _SW_ITEM, _CLASS, _HS, _EWC, _LABELS):
        rest = pattern.sub(" ", rest)
    rest = " ".join(rest.split()).strip(" -_—/,，、:：;；()（）[]*")
    return rest if re.search(r"\w", rest) else ""


def read_codes(
    text: str, scheme: CodeScheme | None = None, known: Collection[str] | None = None
) -> tuple[Code, ...]:
    """Return the codes of one cell, once each; nothing for an empty cell.

    Parameters
    ----------
    scheme : CodeScheme, optional
        The column's scheme: a bare number is then a code of it (``31`` among hazardous classes is HW31, and
        zeros lost by a spreadsheet are put back). By default the scheme is told by the spelling, and six
        digits are EWC.
    known : collection of str, optional
        The canonical codes that the tables hold.

    Raises
    ------
    SymbioflowError
        ``BAD_CODE``, saying what was expected.

    Examples
    --------
    >>> [code.code for code in read_codes("HW31、hw 49（900-041-49）")]
    ['HW31', '900-041-49']
    >>> [code.code for code in read_codes("10202", CodeScheme.EWC)]
    ['010202']
    """
    upper = _upper(text)
    if scheme in (None, CodeScheme.HW, CodeScheme.SW) and _DOUBTFUL.search(upper):
        raise _bad(text, message("expected.code_classes"))
    found: list[Code] = []
    for part in _cells_of(upper):
        code = _code(part, scheme, known)
        if code is None:
            raise _bad(text, _expected(scheme))
        found.append(code)
    found = _without_named_classes(upper, found, text)
    return tuple(
        dict.fromkeys(
            code if known is None else Code(code.scheme, code.code, code.code_class, code.code in known)
            for code in found
        )
    )


def class_of(code: str) -> str:
    """Return the class of a waste code in the library's spelling; itself where it is a class.

    Examples
    --------
    >>> class_of("900-249-08"), class_of("HW08")
    ('HW08', 'HW08')
    """
    return next((found.code_class for found in codes_in(code)), code)


def known_codes(snapshot: Snapshot, scheme: CodeScheme) -> frozenset[str]:
    """Return the codes of a scheme that the tables of a snapshot hold; empty where they hold none.

    Examples
    --------
    >>> known_codes(Snapshot.of([]), CodeScheme.EWC)
    frozenset()
    """
    if scheme is CodeScheme.ISIC:
        return frozenset(snapshot.strings("industries", "isic")) - {""}
    table = "industries" if scheme in INDUSTRIES else "waste_codes"
    pairs = zip(snapshot.strings(table, "scheme"), snapshot.strings(table, "code"), strict=True)
    return frozenset(code for of_scheme, code in pairs if of_scheme == scheme)


def _upper(text: str) -> str:
    return _DASHES.sub("-", plain(text)).upper().strip()


def _cells_of(upper: str) -> list[str]:
    """Return the written codes of a cell; blanks inside a code are taken out, brackets part codes."""
    upper = re.sub(r"[()\[\]]", ";", _LABELS.sub(" ", upper)).replace("*", "")
    for pattern, written in _JOINED:
        upper = pattern.sub(written, upper)
    upper = re.sub(r"(?<!\d)(\d{2})[ .](\d{2})[ .](\d{2})(?![\d])", r"\1\2\3", upper)
    upper = re.sub(r"(?<![A-Z])([A-U])[. ]+(?=\d)", r"\1", upper)
    return [part for part in _BETWEEN.split(upper) if part]


def _code(part: str, scheme: CodeScheme | None, known: Collection[str] | None) -> Code | None:
    """Return one written code; None where it is none of the scheme."""
    for of_item, pattern in ((CodeScheme.HW, _HW_ITEM), (CodeScheme.SW, _SW_ITEM)):
        match = pattern.fullmatch(part)
        if match and scheme in (None, of_item):
            return _checked_item(of_item, *match.groups())
    match = _CLASS.fullmatch(part)
    if match:
        of_class = CodeScheme(match[1].lower())
        last = _LAST_HW if of_class is CodeScheme.HW else _LAST_SW
        named = scheme in (None, of_class) and 1 <= int(match[2]) <= last
        return _of_class(of_class, int(match[2])) if named else None
    match = _HS.fullmatch(part)
    if match and scheme in (None, CodeScheme.HS):
        return _hs(match[1] + (match[2] or ""))
    digits = re.sub(r"\.0$", "", part) if scheme not in INDUSTRIES else part
    if scheme in (None, CodeScheme.EWC):
        return _ewc_of(digits)
    if scheme is CodeScheme.HW and re.fullmatch(r"\d{8}", digits):
        return _checked_item(scheme, digits[:3], digits[3:6], digits[6:])
    if scheme in (CodeScheme.HW, CodeScheme.SW) and re.fullmatch(r"\d{1,2}", digits):
        last = _LAST_HW if scheme is CodeScheme.HW else _LAST_SW
        return _of_class(scheme, int(digits)) if 1 <= int(digits) <= last else None
    if scheme is CodeScheme.HS and re.fullmatch(r"\d{4}(\.?\d{2})?", digits):
        return _hs(digits.replace(".", ""))
    return _industry(part, scheme, known) if scheme in INDUSTRIES else None


def _ewc_of(digits: str) -> Code | None:
    if not re.fullmatch(r"\d{5,6}", digits):
        return None
    digits = digits.zfill(6)
    return _ewc(digits) if 1 <= int(digits[:2]) <= 20 else None


def _industry(part: str, scheme: CodeScheme, known: Collection[str] | None) -> Code | None:
    """Return a class, group or division; a number that lost its zero is one where the tables say so."""
    match = re.fullmatch(r"([A-U])?(\d{1,4}|\d{2}\.\d{1,2})", re.sub(r"(?<=\d{4})\.0$", "", part))
    if match is None:
        return None
    digits = match[2].replace(".", "")
    zeroed = f"0{digits}"
    if len(digits) == 1 or (known is not None and digits not in known and zeroed in known):
        digits = zeroed
    # A group may be written as a class with a 0: 1710 is group 171 of NACE.
    if known is not None and digits not in known and not (digits[-1] == "0" and digits[:-1] in known):
        return None
    return Code(scheme, digits, digits[:2])


def _without_named_classes(upper: str, found: list[Code], text: str) -> list[Code]:
    """Return codes without a class that only says whose an item in brackets is: HW31(900-052-31)."""
    kept = list(found)
    for match in re.finditer(r"((?:SW|HW) ?-?\d{1,2}) ?\(([^()]*)\)", upper):
        named, inside = codes_in(match[1])[0], codes_in(match[2])
        if any(code.code_class != named.code for code in inside):
            raise _bad(text, message("expected.code_items", named=named.code))
        if inside and named in kept:
            kept.remove(named)
    return kept


def _checked_item(scheme: CodeScheme, industry: str, order: str, of_class: str) -> Code | None:
    last = _LAST_HW if scheme is CodeScheme.HW else _LAST_SW
    return _item(scheme, industry, order, of_class) if 1 <= int(of_class) <= last else None


def _item(scheme: CodeScheme, industry: str, order: str, of_class: str) -> Code:
    letter = "S" if scheme is CodeScheme.SW else ""
    return Code(scheme, f"{industry}-{order}-{letter}{of_class}", f"{scheme.value.upper()}{of_class}")


def _of_class(scheme: CodeScheme, number: int) -> Code:
    code = f"{scheme.value.upper()}{number:02d}"
    return Code(scheme, code, code)


def _ewc(digits: str) -> Code:
    return Code(CodeScheme.EWC, digits, digits[:2])


def _hs(digits: str) -> Code:
    return Code(CodeScheme.HS, digits, digits[:4])


def _expected(scheme: CodeScheme | None) -> Message:
    return _EXPECTED[scheme] if scheme else message("expected.code_any")


def _bad(text: str, expected: Message) -> SymbioflowError:
    return SymbioflowError("BAD_CODE", given=text[:40], expected=expected)
