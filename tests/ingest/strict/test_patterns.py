from __future__ import annotations

import re
import time

import pytest

from ingest.strict.patterns import repeats_of, steps_of


@pytest.mark.parametrize(
    ("pattern", "repeats"),
    [
        ("", 0),
        ("[a-z0-9-]+", 1),
        (r"\d{2}-\d+-\d*", 2),
        ("(?:HW|SW)[0-9]{2}", 1),
        ("x?y", 1),
        (r"(\d{4})-(\d{2})-(\d{2})", 0),
    ],
)
def test_usual_patterns_may_be_tried(pattern: str, repeats: int) -> None:
    assert repeats_of(pattern) == repeats


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*b",
        "((ab)*c?)+",
        "(a|aa)+$",
        "(.*a){12}",
        "(a?){30}a{30}",
        "a?" * 40 + "a" * 40,
        r"(a+)\1+",
        ".*" * 6,
        "(?=(a+)+)b",
        "a" * 2_000,
        "(" * 90 + "a+" + ")*" * 90,
    ],
)
def test_patterns_that_may_be_tried_for_ever_are_not_tried(pattern: str) -> None:
    began = time.process_time()
    assert repeats_of(pattern) is None
    assert time.process_time() - began < 1.0


def test_what_is_no_pattern_is_an_error() -> None:
    with pytest.raises(re.error):
        repeats_of("(a")


def test_steps_grow_with_the_text_by_the_number_of_repeats() -> None:
    assert steps_of(1, "x" * 9) == 10
    assert steps_of(3, "x" * 9) == 1_000
