"""From amounts to words: what is bought, what is agreed, what is left."""

from __future__ import annotations

import pytest

from graph.planning import FlowKind, UnplacedReason, make_plan
from graph.vocabulary import Unit
from tests.build import facility, linkage, material, park_of, recipe, stream


def test_a_facility_says_what_it_makes_sells_passes_on_and_disposes_of() -> None:
    """100 t: 70 t clean sold; of 20 t of mud 15 t to the press and 5 t to disposal; 30 t of lime bought."""
    plan = make_plan(
        park_of(
            material("gypsum"),
            material("clean"),
            material("mud"),
            material("lime"),
            material("brick"),
            stream("s", "maker", "gypsum", 120.0),
            recipe("wash", "gypsum", "clean", 0.7, residue=("mud", 0.2), auxiliary=[("lime", 0.3)]),
            recipe("press", "mud", "brick"),
            facility("f", "user", "wash", 100.0),
            facility("g", "user", "press", 15.0),
        )
    )
    run = next(run for run in plan.runs if run.facility == "f")
    assert (run.throughput, run.capacity, run.unit) == (pytest.approx(100.0), 100.0, Unit.TONNE)
    assert run.outputs == (
        ("clean", pytest.approx(70.0), Unit.TONNE),
        ("mud", pytest.approx(20.0), Unit.TONNE),
    )
    assert run.sold == (("clean", pytest.approx(70.0), Unit.TONNE),)
    assert run.passed_on == (("mud", pytest.approx(15.0), Unit.TONNE),)
    assert run.disposed == (("mud", pytest.approx(5.0), Unit.TONNE),)
    assert run.purchased == (("lime", pytest.approx(30.0), Unit.TONNE),)
    # One more tonne of room takes a tonne, of which 0.2 t of mud go to disposal.
    assert run.shadow_price == pytest.approx(0.8)
    assert plan.streams[0].residue == pytest.approx(5.0)


def test_an_agreed_transfer_is_marked_with_what_is_agreed() -> None:
    """20 t of mud could go to either press; 12 t are agreed with g."""
    plan = make_plan(
        park_of(
            material("gypsum"),
            material("clean"),
            material("mud"),
            material("brick"),
            stream("s", "maker", "gypsum", 100.0),
            recipe("wash", "gypsum", "clean", 0.7, residue=("mud", 0.2)),
            recipe("press", "mud", "brick"),
            facility("f", "user", "wash", 100.0),
            facility("g", "user", "press", 50.0),
            facility("h", "user", "press", 50.0),
            linkage("l", "g", "press:in_main:mud", 12.0, from_facility="f"),
        )
    )
    passed = {flow.facility: flow for flow in plan.flows if flow.kind is FlowKind.TRANSFER}
    assert passed["g"].contracted == 12.0
    assert passed["g"].amount >= 12.0 - 1e-9
    assert sum(flow.amount for flow in passed.values()) == pytest.approx(20.0)


def test_what_is_placed_and_what_is_left_make_the_supply() -> None:
    """100 t, 25 t of them at the only paver today, who has room for 30 t: 5 t go there newly, 70 t are left.

    One more tonne of waste is worth nothing.
    """
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            recipe("pave", "slag", "road"),
            stream("s", "maker", "slag", 100.0, in_use=25.0),
            facility("f", "user", "pave", 30.0),
        )
    )
    outcome = plan.streams[0]
    assert (outcome.placed, outcome.unplaced) == (pytest.approx(5.0), pytest.approx(70.0))
    assert (outcome.baseline, outcome.place_unknown) == (25.0, 0.0)
    assert (outcome.reason, outcome.shadow_price) == (UnplacedReason.CAPACITY, pytest.approx(0.0))
