from __future__ import annotations

from dataclasses import replace

import pytest

from graph.matching import Suggestion, explain, suggest
from graph.matching.prospects import usual
from graph.model import WasteStream
from graph.snapshot import Snapshot
from tests.build import stream
from tests.graph.matching.prospects.parks import firm, town, use


def worded(name: str, words: str) -> WasteStream:
    """Ash of the power station, called so in English."""
    return replace(stream(name, "power", "ash", 10.0), name_zh="", name_en=words)


def kilns_and_mixers(*streams: WasteStream) -> Snapshot:
    """A brickyard, whose class takes ash, and a concrete works, whose class takes slag and some ash."""
    return town(
        use("slag-in-concrete", "slag", "2361", 3),
        firm("brickyard", nace="2332"),
        firm("mixer", nace="2361"),
        list(streams),
    )


def offers(park: Snapshot, of: str) -> dict[str, Suggestion]:
    return {
        str(item.facility).split(":")[1]: item
        for item in suggest(park).items
        if item.stream == of
    }  # fmt: skip


def test_words_that_may_mean_two_wastes_bring_forward_who_takes_both() -> None:
    park = kilns_and_mixers(worded("plain", "ash"), worded("mixed", "ash, slag"))
    # Knowledge 0.5 of 0.8: bricks 3/3 of ash; concrete 1/3 of ash and 3/3 of slag.
    assert list(offers(park, "plain")) == ["brickyard", "mixer"]
    assert list(offers(park, "mixed")) == ["mixer", "brickyard"]


def test_a_suggestion_says_how_usual_it_is_by_the_words_of_its_own_stream() -> None:
    park = kilns_and_mixers(worded("plain", "ash"), worded("mixed", "ash, slag"))
    plain, mixed = offers(park, "plain")["brickyard"], offers(park, "mixed")["brickyard"]
    assert (plain.usual or 0.0) > (mixed.usual or 0.0) > 0.0
    assert plain.score == pytest.approx(mixed.score)
    assert explain(park, mixed.id) == mixed


def test_words_that_do_not_read_like_the_material_on_record_leave_it_as_it_is() -> None:
    park = kilns_and_mixers(worded("plain", "ash"), worded("odd", "slag"), worded("mute", ""))
    for name in ("odd", "mute"):
        found, plain = offers(park, name), offers(park, "plain")
        assert list(found) == list(plain)
        assert [item.usual for item in found.values()] == pytest.approx([
            item.usual for item in plain.values()
        ])  # fmt: skip


def test_a_store_with_too_many_wordings_goes_by_the_materials(monkeypatch: pytest.MonkeyPatch) -> None:
    park = kilns_and_mixers(worded("plain", "ash"), worded("mixed", "ash, slag"))
    monkeypatch.setattr(usual, "MOST_READ", 2)
    assert list(offers(park, "mixed")) == ["brickyard", "mixer"]
