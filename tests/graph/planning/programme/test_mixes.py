"""Mixes at their limits, by hand: what one stream exceeds another may make up for, where a mix averages."""

from __future__ import annotations

import pytest

from graph.planning import make_plan
from graph.vocabulary import Direction, Hazard
from tests.build import analysis, enterprise, facility, limit, material, park_of, port, recipe, stream


def mixture(*parts: object) -> dict[str, float]:
    """Return what a paver with room for 500 t takes of 100 t of slag `a` beside other streams."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            recipe("pave", "slag", "road"),
            facility("f", "user", "pave", 500.0),
            stream("a", "maker", "slag", 100.0, moisture=50.0),
            *parts,
        )
    )
    assert {flow.stream for flow in plan.flows if flow.blended} <= {"a"}
    return {outcome.stream: outcome.placed for outcome in plan.streams}


def test_a_mix_may_come_up_to_the_limit_exactly() -> None:
    """2 % beside 60 t of 0.5 % at a limit of 1 %: 1 x a <= 0.5 x 60, so 30 t; (60 + 30) / 90 = 1 %."""
    assert mixture(
        analysis("a", "Cr", 2.0),
        stream("b", "maker", "slag", 60.0),
        analysis("b", "Cr", 0.5),
        limit("pave", "Cr", maximum=1.0),
    ) == {"a": pytest.approx(30.0), "b": pytest.approx(60.0)}


def test_a_mix_may_come_down_to_a_minimum_exactly() -> None:
    """30 t of 40 % lime carry a of 10 % to the minimum of 20 %: 10 x a <= 20 x 30, so 60 t."""
    assert mixture(
        analysis("a", "CaO", 10.0),
        stream("b", "maker", "slag", 30.0),
        analysis("b", "CaO", 40.0),
        limit("pave", "CaO", minimum=20.0),
    ) == {"a": pytest.approx(60.0), "b": pytest.approx(30.0)}


@pytest.mark.parametrize("index", ["IRa", "Igamma"])
def test_exposure_indices_of_a_mix_are_the_mean_of_its_parts(index: str) -> None:
    """Ra-226 of 400 Bq/kg is IRa 2, of 100 is 0.5; Igamma by thorium: 520/260 = 2 and 130/260 = 0.5.

    At a limit of 1 the 60 t of the better slag carry half as much of the other.
    """
    nuclide = {"IRa": ("Ra-226", 400.0, 100.0), "Igamma": ("Th-232", 520.0, 130.0)}[index]
    parts = [
        analysis(name, of, amount, "Bq/kg")
        for name, value in (("a", nuclide[1]), ("b", nuclide[2]))
        for of, amount in {"Ra-226": 0.0, "Th-232": 0.0, "K-40": 0.0, nuclide[0]: value}.items()
    ]
    assert mixture(
        *parts, stream("b", "maker", "slag", 60.0), limit("pave", index, maximum=1.0, basis="index")
    ) == {"a": pytest.approx(30.0), "b": pytest.approx(60.0)}


def test_a_content_of_dry_matter_weighs_with_the_dry_matter() -> None:
    """a is half water: 2 % of its dry half, 1 % too much, is 0.5 a <= 0.5 x 60 of the dry b: 60 t."""
    assert mixture(
        analysis("a", "Cr", 2.0, "mass % dry"),
        stream("b", "maker", "slag", 60.0, moisture=0.0),
        analysis("b", "Cr", 0.5, "mass % dry"),
        limit("pave", "Cr", maximum=1.0, basis="mass % dry"),
    ) == {"a": pytest.approx(60.0), "b": pytest.approx(60.0)}


def test_nothing_is_nothing_in_any_basis() -> None:
    """What holds none of it dilutes, wet or dry: 40 t of 1.6 % beside 40 t of nothing come to 0.8 %."""
    taken = mixture(
        analysis("a", "Cr", 1.6, "mass % dry"),
        stream("b", "maker", "slag", 40.0, moisture=50.0),
        analysis("b", "Cr", 0.0, "mg/kg"),
        limit("pave", "Cr", maximum=0.8, basis="mass % dry"),
    )
    assert taken["a"] == pytest.approx(40.0)


def test_an_acid_is_not_mixed_to_a_mean_ph() -> None:
    assert mixture(
        analysis("a", "pH", 12.0, "pH"),
        stream("b", "maker", "slag", 60.0),
        analysis("b", "pH", 6.0, "pH"),
        limit("pave", "pH", maximum=9.0, basis="pH"),
    ) == {"a": 0.0, "b": pytest.approx(60.0)}


def test_what_nobody_measured_neither_dilutes_nor_spoils() -> None:
    """b passes unverified and is taken whole, but carries none of a."""
    assert mixture(
        analysis("a", "Cr", 2.0),
        stream("b", "maker", "slag", 60.0),
        limit("pave", "Cr", maximum=1.0),
    ) == {"a": pytest.approx(0.0), "b": pytest.approx(60.0)}


def test_a_material_that_may_not_be_in_it_at_all_is_not_mixed_in() -> None:
    assert mixture(
        material("ash"),
        port("pave", Direction.MAIN_INPUT, "ash"),
        stream("b", "maker", "ash", 60.0),
        limit("pave", "material:slag", maximum=0.0),
    ) == {"a": 0.0, "b": pytest.approx(60.0)}


def test_a_material_may_be_in_it_up_to_its_share() -> None:
    """At most 25 % slag: 60 t of ash carry 20 t."""
    assert mixture(
        material("ash"),
        port("pave", Direction.MAIN_INPUT, "ash"),
        stream("b", "maker", "ash", 60.0),
        limit("pave", "material:slag", maximum=25.0),
    ) == {"a": pytest.approx(20.0), "b": pytest.approx(60.0)}


@pytest.mark.parametrize("hazard", [Hazard.POSSIBLE, Hazard.HAZARDOUS])
def test_hazardous_waste_is_never_diluted(hazard: Hazard) -> None:
    """Arsenic dust of 2 % beside clean slag would be a mix of 1 %: it stays out all the same."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("dust", "slag", hazard=hazard, hw_codes=("HW24",)),
            material("road"),
            recipe("pave", "slag", "road"),
            enterprise("licensed", licences=("HW24",)),
            facility("f", "licensed", "pave", 500.0),
            stream("a", "maker", "dust", 100.0),
            stream("b", "maker", "slag", 100.0),
            analysis("a", "As", 2.0),
            analysis("b", "As", 0.0),
            limit("pave", "As", maximum=1.0),
        )
    )
    assert {outcome.stream: outcome.placed for outcome in plan.streams} == {
        "a": 0.0,
        "b": pytest.approx(100.0),
    }
