"""Sheets of a month, a quarter or half a year: twelve months are a year, fewer are asked about."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.quantities import rounded
from ingest.understanding.heads import WHOLE_YEAR, kind_named, months_spanned
from ingest.understanding.result import LEAVE_OUT, Amount, Question, Sheet, question_id
from ingest.understanding.rows.amounts import STANDING

#: Ends the unit of an amount that is of a part of the year, until somebody says what the year's is.
OF_A_PART = "/part"
#: One month is that of the sheet only where the title says so; a date of filling in has one too.
_MONTHLY = re.compile(
    r"(?<!\d)(\d{1,2})\s*月份?(?:固废|危废|一般|工业|产生|月|统计|报表|台账|汇总)|月(?:度|报).*?(?<!\d)(\d{1,2})\s*月"
)
_ONE_SHEET = re.compile(r"(?:(?:19|20)\d{2}\s*[年.-]?\s*)?(\d{1,2})\s*月份?")
_NO_PERIOD = re.compile(r"日期|时间|截[至止]|填报|填表|采样|打印|prepared|printed|date", re.IGNORECASE)
#: Fields that are so much at a time or of each tonne, whatever time the sheet is of.
_STANDING = STANDING | {"moisture", "price", "disposal_cost", "use_rate", "content", "capacity"}


def months_named(texts: Iterable[str], sheet: str) -> frozenset[int]:
    """Return the months that titles, or the name of the sheet, say it is of; none where it is of a year.

    Examples
    --------
    >>> sorted(months_named(["2024年上半年固废统计表"], "Sheet1")), sorted(months_named([], "3月"))
    ([1, 2, 3, 4, 5, 6], [3])
    >>> sorted(months_named(["2024年1-3月产生量"], "")), sorted(months_named(["填报日期：2024年3月"], ""))
    ([1, 2, 3], [])
    """
    for text in (unicodedata.normalize("NFKC", text) for text in texts):
        if _NO_PERIOD.search(text):
            continue
        if span := months_spanned(text):
            return span
        if found := _MONTHLY.search(text):
            return frozenset({int(found[1] or found[2])}) & WHOLE_YEAR
    found = _ONE_SHEET.fullmatch(unicodedata.normalize("NFKC", sheet).strip())
    return frozenset({int(found[1])}) & WHOLE_YEAR if found else frozenset()


def with_whole_years(sheets: Sequence[Sheet], answers: Mapping[str, str]) -> list[Sheet]:
    """Return sheets whose months make no year with a question, and their amounts as of a part of it.

    Sheets of one kind and firm belong together: twelve of them, one for each month, are a year.
    """
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for sheet in sheets:
        if _is_of_a_part(sheet):
            groups[sheet.kind, sheet.firm] |= _months(sheet)
    found = []
    for sheet in sheets:
        months = groups.get((sheet.kind, sheet.firm), set()) if _is_of_a_part(sheet) else set()
        whole = not months or len(months) == len(WHOLE_YEAR) or not any(row.amounts for row in sheet.rows)
        found.append(sheet if whole else _asked(sheet, len(months), answers))
    return found


def _asked(sheet: Sheet, months: int, answers: Mapping[str, str]) -> Sheet:
    identity = question_id("PART_OF_YEAR", f"{sheet.file} {sheet.firm}")
    answer = answers.get(identity, "")
    if answer == "year":
        return sheet
    factor = 12 / months if answer == "scale" else 0.0
    rows = tuple(
        replace(row, amounts=tuple(_of_year(amount, factor) for amount in row.amounts)) for row in sheet.rows
    )
    if answer in ("scale", LEAVE_OUT):
        return replace(sheet, rows=rows)
    question = Question(
        identity, sheet.file, sheet.sheet, 0, "", "PART_OF_YEAR", (sheet.file, str(months)), ("year", "scale")
    )
    return replace(sheet, rows=rows, questions=(*sheet.questions, question))


def _of_year(amount: Amount, factor: float) -> Amount:
    """Return an amount times a factor; without one, as of a part of the year."""
    if amount.field in _STANDING:
        return amount
    if not factor:
        return replace(amount, unit=f"{amount.unit.removesuffix('/yr')}{OF_A_PART}")
    low, likely, high = (rounded(end * factor) for end in (amount.low, amount.likely, amount.high))
    return replace(amount, low=low, likely=likely, high=high)


def _is_of_a_part(sheet: Sheet) -> bool:
    kind = kind_named(sheet.kind)
    return kind is not None and not kind.record and kind.gives_off and bool(_months(sheet))


def _months(sheet: Sheet) -> frozenset[int]:
    return frozenset(map(int, sheet.facts.get("months", "").split()))
