"""The kernel and the explanation must agree link for link."""

from __future__ import annotations

import numpy as np
import pytest

from graph.matching import MatchOptions, suggest
from graph.matching.ranking import prepare, rank
from graph.matching.weights import Weights
from graph.model import TransportRate
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import RowId
from tests.build import (
    ESTIMATE,
    PARK,
    WEIGHTS,
    analysis,
    enterprise,
    facility,
    limit,
    material,
    recipe,
    stream,
)


def rate(
    name: str, cargo: str, cost: float | None, unit: str, low: float | None, high: float | None
) -> TransportRate:
    amount = None if cost is None else Range.exact(cost)
    co2, payload = (0.078, 30.0) if cost is None else (None, None)
    return TransportRate(
        RowId(name), name, cargo, payload, low, high, amount, unit, co2, "", "", "", ESTIMATE
    )


def random_park(seed: int) -> Snapshot:
    """60 streams, 25 facilities, with everything a real park lacks: positions, capacities, analyses."""
    random = np.random.default_rng(seed)
    names = ["a", "b", "c", "d", "e"]
    parts: list[object] = [PARK, *WEIGHTS, material("a"), material("b", "a")]
    parts += [material(name) for name in names[2:]]
    for number in range(6):
        given, made = random.choice(5, 2, replace=False)
        helper = int(random.integers(5))
        auxiliary = [(names[helper], 0.3)] if helper != given else []
        ratio, trl = float(random.uniform(0.3, 2.0)), int(random.integers(4, 10))
        parts += recipe(f"t{number}", names[given], names[made], ratio, auxiliary=auxiliary, trl=trl)
        parts.append(limit(f"t{number}", "Cl", maximum=1.0))
    for number in range(20):
        known = random.random() > 0.15
        lat, lon = 24.0 + 2.0 * random.random(), 102.0 + 2.0 * random.random()
        parts.append(enterprise(f"e{number}", lat if known else None, lon if known else None))
    for number in range(60):
        where, what = f"e{random.integers(20)}", names[random.integers(5)]
        wet = float(random.integers(3)) * 10.0
        parts.append(stream(f"s{number}", where, what, float(random.lognormal(5.0)), moisture=wet or None))
        if random.random() < 0.4:
            parts.append(analysis(f"s{number}", "Cl", float(random.uniform(0.0, 1.5))))
    for number in range(25):
        where, how = f"e{random.integers(20)}", f"t{random.integers(6)}"
        capacity = float(random.lognormal(5.0)) if random.random() > 0.1 else None
        radius = 80.0 if random.random() < 0.3 else None
        parts.append(facility(f"f{number}", where, how, capacity, radius=radius))
    parts += [
        rate("near", "bulk", 0.8, "CNY/t-km", None, 30.0),
        rate("far", "bulk", 0.45, "CNY/t-km", 30.0, 90.0),
        rate("loading", "loading-bulk", 6.0, "CNY/t", None, None),
        rate("lorry", "other", None, "", None, None),
    ]
    return Snapshot.of(parts)


@pytest.mark.parametrize("seed", range(5))
def test_the_kernel_ranks_and_scores_exactly_as_the_explanation_does(seed: int) -> None:
    snapshot = random_park(seed)
    explained = {
        (str(item.stream), item.rank): (str(item.facility), str(item.port), item.score)
        for item in suggest(snapshot, MatchOptions(top=5)).items
    }
    columns = prepare(snapshot, Weights.of(snapshot))
    ranking = rank(columns, 5)
    ranked = {
        (str(stream), place + 1): (
            str(columns.facility_id[option]),
            str(columns.port_id[option]),
            ranking.score[row, place],
        )
        for row, stream in enumerate(ranking.stream)
        for place, option in enumerate(ranking.option[row])
        if option >= 0
    }
    assert {key: value[:2] for key, value in ranked.items()} == {
        key: value[:2] for key, value in explained.items()
    }
    for key, value in ranked.items():
        assert value[2] == pytest.approx(explained[key][2], abs=1e-9)


def test_nothing_to_rank_is_an_empty_ranking() -> None:
    snapshot = Snapshot.of(WEIGHTS)
    assert rank(prepare(snapshot, Weights.of(snapshot)), 3).option.shape == (0, 3)


def test_a_stream_without_options_has_none() -> None:
    snapshot = Snapshot.of([PARK, *WEIGHTS, enterprise("e"), material("a"), stream("s", "e", "a", 1.0)])
    ranking = rank(prepare(snapshot, Weights.of(snapshot)), 2)
    assert ranking.option.tolist() == [[-1, -1]]
    assert ranking.score.tolist() == [[0.0, 0.0]]
