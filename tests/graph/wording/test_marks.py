from __future__ import annotations

import pytest

from graph.wording.marks import invisible_mark, unfit_mark, without_invisible


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\u061c", "\u200e", "\u202a", "\u2069", "\udfff"])
def test_a_mark_that_text_has_no_use_for_is_named(mark: str) -> None:
    assert unfit_mark(f"钢{mark}渣") == f"U+{ord(mark):04X}"


def test_what_people_write_is_left_alone() -> None:
    text = "磷石膏 (CaSO₄·2H₂O),\t“1.2万”吨/年\r\nÜbergrößen €5 😀"
    assert unfit_mark(text) == invisible_mark(text) == ""
    assert without_invisible(text) == text


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff"])
def test_what_nobody_sees_is_named_and_taken_out(mark: str) -> None:
    assert invisible_mark(f"a{mark}b") == f"U+{ord(mark):04X}"
    assert without_invisible(f"a{mark}b") == "ab"
