"""What must hold for every park, tried on random small ones."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.matching import Suggestion, suggest
from graph.model import Facility, StreamComponent, WasteStream
from graph.snapshot import Snapshot
from graph.vocabulary import EnterpriseId, FacilityId, RowId, StreamId
from tests.build import (
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

amounts = st.floats(1.0, 1e6)
places = st.integers(0, 2)


@st.composite
def parks(draw: st.DrawFn) -> list[WasteStream | Facility | StreamComponent]:
    """Return streams, their analyses and facilities, to stand beside `FIXED`."""
    parts: list[WasteStream | Facility | StreamComponent] = []
    for number in range(draw(st.integers(1, 4))):
        what = draw(st.sampled_from(("slag", "fine-slag", "gypsum")))
        parts.append(stream(f"s{number}", f"e{draw(places)}", what, draw(amounts)))
        if draw(st.booleans()):
            parts.append(analysis(f"s{number}", "Cl", draw(st.floats(0.0, 2.0))))
    for number in range(draw(st.integers(0, 4))):
        how = draw(st.sampled_from(("pave", "mill")))
        capacity = draw(st.none() | amounts)
        parts.append(facility(f"f{number}", f"e{draw(places)}", how, capacity))
    return parts


FIXED = [
    PARK,
    *WEIGHTS,
    enterprise("e0", 24.95, 102.38),
    enterprise("e1", 25.10, 102.50),
    enterprise("e2", None, None),
    material("slag"),
    material("fine-slag", "slag"),
    material("gypsum"),
    material("road"),
    material("cement"),
    *recipe("pave", "slag", "road"),
    *recipe("mill", "gypsum", "cement", auxiliary=[("slag", 0.2)]),
    limit("pave", "Cl", maximum=1.0),
]
property_test = settings(max_examples=30, deadline=None)


def best_scores(parts: list[WasteStream | Facility | StreamComponent]) -> dict[str, float]:
    items = suggest(Snapshot.of([*FIXED, *parts])).items
    return {str(item.stream): item.score for item in items if item.rank == 1}


@property_test
@given(parks(), places, amounts)
def test_adding_a_consumer_never_lowers_the_best_score_of_a_stream(
    parts: list[WasteStream | Facility | StreamComponent], place: int, capacity: float
) -> None:
    before = best_scores(parts)
    after = best_scores([*parts, facility("another", f"e{place}", "pave", capacity)])
    assert all(after[name] >= score for name, score in before.items())


def relabelled(part: WasteStream | Facility | StreamComponent) -> WasteStream | Facility | StreamComponent:
    """Return the part under other names, enterprises too, in another order."""
    if isinstance(part, StreamComponent):
        return replace(part, id=RowId(f"x{part.id}"), stream=StreamId(f"z-{part.stream}"))
    where = EnterpriseId(f"z-{part.enterprise}")
    if isinstance(part, Facility):
        return replace(part, id=FacilityId(f"z-{part.id}"), enterprise=where)
    return replace(part, id=StreamId(f"z-{part.id}"), enterprise=where)


@property_test
@given(parks())
def test_relabelling_ids_changes_nothing_but_the_labels(
    parts: list[WasteStream | Facility | StreamComponent],
) -> None:
    others = [replace(item, id=EnterpriseId(f"z-{item.id}")) for item in FIXED[1 + len(WEIGHTS) :][:3]]
    fixed = [*FIXED[: 1 + len(WEIGHTS)], *others, *FIXED[4 + len(WEIGHTS) :]]

    def rows(items: tuple[Suggestion, ...]) -> list[tuple[str, str, float]]:
        names = ((str(item.stream), str(item.facility), item.score) for item in items)
        return [
            (stream.removeprefix("z-"), place.removeprefix("z-"), score) for stream, place, score in names
        ]

    plain = suggest(Snapshot.of([*FIXED, *parts])).items
    renamed = suggest(Snapshot.of([*fixed, *map(relabelled, parts)])).items
    assert rows(plain) == rows(renamed)


@property_test
@given(parks())
def test_a_refused_gate_never_appears_in_the_top_k(
    parts: list[WasteStream | Facility | StreamComponent],
) -> None:
    found = suggest(Snapshot.of([*FIXED, *parts]))
    refused = {(item.stream, item.facility, item.port) for item in found.refusals}
    assert not refused & {(item.stream, item.facility, item.port) for item in found.items}
    assert all(gate.outcome.value != "refused" for item in found.items for gate in item.gates)
