from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from api.web.pages.matching.explanation import NAME, _part, blank_analysis, missing_words, values
from api.web.reading import Reading
from api.web.state import State
from api.web.words import speaker
from graph.errors import SymbioflowError
from graph.tables import TABLES
from tests.web import SUGGESTION

NAMED = {"localId": "washing", "nameZh": "水洗", "nameEn": "washing line"}


def state(language: Any = "en") -> State:
    return State("/match", language, {"id": SUGGESTION})


def test_parts_are_in_words_and_make_the_score(reading: Reading) -> None:
    shown = values(reading, state("zh"))
    score = 1.0
    for part in shown["parts"]:
        score *= part.score**part.weight
        assert all("unit" not in given for given in part.inputs)
    assert score == pytest.approx(shown["found"]["score"])
    assert any(given.startswith("运费") for part in shown["parts"] for given in part.inputs)


def test_what_is_open_comes_before_what_is_settled(reading: Reading) -> None:
    outcomes = [gate.outcome for gate in values(reading, state())["gates"]]
    assert outcomes == sorted(outcomes, key=("REFUSED", "UNVERIFIED", "PASSED").index)
    assert values(reading, state())["open"] == outcomes.count("UNVERIFIED") > 0


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ("composition: Ra-226", "检测成分：镭-226", "analysis of radium-226"),
        ("operating cost of washing", "水洗的运行成本", "operating cost of washing line"),
        ("product displaced by washing", "水洗替代的产品", "product displaced by washing line"),
        ("price of lime", "石灰的价格", "price of quicklime"),
        ("price of somebody", "somebody的价格", "price of somebody"),
        ("something new", "something new", "something new"),
    ],
)
def test_what_is_missing_is_said_in_the_language_of_the_page(said: str, zh: str, en: str) -> None:
    step = {"technology": NAMED, "takes": NAMED, "gives": None, "facility": None}
    found = {"missing": [said, said], "pathway": [step]}
    for language, words in (("zh", zh), ("en", en)):
        materials = {"lime": "石灰" if language == "zh" else "quicklime"}
        assert missing_words(found, speaker("explanation", language), language, materials) == (words,)


def test_the_blank_analysis_has_the_columns_of_the_table_and_a_row_for_each_open_component(
    reading: Reading,
) -> None:
    header, *rows = csv.reader(io.StringIO(bytes(blank_analysis(reading, state()).body).decode("utf-8-sig")))
    assert set(header) <= {column.name for column in TABLES["stream_components"].columns}
    assert [(row[1], row[2]) for row in rows] == [
        ("tianan-chemical--phosphogypsum", "Ra-226"),
        ("tianan-chemical--phosphogypsum", "TOC"),
    ]


def test_a_stream_has_a_blank_analysis_of_what_its_refused_linkages_break(reading: Reading) -> None:
    """The petroleum coke of Yunnan Petrochemical is refused for its sulphur."""
    of = "yunnan-petrochemical--petroleum-coke-green"
    file = blank_analysis(reading, State("/analysis.csv", "en", {"stream": of}))
    rows = list(csv.DictReader(io.StringIO(bytes(file.body).decode("utf-8-sig"))))
    assert {row["stream"] for row in rows} == {of}
    assert "S" in {row["component"] for row in rows}
    assert len({row["id"] for row in rows}) == len(rows)
    with pytest.raises(SymbioflowError, match="nobody--nothing"):
        blank_analysis(reading, State("/analysis.csv", "en", {"stream": "nobody--nothing"}))


def test_an_input_that_is_not_known_has_no_unit() -> None:
    row = {
        "name": "QUANTITY",
        "score": 0.5,
        "weight": 0.2,
        "known": False,
        "inputs": [
            {"name": "PORT_CAPACITY", "amount": None, "unit": "t/yr"},
            {"name": "SUPPLY_LEFT", "amount": 5.0, "unit": "t/yr"},
        ],
    }
    for language, unknown, known in (("zh", "未知", "吨/年"), ("en", "unknown", "t/yr")):
        first, second = _part(row, "t", speaker(NAME, language), language).inputs
        assert first.endswith(unknown)
        assert second.endswith(known)
