"""Columns and pairs say the same: every gate of every pair, and with it what is ranked, open or closed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from graph.matching import GateName
from graph.matching.gates import REFUSED
from graph.matching.ranking import MatchColumns, Pairs, Ranking, judge, prepare, rank, scores_of
from graph.matching.ranking.ranking import best_by_kernel
from graph.matching.weights import Weights
from graph.snapshot import Snapshot
from ingest import shipped_records
from tests.graph.matching.ranking.parks import random_park


def every_pair(columns: MatchColumns) -> Pairs:
    """Every stream with every offer for its material, judged by every gate."""
    streams = range(len(columns.place))
    offers = [columns.offers_to(stream) for stream in streams]
    stream = np.repeat(np.arange(len(offers), dtype=np.int32), [len(offer) for offer in offers])
    return judge(columns, stream, np.concatenate(offers))


def agree(snapshot: Snapshot, weights: Weights, on: date | None = None) -> int:
    """Hold all pairs against the ranking of all options; return how many are ranked."""
    columns = prepare(snapshot, weights, on=on)
    pairs = every_pair(columns)
    scores = scores_of(columns, pairs).score
    judged = {
        (int(stream), int(offer)): score
        for stream, offer, score, refused in zip(
            pairs.stream, pairs.offer, scores, pairs.refused, strict=True
        )
        if not refused and score > 0.0
    }
    room = np.full(len(columns.place), max(len(columns.offers), 1))
    ranking = Ranking(columns, np.arange(len(room)), *best_by_kernel(columns, room))
    ranked = dict(
        zip(zip(ranking.stream.tolist(), ranking.offer.tolist(), strict=True), ranking.score, strict=True)
    )
    assert ranked.keys() == judged.keys()
    for key, score in ranked.items():
        assert score == pytest.approx(judged[key], abs=1e-9)
    return len(ranked)


@pytest.mark.parametrize("on", [None, date(2026, 7, 1)])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_ranked_is_what_no_gate_refuses_pair_by_pair_in_random_parks(
    seed: int, on: date | None
) -> None:
    snapshot = random_park(seed)
    assert agree(snapshot, Weights.of(snapshot), on) > 20


def test_what_is_ranked_is_what_no_gate_refuses_pair_by_pair_in_anning() -> None:
    snapshot = Snapshot.from_records(shipped_records())
    assert agree(snapshot, Weights.of(snapshot)) > 100


@pytest.mark.parametrize("part", ["quantity", "technical", "readiness", "proximity"])
def test_a_part_without_weight_does_not_count_in_the_ranking_either(part: str) -> None:
    snapshot = random_park(7)
    # Where nothing is known about prices and emissions, their neutral value of 0 would kill every pair.
    parts = ("economics", "co2", "precedent", part)
    given = {"state.planned": 0.0, "constant.neutral": 0.0, **{f"part.{name}": 0.0 for name in parts}}
    assert agree(snapshot, Weights.of(snapshot, given)) > 0


def test_any_radius_can_be_asked_for() -> None:
    snapshot = random_park(3)
    weights = Weights.of(snapshot)
    counts = [len(rank(prepare(snapshot, weights, radius), 30)) for radius in (0.0, 50.0, 30_000.0, np.inf)]
    assert counts == sorted(counts)
    assert counts[2] == counts[3]


def test_the_worst_verdict_of_each_gate_is_told() -> None:
    columns = prepare(random_park(0), Weights.of(random_park(0)))
    pairs = every_pair(columns)
    told = {gate for gate in GateName if (pairs.says(gate) == REFUSED).any()}
    assert {GateName.COMPOSITION, GateName.LICENCE, GateName.DISTANCE} <= told
    assert (pairs.refused == (pairs.verdict == REFUSED).any(axis=1)).all()
