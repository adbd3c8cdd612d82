"""Sentences that tell what a firm gives off: each waste with its amounts, as written, and what is unclear.

Only the words are parted here: amounts stay text, read by the one reader of amounts, and so do the wastes. A
sentence with an amount of which nothing says what it is of is given back, to be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

# Digits are bounded and begin once: a thousand without a unit would be tried from each, up to each behind it.
_NUMBER = r"(?<!\d)\d[\d,，.]{0,30}\d|(?<!\d)\d|[一二三四五六七八九十百千两]{1,12}(?=万?吨|万?立方|公斤)"
_UNIT = (
    r"[万亿千百]?余?(?:吨|立方米|公斤|千克|方)|[万亿]?\s*(?:kt|Mt|t|kg|m3|m³|GJ|TJ)(?![a-zA-Z])"
    r"|(?:thousand |million |metric |short |long )*(?:tonnes?|tons?|kilograms?|kilos?|cubic met(?:re|er)s?)\b"
)
_TIME = (
    r"(?:\s*(?:/|每|per |a |an |each )\s*"
    r"(?:年|月|日|天|小时|annum|year|yr|a|month|week|day|d|h|hour)(?![a-zA-Z]))?"
)
_LESS = (
    r"(?:约|近|大约|大概|不足|不到|超过|约为"
    r"|about |around |approximately |approx\.? |some |nearly |up to |over |c\. )?"
)
_AMOUNT = re.compile(
    rf"{_LESS}\s*(?:{_NUMBER})(?:\s*[-~—–至到]\s*(?:{_NUMBER}))?\s*(?:{_UNIT}){_TIME}", re.IGNORECASE
)
_SENTENCES = re.compile(r"[。；;！!\n\r]+|(?<=[a-z)])\.(?=\s|$)|(?<=\d)\.(?=\s+[A-Z]|\s*$)")
_CLAUSES = re.compile(
    r"[，、]|,(?!\d{3})|(?<!\d),|\s+(?:and|while|whereas)\s+|(?<=[吨方斤])(?:和|及|以及|与)"
)
_YEAR = re.compile(r"(?:19|20)\d{2}\s*年度?|\bin (?:19|20)\d{2}\b|去年|今年|本年度?|上年度?")
_DAILY = re.compile(r"每[日天]|日均?产|日排|\b(?:daily|per day|a day|each day|every day)\b", re.IGNORECASE)
_MONTHLY = re.compile(
    r"每月|每个月|月均?产|\b(?:monthly|per month|a month|each month|every month)\b", re.IGNORECASE
)
_USED = re.compile(
    r"利用|外售|出售|销售|售予|卖给|回用|回收|用于|用作|供给|供应|制砖"
    r"|\b(?:sold|sells?|recycl\w*|re-?used?|recover\w*|goes to a|used)\b",
    re.IGNORECASE,
)
#: Words that say that something is not used, in which others of a use may stand.
UNUSED = re.compile(
    r"[未无不没][^，,;；]{0,4}?(?:利用|回收|外售|出售|销售)"
    r"|\b(?:not|un|non)[ -]?(?:recycl|recover|reuse|sold|used)\w*",
    re.I,
)
_DISPOSED = re.compile(
    r"填埋|处置|焚烧|堆放|堆存|填坑|弃置|\b(?:landfill\w*|dump\w*|incinerat\w*|disposed|tipped)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"(?:历史|累计|现有|现存|遗留|库存|尚存)|\b(?:stock(?:piled)?|in storage|stored)\b", re.IGNORECASE
)
_ALL = re.compile(r"全部|均|100\s*%|\ball\b|\bentire(?:ly)?\b", re.IGNORECASE)
_OF_WHICH = re.compile(
    r"其中|其余|剩余|余下|\b(?:of which|of this|of it|of these|the rest|the remainder)\b", re.IGNORECASE
)
_TOGETHER = re.compile(r"共|合计|总计|总量|\b(?:total\w*|together|combined|altogether)\b", re.IGNORECASE)
_JOINED = re.compile(r"[和与及]|\band\b")
_PRODUCT = re.compile(r"产能|设计能力|生产能力|处理能力|\b(?:capacity|capable)\b", re.IGNORECASE)
#: Words around the name of a waste that are none of it.
_AROUND = re.compile(
    r"本公司|我公司|贵公司|公司|本企业|企业|本厂|我厂|该厂|厂区|本项目|该项目|项目|目前|现在|每年|每月|每[日天]|全年|年均|月均|日均"
    r"|[年月日](?:产生|产出|排放|产|排)(?:量)?|产生量|产生|产出|排放量|排放|排出|产量|产废量|数量|总量|外售|销售|利用|约为|约|大约|达到|达|共计|共|合计"
    r"|分别|主要|固体废物|固废有|固废|一般|副产(?=[^品])|的|为|是|有|量|其中|以及|和|与|及|等|历史|累计|现有|遗留|堆存量?|库存量?|填埋|处置|焚烧|综合|在生产过程中|生产过程中|生产过程|过程中"
    r"|\b(?:we|our|the|this|that|company|plant|mill|works|factory|site|firm|each|every|per|year|annum|annually|yearly|month|monthly|day|daily"
    r"|a|an|of|about|around|approximately|some|total|totals?|amounts?|to|is|are|was|were|and|also|as|well|its?|they|which|generat\w*|produc\w*"
    r"|giv\w*|off|emit\w*|discharg\w*|makes?|arising\w*|quantity|comes?|currently|in|at|from|annual|plus|with|there|has|have|had|landfills?|sells?|sold|sends?|stores?|dumps?|burns?|uses?|recycles?|disposes?"
    r"|stays?|remains?|left|kept|piles?|piled)\b|(?<=\w)'s\b|^'s\b",
    re.IGNORECASE,
)
#: A text that tells of an amount does so in its beginning.
_BEGINNING = 2_000
_EDGES = " \t:：,，.。、;；()（）-—"
#: What ends a name that stands behind its amount.
_AFTER = re.compile(
    r"[，,；;。(（]|\b(?:a|per|each|every|annually|yearly|monthly|daily|which|are|is|was|were|from|that|go(?:es)?|sold|in|by|at)\b|用于|用作|外售|送|全部|供",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"^\s*(?P<zh>[^，,。；;：:\d]{2,30}?(?:公司|集团|厂|电站|矿|站|热电|冶炼|院))(?!厂|公司|集团|站|院|有限|股份)"
    r"(?=[^，,。；;]{0,8}(?:产生|年产|排放|产出|每年|目前|的|主要|全年|，|,|：|:|\d))"
    r"|^\s*(?P<en>[A-Z][\w&.' -]{1,40}?)\s+"
    r"(?=(?:currently |also )?(?:generates?|produces?|gives? off|emits?|makes|has|discharges)\b)"
)
_SELF = re.compile(
    r"^(?:本|我|该|贵)|^(?:we|our|it|they|this|the (?:company|plant|mill|works|factory|site))\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Told:
    """A waste that sentences tell of; amounts as written, empty where none is told.

    Attributes
    ----------
    destination : str
        The words about where it goes.
    """

    waste: str
    supply: str = ""
    in_use: str = ""
    disposal: str = ""
    stock: str = ""
    destination: str = ""
    year: str = ""
    #: Whether nothing but a part of the supply was told.
    implied: bool = False


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of a clause with the words around it; `behind` where names stand behind their amounts."""

    text: str
    before: str
    after: str
    behind: bool
    is_first: bool

    def name(self, kind: str) -> str:
        """Return the name of what it is so much of; empty where none stands there."""
        ahead = _name(self.before) if self.is_first or not self.behind else ""
        if self.behind:
            return _behind(self.after) or ahead
        return ahead or (_behind(self.after) if kind == "supply" else "")


@dataclass(slots=True)
class Telling:
    """What a text tells: its firm where it names one, its wastes, and sentences that cannot be placed.

    Attributes
    ----------
    unplaced : list of str
        With an amount, but not of what; each has to be asked about.
    passed_over : list of str
        Without an amount and of nothing told before.
    """

    firm: str = ""
    wastes: list[Told] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def is_telling(text: str) -> bool:
    """Whether a text is a sentence with an amount in it, not a bare amount or a name with one.

    Examples
    --------
    >>> is_telling("本公司年产磷石膏约12万吨，其中5万吨外售水泥厂"), is_telling("钢渣30万吨")
    (True, False)
    >>> is_telling("Fly ash 30 kt/a and bottom ash 5 kt/a; the ash goes to landfill.")
    True
    """
    text = text[:_BEGINNING]
    if not _AMOUNT.search(text):
        return False
    rest = _AMOUNT.sub("", text).strip(_EDGES)
    if rest.isascii():
        return len(rest.split()) >= 4
    return len(rest) >= 8 or (len(rest) >= 4 and bool(re.search(r"产生|年产|每年|其中|外售|利用", rest)))


def told_in(text: str, of: str = "") -> Telling:
    """Return what sentences tell.

    Parameters
    ----------
    of : str
        The waste that they are about, where something beside them names it.

    Examples
    --------
    >>> told = told_in("本公司年产磷石膏约12万吨,其中5万吨外售水泥厂")
    >>> [(item.waste, item.supply, item.in_use, item.destination) for item in told.wastes]
    [('磷石膏', '约12万吨', '5万吨', '外售水泥厂')]
    >>> told = told_in("A Steel generates about 120,000 tonnes of blast furnace slag a year. 3 t stay.")
    >>> told.firm, [(item.waste, item.supply) for item in told.wastes], told.unplaced
    ('A Steel', [('blast furnace slag', 'about 120,000 tonnes')], ['3 t stay'])
    """
    telling = Telling(wastes=[Told(of)] if of else [])
    named = _FIRM.match(text)
    if named and not _SELF.match(name := (named["zh"] or named["en"]).strip()):
        telling.firm = name
        text = text[named.end() :]
    for sentence in filter(None, (part.strip(_EDGES) for part in _SENTENCES.split(text))):
        _tell(sentence, telling)
    return telling


def _tell(sentence: str, telling: Telling) -> None:
    """Add what one sentence tells."""
    year = _YEAR.search(sentence)
    plain = _YEAR.sub("", sentence)
    clauses = [clause.strip() for clause in _CLAUSES.split(plain) if clause and clause.strip(_EDGES)]
    # 12万吨磷石膏和3万吨氟硅酸: in which order name and amount stand is told by the first.
    behind = next(
        (not _name(clause[: found.start()]) for clause in clauses if (found := _AMOUNT.search(clause))), False
    )
    first = len(telling.wastes)
    placed, lost, waiting = False, False, ""
    daily = "/d" if _DAILY.search(plain) else "/月" if _MONTHLY.search(plain) else ""
    for clause in clauses:
        amounts = list(_AMOUNT.finditer(clause))
        if not amounts:
            if _says_of_all(clause, telling.wastes[first:] or telling.wastes):
                placed = True
            else:
                waiting = f"{waiting}，{clause}".strip("，")
            continue
        # 粉煤灰、炉渣共35万吨: nobody knows which share is whose.
        if _TOGETHER.search(clause) and (waiting or len(_JOINED.split(clause)) > 1):
            telling.unplaced.append(sentence)
            return
        for at, found in enumerate(amounts):
            start = amounts[at - 1].end() if at else 0
            end = amounts[at + 1].start() if at + 1 < len(amounts) else len(clause)
            before, after = clause[start : found.start()], clause[found.end() : end]
            if _PRODUCT.search(before):
                waiting = f"{waiting}，{clause}".strip("，")
                continue
            timed = re.search(r"/|每|per|\ba\b", found[0])
            amount = _Amount(found[0].strip() + ("" if timed else daily), before, after, behind, at == 0)
            taken = _place(amount, telling.wastes, year[0] if year else "")
            placed, lost = placed or taken, lost or not taken
    if lost:
        telling.unplaced.append(sentence)
    elif not placed or waiting:
        telling.passed_over.append(waiting if placed else sentence)


def _place(amount: _Amount, wastes: list[Told], year: str) -> bool:
    """Put an amount where its words say; return whether they do."""
    said = UNUSED.sub("", f"{amount.before} {amount.after}")
    words = ((_STANDING, "stock"), (_USED, "in_use"), (_DISPOSED, "disposal"))
    kind = next((kind for pattern, kind in words if pattern.search(said)), "supply")
    part = bool(_OF_WHICH.search(amount.before))
    name = "" if part else amount.name(kind)
    if not name:
        # Of two wastes told of in one breath nobody knows whose part it is.
        apart = len(wastes) < 2 or any(map(_is_parted, wastes[-2:]))
        if not wastes or not apart or (kind == "supply" and wastes[-1].supply):
            return False
        waste = wastes[-1]
    else:
        same = (item for item in wastes if item.waste == name)
        waste = next(same, None) or Told(name)
        if waste not in wastes:
            wastes.append(waste)
    if getattr(waste, kind) or waste.implied:
        return False
    if kind in ("in_use", "disposal") and not waste.supply:
        # 外售磷石膏5万吨: what is given off is what is sold, as long as no other part is told of.
        waste.supply, waste.implied = amount.text, True
    setattr(waste, kind, amount.text)
    waste.year = waste.year or re.sub(r"\D", "", year)
    if kind in ("in_use", "disposal"):
        waste.destination = f"{waste.destination} {amount.after.strip(_EDGES)}".strip()
    return True


def _is_parted(waste: Told) -> bool:
    return bool(waste.in_use or waste.disposal or waste.stock)


def _says_of_all(clause: str, wastes: Sequence[Told]) -> bool:
    """Take 全部外售 for all that was told of just now, and keep other words of where it goes."""
    said = UNUSED.sub("", clause)
    used, disposed = _USED.search(said), _DISPOSED.search(said)
    if not wastes or not (used or disposed or UNUSED.search(clause)):
        return False
    for waste in wastes:
        if used and not disposed and _ALL.search(clause) and waste.supply and not waste.in_use:
            waste.in_use = waste.supply
        waste.destination = f"{waste.destination} {clause.strip(_EDGES)}".strip()
    return True


def _name(words: str) -> str:
    """Return what stands in words beside those around a name.

    Examples
    --------
    >>> _name("本公司年产生磷石膏约"), _name("The plant produces about"), _name("粉煤灰产生量为")
    ('磷石膏', '', '粉煤灰')
    """
    bare = _AROUND.sub("\0", words)
    parts = [part.strip(_EDGES) for part in bare.split("\0")]
    if words.isascii():
        return " ".join(" ".join(part for part in parts if part).split())
    return max(parts, key=len, default="")


def _behind(words: str) -> str:
    """Return the name that stands behind its amount: 12万吨的磷石膏, 120 t of slag a year."""
    words = re.sub(r"^\s*(?:of|的)\s*", "", words)
    return _name(_AFTER.split(words)[0])
