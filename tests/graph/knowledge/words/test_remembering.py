"""What was read before is read once, and is no part of what goes to another process."""

from __future__ import annotations

import pickle

from graph.knowledge import Reader
from graph.knowledge.words.remembering import Remembered
from graph.snapshot import Snapshot
from ingest import shipped_records


def test_the_same_words_are_answered_once_as_long_as_they_are_remembered() -> None:
    asked: list[str] = []
    read = Remembered(lambda words: asked.append(words) or words.upper(), 2)
    assert [read(words) for words in ("ash", "ash", "slag", "mud", "ash")] == [
        "ASH",
        "ASH",
        "SLAG",
        "MUD",
        "ASH",
    ]
    assert asked == ["ash", "slag", "mud", "ash"]


def test_a_reader_that_was_asked_goes_to_another_process_and_answers_alike() -> None:
    here = Reader(Snapshot.from_records(shipped_records()))
    first = here.materials.read("粉煤灰"), here.industries.read("水泥厂")
    there = pickle.loads(pickle.dumps((here.materials, here.industries)))  # our own bytes
    assert (there[0].read("粉煤灰"), there[1].read("水泥厂")) == first
