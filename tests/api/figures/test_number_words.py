"""Numbers of tables have names that a reader knows."""

from __future__ import annotations

import re

from api.figures.number_words import number_words
from api.views.service import View


def test_a_number_is_called_by_what_its_row_is_about(anning: View) -> None:
    said = {
        ("waste_streams", "kunming-steel--steel-slag", "disposal_cost"): (
            "what is paid to dispose of Steel slag of Kunming Steel"
        ),
        ("ports", "pg-beta-plaster:out_product:beta-building-plaster", "ratio"): (
            "ratio of Beta building plaster in Beta building plaster from phosphogypsum"
        ),
        ("parks", "anning-park", "grid_factor"): "grid factor of ",
        ("conveyances", "pipe-process-steam", "farthest"): "how far ",
    }
    for (table, row, column), words in said.items():
        assert number_words(anning, table, row, column).en.startswith(words), row
        assert re.search("[\u4e00-\u9fff]", number_words(anning, table, row, column).zh), row


def test_every_number_that_would_change_the_plan_has_a_name_and_no_id(anning: View) -> None:
    for change in anning.sensitivity().would_change:
        words = number_words(anning, change.table, change.row, change.column)
        assert change.row not in words.en
        assert change.row not in words.zh


def test_a_number_without_a_sentence_is_called_by_its_place(anning: View) -> None:
    words = number_words(anning, "materials", "road", "moisture")
    assert words.zh == words.en == "materials road moisture"
