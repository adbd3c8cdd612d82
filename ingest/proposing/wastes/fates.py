"""Where a waste goes today: what the fates of a list come to, and what words say where no amounts do.

A list without amounts generated is told by its fates: what is given off a year is what is used, disposed of
and put into storage. Words say that all of it goes to a use, none of it, or that nobody knows how much.

A list that says 外售 and no amount leaves open how much is sold: from nothing to all of it. So does a fate in
words that are not known here, for a tonne that may be in use already must not be counted as free.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.ranges import Range
from ingest.proposing.wastes.lines import Line
from ingest.quantities import NOTHING
from ingest.understanding import UNUSED

_USED = re.compile(
    r"利用|外售|出售|销售|回[收用炉窑炼配熔掺]|返[炉窑炼回]|掺[烧混配]|堆肥|还田|饲料|养殖|综合|自用|制[砖浆粒肥造酸碳备取成]|用于|用作|作为|\bsold\b|recycl|recover|reus|verwert|valori[sz]"
    r"|\bcompost|co-?process|coproces|\banimal feed|odzysk|reciclad|geri kazan|tái (?:sử dụng|chế)|bán cho",
    re.IGNORECASE,
)
_DISPOSED = re.compile(
    r"填埋|掩埋|处置|焚烧|焚化|堆存|堆放|堆场|贮存|储存|暂存|存放|弃置|丢弃|排放|外排|放空|排入|清运|环卫|渣场|渣库|尾矿库|灰场|未定|无去向"
    r"|landfill|dump|incinerat|dispos|\btip(?:ped|ping)\b|\bstor(?:ed|age)\b|stockpil|\bpond\b|\b(?:SLF|TSDF|CETP|sewer)\b"
    r"|flare|vented"
    r"|vertedero|dep[óo]sito|eliminaci|deponi|beseitig|verbrenn|składow|unieszkodl"
    r"|chôn lấp|lưu (?:bãi|kho|giữ)|thải bỏ|\bđốt\b"
    r"|düzenli depo|bertaraf|yakma|enfouiss|décharge|stockage|élimination"
    r"|discarica|smaltiment|aterro|\bD\d{1,2}\b",
    re.IGNORECASE,
)
_ALL_OF_IT = re.compile(
    r"全部|全量|均[外出综回用送]|100\s*[%％]|\ball\b|\bfully\b|\bentirely\b", re.IGNORECASE
)
#: Tonnes used today, and the fates of a year, each kind by its fields.
IN_USE = ("in_use", "own_use", "sent_to_use")
_DISPOSAL = ("disposal", "own_disposal", "sent_to_disposal")
_STORAGE = ("stored", "stock")
FATES = (*IN_USE, *_DISPOSAL, *_STORAGE)
#: A stock that the year put there, no stock on hand: 贮存量, 本年贮存量, stored.
_OF_THE_YEAR = re.compile(
    r"(?:本年度?|当年|本期|年)?(?:贮存|储存|暂存)量?(?![^（(\s])|(?:stored|stockpiled)\b", re.IGNORECASE
)
#: By how much the fates of a year may be more than what is given off: rounding.
_ROUNDING = 0.02
#: An operation of recovery of a register's row is that of its whole amount; R12 and R13 only come before one.
_RECOVERED = re.compile(r"\s*R\s?(?:[1-9]|1[01])[a-z]?\s*", re.IGNORECASE)


def fates_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the fields whose amounts come to what is given off a year; none where a list says less.

    That is where at least two of the three kinds of fates have a column.

    Parameters
    ----------
    lines : sequence of Line
        Of one waste.
    """
    kinds = (IN_USE, _DISPOSAL, elsewhere_of(lines)[len(_DISPOSAL) :])
    having = [[name for name in kind if any(name in line.headers for line in lines)] for kind in kinds]
    told = any(name in line.amounts for kind in having for name in kind for line in lines)
    if not told or sum(map(bool, having)) < 2 or any(line.verified for line in lines):
        return ()
    return tuple(name for kind in having for name in kind)


def elsewhere_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the fields of what is disposed of and of what the year put into storage.

    Parameters
    ----------
    lines : sequence of Line
        Of one waste.
    """
    return (*_DISPOSAL, *(name for name in _STORAGE if _is_of_the_year(name, lines)))


def _is_of_the_year(name: str, lines: Sequence[Line]) -> bool:
    return name != "stock" or all(_OF_THE_YEAR.match(line.headers.get(name, "")) for line in lines)


def exceed(fates: Range, supply: Range) -> bool:
    """Return whether the fates of a year are more than what is given off, by more than rounding.

    Examples
    --------
    >>> exceed(Range.exact(1000.0), Range.exact(990.0)), exceed(Range.exact(1000.0), Range.exact(100.0))
    (False, True)
    """
    return fates.low > (1.0 + _ROUNDING) * supply.high


def within(in_use: Range | None, supply: Range | None) -> Range | None:
    """Return what is in use of a year's supply; what goes beyond it was taken from stock.

    Examples
    --------
    >>> within(Range.exact(150.0), Range.exact(100.0))
    Range(low=100.0, likely=100.0, high=100.0)
    """
    if in_use is None or supply is None:
        return in_use
    high = min(in_use.high, supply.high)
    likely = min(in_use.likely, supply.likely, high)
    return Range(min(in_use.low, likely), likely, high)


def in_use_by_words(lines: Sequence[Line], supply: Range | None) -> Range | None:
    """Return what is in use by the words for where a waste goes; None where no words say that any is.

    Parameters
    ----------
    lines : sequence of Line
        Of one waste.
    supply : Range or None
        What there is of it a year.
    """
    # R4 of a row is that of all of it, whoever takes it.
    fates = [fate for line in lines if (fate := _operation(line) or line.fate.strip())]
    verdicts = {verdict for fate in fates if (verdict := _verdict(fate))}
    if supply is None or not verdicts:
        return None
    if verdicts == {"all"} and len(fates) == len(lines):
        return supply
    return Range(0.0, 0.0, supply.high)


def _operation(line: Line) -> str:
    """Return the operation of recovery that a row names beside its taker; empty where it names none."""
    return line.way.strip() if _RECOVERED.fullmatch(line.way) else ""


def goes_to(words: str) -> str:
    """Return ``use`` or ``disposal`` by the words for where a waste goes; empty for neither or both.

    Examples
    --------
    >>> goes_to("外售"), goes_to("R5"), goes_to("D9"), goes_to("利用处置去向"), goes_to("甲公司")
    ('use', 'use', 'disposal', '', '')
    """
    said = UNUSED.sub("", words)
    used = bool(_RECOVERED.fullmatch(said) or _USED.search(said))
    if used is bool(_DISPOSED.search(said)):
        return ""
    return "use" if used else "disposal"


def _verdict(fate: str) -> str:
    """Return ``all``, ``some`` (nobody says how much) or, where nothing is in use, an empty text.

    Examples
    --------
    >>> _verdict("外售砖厂"), _verdict("全部外售"), _verdict("R5"), _verdict("填埋"), _verdict("未利用")
    ('some', 'all', 'all', '', '')
    >>> _verdict("red hill quarry"), _verdict("sold, rest to landfill")
    ('some', 'some')
    """
    if _RECOVERED.fullmatch(fate):
        return "all"
    said = UNUSED.sub("", fate).strip(" ,，.。;；、()（）")
    used, disposed = bool(_USED.search(said)), bool(_DISPOSED.search(said))
    if said.casefold() in NOTHING or not said or (disposed and not used):
        return ""
    return "all" if used and not disposed and _ALL_OF_IT.search(said) else "some"
