"""What could be, on record and beyond it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.matching import Basis
from graph.planning import Objective, Plan, PlanOptions, make_plan, plan_uncertainty
from graph.planning.potential import TechnicalPotential, technical_potential
from graph.ranges import Range
from graph.vocabulary import Unit
from tests.build import cost_sheet, facility, limit, market, process_class, stream, target
from tests.graph.matching.prospects.parks import cement_recipe, cement_works, closed, firm, town

SIZED = [process_class("mill", scale=60.0), cost_sheet("slag-cement", "mill")]
MILL = [firm("mill-owner"), facility("mill", "mill-owner", "slag-cement", 30.0)]


def could(*parts: Any, options: PlanOptions | None = None) -> TechnicalPotential:
    return technical_potential(town(*parts), options)


def net(found: TechnicalPotential, unit: Unit = Unit.TONNE) -> float:
    return found.total(unit).net


def test_a_park_of_names_and_tonnes_could_use_what_its_industries_are_known_to_take() -> None:
    """100 t of slag, and cement works of which only the class is known: a usual mill takes 60 t."""
    found = could(cement_works(), SIZED, target("share", 0.5))
    assert found.on_record.total(Unit.TONNE).net == 0.0
    assert (net(found), found.assumed(Unit.TONNE)) == (60.0, 60.0)
    (flow,) = found.prospective
    assert (flow.flow.stream, flow.flow.amount, flow.enterprise) == ("steel-slag", 60.0, "cement-works")
    assert (flow.what.en, flow.basis) == ("slag-cement", Basis.INDUSTRY_TECHNOLOGY)
    assert flow.room == Range(6.0, 60.0, 100.0)
    assert not flow.market_unknown
    # 60 t of 150 t that arise.
    assert found.targets[0].share_planned == pytest.approx(0.4)
    assert found.receivers(Unit.TONNE) == ("cement-works",)
    assert found.receivers(Unit.CUBIC_METRE) == ()


def test_nobody_who_is_not_on_record_stands_in_a_plan_even_in_that_of_the_potential() -> None:
    found = could(cement_works(), SIZED, MILL)
    assert [flow.facility for flow in found.on_record.flows] == ["mill"]
    assert found.on_record == make_plan(town(cement_works(), SIZED, MILL), PlanOptions(potential=True))
    assert net(found) == 90.0
    assert found.assumed(Unit.TONNE) == 60.0


def test_streams_say_what_becomes_of_them_by_both_together() -> None:
    (slag,) = (row for row in could(cement_works(), SIZED, MILL).streams if row.stream == "steel-slag")
    assert (slag.placed, slag.unplaced, slag.residue) == (90.0, 10.0, 0.0)


def test_what_nobody_is_known_to_take_leaves_the_potential_as_it_is() -> None:
    found = could(firm("shop"), MILL)
    assert found.prospective == ()
    assert (found.totals, found.targets) == (found.on_record.totals, found.on_record.targets)


def test_a_market_bounds_what_prospective_receivers_may_make() -> None:
    """Each tonne of slag becomes a tonne of cement, and somebody buys 25 t of it."""
    assert net(could(cement_works(), SIZED, market("m", "cement", 25.0))) == 25.0
    # Facilities on record make as much as they can in the potential: what they sell is sold.
    together = could(cement_works(), SIZED, MILL, market("m", "cement", 40.0))
    assert (net(together), together.assumed(Unit.TONNE)) == (40.0, 10.0)


def test_a_product_without_a_known_market_counts_and_says_so() -> None:
    (flow,) = could(cement_works(), SIZED, market("other", "ash", 1.0)).prospective
    assert flow.market_unknown


def test_limits_that_nobody_could_verify_are_named() -> None:
    (flow,) = could(cement_works(), SIZED, limit("slag-cement", "MgO", maximum=5.0)).prospective
    assert flow.unverified == ("MgO",)


def test_of_receivers_that_are_equal_the_one_that_matching_ranks_first_is_named() -> None:
    park = town(firm("a-concrete", nace="2361"), firm("brickyard", nace="2332"))
    (flow,) = technical_potential(park).prospective
    assert flow.enterprise == "brickyard"
    assert flow.usual is not None
    assert round(flow.usual, 3) == 0.6


def test_a_closed_works_and_the_giver_itself_could_take_nothing() -> None:
    kiln = [firm("kiln", gbt4754="3011"), stream("dust", "kiln", "slag", 5.0)]
    found = could(kiln, closed("old-works", gbt4754="3011"), SIZED)
    assert {flow.flow.stream for flow in found.prospective} == {"steel-slag"}


def test_the_objective_of_the_plan_is_that_of_the_potential() -> None:
    found = could(cement_works(), SIZED, options=PlanOptions(objective=Objective.BENEFIT))
    assert found.on_record.objective is Objective.BENEFIT
    assert found.on_record.potential


def but_for_the_snapshot(plan: Plan) -> Plan:
    return replace(plan, fingerprint="")


@st.composite
def towns(draw: st.DrawFn) -> list[Any]:
    """Streams and facilities on record to stand beside a works of which nothing is on record."""
    amounts = st.floats(1.0, 500.0)
    parts: list[Any] = [
        stream(f"s{number}", "maker", draw(st.sampled_from(("slag", "ash"))), draw(amounts))
        for number in range(draw(st.integers(0, 3)))
    ]
    if draw(st.booleans()):
        parts += [firm("mill-owner"), facility("mill", "mill-owner", "slag-cement", draw(amounts))]
    if draw(st.booleans()):
        parts.append(market("m", "cement", draw(amounts)))
    if draw(st.booleans()):
        parts += SIZED
    if draw(st.booleans()):
        parts.append(cement_works("another"))
    return parts


@settings(max_examples=6, deadline=None)
@given(towns(), st.sampled_from(("3011", "3031", "3021")))
def test_one_more_prospective_receiver_changes_no_plan_and_never_lowers_the_potential(
    parts: list[Any], industry: str
) -> None:
    before, after = town(*parts), town(*parts, firm("newcomer", gbt4754=industry))
    assert but_for_the_snapshot(make_plan(before)) == but_for_the_snapshot(make_plan(after))
    few = {"draws": 10, "seed": 1}
    first, second = plan_uncertainty(before, **few), plan_uncertainty(after, **few)
    assert (first.totals, first.chances) == (second.totals, second.chances)
    without, with_it = technical_potential(before), technical_potential(after)
    assert without.on_record.totals == with_it.on_record.totals
    for unit in Unit:
        assert with_it.total(unit).net >= without.total(unit).net - 1e-6
        assert without.assumed(unit) >= 0.0
        assert without.total(unit).gross <= without.total(unit).supply + 1e-6


def test_several_recipes_of_one_works_are_each_of_the_usual_size() -> None:
    """A works is offered each waste once: slag in one recipe, ash in another."""
    found = could(cement_works(), cement_recipe("ash-cement", "ash"), SIZED)
    assert {(one.what.en, one.flow.amount) for one in found.prospective} == {
        ("slag-cement", 60.0),
        ("ash-cement", 50.0),
    }
