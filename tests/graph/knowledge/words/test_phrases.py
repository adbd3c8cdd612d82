from __future__ import annotations

from graph.knowledge import normalised
from graph.knowledge.words.phrases import forms_of, phrases_of, slips_of


def test_normalised_text_has_one_spelling() -> None:
    assert normalised("Sulfuric acids & Tires, 废渣") == "sulphuric acid tyre 废渣"
    assert normalised("batteries, boxes, glass, gas") == "battery box glass gas"


def test_a_name_stands_also_without_its_brackets() -> None:
    assert forms_of("Limestone (calcined)") == ("limestone calcined", "limestone")
    assert forms_of("limestone") == ("limestone",)
    assert forms_of("?!") == ()


def test_the_parts_of_a_text_count_less_than_the_whole_and_its_origin_less_still() -> None:
    assert phrases_of("slag") == ((1.0, "slag"),)
    assert (0.6, " a converter") in phrases_of("slag from a converter")


def test_a_word_is_one_slip_away_from_what_leaves_out_adds_changes_or_turns_a_letter() -> None:
    near = slips_of("ash")
    assert {"as", "ashe", "ask", "sah"} <= near
    assert "slag" not in near
