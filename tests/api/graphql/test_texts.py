from __future__ import annotations

import pytest

from api.graphql.texts import UnfitText, checked_text


def test_a_text_is_kept_without_the_blanks_around_it() -> None:
    assert checked_text("note", "  rang them\n", 20) == "rang them"
    assert checked_text("note", "", 20) == ""


@pytest.mark.parametrize(
    ("text", "said"), [("x" * 21, "21"), ("a\u200bb", "U+200B"), ("a\x07", "U+0007"), ("", "empty")]
)
def test_a_refusal_names_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(UnfitText) as refused:
        checked_text("actor", text, 20, needed=True)
    assert (refused.value.code, refused.value.name) == ("BAD_TEXT", "actor")
    assert said in refused.value.text("en")
