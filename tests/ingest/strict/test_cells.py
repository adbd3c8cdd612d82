"""Cells of one column understood, or refused with their position."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.tables import TABLES
from graph.wording.messages import message
from ingest.strict.cells import (
    Refusal,
    read_dates,
    read_flags,
    read_integers,
    read_lists,
    read_number_lists,
    read_numbers,
    read_texts,
    written_list,
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-07-01", date(2026, 7, 1)),
        ("2026/7/1", date(2026, 7, 1)),
        ("2026年7月1日", date(2026, 7, 1)),
        (datetime(2026, 7, 1), date(2026, 7, 1)),
        ("2026-07-01 00:00:00", date(2026, 7, 1)),
        ("2026-02-30", None),
        ("2026-07", None),
        (46204, None),
        (datetime(2026, 7, 1, 8), None),
    ],
)
def test_a_date_is_a_whole_day_that_exists(cell: Any, expected: date | None) -> None:
    refusals: list[Refusal] = []
    assert read_dates([cell], refusals) == [expected]
    assert [item.code for item in refusals] == ([] if expected else ["NOT_A_DATE"])


def test_flags_are_yes_or_no_in_both_languages() -> None:
    refusals: list[Refusal] = []
    assert read_flags(["是", "no", True, 0.0, None, "maybe"], refusals) == [
        True,
        False,
        True,
        False,
        None,
        None,
    ]
    assert refusals == [Refusal(5, "NOT_A_FLAG", message("expected.flag"))]


def test_whole_numbers_may_be_written_with_a_point() -> None:
    refusals: list[Refusal] = []
    assert read_integers(["4", 5.0, "6.0", None, "1.5", "x", "1e300"], refusals) == [4, 5, 6] + [None] * 4
    assert [item.position for item in refusals] == [4, 5, 6]


def test_lists_are_separated_in_the_ways_people_separate() -> None:
    cells = ["a;b", "甲；乙、丙", "a | b;", None, '["x; y"]', "[not json"]
    assert read_lists(cells) == [["a", "b"], ["甲", "乙", "丙"], ["a", "b"], [], ["x; y"], ["[not json"]]


@given(st.lists(st.text()))
def test_a_written_list_reads_back(values: list[str]) -> None:
    assert read_lists([written_list(values)]) == [values]


def test_monthly_shares_may_be_per_cent() -> None:
    refusals: list[Refusal] = []
    assert read_number_lists(["0.5;0.5", "7% 93%", None, "x"], refusals) == [[0.5, 0.5], [0.07, 0.93], [], []]
    assert [(item.position, item.code) for item in refusals] == [(3, "NOT_A_NUMBER")]


def test_codes_that_a_spreadsheet_took_for_numbers_are_text_again() -> None:
    column = TABLES["enterprises"].column("gbt4754")
    assert read_texts(column, [2614, 2614.0, "0810", 1.5, True, None, datetime(2026, 7, 1)], []) == [
        "2614",
        "2614",
        "0810",
        "1.5",
        "true",
        "",
        "2026-07-01",
    ]


def test_numbers_take_the_unit_of_the_header_or_their_own() -> None:
    refusals: list[Refusal] = []
    cells = [12, "12.3", "450 kt", None, True, "12 m3", datetime(2026, 7, 1)]
    values = read_numbers(cells, "万吨/年", lambda _: ["t/yr"], refusals)
    assert list(values) == [120_000.0, 123_000.0, 450_000.0, None, None, None, None]
    assert [(item.position, item.code) for item in refusals] == [
        (4, "NOT_A_NUMBER"),
        (5, "UNKNOWN_UNIT"),
        (6, "NOT_A_NUMBER"),
    ]


def test_where_the_material_is_not_known_any_canonical_unit_fits() -> None:
    assert list(read_numbers(["2万方", "3 GJ", "4"], "", lambda _: ["t/yr", "m3/yr", "GJ/yr"], [])) == [
        20_000.0,
        3.0,
        4.0,
    ]
