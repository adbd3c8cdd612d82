"""Finds sums of tonnes, money or CO2e that stand alone in what is written for people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.evidence import Grade
from viz.words import value_words

#: An amount that somebody could quote; a price per unit is none, and thousands of a table's last columns are.
SUMS = {
    "en": re.compile(
        r"CNY -?[\d,.]+( million)?(?![\w/.])"
        r"|\d[\d,.]* (t|kt|Mt|m³|million m³|TJ|PJ)(/yr)?(?![\w/³])"
        r"|\d{1,3}(,\d{3})+(?= *[│|])"
    ),
    "zh": re.compile(
        r"\d[\d,.]*(万|亿)?(吨|立方米|吉焦)(/年)?|\d[\d,.]*(万|亿)?元(?!/)|\d{1,3}(,\d{3})+(?= *[│|])"
    ),
}
_GRADES = {
    language: [value_words(grade.value).text(language) for grade in Grade] for language in ("en", "zh")
}
#: Words of today's flows and of what is not known that say as much as a grade.
_SAID = {
    "en": ["on record", "│ estimate", "place unknown", "(assumed)", "nothing in it is priced"],
    "zh": ["登记在册", "│ 估计", "去处不明", "（推定）", "没有任何计价"],
}
_RANGE = re.compile(
    r"\d( \S+| million \S+)?( to |–| – )(CNY )?-?\d|\d(万|亿)?(吨|元|立方米)(/年)?( – |–)-?\d"
)
_COVERAGE = re.compile(
    r"\d% of (it|the money|the tonnes|the CO2e)|\d% *[│|]$|其中 [\d.]+% 来自|\d% 的(金额|销量|减碳量)"
)


def bare(statements: Iterable[str], language: str, names: Iterable[str] = ()) -> list[str]:
    """Return the statements that name a sum without a range, a grade or a coverage beside it.

    Parameters
    ----------
    statements : iterable of str
        Sentences and rows of tables.
    language : {"zh", "en"}
    names : iterable of str
        What rows of the graph are called; amounts in them are names.
    """
    found = []
    longest = sorted(set(names), key=len, reverse=True)
    for statement in statements:
        text = " ".join(statement.split())
        for name in longest:
            text = text.replace(name, "…")
        if not SUMS[language].search(text) or _RANGE.search(text) or _COVERAGE.search(text.rstrip()):
            continue
        if not any(word in text for word in (*_GRADES[language], *_SAID[language])):
            found.append(statement)
    return found
