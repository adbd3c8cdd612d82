from __future__ import annotations

from graph.matching.acceptance import accepted_materials, ancestors, candidates, running_facilities
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, OperatingState
from tests.build import PARK, enterprise, facility, material, port, recipe, stream, technology


def test_every_material_is_its_own_ancestor_and_a_cycle_ends() -> None:
    frame = ancestors(Snapshot.of([material("a", "b"), material("b", "c"), material("c")]))
    rows = set(frame.itertuples(index=False, name=None))
    assert rows == {("a", "a", 0), ("a", "b", 1), ("a", "c", 2), ("b", "b", 0), ("b", "c", 1), ("c", "c", 0)}
    looped = ancestors(Snapshot.of([material("a", "b"), material("b", "a")]))
    assert len(looped) == 4


def test_the_nearer_port_takes_the_child() -> None:
    parts = [
        material("gypsum"),
        material("phosphogypsum", "gypsum"),
        technology("t"),
        port("t", Direction.MAIN_INPUT, "gypsum"),
        port("t", Direction.MAIN_INPUT, "phosphogypsum"),
    ]
    frame = accepted_materials(Snapshot.of(parts))
    taken = dict(zip(frame["material"], frame["port_material"], strict=True))
    assert taken == {"gypsum": "gypsum", "phosphogypsum": "phosphogypsum"}


def test_outputs_take_nothing() -> None:
    frame = accepted_materials(Snapshot.of([material("a"), material("b"), *recipe("t", "a", "b")]))
    assert list(frame["material"]) == ["a"]


def test_closed_facilities_are_left_out() -> None:
    parts = [
        PARK,
        enterprise("e"),
        material("a"),
        material("b"),
        *recipe("t", "a", "b"),
        stream("s", "e", "a", 1.0),
        facility("open", "e", "t", 1.0),
        facility("shut", "e", "t", 1.0, state=OperatingState.CLOSED),
    ]
    snapshot = Snapshot.of(parts)
    assert list(running_facilities(snapshot)["facility"]) == ["open"]
    assert list(candidates(snapshot)["facility"]) == ["open"]
