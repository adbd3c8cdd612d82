"""Days, months, years and periods as cells write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from ingest.grids import Cell
from ingest.strict import date_of, text_of

_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?度?")
_YEAR_MONTH = re.compile(r"((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*月?")
_MONTH = re.compile(r"(\d{1,2})\s*月?")
_COMPACT_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})")
_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
#: Days from 2000 to 2049 as spreadsheets number them.
_SERIAL = re.compile(r"(?:3[7-9]|4\d|5[0-4])\d{3}(?:\.\d+)?")
_PERIODS = {
    "d": r"(?:per |/|a )?day|daily|(?:每|/)?[日天]|tägl\w*|pro tag",
    "week": r"(?:per |/|a )?week|weekly|(?:每|/)?[周星期]+|wöch\w*",
    "month": r"(?:per |/|a )?month|monthly|(?:每|/)?月|月度|monatl\w*|mensuel\w*|mensual\w*|mensile|mensal",
    "quarter": r"(?:per |/|a )?quarter|quarterly|(?:每|/)?季度?|trimestr\w*",
}


@lru_cache(maxsize=1024)
def period_of(text: str) -> str:
    """Return the time that amounts are of, where that is less than a year; empty for all else.

    Examples
    --------
    >>> period_of("per month"), period_of("每周"), period_of("per year"), period_of("batch")
    ('month', 'week', '', '')
    """
    for time, words in _PERIODS.items():
        if re.fullmatch(words, text.strip(), re.IGNORECASE):
            return time
    return ""


# Typed, for 1, 1.0 and true are other cells.
@lru_cache(maxsize=4096, typed=True)
def when(cell: Cell) -> tuple[date | None, int, int]:
    """Return day, year and month of a cell, as far as it says them.

    Examples
    --------
    >>> when("2025/1/5"), when("2025年3月"), when("05.01.2025")[0], when(2024)
    ((datetime.date(2025, 1, 5), 2025, 1), (None, 2025, 3), datetime.date(2025, 1, 5), (None, 2024, 0))
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.year, cell.month
    if isinstance(cell, date):
        return cell, cell.year, cell.month
    text = text_of(cell).strip()
    day = date_of(text.split(" ")[0]) or date_of(text)
    for pattern, order in ((_COMPACT_DAY, (1, 2, 3)), (_GERMAN_DAY, (3, 2, 1))):
        found = pattern.fullmatch(text)
        if found and day is None:
            try:
                day = date(*(int(found[part]) for part in order))
            except ValueError:
                day = None
    if day is not None:
        return day, day.year, day.month
    if found := _YEAR_MONTH.fullmatch(text):
        return None, int(found[1]), month_number(found[2])
    if found := _YEAR.fullmatch(text):
        return None, int(found[1]), 0
    years = set(_ANY_YEAR.findall(text))
    return None, int(next(iter(years))) if len(years) == 1 else 0, 0


@lru_cache(maxsize=4096, typed=True)
def unserial(cell: Cell) -> Cell:
    """Return the day that a spreadsheet keeps as the number of days since 1900; any other cell as it is.

    Examples
    --------
    >>> unserial(45296), unserial("45296.5"), unserial(2024), unserial("20240105")
    (datetime.date(2024, 1, 5), datetime.date(2024, 1, 5), 2024, '20240105')
    """
    if isinstance(cell, bool | date) or cell is None or not _SERIAL.fullmatch(str(cell).strip()):
        return cell
    return date(1899, 12, 30) + timedelta(days=int(float(cell)))


def month_number(text: str) -> int:
    """Return the month, 1 to 12, that a text names; 0 for none.

    Examples
    --------
    >>> month_number("3月"), month_number("2024-03"), month_number("13")
    (3, 3, 0)
    """
    found = _YEAR_MONTH.fullmatch(text.strip())
    month = int(found[2]) if found else 0
    if not found and (plain := _MONTH.fullmatch(text.strip())):
        month = int(plain[1])
    return month if 1 <= month <= 12 else 0
