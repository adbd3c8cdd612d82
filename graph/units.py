"""The only unit conversion: quantities as people write them, in Chinese or English, to canonical units.

Canonical are t, m3 and GJ (per year where a rate is meant), CNY, km, kg CO2e per unit, and fractions.
Arithmetic is exact until the last step, so that 12.3万吨 is 123000 t and not a neighbour of it. A unit that
is not listed, or could mean two things (``ton``, ``MT``, a day's output), is refused, never guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from graph.errors import SymbioflowError
from graph.wording.folding import plain
from graph.wording.messages import Message, message

#: dimension -> canonical unit
CANONICAL: Mapping[str, str] = {"mass": "t", "volume": "m3", "energy": "GJ", "money": "CNY", "length": "km"}

# dimension -> factor to the canonical unit -> spellings. The tonne of coal equivalent and the kilocalorie
# are those of GB/T 2589 (29 307.6 MJ, 4.1868 kJ).
_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "mass": {
        "1": "t T 吨 公吨 tonne tonnes Tonne Tonnes Tonnen Mg",
        "1000": "kt Kt KT 千吨",
        "1000000": "Mt",
        "1000000000": "Gt",
        "0.001": "kg Kg KG 千克 公斤",
        "0.0005": "斤",
        "0.000001": "g 克",
        "1e-9": "mg 毫克",
        "1e-12": "μg ug 微克",
        "0.90718474": "shortton",
        "1.0160469088": "longton",
    },
    "volume": {"1": "m3 M3 m^3 立方米 立方 方 cbm Nm3 标方 标立方米 KL kL kl", "0.001": "L l 升"},
    "energy": {
        "1": "GJ 吉焦",
        "0.001": "MJ 兆焦",
        "0.000001": "kJ 千焦",
        "1000": "TJ 太焦",
        "1000000": "PJ",
        "0.0036": "kWh KWh kwh 千瓦时 度",
        "3.6": "MWh 兆瓦时",
        "3600": "GWh 吉瓦时",
        "29.3076": "tce 吨标准煤 吨标煤",
        "0.0293076": "kgce 千克标准煤",
        "0.0000041868": "kcal 大卡 千卡",
    },
    "money": {"1": "CNY RMB 元 人民币 人民币元 yuan ¥"},
    "length": {"1": "km KM 公里 千米", "0.001": "m 米"},
    "time": {
        "1": "yr y a year Year annum Annum an anno año ano jaar rok Jahr 年 年度",
        "1/12": "month Month Monat 月",
        "1/4": "quarter 季度 季",
    },
    "activity": {"1": "Bq 贝可 贝克", "1000": "kBq", "1000000": "MBq"},
    "": {"1": "fraction ratio index 比例", "0.01": "%", "0.001": "‰", "0.000001": "ppm", "1e-9": "ppb"},
}
_SYMBOLS: Mapping[str, tuple[str, Fraction]] = {
    symbol: (dimension, Fraction(factor))
    for dimension, factors in _SPELLINGS.items()
    for factor, symbols in factors.items()
    for symbol in symbols.split()
}
_SCALES: Mapping[str, int] = {
    "万亿": 10**12,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "亿": 10**8,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 10**3,
    "crore": 10**7,
    "lakh": 10**5,
    "lac": 10**5,
}
_NUMBER = re.compile(
    r"""(?P<currency>¥|RMB|CNY)?\s*
    (?P<digits>[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:\ \d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)
    \s*(?P<unit>.*)""",
    re.VERBOSE,
)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_LONGEST = 80
_CO2 = re.compile(r"(?:CO2|二氧化碳)\s*-?(?:eq|e|当量)?")
_BASES = {
    **dict.fromkeys(("wet", "湿基", "湿重", "收到基"), "wet"),
    **dict.fromkeys(("dry", "DS", "DM", "TS", "TM", "atro", "干基", "绝干", "干重"), "dry"),
}
_BASIS = re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in _BASES))
# Tonnes with a name of two words; a ton alone is one of three and is refused.
_TON_NAMES = (
    (re.compile(r"\bshort tons?\b", re.IGNORECASE), "shortton"),
    (re.compile(r"\blong tons?\b", re.IGNORECASE), "longton"),
    (re.compile(r"\bmetric (?:tons?|tonnes?)\b", re.IGNORECASE), "t"),
    (re.compile(r"\b([kMG]?t)p[ay]\b"), r"\1/yr"),
    (re.compile(r"\bTP[AY]\b"), "t/yr"),
    (re.compile(r"\s+p\.? ?a\.?(?=$|\s)"), "/yr"),
    (re.compile(r"\bTPM\b"), "t/month"),
)
_FILLING = re.compile(r"\bmass\b|\bwt\b|^w(?=%)|^wt(?=%)|质量(?=%)|质量分数")


@dataclass(frozen=True, slots=True)
class UnitExpression:
    """A unit, understood.

    Attributes
    ----------
    factor : Fraction
        How many canonical units one of it is.
    dimensions : tuple of (str, int)
        Dimension and exponent, sorted; empty for fractions.
    basis : {"", "wet", "dry"}
        Whether mass is meant with or without water.
    of : str
        What the denominator counts, when it says so: ``P2O5`` in ``t CO2e/t P2O5``.
    bare : bool
        Only a scale word (``万``): fits any unit.
    """

    factor: Fraction
    dimensions: tuple[tuple[str, int], ...]
    basis: str = ""
    of: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written, exactly, and the unit written beside it (empty when there is none)."""

    value: Fraction
    unit: str


def parse_quantity(text: str) -> Quantity:
    """Split a written quantity into number and unit.

    Raises
    ------
    SymbioflowError
        ``NOT_A_NUMBER`` or ``NOT_FINITE``. The unit is not looked at.

    Examples
    --------
    >>> parse_quantity("1,200.5 kt/yr")
    Quantity(value=Fraction(2401, 2), unit='kt/yr')
    >>> parse_quantity("12万吨").unit
    '万吨'
    """
    plain = _plain(text)
    if _NOT_FINITE.fullmatch(plain):
        raise SymbioflowError("NOT_FINITE", given=text)
    found = _NUMBER.fullmatch(plain) if len(plain) <= _LONGEST else None
    unit = found["unit"].strip() if found else ""
    if found is None or (unit and not (unit[0].isalpha() or unit[0] in "%‰¥(")):
        raise SymbioflowError("NOT_A_NUMBER", given=text)
    if unit.startswith("(") and unit.endswith(")"):
        unit = unit[1:-1].strip()
    if found["currency"]:
        unit = unit if "元" in unit else f"{unit} CNY" if unit in _SCALES else f"CNY{unit}"
    return Quantity(Fraction(re.sub("[, ]", "", found["digits"])), unit)


def number(text: str) -> float:
    """Return a written number that has no unit; ``UNKNOWN_UNIT`` if one stands there.

    Examples
    --------
    >>> number("１２０，０００")
    120000.0
    """
    quantity = parse_quantity(text)
    if quantity.unit:
        raise _unknown(quantity.unit, message("expected.no_unit"))
    return _float(quantity.value, text)


def quantity_in(text: str, unit: str, written: str = "") -> float:
    """Return a written quantity in `unit`.

    Parameters
    ----------
    text : str
        For example ``12 万吨/年``. A quantity without a time fits a unit per year.
    unit : str
        The unit wanted, for example ``t/yr``.
    written : str
        The unit that a number without one is in; empty: already `unit`.

    Examples
    --------
    >>> quantity_in("12 万吨/年", "t/yr"), quantity_in("12", "t/yr", "万吨/年"), quantity_in("3亿元", "CNY")
    (120000.0, 120000.0, 300000000.0)
    >>> quantity_in("55%", "fraction"), quantity_in("55%", "mass %"), quantity_in("2 万立方米", "m3")
    (0.55, 55.0, 20000.0)
    """
    quantity = parse_quantity(text)
    source = quantity.unit or written
    if not source or source == unit:
        return _float(quantity.value, text)
    if written and quantity.unit and parse_unit(quantity.unit).bare:
        # 1.2万 below 吨 is 12,000 t; below 万吨 it may be 1.2 or 12,000 of them.
        base = parse_unit(written)
        if base.factor == 1 and not base.bare:
            return _float(quantity.value * parse_unit(quantity.unit).factor * _ratio(written, unit), text)
        raise _unknown(quantity.unit, message("expected.number_in", unit=written))
    return _float(quantity.value * _ratio(source, unit), text)


def convert(value: float, source: str, target: str) -> float:
    """Return `value` in `source` as a number in `target`.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_UNIT`` if either is not known or they do not measure the same thing.

    Examples
    --------
    >>> convert(1.5, "Mt", "t"), convert(0.86, "t CO2/t", "kg CO2e/t"), convert(2.0, "mass %", "mg/kg")
    (1500000.0, 860.0, 20000.0)
    >>> convert(12.3, "万吨", "t")
    123000.0
    """
    if not math.isfinite(value):
        raise SymbioflowError("NOT_FINITE", given=repr(value))
    if source == target:
        return float(value)
    return _float(Fraction(repr(float(value))) * _ratio(source, target), repr(value))


def fits(source: str, target: str) -> bool:
    """Whether quantities in `source` can be converted to `target`.

    Examples
    --------
    >>> fits("万吨/年", "t/yr"), fits("万吨/年", "m3/yr"), fits("furlong", "km")
    (True, False, False)
    """
    try:
        _ratio(source, target)
    except SymbioflowError:
        return False
    return True


def emission_factor(value: float, unit: str) -> tuple[float, str]:
    """Return a greenhouse-gas factor as kg CO2e per canonical unit, and that unit.

    Examples
    --------
    >>> emission_factor(0.5, "t CO2/t")
    (500.0, 't')
    >>> emission_factor(0.36, "kg CO2/kWh")
    (100.0, 'GJ')
    """
    dimensions = parse_unit(unit).dimensions
    counted = [CANONICAL[name] for name, power in dimensions if power == -1 and name in CANONICAL]
    if ("co2", 1) not in dimensions or len(dimensions) != 2 or len(counted) != 1:
        raise _unknown(unit, "kg CO2e/t, t CO2/t, kg CO2/kWh")
    return convert(value, unit, f"kg CO2e/{counted[0]}"), counted[0]


#: Money of another year, or with a tax, is another number: nothing to be read over as a name.
_OTHERWISE = re.compile(r"\b(19|20)\d\d\b|税|\b(tax|VAT)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> UnitExpression:
    """Understand a unit; ``UNKNOWN_UNIT`` if it is not one.

    Examples
    --------
    >>> parse_unit("万吨/年").dimensions
    (('mass', 1), ('time', -1))
    """
    plain = _plain(text)
    plain = re.sub(r"[ ·]([A-Za-z]+)-1\b", r"/\1", plain)
    plain = re.sub(r"\s+(?:per|pro)\s+|每", "/", plain)
    for name, symbol in _TON_NAMES:
        plain = name.sub(symbol, plain)
    if plain in _SCALES:
        return UnitExpression(Fraction(_SCALES[plain]), (), bare=True)
    basis = {_BASES[word] for word in _BASIS.findall(plain)}
    if len(basis) > 1:
        raise _unknown(text)
    top, *bottoms = _BASIS.sub("", plain).replace("()", "").strip(" ,;、").split("/")
    powers: dict[str, int] = {}
    factor, of = _term(top, text, powers, 1)
    if of:
        raise _unknown(text)
    for bottom in bottoms:
        divisor, named = _term(bottom, text, powers, -1)
        factor, of = factor / divisor, of or named
    if _OTHERWISE.search(of):
        raise SymbioflowError("UNKNOWN_UNIT.otherwise", given=text)
    dimensions = tuple(sorted((name, power) for name, power in powers.items() if name and power))
    return UnitExpression(factor, dimensions, next(iter(basis), ""), of)


def show_amount(value: float | None, unit: str, language: str) -> str:
    """Return an amount for reading, on every face alike.

    Up to five digits are written out; larger amounts count in 万 and 亿, or in kt and Mt, to two decimals.

    Parameters
    ----------
    value : float or None
        In `unit`; None is shown as not known.
    unit : str
        Canonical: ``t``, ``m3``, ``GJ``, ``km`` (or a rate such as ``t/yr``).
    language : {"zh", "en"}

    Examples
    --------
    >>> show_amount(120_000.0, "t", "zh"), show_amount(120_000.0, "t", "en"), show_amount(2.5, "m3/yr", "zh")
    ('12万吨', '120 kt', '2.5立方米/年')
    >>> show_amount(12_000.0, "t", "zh"), show_amount(12_000.0, "t", "en"), show_amount(7e5, "GJ/yr", "en")
    ('12,000吨', '12,000 t', '700 TJ/yr')
    """
    if value is None:
        return message("amount.unknown").text(language)
    plain, _, time = unit.partition("/")
    if language == "zh":
        return f"{_chinese(value)}{_UNITS_ZH.get(plain, f' {plain}')}{'/年' if time else ''}"
    size, word = next(
        (
            step
            for step in _STEPS.get(plain, ())
            if not _written_out(value) and abs(value) >= step[0] * _NEARLY
        ),
        (1.0, plain.replace("m3", "m³")),
    )
    number = _english(value) if size == 1.0 else _trimmed(value / size, 2)
    return f"{number} {word}{'/yr' if time else ''}".rstrip()


def significant(value: float, digits: int = 3) -> float:
    """Return a number rounded to so many leading digits: what is derived says no more than it knows.

    Examples
    --------
    >>> significant(661_764.7), significant(-0.012345), significant(0.0)
    (662000.0, -0.0123, 0.0)
    """
    if value == 0.0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def unit_words(unit: str) -> str:
    """Return a canonical unit as Chinese text has it.

    Examples
    --------
    >>> unit_words("t"), unit_words("pieces")
    ('吨', 'pieces')
    """
    return _UNITS_ZH.get(unit, unit)


def show_money(value: float | None, language: str) -> str:
    """Return CNY for reading.

    Examples
    --------
    >>> show_money(3.4e8, "zh"), show_money(3.4e8, "en"), show_money(-1500.0, "en")
    ('3.4亿元', 'CNY 340 million', 'CNY -1,500')
    """
    if value is None:
        return message("amount.unknown").text(language)
    if language == "zh":
        return f"{_chinese(value)}元"
    if abs(value) >= 1e6:
        return f"CNY {_english(value / 1e6)} million"
    return f"CNY {_english(value)}"


def show_share(value: float | None, language: str) -> str:
    """Return a fraction as per cent.

    Examples
    --------
    >>> show_share(0.6, "en"), show_share(0.5678, "zh")
    ('60%', '56.8%')
    """
    if value is None:
        return message("amount.unknown").text(language)
    return f"{_trimmed(value * 100, 1)}%"


_UNITS_ZH: Mapping[str, str] = {"t": "吨", "m3": "立方米", "GJ": "吉焦", "km": "公里", "CNY": "元"}
#: Unit -> larger units that an English reader counts in, the largest first, by their size.
_STEPS: Mapping[str, tuple[tuple[float, str], ...]] = {
    "t": ((1e6, "Mt"), (1e3, "kt")),
    "m3": ((1e6, "million m³"),),
    "GJ": ((1e6, "PJ"), (1e3, "TJ")),
}
#: An amount that rounds to a step is one.
_NEARLY = 1 - 5e-7


def _plain(text: str) -> str:
    """Return text in compatibility form: full-width signs, superscripts and minus signs made plain."""
    return plain(text.replace("²", "2").replace("³", "3")).replace("\N{MINUS SIGN}", "-").strip()


def _term(term: str, text: str, powers: dict[str, int], sign: int) -> tuple[Fraction, str]:
    """Return factor and named thing of one side of a slash; add its dimensions to `powers`."""
    bare = _CO2.sub(" ", term)
    emitted = bare != term
    bare = " ".join(_FILLING.sub(" ", bare).split())
    scale, rest = _scale(bare)
    symbols, named = _symbols(rest, sign)
    if not symbols:
        raise _unknown(text)
    factor = Fraction(scale)
    for symbol in symbols:
        dimension, size = _SYMBOLS[symbol]
        if emitted and dimension == "mass":
            dimension = "co2"
        powers[dimension] = powers.get(dimension, 0) + sign
        factor *= size
    return factor, named


def _scale(term: str) -> tuple[int, str]:
    if term in _SYMBOLS:
        return 1, term
    for word, size in _SCALES.items():
        if term.startswith(word):
            return size, term.removeprefix(word).strip()
        if term.endswith(f" {word}"):
            return size, term.removesuffix(word).strip()
    return 1, term


def _symbols(term: str, sign: int) -> tuple[list[str], str]:
    """Return the unit symbols of a term, and the words after them in a denominator; none if not known."""
    if term in _SYMBOLS:
        return [term], ""
    first, _, words = term.partition(" ")
    for joined, parts in (("tkm", "t-km"), ("吨公里", "吨-公里")):
        first = first.replace(joined, parts)
    symbols = re.split(r"[-·*.]", first)
    if any(symbol not in _SYMBOLS for symbol in symbols) or (words and sign > 0):
        return [], ""
    return symbols, words


@lru_cache(maxsize=4096)
def _ratio(source: str, target: str) -> Fraction:
    wanted, found = parse_unit(target), parse_unit(source)
    if found.bare:
        return found.factor
    same = found.dimensions == wanted.dimensions
    implied_year = tuple(sorted((*found.dimensions, ("time", -1)))) == wanted.dimensions
    clash = bool(found.basis and wanted.basis and found.basis != wanted.basis)
    clash = clash or bool(found.of and wanted.of and found.of != wanted.of)
    if clash or not (same or implied_year):
        raise _unknown(source, target)
    return found.factor / wanted.factor


def _float(value: Fraction, text: str) -> float:
    try:
        return float(value)
    except OverflowError:
        raise SymbioflowError("NOT_FINITE", given=text) from None


def _unknown(unit: str, wanted: str | Message = "t, kt, 万吨, m3, GJ, CNY, 亿元, km, %") -> SymbioflowError:
    return SymbioflowError("UNKNOWN_UNIT", given=unit, expected=wanted)


def _written_out(value: float) -> bool:
    """Whether an amount has so few digits that all of them are written."""
    return abs(value) < 1e5 * _NEARLY


def _chinese(value: float) -> str:
    for word in ("亿", "万"):
        if not _written_out(value) and abs(value) >= _SCALES[word] * _NEARLY:
            return f"{_trimmed(value / _SCALES[word], 2)}{word}"
    return _english(value)


def _english(value: float) -> str:
    return _trimmed(value, 2 if abs(value) < 100 else 0)


def _trimmed(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
