"""What is free, by hand."""

from __future__ import annotations

import math

import pytest

from graph.matching import GateName, suggest
from graph.matching.gates import free_capacity, free_supply, running_input
from graph.planning import make_plan
from graph.snapshot import Snapshot
from graph.vocabulary import LinkageState, Phase, Unit
from tests.build import conveyance, enterprise, facility, linkage, material, park_of, recipe, stream
from tests.independent.comparison import Case, compare

PAVER = facility("f", "user", "pave", 180.0)


def paved(*parts: object, state: LinkageState = LinkageState.OPERATING) -> Snapshot:
    """A paver of 180 t that takes 100 t of stream `old` today, and 500 t a year of stream `new`."""
    return park_of(
        material("slag"),
        material("road"),
        material("sand"),
        recipe("pave", "slag", "road", auxiliary=[("sand", 0.5)]),
        PAVER,
        stream("old", "maker", "slag", 100.0, in_use=100.0),
        stream("new", "maker", "slag", 500.0),
        linkage("l", "f", "pave:in_main:slag", 100.0, state=state, stream="old"),
        *parts,
    )


def test_what_operating_linkages_bring_is_not_free() -> None:
    assert running_input(paved()).tolist() == [100.0]
    assert free_capacity(paved()).tolist() == [80.0]
    assert free_capacity(paved(state=LinkageState.CONTRACTED)).tolist() == [180.0]


def test_of_what_runs_by_pipe_only_what_arrives_takes_room() -> None:
    """Ten kilometres of road lose 10 %: of 100 GJ that leave today 90 arrive, and 60 of 150 are free.

    A second source as far away gives 60 / 0.9 GJ more.
    """
    lossy = park_of(
        material("warmth", unit=Unit.GIGAJOULE, phase=Phase.HEAT),
        material("dried"),
        recipe("dry", "warmth", "dried", 0.1),
        conveyance("warmth", 5.0, 20.0, loss=0.01),
        enterprise("far", 24.95 + 10.0 / 1.3 / 111.195, 102.38),
        facility("f", "far", "dry", 150.0),
        stream("old", "maker", "warmth", 100.0, in_use=100.0),
        stream("new", "maker", "warmth", 500.0),
        linkage("l", "f", "dry:in_main:warmth", 100.0, state=LinkageState.OPERATING, stream="old"),
    )
    assert running_input(lossy).tolist() == pytest.approx([90.0], rel=1e-4)
    assert free_capacity(lossy).tolist() == pytest.approx([60.0], rel=1e-4)
    (flow,) = make_plan(lossy).flows
    assert flow.amount == pytest.approx(60.0 / 0.9, rel=1e-4)
    assert compare(Case.of(lossy)) is not None


def test_a_capacity_that_is_not_known_stays_so() -> None:
    snapshot = paved(facility("g", "user", "pave", None))
    assert math.isnan(free_capacity(snapshot)[1])


def test_what_already_goes_to_a_use_is_not_free() -> None:
    assert free_supply(paved()).tolist() == [500.0, 0.0]


def test_a_facility_is_offered_what_its_operating_linkages_leave_and_the_plan_says_the_same() -> None:
    """Case C36.

    100 of 180 t are taken today, so 80 t are suggested, scored and planned: (80/500)^(1/2) = 0.4.
    """
    (item,) = suggest(paved()).items
    assert (item.stream, item.amount) == ("new", 80.0)
    quantity = next(part for part in item.parts if part.name == "quantity")
    assert quantity.value == 0.4
    assert [given.value for given in quantity.inputs] == [500.0, 80.0]
    assert [flow.amount for flow in make_plan(paved()).flows] == [80.0]


def test_an_auxiliary_port_has_its_share_of_what_is_free() -> None:
    items = suggest(paved(stream("sand", "maker", "sand", 1_000.0))).items
    assert {item.stream: item.amount for item in items} == {"new": 80.0, "sand": 40.0}


def test_a_facility_that_is_full_today_is_refused_for_its_capacity() -> None:
    full = paved(linkage("more", "f", "pave:in_main:slag", 80.0, state=LinkageState.OPERATING, stream="old"))
    found = suggest(full)
    assert found.items == ()
    gates = {
        (refusal.stream, gate.gate, gate.reason.en) for refusal in found.refusals for gate in refusal.gates
    }
    assert ("new", GateName.CAPACITY, "operating linkages use all of its capacity") in gates
