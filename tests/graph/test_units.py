"""Quantities as people write them come out in canonical units, exactly, or are refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SymbioflowError
from graph.units import (
    convert,
    emission_factor,
    fits,
    number,
    parse_unit,
    quantity_in,
    show_amount,
    show_money,
    show_share,
)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("120000", "t/yr", 120_000.0),
        ("12万吨", "t", 120_000.0),
        ("12 万吨/年", "t/yr", 120_000.0),
        ("12.3万吨", "t", 123_000.0),
        ("１２万吨／年", "t/yr", 120_000.0),
        ("5 万吨每年", "t/yr", 50_000.0),
        ("1.5 Mt", "t/yr", 1_500_000.0),
        ("450 kt/yr", "t/yr", 450_000.0),
        ("450 kt per year", "t/yr", 450_000.0),
        ("3 t·a⁻¹", "t/yr", 3.0),
        ("3 tpa", "t/yr", 3.0),
        ("2 Mtpa", "t/yr", 2_000_000.0),
        ("5 Mg", "t/yr", 5.0),
        ("5 Tonnen/Jahr", "t/yr", 5.0),
        ("3 吨/季度", "t/yr", 12.0),
        ("5 short tons", "t", 4.5359237),
        ("5 metric tons", "t", 5.0),
        ("1 t/月", "t/yr", 12.0),
        ("3亿元", "CNY", 300_000_000.0),
        ("100 亿元", "CNY", 10_000_000_000.0),
        ("¥3,000万", "CNY", 30_000_000.0),
        ("340 million CNY", "CNY", 340_000_000.0),
        ("30 元/吨", "CNY/t", 30.0),
        ("5000 m³", "m3", 5_000.0),
        ("2 万立方米", "m3", 20_000.0),
        ("10 GJ", "GJ/yr", 10.0),
        ("1 MWh", "GJ", 3.6),
        ("100 吨标准煤", "GJ", 2_930.76),
        ("1,200.5", "t", 1_200.5),
        ("1 200", "t", 1_200.0),
        ("−5", "t", -5.0),
        ("7%", "fraction", 0.07),
        ("7%", "mass %", 7.0),
        ("5 wt%", "mass %", 5.0),
        ("12‰", "mass %", 1.2),
        ("20000 mg/kg", "mass %", 2.0),
        ("0.5 Bq/g", "Bq/kg", 500.0),
        ("20 % dry", "mass % dry", 20.0),
        ("15 公里", "km", 15.0),
    ],
)
def test_a_written_quantity_comes_out_in_its_canonical_unit(text: str, unit: str, expected: float) -> None:
    assert quantity_in(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("十二万", "t", "NOT_A_NUMBER"),
        ("", "t", "NOT_A_NUMBER"),
        ("1,5", "t", "NOT_A_NUMBER"),
        ("10-20万吨", "t", "NOT_A_NUMBER"),
        ("约12", "t", "NOT_A_NUMBER"),
        ("9" * 100, "t", "NOT_A_NUMBER"),
        ("nan", "t", "NOT_FINITE"),
        ("-Infinity", "t", "NOT_FINITE"),
        ("1e400", "t", "NOT_FINITE"),
        ("5 tons", "t", "UNKNOWN_UNIT"),
        ("5 MT", "t", "UNKNOWN_UNIT"),
        ("120 t/d", "t/yr", "UNKNOWN_UNIT"),
        ("5 m3", "t", "UNKNOWN_UNIT"),
        ("5 t/yr", "t", "UNKNOWN_UNIT"),
        ("12 % wet", "mass % dry", "UNKNOWN_UNIT"),
        ("3 furlongs", "km", "UNKNOWN_UNIT"),
    ],
)
def test_what_is_not_a_quantity_or_could_mean_two_things_is_refused(text: str, unit: str, code: str) -> None:
    with pytest.raises(SymbioflowError) as refused:
        quantity_in(text, unit)
    assert refused.value.code == code


def test_a_number_without_a_unit_is_in_the_unit_of_its_header() -> None:
    assert quantity_in("12", "t/yr", "万吨/年") == 120_000.0
    assert quantity_in("450 kt", "t/yr", "万吨/年") == 450_000.0
    assert quantity_in("1.2万", "t/yr", "吨") == 12_000.0
    with pytest.raises(SymbioflowError, match="not a unit"):
        quantity_in("12万", "t/yr", "万吨/年")


def test_a_number_that_has_no_unit_takes_none() -> None:
    assert number("24.93") == 24.93
    with pytest.raises(SymbioflowError) as refused:
        number("24.93 t")
    assert refused.value.code == "UNKNOWN_UNIT"


@pytest.mark.parametrize(
    ("value", "unit", "expected", "per"),
    [
        (2.0, "kg CO2e/t", 2.0, "t"),
        (0.86, "t CO2/t", 860.0, "t"),
        (3.0, "kg CO2/kg", 3_000.0, "t"),
        (0.36, "kg CO2/kWh", 100.0, "GJ"),
        (1.0, "t CO2/GJ", 1_000.0, "GJ"),
        (0.5, "kg CO2e/m3", 0.5, "m3"),
        (0.02, "t CO2e/t wet", 20.0, "t"),
        (1.0, "吨CO2/吨", 1_000.0, "t"),
    ],
)
def test_an_emission_factor_is_kilograms_per_unit(value: float, unit: str, expected: float, per: str) -> None:
    assert emission_factor(value, unit) == (expected, per)


def test_what_an_emission_factor_counts_is_kept() -> None:
    assert parse_unit("t CO2e/t P2O5").of == "P2O5"
    assert not fits("kg CO2/t P2O5", "kg CO2/t SO3")


@pytest.mark.parametrize("unit", ["t/yr", "kg CO2/t-km", "CNY/t", "kg/t"])
def test_what_is_not_an_emission_factor_is_refused(unit: str) -> None:
    with pytest.raises(SymbioflowError):
        emission_factor(1.0, unit)


def test_mass_of_carbon_dioxide_is_not_mass_of_material() -> None:
    assert not fits("t CO2", "t")


@given(st.floats(0, 1e12), st.sampled_from(["kt", "Mt", "万吨", "亿吨", "kg"]))
def test_there_and_back_is_the_same_amount(value: float, unit: str) -> None:
    assert math.isclose(convert(convert(value, unit, "t"), "t", unit), value, rel_tol=1e-15, abs_tol=1e-300)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_coded_refusal(text: str) -> None:
    try:
        outcome = "a number" if math.isfinite(quantity_in(text, "t/yr")) else "not finite"
    except SymbioflowError as refused:
        outcome = refused.code
    assert outcome in ("a number", "NOT_A_NUMBER", "NOT_FINITE", "UNKNOWN_UNIT")


def test_amounts_are_shown_in_the_units_of_the_language() -> None:
    """Case A8: what the command line, the pages and the report all write."""
    assert show_amount(120_000.0, "t", "zh") == "12万吨"
    assert show_amount(120_000.0, "t", "en") == "120 kt"
    assert show_amount(99_999.0, "t", "zh") == "99,999吨"
    assert show_amount(-1_650_000.0, "t/yr", "en") == "-1.65 Mt/yr"
    assert show_amount(700_000.0, "GJ", "en") == "700 TJ"
    assert show_amount(700_000.0, "GJ", "zh") == "70万吉焦"
    assert show_amount(120_000.0, "m3", "en") == "120,000 m³"
    assert show_amount(3_650_000.0, "m3", "en") == "3.65 million m³"
    assert show_amount(99_999.9999, "t", "en") == "100 kt"
    assert show_amount(123_456.0, "t/yr", "zh") == "12.35万吨/年"
    assert show_amount(0.0, "t", "zh") == "0吨"
    assert show_amount(9_999.9999, "t", "zh") == "10,000吨"
    assert show_amount(None, "t", "zh") == "未知"
    assert show_amount(None, "t", "en") == "unknown"
    assert show_amount(5_000.0, "m3", "en") == "5,000 m³"


def test_money_and_shares_are_shown_in_the_words_of_the_language() -> None:
    assert show_money(340_000_000.0, "zh") == "3.4亿元"
    assert show_money(340_000_000.0, "en") == "CNY 340 million"
    assert show_money(-20.5, "zh") == "-20.5元"
    assert show_share(0.6, "zh") == "60%"
    assert (show_money(None, "en"), show_share(None, "zh")) == ("unknown", "未知")
