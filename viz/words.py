"""The words and amounts that pages show, in Chinese and in English.

Amounts are written as everywhere (`graph.units.show_amount`): 140万吨/年 or 1.4 Mt/yr.
"""

from __future__ import annotations

from graph.errors import SymbioflowError
from graph.ranges import Range
from graph.units import show_amount, unit_words
from graph.wording import LANGUAGES, Words, catalogue, with_ends


def same(text: str) -> Words:
    """Return a text that reads the same in both languages.

    Examples
    --------
    >>> same("9").en
    '9'
    """
    return Words(text, text)


def known_language(language: str) -> str:
    """Return `language` if pages can be written in it.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_LANGUAGE``.
    """
    if language not in LANGUAGES:
        raise SymbioflowError("UNKNOWN_LANGUAGE", given=language, expected=LANGUAGES)
    return language


def amount(value: float, unit: str, *, yearly: bool = True) -> Words:
    """Return an amount as `graph.units.show_amount` writes it in each language.

    Examples
    --------
    >>> amount(1_400_000.0, "t")
    Words(zh='140万吨/年', en='1.4 Mt/yr')
    >>> amount(850.0, "m3", yearly=False).zh
    '850立方米'
    """
    whole = f"{unit}/yr" if yearly else unit
    return Words(show_amount(value, whole, "zh"), show_amount(value, whole, "en"))


def amounts(values: Range, unit: str, *, yearly: bool = True) -> Words:
    """Return a range as likely (low – high), or as one amount when all three are equal.

    Examples
    --------
    >>> amounts(Range(5e5, 6e5, 8e5), "t").en
    '600 kt/yr (500 kt – 800 kt)'
    """
    likely = amount(values.likely, unit, yearly=yearly)
    low, high = amount(values.low, unit, yearly=False), amount(values.high, unit, yearly=False)
    return Words(with_ends(low.zh, likely.zh, high.zh), with_ends(low.en, likely.en, high.en))


def price(text: str, unit: str) -> Words:
    """Return a price in CNY per unit.

    Examples
    --------
    >>> price("30", "t").zh
    '30 元/吨'
    """
    return Words(f"{text} 元/{unit_words(unit)}", f"{text} CNY/{unit}")


def number(value: float) -> str:
    """Return a number to three digits, without exponents and with thousands apart.

    Examples
    --------
    >>> number(1234567.0), number(0.04567), number(140.0)
    ('1,230,000', '0.0457', '140')
    """
    rounded = float(f"{value:.3g}")
    if rounded == int(rounded):
        return f"{int(rounded):,}"
    return f"{rounded:,.12f}".rstrip("0")


def value_words(value: str) -> Words:
    """Return the words for a value of a closed list of the model; an unlisted value stands for itself.

    Examples
    --------
    >>> value_words("planned").zh
    '拟建'
    """
    return catalogue().get(f"value.{value}", same(value))


def fact_name(name: str) -> Words:
    """Return what a fact in the details panel is called.

    Examples
    --------
    >>> fact_name("moisture").en
    'Moisture'
    """
    return catalogue()[f"fact.{name}"]
