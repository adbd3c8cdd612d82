"""How much of a plan somebody published, and between which ends its investment lies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.service import View
from api.standing import (
    investment_range,
    largest_target,
    published_gain,
    published_of_targets,
    published_share,
    published_supply,
)
from graph.evidence import Evidence, Grade, SourceId
from graph.planning import PlanOptions
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


def test_the_investment_of_a_planned_facility_is_its_capacity_times_its_cost() -> None:
    park = view()
    built = investment_range(park, park.plan())
    assert (built.low, built.likely, built.high) == (10_000.0, 10_000.0, 10_000.0)


@pytest.mark.parametrize("potential", [False, True])
def test_the_likely_investment_of_the_shipped_park_is_the_plan_s_and_lies_inside(
    anning: View, potential: bool
) -> None:
    plan = anning.plan(PlanOptions(potential=potential))
    built = investment_range(anning, plan)
    assert built.likely == pytest.approx(plan.investment)
    assert built.low < built.likely < built.high
