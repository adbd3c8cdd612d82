from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.tools.grouping import grouped, matching, numbered, values_by


def test_groups_and_what_is_in_them_keep_the_order_in_which_they_come() -> None:
    groups = grouped([("slag", 3), ("ash", 1), ("slag", 1)], lambda item: item[0])
    assert list(groups.items()) == [("slag", [("slag", 3), ("slag", 1)]), ("ash", [("ash", 1)])]


def test_a_key_that_nothing_has_holds_nothing() -> None:
    assert grouped([], str)["slag"] == []


def test_values_stand_by_rising_keys_in_the_order_they_come() -> None:
    found = values_by(np.array([7, 3, 7], dtype=np.int64), np.array([2, 9, 1], dtype=np.int64))
    assert [(key, values.tolist()) for key, values in found.items()] == [(3, [9]), (7, [2, 1])]
    assert values_by(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)) == {}


def test_rows_are_numbered_in_the_order_they_come_and_equal_ones_alike() -> None:
    number, first = numbered(np.array([7, 3, 7, 3]), np.array([-1, 0, -1, 2]), np.array([0.5, 0.5, 0.5, 0.0]))
    assert number.tolist() == [0, 1, 0, 2]
    assert first.tolist() == [0, 1, 3]
    assert [part.tolist() for part in numbered(np.empty(0, dtype=np.int64))] == [[], []]
    signs, kinds = numbered(np.array([0.0, -0.0, np.inf]), np.array([True, True, False]))
    assert (signs.tolist(), kinds.tolist()) == ([0, 0, 1], [0, 2])


@given(st.lists(st.integers(-3, 3), max_size=12), st.lists(st.integers(-3, 3), max_size=12), st.booleans())
def test_keys_match_as_two_loops_would_match_them(left: list[int], right: list[int], every: bool) -> None:
    pairs = []
    for row, key in enumerate(left):
        same = [other for other, wanted in enumerate(right) if wanted == key]
        pairs += [(row, other) for other in same or ([-1] if every else [])]
    found = matching(np.array(left, dtype=np.int64), np.array(right, dtype=np.int64), every)
    assert list(zip(*(rows.tolist() for rows in found), strict=True)) == pairs
