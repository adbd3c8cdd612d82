"""What a plan may choose from, in small and large parks."""

from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.matching import GateName, MatchOptions
from graph.matching.ranking import plan_candidates, rank_candidates
from graph.snapshot import Snapshot
from tests.build import analysis, enterprise, facility, limit, material, park_of, recipe, stream

PAVERS = "abcdefg"


def pavers(*parts: object) -> Snapshot:
    """Ten streams of slag, and seven pavers that could each take it, the nearest called `a`."""
    return park_of(
        material("slag"),
        material("road"),
        recipe("pave", "slag", "road"),
        *(enterprise(name, 24.95, 102.38 + 0.1 * place) for place, name in enumerate(PAVERS)),
        *(facility(name, name, "pave", 100.0) for name in PAVERS),
        *(stream(f"s{number}", "maker", "slag", 100.0) for number in range(10)),
        *parts,
    )


def test_a_plan_chooses_from_every_open_linkage_of_a_park_within_the_bound() -> None:
    candidates = plan_candidates(pavers(), MatchOptions())
    assert (len(candidates.stream), candidates.most) == (70, None)


def test_a_plan_of_a_larger_park_chooses_from_the_best_of_each_stream() -> None:
    snapshot = pavers()
    candidates = plan_candidates(snapshot, MatchOptions(), most=50)
    assert candidates.most == 5
    names = snapshot.strings("facilities", "id")[candidates.facility]
    assert names.tolist() == list("abcde") * 10


def test_a_park_with_no_room_for_its_streams_is_refused_and_the_bound_named() -> None:
    for ask in (plan_candidates, rank_candidates):
        with pytest.raises(SymbioflowError) as refusal:
            ask(pavers(), MatchOptions(top=0), most=49)
        assert refusal.value.code == "TOO_LARGE"
        assert "10 streams" in refusal.value.message
        assert "49 pairs" in refusal.value.message


def test_a_bound_on_the_ranking_keeps_the_best_and_says_so() -> None:
    ranking = rank_candidates(pavers(), MatchOptions(top=0), most=50)
    whole = rank_candidates(pavers(), MatchOptions(top=0))
    assert (ranking.most, whole.most) == (5, None)
    assert ranking.option.tolist() == whole.option[whole.place <= 5].tolist()


def test_what_a_mix_may_meet_is_linked_and_what_nothing_may_is_closed() -> None:
    wet = stream("wet", "maker", "slag", 100.0, moisture=40.0)
    snapshot = pavers(
        limit("pave", "Cl", maximum=1.0),
        analysis("s0", "Cl", 2.0),
        limit("pave", "pH", maximum=9.0, basis="pH"),
        wet,
        analysis("wet", "pH", 12.0, "pH"),
    )
    candidates = plan_candidates(snapshot, MatchOptions())
    ids = snapshot.strings("waste_streams", "id")
    assert set(ids[candidates.stream[candidates.blended]]) == {"s0"}
    assert "wet" not in ids[candidates.stream]
    gates, nearest = candidates.closing(int(snapshot.positions("waste_streams", ["wet"])[0]))
    assert gates == (GateName.COMPOSITION,)
    assert nearest == 0.0


def test_a_stream_without_supply_is_linked_for_what_it_has_in_stock_and_not_suggested() -> None:
    snapshot = pavers(stream("old", "maker", "slag", 0.0, stock=50.0))
    row = int(snapshot.positions("waste_streams", ["old"])[0])
    assert row in plan_candidates(snapshot, MatchOptions()).stream
    assert row not in rank_candidates(snapshot, MatchOptions()).stream
