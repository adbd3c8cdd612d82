"""Words of many wastes mean none of them for certain, whatever the library calls by them."""

from __future__ import annotations

import pytest

from graph.knowledge import Decision, Reader
from graph.snapshot import Snapshot
from ingest.library import library_records


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Snapshot.from_records(library_records()))


@pytest.mark.parametrize(
    "word",
    [
        *("尾气", "废气", "滤液", "灰水", "浮渣", "煤粉", "盐渣", "尾渣", "炭渣", "废电池", "水淬渣"),
        *("fines", "filtrate", "waste batteries", "frames", "slabs", "gas", "raffinate", "fluoride"),
    ],
)
def test_a_word_of_many_wastes_is_asked_about(reader: Reader, word: str) -> None:
    assert reader.material(word).decision is not Decision.CERTAIN


@pytest.mark.parametrize(
    ("words", "material"),
    [
        ("电石炉尾气", "furnace-gas-co"),
        ("铝浮渣", "al-dross-white"),
        ("电解铝炭渣", "electrolysis-carbon-slag"),
        ("钢渣尾渣", "steel-slag-tailing"),
        ("废锂电池", "spent-lithium-battery"),
        ("wastewater treatment sludge from electroplating", "plating-sludge"),
    ],
)
def test_with_what_it_is_of_it_means_that(reader: Reader, words: str, material: str) -> None:
    reading = reader.material(words)
    assert (reading.decision, reading.candidates[0].id) == (Decision.CERTAIN, material)
