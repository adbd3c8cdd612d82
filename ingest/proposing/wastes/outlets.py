"""Who a list says took a waste, and how much: 外售海螺水泥公司(1.2万吨)、宏达砖厂(2万吨)；其余填埋.

A list is no record: what it says is believed as its other amounts are, and nothing of it is verified.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from graph.ranges import Range
from ingest.proposing.wastes.fates import goes_to
from ingest.proposing.wastes.lines import written_amount
from ingest.quantities import Note, rounded
from ingest.understanding import UNUSED, Amount
from ingest.understanding.layout import is_firm

#: Between what goes here and what goes there; a comma between digits parts thousands.
_BETWEEN = re.compile(
    r"[、;；\n]|[,，](?!\d{3}(?!\d))|[+＋]|(?<=[)）])\s*(?:和|及|与|and)?\s*(?=[^\s,，、;；。.])"
)
_NUMBER = r"(?:约|近)?\d[\d,.]*\s*(?:[-~～—–至到]\s*\d[\d,.]*\s*)?"
_BEHIND = re.compile(
    rf"(?P<name>.*?[^\d.\s约近/(（:：])\s*[(（:：]?\s*(?P<amount>{_NUMBER}[^\d\s()（）]+)[)）]?"
)
_BEFORE = re.compile(
    rf"(?P<amount>{_NUMBER}(?:万?[吨方]|万?立方米?|万?m3|[Mk]?[tT](?:/[ay])?|kg|千克|公斤|[%％])(?:/年)?)"
    r"\s*(?:to\s+|由|给|送)?(?P<name>[^\d]{2,})"
)
_WITHIN = re.compile(
    rf"(?P<name>[^\d]*?)\s*(?P<amount>{_NUMBER}(?:[万亿]?(?:吨|方|立方米?|m3)|[Mk]?[tT]\b|kg|千克|公斤|[%％]))(?P<rest>[^\d]*)"
)
#: The whole of it goes there.
_ALL = re.compile(r"全部|全量|均|100\s*[%％]|all\b", re.IGNORECASE)
#: A firm at the beginning of what is said of it: 滇中建材公司 用于制砖.
_FIRM = re.compile(r".{2,30}?(?:有限公司|公司|集团|[^工]厂|合作社)")
#: What is said before a name, and behind it.
_VERBS = re.compile(
    r"^(?:全部|均|部分|大部分|其余|剩余|主要|年)*(?:(?:外售|出售|销售|外卖|售卖|销|售|卖|送|运|外运|外送|供应|供|提供"
    r"|转移|转运|交付|交|委托|委外|外委)"
    r"(?:给|予|往|至|到|由)?|由|给|至)+"
    r"|^(?:sold|sent|delivered|supplied|shipped|goes)\s+to\s+",
    re.IGNORECASE,
)
_USES = re.compile(
    r"(?:综合利用|资源化利用|回收利用|利用|处理处置|利用处置|处置|处理|回收|收购|消纳|使用|接收|制[砖浆粒肥酸碳备]|填埋|焚烧)+$"
)
_ANY = re.compile(
    r"^(?:自用|自行|厂内|厂区|本厂|本公司|本单位|内部|公司内|企业自|附近|周边|当地|本地|其他|其它|外部|下游|相关|有关|某|各|多家|第三方|具有|有资质的?|农户"
    r"|local |nearby |other |various )",
    re.IGNORECASE,
)
#: Works whose trade is to take waste: being sent there is no use as such.
_TREATS = re.compile(
    r"环保|环境|固废|危废|废物|处置|填埋|焚烧|垃圾|渣场|环卫|waste|environment|disposal|landfill",
    re.IGNORECASE,
)
_END = re.compile(r"(?:有限)?(?:责任)?(?:公司|集团|工?厂|企业|合作社)$")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One of the places that a waste goes to.

    Attributes
    ----------
    name : str
        Of the firm; empty where none is named.
    goes : {"use", "disposal", ""}
        Empty where its words do not say.
    amount : Amount or None
        A year's; a share of what is given off has the unit ``%``.
    """

    name: str
    goes: str
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a list's outlets come to.

    Attributes
    ----------
    in_use : Range or None
        None where nothing is said to be in use, or not how much of it.
    takers : tuple of (str, float)
        Who took how much for a use, the largest first.
    """

    in_use: Range | None
    takers: tuple[tuple[str, float], ...]


def outlets_of(
    text: str, header: str, way: str, hazardous: bool, named: Callable[[str], bool]
) -> tuple[Outlet, ...]:
    """Return the outlets that a cell names.

    Parameters
    ----------
    header : str
        Of its column: below 综合利用去向 all that is not dumped is used.
    way : str
        How the row says it is used or disposed of.
    hazardous : bool
        Whether it is hazardous waste, which goes to firms to be treated as often as to be used.
    named : callable
        Whether a name is that of a trade or product (砖厂), so that it is no firm's.

    Examples
    --------
    >>> said = "外售海螺水泥公司(1.2万吨)、宏达砖厂2000t；其余填埋"
    >>> found = outlets_of(said, "去向", "", False, lambda _: False)
    >>> [(item.name, item.goes, item.amount and item.amount.likely) for item in found]
    [('海螺水泥公司', 'use', 12000.0), ('宏达砖厂', 'use', 2000.0), ('', 'disposal', None)]
    """
    found = []
    for part in filter(None, (part.strip(" 。.,，") for part in _BETWEEN.split(text))):
        name, amount = _parted(part)
        plain = _USES.sub("", _VERBS.sub("", name)).strip(" ：:()（）")
        begins = None if is_firm(plain) else _FIRM.match(plain)
        plain = begins[0] if begins else plain
        firm = plain if is_firm(plain) and not _ANY.match(plain) and not named(_END.sub("", plain)) else ""
        unused = "disposal" if UNUSED.search(part) else ""
        own = name.replace(firm, "") if firm else name
        goes = unused or goes_to(own) or goes_to(way) or _goes_by(header, firm)
        if not goes and firm and not hazardous and not _TREATS.search(firm):
            goes = "use"
        found.append(Outlet(firm, goes, amount))
    return tuple(found)


def told_by(
    outlets: Iterable[Outlet], supply: Range | None, in_unit: Callable[[Amount], Range | None]
) -> Told:
    """Return how much is in use by outlets that carry amounts, and who took it; nothing where none does.

    Parameters
    ----------
    supply : Range or None
        What is given off a year.
    in_unit : callable
        Gives an amount in the unit of `supply`, None where that is not known.
    """
    outlets = tuple(outlets)
    amounts = [_amount(item.amount, supply, in_unit) for item in outlets]
    held = [(item, amount) for item, amount in zip(outlets, amounts, strict=True) if amount is not None]
    used = [(item, amount) for item, amount in held if item.goes == "use"]
    if not held or (not used and any(not item.goes for item, _ in held)):
        return Told(None, ())
    low, likely, high = (
        rounded(sum(getattr(amount, end) for _, amount in used)) for end in ("low", "likely", "high")
    )
    if any(amount is None and item.goes != "disposal" for item, amount in zip(outlets, amounts, strict=True)):
        high = max(high, supply.high if supply is not None else high)
    high += sum(amount.high for item, amount in held if not item.goes)
    sums: dict[str, float] = {}
    for item, amount in used:
        sums[item.name] = sums.get(item.name, 0.0) + amount.likely
    takers = sorted(
        ((name, much) for name, much in sums.items() if name and much), key=lambda it: (-it[1], it[0])
    )
    return Told(Range(low, likely, high), tuple(takers))


def one_taker(outlets: Sequence[Outlet], in_use: Range | None) -> tuple[tuple[str, float], ...]:
    """Return the one firm that took all that is in use, where no other outlet may have had a part of it."""
    users = [item for item in outlets if item.goes != "disposal"]
    sure = in_use is not None and in_use.low == in_use.high > 0.0
    if in_use is None or not sure or len(users) != 1 or not users[0].name or users[0].goes != "use":
        return ()
    return ((users[0].name, in_use.likely),)


def some_in_use(outlets: Iterable[Outlet], supply: Range | None) -> Range | None:
    """Return that nobody knows how much is in use, where an outlet is a use."""
    if supply is None or not any(item.goes == "use" for item in outlets):
        return None
    return Range(0.0, 0.0, supply.high)


def nobody_says(outlets: Iterable[Outlet], hazardous: bool) -> bool:
    """Return whether a taker is named and nothing says what for, and its trade is not to dispose of waste.

    Parameters
    ----------
    hazardous : bool
        Whether it is hazardous waste, which goes to firms to be treated as often as to be used.

    Examples
    --------
    >>> nobody_says([Outlet("甲公司", "", None)], False), nobody_says([Outlet("绿洲环保", "", None)], False)
    (True, False)
    """
    outlets = tuple(outlets)
    open_ = bool(outlets) and not any(item.goes for item in outlets)
    return open_ and not hazardous and not any(_TREATS.search(item.name) for item in outlets)


def _parted(part: str) -> tuple[str, Amount | None]:
    """Return what a part names and the amount that stands with it."""
    if _ALL.match(part) and not re.search(r"\d", part):
        return part, _share("100%")
    for shape in (_BEHIND, _BEFORE, _WITHIN):
        found = shape.fullmatch(part)
        amount = None if found is None else _share(found["amount"]) or written_amount(found["amount"])
        if found is not None and amount is not None:
            return f"{found['name']} {found.groupdict().get('rest') or ''}".strip(), amount
    return part, None


def _goes_by(header: str, firm: str) -> str:
    """Return where what stands below a header goes; 处置方式 heads whatever is done with a waste.

    Examples
    --------
    >>> _goes_by("综合利用去向", ""), _goes_by("现处置方式", ""), _goes_by("处置单位", "甲公司")
    ('use', '', 'disposal')
    """
    said = goes_to(header)
    return said if firm or said == "use" else ""


def _share(text: str) -> Amount | None:
    bare = text.replace("％", "%").strip(" 约近")
    number = bare.removesuffix("%")
    if number == bare or not number.replace(".", "", 1).isdecimal() or float(number) > 100.0:
        return None
    return Amount("supply", 0, *(float(number),) * 3, "%", "", Note.PLAIN)


def _amount(
    amount: Amount | None, supply: Range | None, in_unit: Callable[[Amount], Range | None]
) -> Range | None:
    if amount is None or amount.unit != "%":
        return None if amount is None else in_unit(amount)
    share = amount.likely / 100.0
    return None if supply is None else Range(supply.low * share, supply.likely * share, supply.high * share)
