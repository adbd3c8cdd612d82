"""Decimal marks: what the numbers of a sheet prove, its language uses, or its total alone allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.errors import SymbioflowError
from ingest.grids import Cell
from ingest.quantities import NOTHING, decimal_mark, read_written

_CHINESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_GERMAN = re.compile(
    r"\b(?:menge|abfall\w*|betrieb|erzeuger|datum|bezeichnung|einheit|entsorg\w*|jahr)\b", re.IGNORECASE
)
_LATIN = re.compile(
    r"\b(?:quantit[éà]|quantidade\w*|miktar\w*|odpad\w*|mängd|mængde|mengde|mennyiség|cantitate\w*|množství"
    r"|khối lượng|образовано|отход\w*"
    r"|d[ée]chets?|rifiut[oi]|residuos?|res[íi]duos?|cantidad|afvalstof\w*|hoeveelheid|ilość|odpad\w*)(?!\w)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:waste|company|firm|name|quantity|amount|annual|tonnes|generated|industry|sector|destination|year|residue|plant|density"
    r"|outlet|operator|by-product|site|receiver|treatment|disposal|use|hours|days|facility|material|stream)\b"
)
_ENDS_OF_RANGE = re.compile(r"(?<=\d)\s*[-–—~～]\s*(?=\d)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}(?:\s*[a-z].*)?", re.IGNORECASE)
#: So many English words and like numbers tell together that commas part thousands.
_LEAST_WORDS = 2
_LEAST_NUMBERS = 2
_BROKEN = re.compile(r"(?<=[,，.．/])[ \t]*[\r\n]+[ \t]*(?=[\w])")


def sheet_mark(texts: Sequence[str], headers: str, delimiter: str) -> tuple[str, bool]:
    """Return the decimal mark of a sheet: what its numbers prove, else what its language uses.

    English headers alone do not tell one number, for many who write English use decimal commas. Several
    numbers, all with three digits behind a comma and none below one, can only be thousands.

    Returns
    -------
    mark : str
        Empty where nothing tells it.
    is_english : bool
        Whether nothing but English and several like numbers tell it, which a reader should know.

    Examples
    --------
    >>> sheet_mark(["1.200"], "Abfallbezeichnung Menge", ";"), sheet_mark(["1,200"], "年产生量", ",")
    ((',', False), ('.', False))
    >>> sheet_mark(["400,000", "85,000"], "Company Waste Annual quantity", ",")
    ('.', True)
    >>> sheet_mark(["400,000"], "Company Waste Annual quantity", ",")
    ('', False)
    """
    proved = decimal_mark(texts)
    if proved:
        return proved, False
    if _CHINESE.search(headers):
        return ".", False
    is_english = headers.isascii() and len(set(_ENGLISH.findall(headers.casefold()))) >= _LEAST_WORDS
    if _GERMAN.search(headers) or _LATIN.search(headers) or (delimiter == ";" and not is_english):
        return ",", False
    numbers = (part.strip() for text in texts for part in _ENDS_OF_RANGE.split(text))
    thousands = {part for part in numbers if _THOUSANDS.fullmatch(part)}
    return (".", True) if is_english and len(thousands) >= _LEAST_NUMBERS else ("", False)


def total_mark(rows: Sequence[Cell], total: Cell) -> str:
    """Return the decimal mark with which alone the cells of a column sum to their total; empty if none does.

    Examples
    --------
    >>> total_mark(["4.500", "62.000", "820"], "67.320"), total_mark(["4.5", "62"], "67")
    (',', '')
    """
    fitting = [mark for mark in ".," if sums_to(rows, total, mark)]
    return fitting[0] if len(fitting) == 1 else ""


def sums_to(rows: Sequence[Cell], total: Cell, mark: str) -> bool:
    """Whether the cells of a column sum to their total, written with this decimal mark."""
    whole = plain_number(total, mark)
    parts = [part for cell in rows if (part := plain_number(cell, mark)) is not None]
    return whole is not None and bool(parts) and abs(sum(parts) - whole) <= 1e-6 * max(abs(whole), 1.0)


def plain_number(cell: Cell, mark: str) -> float | None:
    """Return the number of a cell that holds one and no unit; None for every other."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    if isinstance(cell, str):
        try:
            written = read_written(unbroken(cell), mark)
        except SymbioflowError:
            return None
        return None if written is None or written.unit else written.likely
    return float(cell)


def holds_numbers(cells: Iterable[Cell]) -> bool:
    """Whether cells below each other hold numbers alone, or what says that there is nothing.

    Examples
    --------
    >>> holds_numbers(["约12", 3, None, "-"]), holds_numbers(["1.234,5"]), holds_numbers(["12", "砖厂"])
    (True, True, False)
    """
    found = False
    for cell in cells:
        is_one = is_number(cell)
        if is_one is False:
            return False
        found = found or is_one is True
    return found


def is_number(cell: Cell) -> bool | None:
    """Whether a cell holds a number and no unit; None where it says that there is nothing.

    Examples
    --------
    >>> is_number("约12"), is_number("砖厂"), is_number("-"), is_number(None)
    (True, False, None, None)
    """
    if cell is None or (isinstance(cell, str) and cell.strip().casefold() in NOTHING):
        return None
    return plain_number(cell, ".") is not None or plain_number(cell, ",") is not None


def unbroken(text: str) -> str:
    r"""Return a quantity whose cell was broken within its digits or its unit.

    A break after a digit parts two quantities and stays.

    Examples
    --------
    >>> unbroken("1,850,\n000"), unbroken("12 吨/\n年"), unbroken("120\n300")
    ('1,850,000', '12 吨/年', '120\n300')
    """
    return _BROKEN.sub("", text)


def column_texts(rows: Sequence[tuple[int, tuple[Cell, ...]]], at: int) -> list[str]:
    """Return the cells of a column that are text."""
    return [cell for _, cells in rows if at < len(cells) and isinstance(cell := cells[at], str)]
