"""Objects are made for what is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.matching import (
    MatchOptions,
    Suggestion,
    explain_rows,
    rank_candidates,
    refusals_of,
    suggest,
    unmatched,
)
from graph.model import Enterprise, Position
from graph.snapshot import Snapshot, records_of
from tests.build import facility, material, park_of, recipe, stream
from tests.graph.matching.ranking.parks import random_park


@pytest.fixture(scope="module")
def park() -> Snapshot:
    return random_park(2)


def test_rows_are_explained_alone_as_they_are_among_all(park: Snapshot) -> None:
    whole = suggest(park, MatchOptions(top=0))
    ranking = rank_candidates(park, MatchOptions(top=0))
    assert explain_rows(ranking, [5, 0]) == (whole.items[5], whole.items[0])
    assert explain_rows(ranking, []) == ()
    stream = whole.refusals[-1].stream
    row = int(park.positions("waste_streams", [stream])[0])
    assert refusals_of(ranking, [row]) == tuple(one for one in whole.refusals if one.stream == stream)
    assert unmatched(ranking) == whole.unmatched


def test_one_suggestion_is_made_for_one_row(park: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def counted(**given: object) -> Suggestion:
        made.append(given["id"])
        return Suggestion(**given)  # type: ignore[arg-type]

    monkeypatch.setattr("graph.matching.explanation.writing.Suggestion", counted)
    ranking = rank_candidates(park, MatchOptions(top=0))
    assert made == []
    (item,) = explain_rows(ranking, [3])
    assert made == [item.id]


def test_more_than_can_be_shown_at_once_is_refused(park: Snapshot) -> None:
    ranking = rank_candidates(park, MatchOptions(top=0))
    with pytest.raises(SymbioflowError) as refusal:
        explain_rows(ranking, range(4), most=3)
    assert refusal.value.code == "TOO_LARGE"
    assert "3 are asked for" in refusal.value.message
    with pytest.raises(SymbioflowError) as refusal:
        refusals_of(ranking, range(len(ranking.wanted)), most=3)
    assert refusal.value.code == "TOO_LARGE"


def test_suggestions_are_a_table_for_those_who_want_one(park: Snapshot) -> None:
    found = suggest(park)
    frame = found.to_frame()
    assert frame["id"].tolist() == [item.id for item in found.items]
    assert frame["technical"].tolist() == [item.parts[0].value for item in found.items]
    assert Snapshot.of([]).count("waste_streams") == len(suggest(Snapshot.of([])).to_frame())


def test_a_distance_between_estimated_points_says_that_it_is_an_estimate() -> None:
    """Both works are known by the seat of their district, then one of them by its own coordinates."""
    rows = (material("slag"), stream("s", "maker", "slag", 100.0), recipe("pave", "slag", "road"))
    works = (material("road"), facility("paver", "user", "pave", 50.0))
    (item,) = suggest(park_of(*rows, *works)).items
    assert (item.distance, item.distance_estimated, item.distance_known) == (0.0, True, False)
    snapshot = park_of(*rows, *works)
    surveyed = [
        replace(row, position=Position(24.95, 102.38, Grade.COMPANY)) for row in snapshot.all(Enterprise)
    ]
    (item,) = suggest(snapshot.with_records(records_of(surveyed))).items
    assert (item.distance, item.distance_estimated, item.distance_known) == (0.0, False, True)
