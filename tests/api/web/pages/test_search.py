"""The search: what the park itself has comes first, however much the library knows by the same word."""

from __future__ import annotations

import pytest

from api.views.service import Service
from api.web.pages.search import values
from api.web.reading import Reading
from api.web.state import State
from graph.model import Facility, WasteStream

OWN = ("firm", "stream", "facility")


def kinds_of(reading: Reading, text: str, language: str) -> list[str]:
    shown = values(reading, State("/search", "zh" if language == "zh" else "en", {"q": text}))
    return [hit["thing"].kind for hit in shown["hits"]]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", ["slag", "渣", "钢渣", "water", "水", "昆钢", "lz"])
def test_the_parks_own_comes_before_the_library(reading: Reading, text: str, language: str) -> None:
    kinds = kinds_of(reading, text, language)
    assert kinds
    own = [kind in OWN for kind in kinds]
    assert own == sorted(own, reverse=True)


@pytest.mark.parametrize(("text", "name"), [("slag", "name_en"), ("渣", "name_zh")])
def test_every_waste_and_facility_of_the_park_that_bears_the_word_is_found(
    reading: Reading, service: Service, text: str, name: str
) -> None:
    """The library knows more than fifty slags, which left no room for the five of the park."""
    shown = values(reading, State("/search", "en", {"q": text}))
    found = {hit["thing"].id for hit in shown["hits"]}
    snapshot = service.view().snapshot
    bearing = {
        str(row.id)
        for entity in (WasteStream, Facility)
        for row in snapshot.all(entity)
        if text in str(getattr(row, name)).lower()
    }
    assert len(bearing) > 5
    assert bearing <= found


def test_nothing_is_asked_for_no_text(reading: Reading) -> None:
    assert values(reading, State("/search", "en", {}))["hits"] == []
