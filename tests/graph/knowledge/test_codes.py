"""Codes of waste lists and industries in every usual spelling (case B7)."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SymbioflowError
from graph.knowledge import Code, CodeScheme, codes_in, known_codes, read_codes
from graph.knowledge.codes import is_only_codes
from graph.snapshot import Snapshot
from tests.cold import industry

EWC, HW, SW = CodeScheme.EWC, CodeScheme.HW, CodeScheme.SW
GBT, NACE = CodeScheme.GBT4754, CodeScheme.NACE


def code_in(scheme: CodeScheme, cell: str, known: Collection[str] | None = None) -> str:
    (found,) = read_codes(cell, scheme, known)
    return found.code


def test_codes_in_a_text_come_once_each_in_order() -> None:
    found = codes_in("HW34 and hw34, SW 02, 10 01 02, HS 2620.19")
    assert [code.code for code in found] == ["HW34", "SW02", "100102", "262019"]
    assert codes_in("123456789 tonnes in 2024-10-02") == ()


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("HW31;HW49", ["HW31", "HW49"]),
        ("HW31,HW49", ["HW31", "HW49"]),
        ("HW31，HW49", ["HW31", "HW49"]),
        ("HW31、HW49", ["HW31", "HW49"]),
        ("HW31/HW49", ["HW31", "HW49"]),
        ("HW31 HW49", ["HW31", "HW49"]),
        ("hw31", ["HW31"]),
        ("HW 31", ["HW31"]),
        ("ＨＷ31", ["HW31"]),
        ("HW8", ["HW08"]),
        ("31", ["HW31"]),
        ("8.0", ["HW08"]),
        ("900-052-31", ["900-052-31"]),
        ("900－052－31", ["900-052-31"]),
        ("90005231", ["900-052-31"]),
        ("HW31（900-052-31）", ["900-052-31"]),
        ("HW31（900-052-31、900-051-31）", ["900-052-31", "900-051-31"]),
        ("", []),
    ],
)
def test_a_cell_of_hazardous_classes_and_items_is_read_in_every_usual_spelling(
    cell: str, codes: list[str]
) -> None:
    assert [code.code for code in read_codes(cell, HW)] == codes


@pytest.mark.parametrize(
    "cell", ["13 02 05*", "130205", "13.02.05", "EWC 13 02 05", "130205.0", "１３０２０５"]
)
def test_a_european_code_is_read_with_star_blanks_and_points(cell: str) -> None:
    assert code_in(EWC, cell) == "130205"


def test_zeros_that_a_spreadsheet_took_are_put_back() -> None:
    assert code_in(EWC, "10202") == "010202"
    assert code_in(GBT, "111", {"0111", "11"}) == "0111"
    # 111 is a group of its own in GB/T 4754, so nothing was lost
    assert code_in(GBT, "111", {"0111", "111"}) == "111"


def test_an_item_says_its_class_though_no_table_holds_it() -> None:
    assert read_codes("900-249-08", HW) == (Code(HW, "900-249-08", "HW08"),)
    assert read_codes("900-001-S17", SW) == (Code(SW, "900-001-S17", "SW17"),)
    assert read_codes("311-001-S01") == (Code(SW, "311-001-S01", "SW01"),)
    known = read_codes("900-249-08;HW08", HW, {"HW08"})
    assert [(code.code, code.known) for code in known] == [("900-249-08", False), ("HW08", True)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("24.10", "2410"), ("C.2410", "2410"), ("C24", "24"), ("NACE Rev. 2 24.10", "2410"), ("2410", "2410")],
)
def test_a_class_of_an_industry_is_read_in_usual_spellings(cell: str, code: str) -> None:
    assert code_in(NACE, cell) == code


def test_a_class_of_gbt4754_may_carry_its_section_and_its_standard() -> None:
    assert code_in(GBT, "C3120") == "3120"
    assert code_in(GBT, "GB/T 4754-2017 C3120") == "3120"


@pytest.mark.parametrize(
    ("cell", "scheme", "expected"),
    [
        ("HW31-HW49", HW, "one by one"),
        ("HW51", HW, "HW08 or 900-249-08"),
        ("SW06", HW, "HW08 or 900-249-08"),
        ("900-052-99", HW, "HW08 or 900-249-08"),
        ("HW08（900-052-31）", HW, "items of the class HW08"),
        ("1302", EWC, "13 02 05"),
        ("990101", EWC, "13 02 05"),
        ("oil", EWC, "13 02 05"),
        ("abc", NACE, "24.10"),
        ("99999", GBT, "3120 or C3120"),
        ("oil", None, "HW08"),
    ],
)
def test_what_is_no_code_says_what_was_expected(cell: str, scheme: CodeScheme | None, expected: str) -> None:
    with pytest.raises(SymbioflowError, match=expected) as refused:
        read_codes(cell, scheme)
    assert refused.value.code == "BAD_CODE"


def test_a_class_that_no_table_holds_is_refused_where_the_table_is_known() -> None:
    known = known_codes(Snapshot.of([industry("2410", "2410")]), NACE)
    assert code_in(NACE, "24.10", known) == "2410"
    with pytest.raises(SymbioflowError):
        code_in(NACE, "99.99", known)
    assert known_codes(Snapshot.of([industry("2410", "2431")]), CodeScheme.ISIC) == {"2431"}


@pytest.mark.parametrize(
    ("text", "only"), [("10 02 02", True), ("HW08, HS 2619", True), ("废矿物油 HW08", False), ("30 %", False)]
)
def test_a_text_of_codes_alone_is_told_from_words(text: str, only: bool) -> None:
    assert is_only_codes(text) is only


@given(st.text(max_size=40), st.sampled_from([None, *CodeScheme]))
def test_any_cell_is_read_or_refused_and_what_was_read_reads_the_same_again(
    cell: str, scheme: CodeScheme | None
) -> None:
    try:
        found = read_codes(cell, scheme)
    except SymbioflowError:
        return
    assert tuple(code for item in found for code in read_codes(item.code, item.scheme)) == found
