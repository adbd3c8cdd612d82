from __future__ import annotations

from graph.matching.gates.acceptance import (
    Downward,
    accepted_materials,
    running_rows,
)
from graph.snapshot import Snapshot
from graph.taxonomy import ancestors
from graph.vocabulary import Direction, OperatingState
from tests.build import PARK, enterprise, facility, material, port, recipe, stream, technology


def test_every_material_is_its_own_ancestor_and_a_cycle_ends() -> None:
    lines = ancestors(Snapshot.of([material("a", "b"), material("b", "c"), material("c")]))
    rows = list(zip(lines.material.tolist(), lines.ancestor.tolist(), lines.steps.tolist(), strict=True))
    assert rows == [(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 1, 0), (1, 2, 1), (2, 2, 0)]
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
    found = accepted_materials(Snapshot.of(parts))
    assert found.material.tolist() == found.wanted.tolist() == [0, 1]


def test_what_a_technology_makes_of_a_material_it_does_not_take_for_it() -> None:
    """Washed gypsum is gypsum, but not washed again; dried mud is mud still, and may be dried once more."""
    parts = [
        *(material("gypsum"), material("washed", "gypsum"), material("mud")),
        *recipe("wash", "gypsum", "washed"),
        *recipe("fill", "gypsum", "mud"),
        *recipe("dry", "mud", "mud"),
    ]
    snapshot = Snapshot.of(parts)
    assert accepted_materials(snapshot).by_material(snapshot) == {
        "gypsum": ["fill", "wash"],
        "mud": ["dry"],
        "washed": ["fill"],
    }


SLAGS = [
    material("slag"),
    material("steel-slag", "slag"),
    material("eaf-slag", "steel-slag"),
    material("made"),
]


def guessed(parts: list[object], downward: Downward) -> set[tuple[str, str, int]]:
    """What might turn out to be what a port wants: material, port's material, levels between."""
    snapshot = Snapshot.of(parts)
    accepted = accepted_materials(snapshot, downward)
    found, ids = accepted.take(accepted.narrower), snapshot.strings("materials", "id")
    assert found.taken_as.tolist() == found.wanted.tolist()
    return set(zip(ids[found.material], ids[found.wanted], found.steps.tolist(), strict=True))


def test_a_general_material_goes_down_as_many_levels_as_are_open() -> None:
    parts = [*SLAGS, *recipe("t", "eaf-slag", "made")]
    assert guessed(parts, Downward(0, 9)) == set()
    assert guessed(parts, Downward(1, 9)) == {("steel-slag", "eaf-slag", 1)}
    assert guessed(parts, Downward(2, 9)) == {("steel-slag", "eaf-slag", 1), ("slag", "eaf-slag", 2)}


def test_an_umbrella_of_too_many_kinds_stays_closed() -> None:
    kinds = [material(f"kind-{number}", "waste") for number in range(3)]
    parts = [material("waste"), *kinds, material("made"), *recipe("t", "kind-0", "made")]
    assert guessed(parts, Downward(1, 3)) == {("waste", "kind-0", 1)}
    assert guessed(parts, Downward(1, 2)) == set()


def test_where_a_technology_takes_a_material_for_certain_nothing_is_guessed() -> None:
    """The port for slag takes slag, though the same technology has one for steel slag too."""
    ports = [port("t", Direction.MAIN_INPUT, "slag"), port("t", Direction.AUXILIARY_INPUT, "steel-slag")]
    assert guessed([*SLAGS, technology("t"), *ports], Downward(2, 9)) == set()


def test_treated_waste_is_no_kind_that_untreated_waste_could_turn_out_to_be() -> None:
    parts = [
        material("gypsum"),
        material("washed-gypsum", "gypsum"),
        material("made"),
        *recipe("wash", "gypsum", "washed-gypsum"),
        *recipe("board", "washed-gypsum", "made"),
    ]
    assert guessed(parts, Downward(1, 9)) == set()


def test_outputs_take_nothing() -> None:
    found = accepted_materials(Snapshot.of([material("a"), material("b"), *recipe("t", "a", "b")]))
    assert found.material.tolist() == [0]


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
    assert snapshot.strings("facilities", "id")[running_rows(snapshot)].tolist() == ["open"]
