"""Headers understood: the field, and the unit, year and basis written into the words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.units import UnitExpression
from ingest.grids import Cell
from ingest.quantities import unit_in
from ingest.understanding.heads.fields import QUANTITIES, field_like, field_spelled, field_types
from ingest.understanding.heads.months import month_of, without_span
from ingest.words import meanings

#: What goes into a plant, in the languages of forms.
_GOES_IN = re.compile(
    r"(?:投入|输入|进料|入方|收入|原辅?料|加入|inputs?|einsatz|entrées?|entradas?|投入量|투입)(?![a-z])",
    re.IGNORECASE,
)
#: From here on a likeness is taken without asking; below it the field is asked for.
TAKEN = 0.8
#: Below it a header means nothing that is known.
LEAST = 0.55

_YEAR = re.compile(r"(?<!\d)(?:FY\s*)?((?:19|20)\d{2})\s*(?:年度|年份|年)?(?!\d|\s*[-~至])")
#: 2023-24: from April to March, of which most is in the first.
_FINANCIAL = re.compile(r"(?<!\d)(?:FY\s*)?((?:19|20)\d{2})\s*[-/]\s*(\d{2})(?!\d)")
_BRACKETS = re.compile(r"[(\[【{]([^()\[\]【】{}]*)[)\]】}]")
_DEMANDS = re.compile(
    r"必填|选填|必须|required|optional|mandatory|pflichtfeld|下拉|单选|多选|全称|如有", re.IGNORECASE
)
#: 近三年产生量: the years that a column, or those below it, are of.
_LAST_YEARS = re.compile(r"^(?:近|最近|过去|前)[一二两三四五六\d]+个?年度?来?的?(?:年?平均|年均)?")
_MEAN_OF_YEARS = re.compile(r"^(?:近|最近|过去|前)[一二两三四五六\d]+个?年度?来?的?(?:年?平均|年均)")
#: What every column of such a list is of: 固体废物处置量 is 处置量.
_OF_WASTE = re.compile(
    r"^(?:一般)?(?:工业)?(?:固体废物|危险废物|固废|危废|废物)(?=.)|\s+of\s+(?:the\s+)?wastes?$", re.IGNORECASE
)
#: 现利用去向, 目前处置方式, 本月委外处置量: a list of today or of its month says that it is of it.
_OF_TODAY = re.compile(
    r"^(?:(?:目前|当前|现阶段|现状|现有|现行|现)的?|本月|当月|本季度?|本期|当期|本年度?|当年|全年|年度)"
    r"(?=利用|综合|处理|处置|使用|去向|流向|产生|自行|委托|委外|外委|转移|外送|外售|贮存)"
)
#: 建成后全厂产生量, 现有工程产生量, 计划处置量: whose or of which time, before what is counted.
_OF_PROJECT = re.compile(
    r"^(?:(?:本?项目|本?工程)?(?:建成|扩建|改建|改扩建|技改|投产|实施|完成)后(?:的)?(?:全厂)?|全厂(?:总)?|现有(?:工程|项目|厂区)"
    r"|本(?:项目|工程|期工程)|(?:改扩建|扩建|改建|技改)(?:前|项目|部分|工程)|在建(?:工程|项目)|以新带老"
    r"|(?:本年度?|下年度?|上年度?)?(?:计划|预计|预测|实际|申报|核定|设计))"
    r"(?=产生|利用|处置|转移|贮存|排放|削减)"
)
#: 技改前, 技改后: amounts of before and after, whatever the table counts.
_BEFORE_OR_AFTER = re.compile(
    r"(?:项目|工程)?(?:技改|改扩建|扩建|改建|建成|实施|投产)(?:项目|工程)?[前后](?:全厂)?"
)
#: 求和项:产生量, Sum of Quantity: as pivot tables head what they sum up.
SUM_OF = re.compile(
    r"^(?:求和项|计数项|加總|sum of|summe von|somme de|suma de|soma de|somma di|合計\s*/|합계\s*[:：/])"
    r"\s*[:：]?\s*",
    re.IGNORECASE,
)
#: 产生固废, 产出的副产物: what a firm gives off.
_GIVEN_OFF = re.compile(r"^(?:主要)?(?:产生|产出|排出|副产)的?(?=.)")
#: 污泥种类, 工业固废种类: which of them it is.
_KIND_OF = re.compile(r".{0,6}(?:污泥|泥|渣|灰|固废|危废|废.{0,4}|副产[物品])(?:种类|名称|类型|品种)")
#: Min (t/a), Max (t/a), Typical (t/a): the ends of what there is a year, and what lies between.
_ENDS_OF_SUPPLY = meanings("end")
#: South Asia's MT per annum in letters.
_PER_ANNUM = re.compile(r"\bMTP?A\b|\bMT/A\b")
#: Levels of a rotated header break between any two characters: 产, 生, 量 below each other.
_BETWEEN_CHARACTERS = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
#: 湿重, dry weight: which basis what is weighed has.
_WEIGHED = re.compile(
    r"(?:(湿)|(?:绝?干))(?:重|泥量|量)|(?:(wet)|dry) (?:weight|tonnes)|(Nass|peso húmedo)|Trocken|peso seco",
    re.IGNORECASE,
)
_BASIS = re.compile(r"^(?:dry|wet)\s+|\s+(?:dry|wet)$|^(?:绝干|干基|湿基)|(?:绝干|干基|湿基)$", re.IGNORECASE)
_PARTS = re.compile(r"[,，;；、|]|:\s*|：")
_LAST_WORD = re.compile(r"^(.+?)(?:\s*[/,，:：]\s*|\s+(?:in\s+)?)([^\s,，:：]+(?:\s?/\s?[^\s/]+)?)$")
_JOINED_UNIT = re.compile(
    r"^(.*[^\W\d_a-zA-Z])((?:[十百千]?万|亿)?(?:吨|立方米|千克|公斤|t|kg|m3)(?:/?(?:年|a|月|日|d))?)$"
)
#: An output per day or hour is no yearly amount until somebody says how many of them the year has.
PER_DAY = re.compile(
    r"^(?P<unit>.+?)\s*(?:/|每|\bper\s|\bpro\s)\s*(?P<time>日|天|d|day|Day|Tag|jour|h|hr|hour|Hour|小时|时|Stunde)$"
)


#: ×10⁴t and '000 t: scales written in digits.
_TENS_OF_THOUSANDS = re.compile(r"[×xX*]?\s*10\s*(?:\^\s*4|⁴)\s*(?=[tmTM吨立kg])")
_THOUSANDS = re.compile(r"(?<!\d)['‘’]?000(?:s of)?\s*(?=t\b|tonnes?\b|tons?\b|m3\b)", re.IGNORECASE)
#: 日产生量, daily arisings: of which time the amounts are, however their unit is written.
_PER = {
    per: re.compile(
        rf"^(?:{chinese})(?=产|排|处理|用|转移)|^(?:average )?{english}\s+|\s+(?:per|an?|each) {time}$",
        re.IGNORECASE,
    )
    for per, chinese, english, time in (
        ("d", "(?:平均)?每[日天]|日均|平均日|日", "daily", "day"),
        ("h", "每?小时", "hourly", "hour"),
        ("month", "(?:平均)?每月|月均|平均月|月", "monthly", "month"),
    )
}
#: Rates of a day in letters, as South Asia writes them, and power, which is energy in an hour.
_LETTERS = meanings("rate")
#: Headers that begin with their unit.
_FIRST_WORD = re.compile(r"(tonnes|kilograms|kg)\s+(?:of\s+)?(\S.*)", re.IGNORECASE)
#: A part of the amount in the column before, whatever it is called.
OF_WHICH = re.compile(r"^\s*其中\s*[:：,，]?\s*(?=.)")
#: What is counted and not weighed: how much one of them is nobody knows but who fills it.
LOAD = re.compile(
    r"[大小]?(?:车次?|卡车|货车|罐车|槽车|趟|船|桶|吨袋|编织袋|袋|罐|箱|包|批次?|托盘?|斗)"
    r"|(?:truck|lorry)?\s?loads?|trucks?|lorries|tankers?|drums?|barrels?|bags?|big ?bags?"
    r"|IBCs?|skips?|containers?|pallets?|trips?",
    re.IGNORECASE,
)
#: Words of languages that know but one ton, the metric one: miktar (ton/yıl), quantidade (ton), khối lượng.
_METRIC = re.compile(
    r"[^\W\d_a-zA-Z\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3μ]|\b(?:miktar\w*|quantidade|cantidad|menge|masa|jumlah|toplam"
    r"|hoeveelheid|odpad\w*|residuos?|jaar|tahun)\b",
    re.IGNORECASE,
)
_PLAIN_TON = re.compile(r"\b(?:ton|tons|tony|tone)\b", re.IGNORECASE)
#: A ton, unlike a tonne, is one of three; MT is one of them or a megatonne.
TON = re.compile(r"(?<!short )(?<!long )(?<!metric )\b(?:tons?|MTs?|mt)\b(?! eq)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """A header, understood.

    Attributes
    ----------
    field : str
        Empty where it means none that is known.
    likeness : float
    others : tuple of str
        Fields it might mean besides, for a question.
    unit, basis : str
    year, month : int
        0 where the header names none.
    per : {"", "d", "h", "month"}
        The time that the words, not the unit, say the amounts are of.
    """

    field: str
    likeness: float
    others: tuple[str, ...] = ()
    unit: str = ""
    basis: str = ""
    year: int = 0
    month: int = 0
    per: str = ""


@lru_cache(maxsize=8192)
def read_header(levels: tuple[str, ...]) -> Header:
    """Return what a header means; one of several rows is given level by level, the upper first.

    Examples
    --------
    >>> found = read_header(("2024年产生量（万吨，干基）",))
    >>> found.field, found.unit, found.year, found.basis
    ('supply', '万吨', 2024, 'dry')
    >>> found = read_header(("自行利用", "数量(t)"))
    >>> found.field, found.unit
    ('own_use', 't')
    >>> read_header(("Menge in t",)).unit, read_header(("tpa",)).field
    ('t', 'quantity')
    >>> read_header(("日产生量（吨）",)).per, read_header(("Daily generation (t)",)).per
    ('d', 'd')
    >>> read_header(("产生量（吨）", "3月")).month
    3
    """
    unit = basis = ""
    year = month = 0
    bares: list[str] = []
    for level in levels:
        bare, found_unit, found_basis, found_year = _taken_apart(level)
        unit, basis, year = found_unit or unit, found_basis or basis, found_year or year
        own_month, rest = month_of(bare)
        month = own_month or month
        bares.append(rest if own_month else without_span(bare))
    if month:
        bares = [bare for bare in bares if bare] or ["quantity"]
        levels = tuple(bares)
    per, bares[-1] = _per(bares[-1])
    if per:
        levels = tuple(bares)
    if year or _MEAN_OF_YEARS.search(bares[0]):
        # 近三年产生量 / 2024年 is that year's; without a year it may be three years' together.
        bares[0] = _LAST_YEARS.sub("", bares[0]) or bares[0]
    field, likeness, others = _field(levels, tuple(bares), is_amount(unit))
    if not field and not any(bares) and (unit or year):
        # Only a unit or a year stands there: the column holds what the table counts.
        field, likeness = "quantity", TAKEN
    return Header(field, likeness, others, unit, basis, year, month, per)


def sure_field(cell: Cell) -> str:
    """Return the field of a header that is taken without asking; empty for every other cell."""
    header = read_header((cell,)) if isinstance(cell, str) else None
    return header.field if header is not None and header.likeness >= TAKEN else ""


def _per(bare: str) -> tuple[str, str]:
    """Return the time that a header's words say its amounts are of, and the words without it."""
    for per, pattern in _PER.items():
        rest = pattern.sub("", bare).strip()
        if rest and rest != bare:
            return per, rest
    return "", bare


def is_unit(text: str) -> bool:
    """Whether a text is a unit, of whatever time.

    Examples
    --------
    >>> is_unit("万吨/年"), is_unit("t/d"), is_unit("红星钢厂")
    (True, True, False)
    """
    text = text.strip()
    if not text or len(text) > 30 or text[0].isdigit():
        return False
    unit = _without_time(text)
    if unit is None or [name for name, _ in unit.dimensions] == ["time"]:
        # A year or a month is when, not how much.
        return False
    return not unit.bare or text in ("万", "亿")


def per_day(unit: str) -> re.Match[str] | None:
    """Return a unit and the time it is of, if that is a day or an hour.

    Examples
    --------
    >>> per_day("KLD")["unit"], per_day("t/h")["time"], per_day("t/yr")
    ('m3', 'h', None)
    """
    return PER_DAY.match(_LETTERS.get(unit.casefold(), unit))


def is_amount(unit: str) -> bool:
    """Whether a unit measures so much of a waste, at a time or in one: tonnes, not milligrams in a litre.

    Examples
    --------
    >>> is_amount("t/a"), is_amount("m3/d"), is_amount("mg/L"), is_amount("")
    (True, True, False, False)
    """
    found = _without_time(unit) if unit else None
    dimensions = dict(found.dimensions) if found is not None else {}
    dimensions.pop("time", None)
    return list(dimensions.values()) == [1] and next(iter(dimensions)) in ("mass", "volume", "energy")


def _without_time(text: str) -> UnitExpression | None:
    """Return the unit of a text, of one of a day or an hour without that; None where it is none."""
    daily = per_day(text)
    return unit_in(TON.sub("t", daily["unit"] if daily else text))


def _taken_apart(level: str) -> tuple[str, str, str, int]:
    """Return the bare words of a header, and the unit, basis and year taken out of it."""
    written = _TENS_OF_THOUSANDS.sub("万", _THOUSANDS.sub("thousand ", level))
    plain = OF_WHICH.sub("", " ".join(unicodedata.normalize("NFKC", written).split())).strip(" *:;")
    plain = _BETWEEN_CHARACTERS.sub("", SUM_OF.sub("", plain))
    # company_name, qty_t: what data bases call their columns.
    plain = plain.replace("_", " ") if plain.isascii() else plain
    unit = basis = ""
    for note in _BRACKETS.findall(plain):
        for part in (note, *_PARTS.split(note)):
            part = _PER_ANNUM.sub(r"MT/yr", part)
            part = re.sub(r"^(?:单位|unit|in)\s*[::]?\s*", "", part.strip(), flags=re.IGNORECASE)
            found = basis_of(part)
            basis = found or basis
            if is_unit(part) and not unit:
                unit = part if not found else _without_basis(part)
            elif LOAD.fullmatch(part) and not unit:
                unit = part
    bare = _BRACKETS.sub(" ", plain)
    years = [
        f"{first}" for first, second in _FINANCIAL.findall(bare) if int(second) == (int(first) + 1) % 100
    ]
    bare = _FINANCIAL.sub("", bare) if years else bare
    years = years or _YEAR.findall(bare)
    bare = _YEAR.sub("", bare) if len(years) == 1 else bare
    bare = _DEMANDS.sub(" ", bare).strip(" *-_,:;")
    if weighed := _WEIGHED.match(bare):
        basis = basis or ("wet" if any(weighed.groups()) else "dry")
    if not field_spelled(bare) and (dry := _BASIS.search(bare)):
        basis, bare = basis or basis_of(dry[0].strip().casefold()), _BASIS.sub("", bare).strip()
    if not unit:
        bare, unit = _unit_at_end(bare)
    if _METRIC.search(plain):
        unit = _PLAIN_TON.sub("t", unit)
    return bare, unit, basis, int(years[0]) if len(years) == 1 else 0


def _unit_at_end(bare: str) -> tuple[str, str]:
    """Return the words before a unit that ends a header, and the unit."""
    if is_unit(bare):
        return bare if field_spelled(bare) else "", bare
    first = _FIRST_WORD.match(bare)
    if first and (field_spelled(first[2]) or field_spelled(bare)):
        # Tonnes recovered, kg sent away.
        return first[2] if field_spelled(first[2]) else bare, first[1]
    if field_spelled(bare):
        return bare, ""
    joined = _JOINED_UNIT.match(bare)
    if joined and field_spelled(joined[1]):
        return joined[1], joined[2]
    found = _LAST_WORD.match(bare)
    if found and is_unit(found[2]):
        return found[1].strip(), found[2]
    return bare, ""


def basis_of(text: str) -> str:
    """Return the basis that a text names: ``wet``, ``dry`` or empty.

    Examples
    --------
    >>> basis_of("吨，绝干"), basis_of("t DS"), basis_of("t")
    ('dry', 'dry', '')
    """
    unit = unit_in(f"t {text}" if not is_unit(text) else text)
    if unit is not None:
        return unit.basis
    bases = {found for part in re.split(r"[\s,，、;/]+", text) if part != text and (found := basis_of(part))}
    return next(iter(bases)) if len(bases) == 1 else ""


def _without_basis(part: str) -> str:
    words = [word for word in re.split(r"[\s,，、]+", part) if word and is_unit(word)]
    return words[0] if words else ""


def _field(levels: Sequence[str], bares: tuple[str, ...], counts: bool) -> tuple[str, float, tuple[str, ...]]:
    """Return field, likeness and other fields of a header's bare words.

    Parameters
    ----------
    counts : bool
        Whether a unit of amounts stands in it: then it is no column of words, however like one it looks.
    """
    wholes = ["/".join(levels), "".join(bares), " ".join(bares)]
    wholes.append("".join([*(bare.removesuffix("情况") for bare in bares[:-1]), *bares[-1:]]))
    if len(bares) > 1:
        # 综合利用量 / 委托: the lower level says whose use it is.
        wholes += [lower + upper for upper in bares[:-1] for lower in bares[-1:]]
    for text in dict.fromkeys(wholes):
        if field := field_spelled(text):
            return field, 1.0, ()
    end = _ENDS_OF_SUPPLY.get(bares[-1].casefold().rstrip("."), "") if counts and bares else ""
    if end:
        return end, 0.9, ()
    if bares and _KIND_OF.fullmatch(bares[-1]):
        return "waste", 0.9, ()
    if bares and _BEFORE_OR_AFTER.fullmatch(bares[-1]):
        return "quantity", 0.9, ()
    for bare in bares[-1:]:
        rest = _OF_WASTE.sub("", _OF_TODAY.sub("", _OF_PROJECT.sub("", bare)))
        if rest != bare and (field := field_spelled(rest)):
            return field, 0.95, ()
        if field_spelled(_GIVEN_OFF.sub("", bare)) == "waste":
            return "waste", 0.95, ()
    if len(bares) > 1:
        # 综合利用 / 数量: so much of it.
        above = field_spelled(bares[0].removesuffix("情况"))
        if field_spelled(bares[-1]) == "quantity" and field_types().get(above) == "amount":
            return above, 0.95, ()
        # The lower level says what stands in the column, the upper what it belongs to.
        for text, likeness in ((bares[-1], 0.95), (bares[0], 0.85)):
            if field := field_spelled(text):
                return field, likeness, ()
    parts = [part for part in re.split(r"[/、]|\s+-\s+", bares[-1]) if part.strip()] if bares else []
    spelled = [field for part in parts if (field := field_spelled(part))]
    if len(parts) > 1 and spelled:
        best = next((field for field in spelled if field_types()[field] in QUANTITIES), spelled[-1])
        return best, 0.9, tuple(field for field in spelled if field != best)
    like = [found for bare in dict.fromkeys(bares) if bare for found in field_like(bare)]
    like = [item for item in like if not counts or field_types()[item[0]] in (*QUANTITIES, "aside")]
    like.sort(key=lambda item: -item[1])
    if not like or like[0][1] < LEAST:
        return "", 0.0, tuple(dict.fromkeys(field for field, _ in like))
    others = tuple(dict.fromkeys(field for field, _ in like[1:] if field != like[0][0]))
    return like[0][0], like[0][1], others


def goes_in(header: str) -> bool:
    """Whether a header stands above what goes into a plant."""
    return bool(_GOES_IN.match(header.strip()))
