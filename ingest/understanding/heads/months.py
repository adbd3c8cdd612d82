"""Months side by side: columns of 1月 to 12月 (Jan to Dec), put together to the year that they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.quantities import rounded
from ingest.understanding.result import Amount
from ingest.words import meanings

#: A table has its months as columns from so many of them on.
LEAST_MONTHS = 3
_YEAR = 12
_MONTHS = {name: int(month) for name, month in meanings("month").items()}
_NUMERALS = {name: month for month, name in enumerate((*"一二三四五六七八九十", "十一", "十二"), start=1)}
_CHINESE = re.compile(
    r"(?:(?:19|20)\d{2}\s*[-/.年]\s*)?(\d{1,2}|十[一二]?|[一二三四五六七八九])\s*月份?\s*(.*)"
)
_OF_A_YEAR = re.compile(r"(?:19|20)\d{2}\s*[-/.]\s*(\d{1,2})")
#: A quarter counts as a month of its own, after the twelve.
_QUARTER = re.compile(
    r"(?:(?:19|20)\d{2}\s*[-/.年]?\s*)?(?:第?([一二三四1-4])季度?\s*(.*)|Q([1-4])(?:\s*(?:19|20)\d{2})?)",
    re.IGNORECASE,
)
#: And so does half a year, after the quarters.
_HALF = re.compile(
    r"(?:(?:19|20)\d{2})?\s*[-/.年]?\s*"
    r"(?:(?:(上|下)半年|(1)\s*[-~至]\s*6\s*月|(7)\s*[-~至]\s*12\s*月)\s*(.*)|H([12]))",
    re.IGNORECASE,
)
#: The months of a year.
WHOLE_YEAR = frozenset(range(1, _YEAR + 1))
#: H2 alone is hydrogen.
_HALF_IN_WORDS = re.compile(
    r"(上|下)半年|\bH([12])(?=\s*[-/]?\s*(?:19|20)\d{2})|(?<=(?:19|20)\d{2})\s*[-/年]?\s*H([12])\b(?!\d)|^\s*H([12])\s*$"
)
_QUARTER_IN_WORDS = re.compile(r"第?([一二三四1-4])季度|\bQ([1-4])\b")
_FROM_TO = re.compile(r"(?<!\d)(\d{1,2})\s*月?\s*[-~—–至到]\s*(\d{1,2})\s*月(?!\s*\d+\s*日)")
_FROM_TO_LATIN = re.compile(r"\b([a-zä]{3,9})\.?\s*(?:[-~—–]|to|bis)\s*([a-zä]{3,9})\b", re.IGNORECASE)
#: How many months each of the columns holds that is not of one.
_LENGTHS = {**dict.fromkeys(range(13, 17), 3), 17: 6, 18: 6}
_LATIN = re.compile(r"([a-zä]{3,9})\.?\s*(.*)")
#: What stands per month in a column of one month is that month's amount.
_PER_MONTH = re.compile(r"\s*(?:/|每|\bper\s|\bpro\s)\s*(?:月|month|mon|mo|Monat)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class YearOfMonths:
    """The amounts of a row with its months summed.

    Attributes
    ----------
    amounts : tuple of Amount
    differs : tuple of (float, float)
        Where a total of the year stands beside the months: the total and their sum, if they differ.
    """

    amounts: tuple[Amount, ...]
    differs: tuple[tuple[float, float], ...] = ()


def is_monthly(unit: str) -> bool:
    """Whether a unit is of a month.

    Examples
    --------
    >>> is_monthly("吨/月"), is_monthly("t per month"), is_monthly("t/yr")
    (True, True, False)
    """
    return _PER_MONTH.search(unit) is not None


def month_of(header: str) -> tuple[int, str]:
    """Return the month that a header names, 0 if none, and the words beside it.

    13 to 16 stand for the quarters, 17 and 18 for the halves of a year.

    Examples
    --------
    >>> month_of("1月"), month_of("十二月份"), month_of("March"), month_of("3月产生量")
    ((1, ''), (12, ''), (3, ''), (3, '产生量'))
    >>> month_of("三季度"), month_of("Q4")
    ((15, ''), (16, ''))
    >>> month_of("下半年产生量"), month_of("1-6月")
    ((18, '产生量'), (17, ''))
    >>> month_of("2024-02"), month_of("月份"), month_of("Marl"), month_of("13月")
    ((2, ''), (0, '月份'), (0, 'Marl'), (0, '13月'))
    """
    text = " ".join(header.split())
    if found := _QUARTER.fullmatch(text):
        quarter = found[1] or found[3]
        return _YEAR + (_NUMERALS.get(quarter, 0) or int(quarter)), found[2] or ""
    if found := _HALF.fullmatch(text):
        is_first = found[1] == "上" or found[2] or found[5] == "1"
        return 17 if is_first else 18, found[4] or ""
    if found := _OF_A_YEAR.fullmatch(text):
        month, rest = int(found[1]), ""
    elif found := _CHINESE.fullmatch(text):
        month, rest = _NUMERALS.get(found[1], 0) or int(found[1]), found[2]
    elif (found := _LATIN.fullmatch(text.casefold())) and found[1] in _MONTHS:
        month, rest = _MONTHS[found[1]], text[found.start(2) :]
    else:
        return 0, header
    return (month, rest) if 1 <= month <= _YEAR else (0, header)


def months_spanned(text: str) -> frozenset[int]:
    """Return the months of the part of a year that a text names; none where it names no part of one.

    Examples
    --------
    >>> sorted(months_spanned("2024年(1-3月)")), sorted(months_spanned("Q2")), months_spanned("产生量")
    ([1, 2, 3], [4, 5, 6], frozenset())
    >>> len(months_spanned("2024上半年产生量")), len(months_spanned("Jan-Sep 2024")), months_spanned("H2 (t)")
    (6, 9, frozenset())
    """
    text = unicodedata.normalize("NFKC", text)
    if found := _HALF_IN_WORDS.search(text):
        first = found[1] == "上" or "1" in found.groups()
        return frozenset(range(1, 7) if first else range(7, 13))
    if found := _QUARTER_IN_WORDS.search(text):
        number = _NUMERALS.get(found[1] or found[2]) or int(found[1] or found[2])
        return frozenset(range(3 * number - 2, 3 * number + 1))
    if found := _FROM_TO.search(text):
        return frozenset(range(int(found[1]), int(found[2]) + 1)) & WHOLE_YEAR
    for found in _FROM_TO_LATIN.finditer(text):
        first, last = (_MONTHS.get(name.casefold(), 0) for name in found.groups())
        if first and last:
            return frozenset(range(first, last + 1))
    return frozenset()


def without_span(text: str) -> str:
    """Return a header without the months that it spans.

    Examples
    --------
    >>> without_span("1-9月产生量"), without_span("上半年利用量"), without_span("产生量")
    ('产生量', '利用量', '产生量')
    """
    for pattern in (_HALF_IN_WORDS, _QUARTER_IN_WORDS, _FROM_TO):
        text = pattern.sub("", text)
    return text.strip(" -_,:;的")


def of_one_month(unit: str) -> str:
    """Return the unit of what a month's column holds.

    Examples
    --------
    >>> of_one_month("吨/月"), of_one_month("t")
    ('吨', 't')
    """
    return _PER_MONTH.sub("", unit)


def put_together(amounts: Iterable[tuple[int, Amount]]) -> YearOfMonths:
    """Return the amounts of a row, those of single months as a year's.

    A total beside the months counts before their sum. Months in a unit of the year (t/yr) are its pace in
    that month, so the year is their mean.

    Parameters
    ----------
    amounts : iterable of (int, Amount)
        The month of its column (0 for none) with each amount.
    """
    kept: list[Amount] = []
    months: dict[tuple[str, int], dict[int, Amount]] = {}
    for month, amount in amounts:
        if month:
            months.setdefault((amount.field, amount.year), {})[month] = amount
        else:
            kept.append(amount)
    differs = []
    for (field, in_year), told in months.items():
        parts = {month: told[month] for month in finest(told)}
        years = (in_year, 0) if sum(of == field for of, _ in months) == 1 else (in_year,)
        total = next((amount for amount in kept if amount.field == field and amount.year in years), None)
        year = _year_of(parts)
        if total is None:
            kept.append(year)
            continue
        kept[kept.index(total)] = replace(total, year=in_year, months=year.months)
        if abs(total.likely - year.likely) > 1e-6 * max(abs(total.likely), 1.0):
            differs.append((total.likely, year.likely))
    return YearOfMonths(tuple(kept), tuple(differs))


def finest(months: Iterable[int]) -> list[int]:
    """Return the months, else the quarters, else the halves: beside the finer ones they say the same again.

    Examples
    --------
    >>> finest([1, 2, 3, 13]), finest([13, 14, 17]), finest([17, 18])
    ([1, 2, 3], [13, 14], [17, 18])
    """
    held = sorted(set(months))
    shortest = min((_LENGTHS.get(month, 1) for month in held), default=1)
    return [month for month in held if _LENGTHS.get(month, 1) == shortest]


def covered(months: Iterable[int]) -> int:
    """Return how many months of the year the columns hold.

    Examples
    --------
    >>> covered([1, 2, 3, 13]), covered([13, 14, 15]), covered([17])
    (3, 9, 6)
    """
    return sum(_LENGTHS.get(month, 1) for month in finest(months))


def _year_of(parts: dict[int, Amount]) -> Amount:
    first = parts[min(parts)]
    paced = first.unit.endswith("/yr")
    share = 1.0 / len(parts) if paced else 1.0
    low, likely, high = (
        rounded(share * sum(getattr(part, end) for part in parts.values()))
        for end in ("low", "likely", "high")
    )
    # A month that is not told is not nothing: the profile needs all of them.
    whole = tuple(parts[month].likely for month in sorted(parts)) if len(parts) == _YEAR else ()
    unit = first.unit if paced or not first.unit else f"{first.unit}/yr"
    return replace(first, low=low, likely=likely, high=high, unit=unit, months=whole)
