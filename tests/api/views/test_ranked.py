"""A page of a large park is ranked as columns, and explained alone (case A10)."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from api.views import selection
from api.views.selection import Filter
from api.views.service import View
from graph import synthetic
from graph.matching import Suggestion
from graph.snapshot import Snapshot, records_of
from tests.build import WEIGHTS

STREAMS = 5_000


@pytest.fixture(scope="module")
def large() -> Snapshot:
    """5,000 streams and 900 facilities in one town: half a million pairs."""
    scales = {**synthetic.SCALES, "town": replace(synthetic.SCALES["park"], streams=STREAMS)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthetic, "SCALES", MappingProxyType(scales))
        made_up = synthetic.synthetic_records("town", 1)
    return Snapshot.from_records({**made_up, **records_of(WEIGHTS)})


def test_a_page_of_a_large_park_makes_no_object_for_what_it_does_not_show(
    large: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    def counted(**given: Any) -> Suggestion:
        made.append(given["id"])
        return Suggestion(**given)

    monkeypatch.setattr("graph.matching.explanation.writing.Suggestion", counted)
    view = View(large, 1)
    found = selection.suggestions(view, Filter(), None, None, 5)
    pairs = len(view.ranking())
    assert pairs > 20 * STREAMS
    assert len(found) > 3 * STREAMS
    page = found[100:120]
    assert [item.id for item in page] == made
    assert len(made) == 20
    assert found.position(page[7].id) == 107
    assert found.position("nobody>nowhere>x") is None


def test_ranking_a_large_park_takes_some_bytes_a_pair(large: Snapshot) -> None:
    view = View(large, 1)
    view.ranking()  # compiled, and the library's objects built
    tracemalloc.start()
    pairs = len(View(large, 1).ranking())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * pairs


def test_the_first_of_a_list_is_its_first_and_all_come_in_order(large: Snapshot) -> None:
    view = View(large, 1)
    stream = str(view.snapshot.strings("waste_streams", "id")[view.ranking().stream[0]])
    found = selection.suggestions(view, Filter(), stream, None, 3)
    assert [item.rank for item in found] == [1, 2, 3]
    assert found[0] == next(iter(found))
    with pytest.raises(IndexError):
        found[len(found)]
