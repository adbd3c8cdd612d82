"""Amounts, money and shares as a person reads them, on every face alike."""

from __future__ import annotations

import math
from collections.abc import Mapping

from graph.wording.messages import message

_UNITS_ZH: Mapping[str, str] = {"t": "吨", "m3": "立方米", "GJ": "吉焦", "km": "公里", "CNY": "元"}
#: Unit -> larger units that an English reader counts in, the largest first, by their size.
_STEPS: Mapping[str, tuple[tuple[float, str], ...]] = {
    "t": ((1e6, "Mt"), (1e3, "kt")),
    "m3": ((1e6, "million m³"),),
    "GJ": ((1e6, "PJ"), (1e3, "TJ")),
}
#: An amount that rounds to a step is one.
_NEARLY = 1 - 5e-7
#: What a Chinese reader counts in, the largest first.
_SCALES: Mapping[str, int] = {"亿": 10**8, "万": 10**4}


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


def _written_out(value: float) -> bool:
    """Whether an amount has so few digits that all of them are written."""
    return abs(value) < 1e5 * _NEARLY


def _chinese(value: float) -> str:
    for word, size in _SCALES.items():
        if not _written_out(value) and abs(value) >= size * _NEARLY:
            return f"{_trimmed(value / size, 2)}{word}"
    return _english(value)


def _english(value: float) -> str:
    return _trimmed(value, 2 if abs(value) < 100 else 0)


def _trimmed(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
