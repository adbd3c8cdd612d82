"""What may flow at all: transfers by licence and distance, room beside what runs, ends of outputs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.matching import MatchOptions
from graph.planning import FlowKind, Objective, Plan, PlanOptions, make_plan
from graph.vocabulary import Direction, Hazard, LinkageState, Unit
from tests.build import enterprise, facility, linkage, material, park_of, port, price, recipe, stream


def transfers(plan: Plan) -> list[tuple[str | None, str, float]]:
    return [
        (flow.from_facility, flow.facility, flow.amount)
        for flow in plan.flows
        if flow.kind is FlowKind.TRANSFER
    ]


@pytest.mark.parametrize(("licences", "net"), [(("HW48",), 100.0), (("HW08",), 80.0)])
def test_a_hazardous_residue_goes_on_to_a_licensed_enterprise_only(
    licences: tuple[str, ...], net: float
) -> None:
    """100 t leach to 20 t of hazardous mud; a press at an enterprise without HW48 may not take it."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("metal"),
            material("mud", hazard=Hazard.HAZARDOUS, hw_codes=("HW48",)),
            material("brick"),
            recipe("leach", "slag", "metal", 0.1, residue=("mud", 0.2)),
            recipe("press", "mud", "brick"),
            enterprise("presser", licences=licences),
            stream("s", "maker", "slag", 100.0),
            facility("f", "user", "leach", 500.0),
            facility("g", "presser", "press", 500.0),
        )
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(net)


@pytest.mark.parametrize(("radius", "net"), [(None, 100.0), (150.0, 100.0), (140.0, 80.0)])
def test_a_transfer_keeps_the_radius_of_the_facility_that_takes_it(radius: float | None, net: float) -> None:
    """The press stands 111.2 km north, 144.6 km by road."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("metal"),
            material("mud"),
            material("brick"),
            recipe("leach", "slag", "metal", 0.1, residue=("mud", 0.2)),
            recipe("press", "mud", "brick"),
            enterprise("north", 25.95, 102.38),
            stream("s", "maker", "slag", 100.0),
            facility("f", "user", "leach", 500.0),
            facility("g", "north", "press", 500.0, radius=radius),
        )
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(net)


@pytest.mark.parametrize(
    ("on", "passed_on"),
    [(None, 30.0), (date(2026, 1, 1), 0.0), (date(2030, 1, 1), 30.0), (date(2036, 1, 1), 0.0)],
)
def test_a_transfer_goes_to_a_facility_that_is_open_on_the_day(on: date | None, passed_on: float) -> None:
    """100 t leach to 30 t of mud; the press runs from 2030 to 2035."""
    press = replace(facility("g", "user", "press", 500.0), opens=date(2030, 1, 1), closes=date(2035, 12, 31))
    plan = make_plan(
        park_of(
            material("slag"),
            material("metal"),
            material("mud"),
            material("brick"),
            recipe("leach", "slag", "metal", 0.1, residue=("mud", 0.3)),
            recipe("press", "mud", "brick"),
            stream("s", "maker", "slag", 100.0),
            facility("f", "user", "leach", 500.0),
            press,
        ),
        PlanOptions(matching=MatchOptions(on=on)),
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(70.0 + passed_on)
    assert sum(amount for _, _, amount in transfers(plan)) == pytest.approx(passed_on)


def test_a_facility_that_runs_above_its_capacity_has_no_room() -> None:
    """60 t run where 50 t are said to be possible: nothing more fits, and nothing is negative."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            recipe("pave", "slag", "road"),
            stream("s", "maker", "slag", 100.0, in_use=60.0),
            facility("f", "user", "pave", 50.0),
            linkage("l", "f", "pave:in_main:slag", 60.0, stream="s", state=LinkageState.OPERATING),
        )
    )
    assert plan.total(Unit.TONNE).gross == 0.0


def test_two_facilities_that_could_feed_each_other_make_nothing_of_nothing() -> None:
    """Washed gypsum is gypsum, so each washer could take the other's output and sell acid each time.

    100 t give 10 t of acid, 1,000 CNY, however many washers there are; washing is no use yet.
    """
    plan = make_plan(
        park_of(
            material("gypsum"),
            material("washed", "gypsum"),
            recipe("wash", "gypsum", "washed"),
            material("acid"),
            port("wash", Direction.PRODUCT, "acid", 0.1),
            price("acid", 100.0),
            stream("s", "maker", "gypsum", 100.0),
            facility("f", "user", "wash", 500.0),
            facility("g", "user", "wash", 500.0),
        ),
        PlanOptions(objective=Objective.BENEFIT),
    )
    assert plan.benefit == pytest.approx(1000.0)
    assert plan.total(Unit.TONNE).net == pytest.approx(0.0)
    assert transfers(plan) == []


def test_an_output_of_three_facilities_adds_up_along_the_chain() -> None:
    """100 t leach to 40 t of mud, pressed to 20 t of dust, melted to 2 t of mud that go round no more."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("metal"),
            material("mud"),
            material("brick"),
            material("dust"),
            material("glass"),
            recipe("leach", "slag", "metal", 0.1, residue=("mud", 0.4)),
            recipe("press", "mud", "brick", 0.5, residue=("dust", 0.5)),
            recipe("melt", "dust", "glass", 0.9, residue=("mud", 0.1)),
            stream("s", "maker", "slag", 100.0),
            facility("f", "user", "leach", 500.0),
            facility("g", "user", "press", 500.0),
            facility("h", "user", "melt", 500.0),
        )
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(98.0)
    assert sorted(transfers(plan)) == [("f", "g", pytest.approx(40.0)), ("g", "h", pytest.approx(20.0))]
