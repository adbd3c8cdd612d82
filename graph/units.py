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
from graph.wording import (
    BASES,
    SCALES,
    SYMBOLS,
    TON_NAMES,
    Message,
    message,
    plain,
    show_amount,
    show_money,
    show_share,
    significant,
    unit_words,
)

__all__ = [
    "CANONICAL",
    "Quantity",
    "UnitExpression",
    "convert",
    "emission_factor",
    "fits",
    "number",
    "parse_quantity",
    "parse_unit",
    "quantity_in",
    "show_amount",
    "show_money",
    "show_share",
    "significant",
    "unit_words",
]

#: dimension -> canonical unit
CANONICAL: Mapping[str, str] = {"mass": "t", "volume": "m3", "energy": "GJ", "money": "CNY", "length": "km"}

_NUMBER = re.compile(
    r"""(?P<currency>¥|RMB|CNY)?\s*
    (?P<digits>[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:\ \d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)
    \s*(?P<unit>.*)""",
    re.VERBOSE,
)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_LONGEST = 80
_CO2 = re.compile(r"(?:CO2|二氧化碳)\s*-?(?:eq|e|当量)?")
_BASIS = re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in BASES))
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
        unit = unit if "元" in unit else f"{unit} CNY" if unit in SCALES else f"CNY{unit}"
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
    ratio = _ratio(source, target)
    return float(value) if ratio == 1 else _float(Fraction(repr(float(value))) * ratio, repr(value))


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
    for name, symbol in TON_NAMES:
        plain = name.sub(symbol, plain)
    if plain in SCALES:
        return UnitExpression(Fraction(SCALES[plain]), (), bare=True)
    basis = {BASES[word] for word in _BASIS.findall(plain)}
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
        dimension, size = SYMBOLS[symbol]
        if emitted and dimension == "mass":
            dimension = "co2"
        powers[dimension] = powers.get(dimension, 0) + sign
        factor *= size
    return factor, named


def _scale(term: str) -> tuple[int, str]:
    if term in SYMBOLS:
        return 1, term
    for word, size in SCALES.items():
        if term.startswith(word):
            return size, term.removeprefix(word).strip()
        if term.endswith(f" {word}"):
            return size, term.removesuffix(word).strip()
    return 1, term


def _symbols(term: str, sign: int) -> tuple[list[str], str]:
    """Return the unit symbols of a term, and the words after them in a denominator; none if not known."""
    if term in SYMBOLS:
        return [term], ""
    first, _, words = term.partition(" ")
    for joined, parts in (("tkm", "t-km"), ("吨公里", "吨-公里")):
        first = first.replace(joined, parts)
    symbols = re.split(r"[-·*.]", first)
    if any(symbol not in SYMBOLS for symbol in symbols) or (words and sign > 0):
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
