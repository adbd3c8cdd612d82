"""How much of a plan somebody published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.figures.standing import (
    largest_target,
    published_gain,
    published_of_flows,
    published_of_target,
    published_of_targets,
    published_share,
    published_supply,
)
from api.views.service import View
from graph.evidence import Evidence, Grade, SourceId
from graph.vocabulary import Direction, OperatingState, StreamId, Unit
from tests.build import facility, material, park_of, port, stream, target, technology

PUBLISHED = Evidence((SourceId("survey"),), Grade.JOURNAL)


def view() -> View:
    """300 t of slag that a journal counted and 100 t that nobody did; a paver of 200 t takes of both."""
    return View(
        park_of(
            material("slag"),
            material("ash"),
            material("road"),
            replace(stream("counted", "maker", "slag", 300.0), evidence=PUBLISHED),
            stream("guessed", "maker", "ash", 100.0),
            technology("pave", capital_cost=50.0),
            port("pave", Direction.MAIN_INPUT, "slag"),
            port("pave", Direction.PRODUCT, "road"),
            facility("paver", "user", "pave", 200.0, state=OperatingState.PLANNED),
            target("all", 0.6),
            target("slags", 0.6, materials=("slag",)),
        ),
        1,
    )


def test_the_share_of_what_is_published_is_by_amount() -> None:
    of_both = [(StreamId("counted"), 30.0), (StreamId("guessed"), 10.0)]
    assert published_share(view(), of_both) == pytest.approx(0.75)
    assert published_share(view(), []) is None


def test_supply_gain_and_targets_each_say_what_of_theirs_is_published() -> None:
    """All that the paver takes is counted slag; of all that arises three quarters are."""
    park = view()
    plan = park.plan()
    assert published_supply(park, plan, Unit.TONNE) == pytest.approx(0.75)
    assert published_gain(park, plan, Unit.TONNE) == pytest.approx(1.0)
    assert published_supply(park, plan, Unit.GIGAJOULE) is None
    assert published_of_targets(park, plan) == {"all": pytest.approx(0.75), "slags": pytest.approx(1.0)}


def test_the_headline_is_measured_by_the_target_that_covers_the_most_tonnes() -> None:
    found = largest_target(view().plan())
    assert found is not None
    assert found.target == "all"


def test_of_the_flows_of_a_plan_only_waste_from_streams_counts() -> None:
    """The paver is fed with counted slag alone."""
    park = view()
    plan = park.plan()
    assert published_of_flows(park, plan.flows, Unit.TONNE) == pytest.approx(1.0)
    assert published_of_flows(park, plan.flows, Unit.GIGAJOULE) is None


def test_the_supply_of_one_target_is_published_as_far_as_that_of_all() -> None:
    assert published_of_target(view(), "all") == pytest.approx(0.75)
