from __future__ import annotations

from graph.matching import suggest
from graph.matching.changed import changes
from graph.snapshot import Snapshot
from tests.build import PARK, WEIGHTS, enterprise, facility, material, recipe, stream

PARTS = [
    PARK,
    *WEIGHTS,
    enterprise("maker"),
    material("slag"),
    material("road"),
    *recipe("pave", "slag", "road"),
    stream("s", "maker", "slag", 100.0),
]
SMALL, LARGE = facility("a", "maker", "pave", 20.0), facility("b", "maker", "pave", 90.0)


def test_the_same_snapshot_changes_nothing() -> None:
    found = suggest(Snapshot.of([*PARTS, SMALL]))
    result = changes(found, found)
    assert (result.appeared, result.vanished, result.moved) == ((), (), ())


def test_a_better_facility_appears_and_the_old_one_moves_down() -> None:
    before, after = suggest(Snapshot.of([*PARTS, SMALL])), suggest(Snapshot.of([*PARTS, SMALL, LARGE]))
    result = changes(before, after)
    assert result.appeared == ("s>b>pave:in_main:slag",)
    assert [(move.id, move.rank_before, move.rank_after) for move in result.moved] == [
        ("s>a>pave:in_main:slag", 1, 2)
    ]
    assert changes(after, before).vanished == result.appeared
