"""One reading of a written number: what stands in a cell as low, likely and high, with unit, basis and note.

People write ``约1200吨``, ``100-200``, ``<5``, ``1.234,5`` or ``十二万``. Each is taken apart here into plain
numbers; plain numbers and units are read by `graph.units`, the only place that knows them. A number that can
mean two things is refused with both readings, unless the decimal mark of its column is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from graph.errors import SymbioflowError
from graph.units import UnitExpression, convert, parse_quantity, parse_unit
from ingest.footnotes import without_footnote
from ingest.words import listed


class Note(StrEnum):
    """What a written number says beside its value."""

    PLAIN = ""
    ABOUT = "ABOUT"
    RANGE = "RANGE"
    THREE = "THREE"
    AT_MOST = "AT_MOST"
    AT_LEAST = "AT_LEAST"
    PLUS_MINUS = "PLUS_MINUS"
    WORDS = "WORDS"


def rounded(value: float) -> float:
    """Return a number without the dust of binary fractions: 1.25 + 0.8 is 2.05."""
    return float(f"{value:.12g}")


@lru_cache(maxsize=4096)
def unit_in(text: str) -> UnitExpression | None:
    """Return the unit that a text is; None for any other text.

    Examples
    --------
    >>> unit_in("万吨").factor, unit_in("Smith")
    (Fraction(10000, 1), None)
    """
    try:
        return parse_unit(text)
    except SymbioflowError:
        return None


class AmbiguousNumber(SymbioflowError):
    """A number with two readings, both given."""

    def __init__(self, text: str, readings: tuple[float, ...]) -> None:
        shown = tuple(f"{reading:,.12g}" for reading in readings)
        super().__init__("AMBIGUOUS_NUMBER", given=text, readings=shown)
        self.readings = readings


@dataclass(frozen=True, slots=True)
class Written:
    """A written quantity, understood.

    Attributes
    ----------
    low, likely, high : float
        In `unit`. The middle of a range is taken as likely; ``<5`` is 0 to 5, and of ``>3`` all are 3.
    unit : str
        As written, without the words for basis; empty where none stands there.
    basis : {"", "wet", "dry"}
    note : Note
    """

    low: float
    likely: float
    high: float
    unit: str = ""
    basis: str = ""
    note: Note = Note.PLAIN

    def in_unit(self, target: str, written: str = "") -> Written:
        """Return the quantity in another unit.

        Parameters
        ----------
        written : str
            The unit of numbers that carry none; empty: already `target`.

        Raises
        ------
        SymbioflowError
            ``UNKNOWN_UNIT``; also for a bare 万 below a header that scales already.
        """
        source, factor = self.unit or written, 1.0
        if self.unit and written and parse_unit(self.unit).bare:
            if parse_unit(written).factor != 1:
                raise SymbioflowError("UNKNOWN_UNIT.below", unit=self.unit, header=written)
            source, factor = written, float(parse_unit(self.unit).factor)
        if self.low == self.high:
            low = likely = high = _converted(self.likely * factor, source, target)
        else:
            ends = (self.low, self.likely, self.high)
            low, likely, high = (_converted(end * factor, source, target) for end in ends)
        return Written(low, likely, high, target, self.basis, self.note)

    def times(self, factor: float, unit: str = "") -> Written:
        """Return so many times the quantity, in a unit of its own or without one."""
        low, likely, high = (end * factor for end in (self.low, self.likely, self.high))
        return Written(low, likely, high, unit, self.basis, self.note)


#: Cells that say that there is something nobody knows: an amount that is not nothing.
UNKNOWN = listed("cell", "unknown")
#: Cells that say that nobody knows, or that there is nothing to say.
NOTHING = UNKNOWN | listed("cell", "nothing")
_ABOUT_BEFORE = (
    "大约 大概 约为 约 近 估计 预计 ≈ ~ ca. ca approx. approx approximately about around circa c. rund etwa "
    "est."
)
_ABOUT_AFTER = (
    "左右 上下 (估) (估算) (估计) (约) (预估) (est.) (est) (estimated) (estimate) (approx.) (geschätzt)"
)
_MEASURED = "(实测) (实际) (称重) (measured) (weighed) (实)"
_MOST_BEFORE = (
    "<= < ≤ 不超过 不大于 不高于 不足 不到 小于 少于 低于 至多 最多 up to max. max under below bis höchstens"
)
#: 40 t a year.
_A_YEAR = re.compile(r"(?<=[A-Za-z\d])\s+an?\s+(?=(?:year|month|week|day|hour)\b)")
_MOST_IN_WORDS = re.compile(r"^(?:less than|no more than|not more than|at most)\b", re.IGNORECASE)
_MOST_AFTER = "以下 以内 (max)"
_LEAST_BEFORE = ">= > ≥ 不少于 不小于 不低于 大于 多于 高于 超过 至少 over above at least min. min mindestens"
_LEAST_AFTER = "以上 余 多 (min)"
# A dash after a digit or a unit parts a range; after the e of 5e-07 it belongs to the number.
_SPLIT = re.compile(r"\s*(?:~|至|到|—|–|\bto\b|\bbis\b|(?<=[\w%)])(?<![\d.][eE])\s*-|(?<=[\w%)]\s)-)\s*")
#: 3000/3200/3500: the least, the likely and the most, parted alike.
_THREE = re.compile(
    r"(\d[\d.,]*)\s*([^\d\s/~至到—–,.-]{0,3})\s*([/~至到—–-])"
    r"\s*(\d[\d.,]*)\s*([^\d\s/~至到—–,.-]{0,3})\s*\3\s*(\d[\d.,]*)\s*((?:[^\d\s/~-].*)?)"
)
#: 一年大概两千吨, 每月3吨: the time before the amount, and as a part of its unit.
_TIME_BEFORE = re.compile(
    r"(?:(一年|每年|年均|全年)|(每个?月|一个月|月均)|(每[天日]|一天|日均))\s*(?:产生?|排放?)?"
    r"(?=.*[\d一二两三四五六七八九十])"
)
_TIMES = ("年", "月", "日")
#: Further apart than this three numbers say no plain range.
_WIDEST = 10.0
#: Numbers that may be years, and days and months.
_YEARS, _DAY = range(1900, 2101), 31.0
_POWER = re.compile(r"\s*[×xX*·]\s*10\s*\^?\s*([+-]?\d{1,2})(?!\d)")
#: 2万余吨: a little more than so much, said between number and unit.
_MORE = re.compile(r"(.+?[\d十百千万亿])(余|多)(万?(?:吨|立方米|方|[a-zA-Z].*).*)")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_DIGITS = re.compile(r"[+-]?(?:\d[\d.,'’ ]*|[.,]\d+)")
#: 12,34,567 of South Asia: lakhs and crores in groups of two.
_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?!\d)")
_CHINESE = re.compile(
    r"[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]*(?=$|[^一-鿿]|吨|公斤|千克|立方|方|元|度)"
)
_CHINESE_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000}
_BASIS_WORDS = re.compile(
    r"[(（]?\s*((?<=[(（])[干湿](?=[)）])|干基|绝干|干重|湿基|湿重|收到基|\bdry\b|\bwet\b|\bDS\b|\bDM\b|\bTS\b|\bTM\b|\batro\b)\s*[)）]?"
)
_LONGEST = 120
#: Digits whose point, if there is one, no other reading of it makes a mark of thousands.
_CLEAR = re.compile(r"[0-9]{1,15}(?:\.(?:[0-9]{1,2}|[0-9]{4,15}))?")


@lru_cache(maxsize=16_384)
def read_written(text: str, mark: str = "") -> Written | None:
    """Return what a written quantity says; None where it says that there is no value.

    Parameters
    ----------
    mark : {"", ".", ","}
        The decimal mark of its column, as far as it is known; it settles ``1.200`` and ``1,200``.

    Raises
    ------
    AmbiguousNumber
        With both readings.
    SymbioflowError
        ``NOT_A_NUMBER`` or ``NOT_FINITE``. The unit is not looked at.

    Examples
    --------
    >>> read_written("约1200吨")
    Written(low=1200.0, likely=1200.0, high=1200.0, unit='吨', basis='', note=<Note.ABOUT: 'ABOUT'>)
    >>> found = read_written("1-2万吨")
    >>> found.low, found.likely, found.high, found.unit
    (1.0, 1.5, 2.0, '万吨')
    >>> found = read_written("3000/3200/3500")
    >>> found.low, found.likely, found.high
    (3000.0, 3200.0, 3500.0)
    >>> read_written("1.200,5").likely, read_written("1.200", mark=",").likely, read_written("十二万").likely
    (1200.5, 1200.0, 120000.0)
    >>> read_written("不详") is None
    True
    """
    if is_plainly_written(text):
        # What nearly every cell of a ledger holds; the long way below says the same of it.
        value = float(text)
        return Written(value, value, value)
    if len(text) > _LONGEST:
        raise _no_number(text)
    plain = _plain(without_footnote(text, counts=True))
    if not plain or plain.casefold() in NOTHING:
        return None
    words = _BASIS_WORDS.findall(plain)
    bases = {parse_unit(f"t {f'{word}基' if word in '干湿' else word}").basis for word in words}
    if len(bases) > 1:
        raise _no_number(text)
    basis = next(iter(bases), "")
    plain = _BASIS_WORDS.sub(" ", plain).strip(" ,;、")
    if (timed := _TIME_BEFORE.match(plain)) and "/" not in plain and plain[-1:] not in "年月日天":
        time = next(name for name, found in zip(_TIMES, timed.groups(), strict=True) if found)
        rest = plain[timed.end() :]
        plain = f"{rest}/{time}" if not rest[-1:].isdecimal() else plain
    plain, about = _without(plain, _ABOUT_BEFORE, _ABOUT_AFTER)
    plain, _ = _without(plain, "", _MEASURED)
    for before, after, note in (
        (_MOST_BEFORE, _MOST_AFTER, Note.AT_MOST),
        (_LEAST_BEFORE, _LEAST_AFTER, Note.AT_LEAST),
    ):
        rest, found = _without(plain, before, after)
        if found:
            value, unit = _number(rest, text, mark)
            low = min(0.0, value) if note is Note.AT_MOST else value
            likely = (low + value) / 2
            return Written(low, likely, value, unit, basis, note)
    for sign, note in (("±", Note.PLUS_MINUS), ("+/-", Note.PLUS_MINUS)):
        middle, found_sign, spread = plain.partition(sign)
        if found_sign:
            (value, first), (width, second) = _number(middle, text, mark), _number(spread, text, mark)
            if width < 0 or (first and second and first != second):
                raise _no_number(text)
            if second == "%" and not first:
                width, second = value * width / 100, ""
            return Written(value - width, value, value + width, second or first, basis, note)
    if more := _MORE.fullmatch(plain):
        value, unit = _number(more[1] + more[3], text, mark)
        return Written(value, value, value, unit, basis, Note.AT_LEAST)
    three = _THREE.fullmatch(plain)
    if three and (range_ := _of_three(three, text, mark, basis)):
        return range_
    ends = _SPLIT.split(plain)
    if len(ends) == 2 and all(ends):
        return _range(ends[0], ends[1], text, mark, basis)
    value, unit = _number(plain, text, mark)
    spelt = bool(_CHINESE.match(plain))
    note = Note.ABOUT if about else Note.WORDS if spelt else Note.PLAIN
    return Written(value, value, value, unit, basis, note)


def is_plainly_written(text: str) -> bool:
    """Whether a quantity is written as digits that read one way alone, as nearly all of a ledger are.

    Examples
    --------
    >>> [is_plainly_written(text) for text in ("12.5", "2024", "1.200", "约12", "12 t")]
    [True, True, False, False, False]
    """
    return _CLEAR.fullmatch(text) is not None


def decimal_mark(texts: Iterable[str]) -> str:
    """Return the decimal mark that the numbers of a column prove, empty where none does or two do.

    Examples
    --------
    >>> decimal_mark(["1.200", "12,5"]), decimal_mark(["1,200", "7"]), decimal_mark(["12,5", "1.5"])
    (',', '', '')
    """
    proved: set[str] = set()
    for text in texts:
        if is_plainly_written(text):
            proved |= {"."} & set(text)
        elif len(text) <= _LONGEST:
            for token in _DIGITS.findall(_plain(text)):
                proved |= _proof(token.strip(" +-'’"))
        if len(proved) > 1:
            return ""
    return next(iter(proved), "")


def _converted(value: float, source: str, target: str) -> float:
    return convert(value, source, target) if source else value


def _proof(token: str) -> set[str]:
    """Return the decimal mark that one number proves."""
    if _LAKHS.fullmatch(token):
        return {"."}
    commas, points = token.count(","), token.count(".")
    if commas and points:
        last = "," if token.rfind(",") > token.rfind(".") else "."
        return {last} if token.count(last) == 1 else set()
    sign = "," if commas else "."
    if commas + points == 0:
        return set()
    groups = token.split(sign)
    grouped = all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3 and groups[0] != "0"
    if len(groups) > 2:
        return {"." if sign == "," else ","} if grouped else set()
    return set() if grouped else {sign}


def _range(first: str, second: str, text: str, mark: str, basis: str) -> Written:
    (low, low_unit), (high, high_unit) = _number(first, text, mark), _number(second, text, mark)
    if low_unit and high_unit.startswith(low_unit) and parse_unit(low_unit).bare:
        # 1万~1.5万吨
        low_unit = high_unit
    if low_unit and high_unit and low_unit != high_unit:
        low, low_unit = convert(low, low_unit, high_unit), high_unit
    if low > high or (low_unit and not high_unit):
        raise _no_number(text)
    return Written(low, (low + high) / 2, high, high_unit, basis, Note.RANGE)


def _of_three(three: re.Match[str], text: str, mark: str, basis: str) -> Written | None:
    """Return three rising numbers as a range; None where they may be a date, years or anything else."""
    low, likely, high = (_number(three[at], text, mark)[0] for at in (1, 4, 6))
    unit = _number(f"{three[6]}{three[7]}", text, mark)[1]
    # 1万~1.2万~1.5万吨: the last one says what all are of.
    other = any(three[at] and not unit.startswith(three[at]) for at in (2, 5))
    dated = all(end in _YEARS for end in (low, likely, high)) or (likely <= _DAY and high in _YEARS)
    if other or dated or not 0.0 < low <= likely <= high <= _WIDEST * low or low == high:
        return None
    return Written(low, likely, high, unit, basis, Note.THREE)


def _number(plain: str, text: str, mark: str) -> tuple[float, str]:
    """Return one plain number and its unit."""
    plain = plain.strip()
    words = _CHINESE.match(plain)
    if words:
        quantity = parse_quantity(f"{_chinese(words.group())}{plain[words.end() :]}")
    else:
        plain = _POWER.sub(r"e\1", plain)
        digits = _DIGITS.search(plain)
        token = digits.group().strip() if digits else ""
        quantity = parse_quantity(plain.replace(token, _pointed(token, text, mark), 1) if token else plain)
    try:
        return float(quantity.value), quantity.unit
    except OverflowError:
        # 1e400: no amount of anything.
        raise _no_number(text) from None


def _pointed(token: str, text: str, mark: str) -> str:
    """Return digits with a point as decimal mark and nothing between groups."""
    sign = token[:1] if token[:1] in "+-" else ""
    body = token.removeprefix(sign)
    bare = re.sub(r"(?<=\d)[ '’](?=\d{3}(?!\d))", "", body) if _GROUPED.match(body) else body
    if re.search(r"[ '’]", bare):
        raise _no_number(text)
    if _LAKHS.fullmatch(bare):
        return sign + bare.replace(",", "")
    proved = _proof(bare)
    separators = {separator for separator in ",." if separator in bare}
    if proved:
        decimal = next(iter(proved))
    elif not separators:
        return sign + bare
    elif len(separators) == 2 or bare.count(next(iter(separators))) > 1:
        raise _no_number(text)
    elif mark:
        decimal = mark
    else:
        raise AmbiguousNumber(text, (float(bare.replace(",", ".")), float(re.sub("[.,]", "", bare))))
    group = "." if decimal == "," else ","
    whole, _, _ = bare.partition(decimal)
    if group in whole and not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", whole):
        raise _no_number(text)
    return sign + bare.replace(group, "").replace(decimal, ".")


def _chinese(words: str) -> int:
    """Return a number written in Chinese characters.

    Examples
    --------
    >>> _chinese("十二万"), _chinese("三千五百"), _chinese("两亿零五十")
    (120000, 3500, 200000050)
    """
    if not set(words) - _CHINESE_DIGITS.keys():
        return int("".join(str(_CHINESE_DIGITS[character]) for character in words))
    total = section = digit = 0
    for character in words:
        if character in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[character]
        elif character in _CHINESE_SCALES:
            section += (digit or 1) * _CHINESE_SCALES[character]
            digit = 0
        else:
            total = (total + section + digit) * (10**4 if character == "万" else 10**8)
            section = digit = 0
    return total + section + digit


def _without(plain: str, before: str, after: str) -> tuple[str, bool]:
    """Return text without one of the words before or after it, and whether there was one."""
    folded = plain.casefold()
    words = ["up to", "at least"] if "up to" in before or "at least" in before else []
    for word in [*words, *before.split()]:
        if folded.startswith(word) and len(plain) > len(word):
            rest = plain[len(word) :].lstrip()
            if not word[-1].isascii() or not word[-1].isalpha() or not plain[len(word)].isalpha():
                return rest, True
    for word in after.split():
        if folded.endswith(word) and len(plain) > len(word):
            return plain[: -len(word)].rstrip(), True
    return plain, False


def _plain(text: str) -> str:
    """Return text in compatibility form, with powers of ten kept as powers."""
    raised = re.sub(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda found: "10^" + found[1].translate(_SUPERSCRIPTS), text)
    plain = unicodedata.normalize("NFKC", raised.replace("²", "2").replace("³", "3"))
    plain = _A_YEAR.sub("/", plain)
    return _MOST_IN_WORDS.sub("max", " ".join(plain.replace("\N{MINUS SIGN}", "-").split()))


def _no_number(text: str) -> SymbioflowError:
    return SymbioflowError("NOT_A_NUMBER", given=text)
