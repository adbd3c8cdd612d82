from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.wording.folding import folded, plain


def test_width_case_and_blanks_do_not_part_two_spellings() -> None:
    assert folded("红星\u3000 钢厂 ") == folded("红星 钢厂")
    assert folded("ＢＯＦ Slag") == "bof slag"
    assert plain("ＢＯＦ") == "BOF"


@given(st.text(max_size=60))
def test_what_is_folded_folds_no_further(text: str) -> None:
    assert folded(folded(text)) == folded(text)
