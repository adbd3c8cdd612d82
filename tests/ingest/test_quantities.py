"""Written quantities: one reading, or a refusal that offers both."""

import math

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SymbioflowError
from ingest.quantities import (
    AmbiguousNumber,
    Note,
    Written,
    decimal_mark,
    is_plainly_written,
    read_written,
)
from tests.ingest.grids.test_opening import CASES


@pytest.mark.parametrize(
    ("text", "low", "likely", "high", "unit", "note"),
    [
        ("1.2万", 1.2, 1.2, 1.2, "万", Note.PLAIN),
        ("12 万 t", 12, 12, 12, "万 t", Note.PLAIN),
        ("约1200", 1200, 1200, 1200, "", Note.ABOUT),
        ("1200吨左右", 1200, 1200, 1200, "吨", Note.ABOUT),
        ("ca. 500", 500, 500, 500, "", Note.ABOUT),
        ("3000 (估)", 3000, 3000, 3000, "", Note.ABOUT),
        ("100-200", 100, 150, 200, "", Note.RANGE),
        ("100~200 t", 100, 150, 200, "t", Note.RANGE),
        ("１至２万吨", 1, 1.5, 2, "万吨", Note.RANGE),
        ("500 kg - 1 t", 0.5, 0.75, 1, "t", Note.RANGE),
        ("10%-20%", 10, 15, 20, "%", Note.RANGE),
        ("<5", 0, 2.5, 5, "", Note.AT_MOST),
        ("≤5", 0, 2.5, 5, "", Note.AT_MOST),
        ("不超过 5t", 0, 2.5, 5, "t", Note.AT_MOST),
        (">3", 3, 3, 3, "", Note.AT_LEAST),
        ("100以上", 100, 100, 100, "", Note.AT_LEAST),
        ("100±20", 80, 100, 120, "", Note.PLUS_MINUS),
        ("200±5%", 190, 200, 210, "", Note.PLUS_MINUS),
        ("1.200,5", 1200.5, 1200.5, 1200.5, "", Note.PLAIN),
        ("1,200.5", 1200.5, 1200.5, 1200.5, "", Note.PLAIN),
        ("1 200", 1200, 1200, 1200, "", Note.PLAIN),
        ("1'200'000", 1.2e6, 1.2e6, 1.2e6, "", Note.PLAIN),
        ("1234,5", 1234.5, 1234.5, 1234.5, "", Note.PLAIN),
        ("0,75", 0.75, 0.75, 0.75, "", Note.PLAIN),
        ("１２００吨", 1200, 1200, 1200, "吨", Note.PLAIN),
        ("1.2e4", 12000, 12000, 12000, "", Note.PLAIN),
        ("1.2×10^4", 12000, 12000, 12000, "", Note.PLAIN),
        ("1.2×10⁴ t", 12000, 12000, 12000, "t", Note.PLAIN),
        ("十二万", 120000, 120000, 120000, "", Note.WORDS),
        ("三千五百吨", 3500, 3500, 3500, "吨", Note.WORDS),
        ("3.5 kt/a", 3.5, 3.5, 3.5, "kt/a", Note.PLAIN),
        ("-5", -5, -5, -5, "", Note.PLAIN),
        ("1e-3 - 3e-3", 0.001, 0.002, 0.003, "", Note.RANGE),
    ],
)
def test_a_quantity_with_one_meaning_is_read(
    text: str, low: float, likely: float, high: float, unit: str, note: Note
) -> None:
    assert read_written(text) == Written(low, likely, high, unit, "", note)


@pytest.mark.parametrize("text", ["-", "—", "/", "无", "n/a", "N/A", "", " ", "不详", "未统计", "k.A."])
def test_a_cell_that_says_nothing_is_no_zero(text: str) -> None:
    assert read_written(text) is None


@pytest.mark.parametrize("text", ["1,2,3", "12 ,000", "5-3", "1--2", "若干", "一般", "=1+1", "t", "5 t - 8"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(SymbioflowError) as refused:
        read_written(text)
    assert refused.value.code == "NOT_A_NUMBER"


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1.200", (1.2, 1200.0)), ("1,200 t", (1.2, 1200.0)), ("12.345", (12.345, 12345.0))],
)
def test_a_number_with_two_readings_offers_both_until_the_mark_is_known(
    text: str, readings: tuple[float, float]
) -> None:
    with pytest.raises(AmbiguousNumber) as refused:
        read_written(text)
    assert refused.value.readings == readings
    found = {mark: read_written(text, mark) for mark in ".,"}
    assert {item.likely for item in found.values() if item} == set(readings)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.200", "12,5"], ","),
        (["1,200", "7.25"], "."),
        (["1.234.567"], ","),
        (["1,200", "300"], ""),
        (["12,5", "1.5"], ""),
        (["约 0,5 t", "-"], ","),
    ],
)
def test_the_other_cells_of_a_column_may_prove_the_decimal_mark(texts: list[str], mark: str) -> None:
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize("text", ["1e400", "1e400 t", "约1e999吨", "3×10^400"])
def test_what_no_computer_can_hold_is_no_amount(text: str) -> None:
    with pytest.raises(SymbioflowError) as refusal:
        read_written(text)
    assert refusal.value.code == "NOT_A_NUMBER"


@pytest.mark.parametrize(
    ("text", "basis"),
    [("150吨（干基）", "dry"), ("200（湿基）", "wet"), ("12 t DS", "dry"), ("5 t dry", "dry"), ("5 t", "")],
)
def test_the_basis_of_an_amount_is_kept(text: str, basis: str) -> None:
    found = read_written(text)
    assert found is not None
    assert (found.basis, "干" in found.unit) == (basis, False)


def test_a_bare_scale_multiplies_the_unit_of_the_header_only_if_that_does_not_scale_already() -> None:
    found = read_written("1.2万")
    assert found is not None
    assert found.in_unit("t/yr", "吨").likely == 12_000
    with pytest.raises(SymbioflowError, match="万"):
        found.in_unit("t/yr", "万吨/年")


def test_of_fifty_spellings_in_a_ledger_those_with_one_meaning_are_read() -> None:
    """c07: 17 of 50 were read; now 37 are, 6 cells say nothing, and 7 need an answer or another spelling."""
    sheet = openpyxl.load_workbook(CASES / "c07_numbers.xlsx")["固废台账"]
    read, nothing, asked = 0, 0, []
    for row in list(sheet.values)[1:]:
        text = str(row[4])
        try:
            found = read_written(text, ".")
            if found is None:
                nothing += 1
            else:
                found.in_unit("m3/yr" if "m3" in found.unit else "t/yr")
                read += 1
        except SymbioflowError:
            asked.append(text)
    assert (read, nothing) == (37, 6)
    assert asked == ["NaN", "10吨/日", "10 t/d", "1,2,3", "12 ,000", "8 tons", "10车"]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_as_programs_write_it_reads_back_with_a_decimal_point(value: float) -> None:
    found = read_written(repr(value), ".")
    assert found is not None
    assert math.isclose(found.likely, value, rel_tol=1e-12)


@given(st.text(max_size=40), st.sampled_from(["", ".", ","]))
def test_any_text_is_a_quantity_nothing_or_a_refusal(text: str, mark: str) -> None:
    try:
        found = read_written(text, mark)
    except SymbioflowError:
        return
    assert found is None or found.low <= found.likely <= found.high


@pytest.mark.parametrize(
    "text", ["3000/3200/3500", "3000-3200-3500", "3000 ~ 3200 ~ 3500", "3000—3200—3500吨"]
)
def test_three_rising_numbers_are_the_least_the_likely_and_the_most(text: str) -> None:
    found = read_written(text)
    assert found is not None
    assert (found.low, found.likely, found.high, found.note) == (3000.0, 3200.0, 3500.0, Note.THREE)


@pytest.mark.parametrize(
    "text", ["3500/3200/3000", "2022/2023/2024", "5/6/2024", "1/2/300", "5/5/5", "0/5/6", "3000/3200-3500"]
)
def test_three_numbers_that_may_be_a_date_or_years_or_do_not_rise_stay_refused(text: str) -> None:
    with pytest.raises(SymbioflowError):
        read_written(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("1万~1.5万吨", (1.0, 1.25, 1.5)),
        ("1万~1.2万~1.5万吨", (1.0, 1.2, 1.5)),
        ("1万-1.2万-1.5万吨/年", (1.0, 1.2, 1.5)),
    ],
)
def test_a_scale_at_each_end_of_a_range_is_that_of_its_unit(
    text: str, ends: tuple[float, float, float]
) -> None:
    found = read_written(text)
    assert found is not None
    assert (found.low, found.likely, found.high) == ends
    assert found.unit.startswith("万吨")


@given(
    st.from_regex(r"[0-9]{1,15}(\.([0-9]{1,2}|[0-9]{4,9}))?", fullmatch=True), st.sampled_from(["", ".", ","])
)
def test_plain_digits_are_read_the_short_way_as_the_long_way_reads_them(text: str, mark: str) -> None:
    """A space before it is no part of a number, and sends it the long way."""
    assert is_plainly_written(text)
    assert not is_plainly_written(f" {text}")
    assert read_written(text, mark) == read_written(f" {text}", mark)
    assert decimal_mark([text]) == decimal_mark([f" {text}"])
