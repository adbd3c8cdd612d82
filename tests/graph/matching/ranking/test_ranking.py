"""The kernel and the explanation must agree link for link."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from graph.matching import MatchOptions, suggest
from graph.matching.ranking import Ranking, prepare, rank
from graph.matching.ranking.ranking import best_by_kernel
from graph.matching.weights import Weights
from graph.snapshot import Snapshot
from tests.build import PARK, WEIGHTS, enterprise, material, stream
from tests.graph.matching.ranking.parks import random_park

TABLES = ("waste_streams", "facilities", "ports")


@pytest.mark.parametrize("on", [None, date(2026, 6, 30), date(2026, 7, 1)])
@pytest.mark.parametrize("seed", range(5))
def test_the_kernel_ranks_and_scores_exactly_as_the_explanation_does(seed: int, on: date | None) -> None:
    snapshot = random_park(seed)
    explained = {
        (str(item.stream), item.rank): (str(item.facility), str(item.port), item.score)
        for item in suggest(snapshot, MatchOptions(top=5, on=on)).items
    }
    columns = prepare(snapshot, Weights.of(snapshot), on=on)
    room = np.full(len(columns.place), 5)
    ranking = Ranking(columns, np.arange(len(room)), *best_by_kernel(columns, room))
    streams, facilities, ports = (snapshot.strings(name, "id") for name in TABLES)
    ranked = {
        (streams[ranking.stream[row]], ranking.place[row]): (
            facilities[ranking.facility[row]],
            ports[columns.port(ranking.offer)[row]],
            ranking.score[row],
        )
        for row in range(len(ranking))
    }
    assert {key: value[:2] for key, value in ranked.items()} == {
        key: value[:2] for key, value in explained.items()
    }
    for key, value in ranked.items():
        assert value[2] == pytest.approx(explained[key][2], abs=1e-9)


def test_nothing_to_rank_is_an_empty_ranking() -> None:
    snapshot = Snapshot.of(WEIGHTS)
    assert len(rank(prepare(snapshot, Weights.of(snapshot)), 3)) == 0


def test_a_stream_without_options_has_none() -> None:
    snapshot = Snapshot.of([PARK, *WEIGHTS, enterprise("e"), material("a"), stream("s", "e", "a", 1.0)])
    ranking = rank(prepare(snapshot, Weights.of(snapshot)), 2)
    assert ranking.start.tolist() == [0, 0]
