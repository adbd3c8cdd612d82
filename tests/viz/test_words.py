"""Amounts as people write them in Chinese and in English."""

from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.ranges import Range
from graph.vocabulary import Hazard, LinkageState, OperatingState, Phase
from graph.wording.messages import Words, catalogue
from viz.words import amount, amounts, known_language, number, price


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (1_400_000.0, "t", "140万吨/年", "1.4 Mt/yr"),
        (9_999.0, "t", "9,999吨/年", "9,999 t/yr"),
        (850.0, "t", "850吨/年", "850 t/yr"),
        (0.0, "t", "0吨/年", "0 t/yr"),
        (3_650_000.0, "m3", "365万立方米/年", "3.65 million m³/yr"),
        (1_650_000.0, "GJ", "165万吉焦/年", "1.65 PJ/yr"),
        (12.0, "pieces", "12 pieces/年", "12 pieces/yr"),
    ],
)
def test_an_amount_is_counted_in_the_steps_of_each_language(
    value: float, unit: str, zh: str, en: str
) -> None:
    assert amount(value, unit) == Words(zh, en)


def test_a_stock_is_not_per_year() -> None:
    assert amount(2e6, "t", yearly=False) == Words("200万吨", "2 Mt")


def test_a_range_names_its_ends_unless_they_are_equal() -> None:
    assert amounts(Range(9e4, 1.1e5, 1.3e5), "t").zh == "11万吨/年 (90,000吨 – 13万吨)"
    assert amounts(Range.exact(1.1e5), "t").en == "110 kt/yr"


@pytest.mark.parametrize(
    ("value", "text"),
    [(140.0, "140"), (0.04567, "0.0457"), (1_234_567.0, "1,230,000"), (-2.5, "-2.5"), (1e-5, "0.00001")],
)
def test_a_number_has_three_digits_and_no_exponent(value: float, text: str) -> None:
    assert number(value) == text


def test_a_price_is_per_unit() -> None:
    assert price("30", "t") == Words("30 元/吨", "30 CNY/t")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(SymbioflowError) as refused:
        known_language("fr")
    assert refused.value.code == "UNKNOWN_LANGUAGE"


@pytest.mark.parametrize("closed_list", [OperatingState, Phase, Hazard, LinkageState, Grade])
def test_every_word_of_a_closed_list_has_both_languages(closed_list: type) -> None:
    assert [value for value in closed_list if f"value.{value.value}" not in catalogue()] == []  # type: ignore[attr-defined]
