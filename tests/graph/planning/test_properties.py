"""What must hold for every plan, tried on random small parks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Facility, WasteStream
from graph.planning import make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import StreamId, Unit
from tests.build import PARK, WEIGHTS, enterprise, facility, material, recipe, stream

FIXED = [
    PARK,
    *WEIGHTS,
    enterprise("e"),
    material("slag"),
    material("mud"),
    material("gypsum"),
    material("road"),
    material("brick"),
    material("cement"),
    *recipe("pave", "slag", "road", 0.8, residue=("mud", 0.2)),
    *recipe("press", "mud", "brick", 0.9),
    *recipe("mill", "gypsum", "cement", 1.2, auxiliary=[("slag", 0.3)]),
]
amounts = st.floats(1.0, 1000.0)
property_test = settings(max_examples=25, deadline=None)


@st.composite
def parks(draw: st.DrawFn) -> list[WasteStream | Facility]:
    """Return streams and facilities to stand beside `FIXED`."""
    wastes = st.sampled_from(("slag", "mud", "gypsum"))
    parts: list[WasteStream | Facility] = [
        stream(f"s{number}", "e", draw(wastes), draw(amounts)) for number in range(draw(st.integers(1, 4)))
    ]
    uses = st.sampled_from(("pave", "press", "mill"))
    parts += [
        facility(f"f{number}", "e", draw(uses), draw(amounts)) for number in range(draw(st.integers(1, 4)))
    ]
    return parts


def net(parts: list[WasteStream | Facility]) -> float:
    return make_plan(Snapshot.of([*FIXED, *parts])).total(Unit.TONNE).net


@property_test
@given(parks(), amounts)
def test_more_capacity_never_lowers_diverted_tonnes(parts: list[WasteStream | Facility], more: float) -> None:
    larger = [
        replace(part, capacity=Range.exact(part.capacity.likely + more))
        if isinstance(part, Facility) and part.id == "f0" and part.capacity is not None
        else part
        for part in parts
    ]
    assert net(larger) >= net(parts) - 1e-6


@property_test
@given(parks())
def test_splitting_a_stream_in_two_halves_changes_nothing(parts: list[WasteStream | Facility]) -> None:
    first = next(part for part in parts if isinstance(part, WasteStream))
    half = replace(first, supply=Range.exact(first.supply.likely / 2.0))
    halves = [half, replace(half, id=StreamId("other-half"))]
    rest = [part for part in parts if part is not first]
    assert net([*halves, *rest]) == pytest.approx(net(parts), abs=1e-6)


@property_test
@given(parks())
def test_the_order_of_rows_changes_nothing(parts: list[WasteStream | Facility]) -> None:
    forwards, backwards = ([*FIXED, *parts], [*reversed(parts), *reversed(FIXED)])
    assert make_plan(Snapshot.of(forwards)) == make_plan(Snapshot.of(backwards))
