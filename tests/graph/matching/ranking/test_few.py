"""Few pairs are ranked as the kernel ranks many: the same options in the same order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from graph.matching.prospects import prospects_of
from graph.matching.ranking import MatchColumns, prepare
from graph.matching.ranking.few import FEW, best_of_few, pairs_of
from graph.matching.ranking.ranking import best_by_kernel
from graph.matching.weights import Weights
from graph.snapshot import Snapshot
from ingest import shipped_records
from tests.graph.matching.ranking.parks import random_park, seasonal_park


def agree(columns: MatchColumns, room: np.ndarray, mixing: bool) -> int:
    """Hold both rankings against each other; return how many options they keep."""
    kernel, few = (rank(columns, room, mixing) for rank in (best_by_kernel, best_of_few))
    assert few[0].tolist() == kernel[0].tolist()
    assert few[1].tolist() == kernel[1].tolist()
    assert few[2] == pytest.approx(kernel[2], abs=1e-12)
    return len(few[1])


@pytest.mark.parametrize("mixing", [False, True])
@pytest.mark.parametrize("most", [2, 1_000])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("drawn", [random_park, seasonal_park])
def test_random_parks_are_ranked_as_by_the_kernel(
    drawn: Callable[[int], Snapshot], seed: int, most: int, mixing: bool
) -> None:
    snapshot = drawn(seed)
    columns = prepare(snapshot, Weights.of(snapshot), on=date(2026, 7, 1))
    room = np.where(np.arange(len(columns.place)) % 3, most, 0)
    assert agree(columns, room, mixing) > 10


def test_months_change_the_order_and_the_score_of_some_pairs() -> None:
    scores = []
    for snapshot in (random_park(0), seasonal_park(0)):
        columns = prepare(snapshot, Weights.of(snapshot))
        start, option, score = best_of_few(columns, np.full(len(columns.place), 1_000))
        scores.append((start.tolist(), option.tolist(), score.tolist()))
    assert scores[0][1] != scores[1][1]
    # Some never meet, and are no options any more.
    assert len(scores[1][1]) < len(scores[0][1])


@pytest.mark.parametrize("mixing", [False, True])
def test_anning_with_its_prospective_receivers_is_ranked_as_by_the_kernel(mixing: bool) -> None:
    snapshot = Snapshot.from_records(shipped_records())
    weights = Weights.of(snapshot)
    columns = prepare(snapshot, weights, prospects=prospects_of(snapshot, weights))
    room = np.full(len(columns.place), 1_000)
    assert 500 < agree(columns, room, mixing) <= pairs_of(columns, room).sum() < FEW


def test_what_has_no_room_is_not_counted() -> None:
    columns = prepare(random_park(0), Weights.of(random_park(0)))
    room = np.zeros(len(columns.place), dtype=np.int64)
    assert pairs_of(columns, room).sum() == 0
    assert best_of_few(columns, room)[0].tolist() == [0] * (len(room) + 1)
