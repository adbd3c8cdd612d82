"""Marginal abatement curves small enough to draw by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import triang

from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.planning import Objective, PlanOptions, UnplacedReason, abatement_curves, make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, MaterialStatus, Unit
from tests.build import PARK, WEIGHTS, enterprise, facility, material, port, stream, target, technology


def use(name: str, takes: str, capacity: float, cost: float, residue: float = 0.0) -> list[object]:
    """A facility that takes something at `cost` CNY/t and leaves `residue` t of mud per t."""
    return [
        technology(name, operating_cost=cost),
        port(name, Direction.MAIN_INPUT, takes),
        port(name, Direction.PRODUCT, "road", 0.1),
        port(name, Direction.RESIDUE, "mud", residue),
        facility(name, "e", name, capacity),
    ]


def park(*parts: object) -> Snapshot:
    """100 t of slag, 20 t used today, that costs 10 CNY/t to dump."""
    flat: list[object] = [
        PARK,
        *WEIGHTS,
        enterprise("e"),
        material("slag"),
        material("road"),
        material("mud"),
    ]
    flat.append(stream("s", "e", "slag", 100.0, in_use=20.0, disposal_cost=10.0))
    for part in parts:
        flat.extend(part) if isinstance(part, list) else flat.append(part)
    return Snapshot.of(flat)


#: The cheaper one holds 50 t, of which the 20 t that are used today take their room first.
CHEAP, DEAR = use("cheap", "slag", 50.0, 0.0), use("dear", "slag", 30.0, 15.0)


def test_steps_come_cheapest_first_and_the_target_is_crossed_where_it_is_reached() -> None:
    """30 t at 0 - 10 = -10 CNY/t, then 30 t at 15 - 10 = +5 CNY/t; 60 % of 100 t less 20 t is 40 t."""
    (curve,) = abatement_curves(park(CHEAP, DEAR, target("sixty", 0.6)))
    assert (curve.supply, curve.baseline, curve.wanted) == (100.0, 20.0, pytest.approx(40.0))
    assert [(step.start, step.end, step.cost) for step in curve.steps] == [
        (pytest.approx(0.0), pytest.approx(30.0), pytest.approx(-10.0)),
        (pytest.approx(30.0), pytest.approx(60.0), pytest.approx(5.0)),
    ]
    assert [step.share for step in curve.steps] == pytest.approx([0.5, 0.8])
    assert [step.crosses for step in curve.steps] == [False, True]
    assert [[(flow.facility, flow.amount) for flow in step.more] for step in curve.steps] == [
        [("cheap", pytest.approx(30.0))],
        [("dear", pytest.approx(30.0))],
    ]
    assert (curve.shortfall, curve.steps[1].less) == (0.0, ())


def test_a_step_says_between_which_ends_it_costs_and_on_what_that_stands() -> None:
    """Case C9.

    30 t that cost 10 to 30 CNY/t to dump, most likely 10: what a step saves is 14.9 to 24.9 CNY/t.
    """
    paid = replace(stream("s", "e", "slag", 50.0, in_use=20.0), disposal_cost=Range(10.0, 10.0, 30.0))
    parts = [PARK, *WEIGHTS, enterprise("e"), material("slag"), material("road"), material("mud"), paid]
    (curve,) = abatement_curves(Snapshot.of([*parts, *CHEAP, target("sixty", 0.6)]))
    (step,) = curve.steps
    assert (step.start, step.end, step.cost) == (0.0, pytest.approx(30.0), pytest.approx(-10.0))
    exact = triang(0.0, 10.0, 20.0)
    ends = (step.cost_reach.p10, step.cost_reach.p50, step.cost_reach.p90)
    assert ends == pytest.approx(tuple(-exact.ppf((0.9, 0.5, 0.1))), abs=0.8)
    assert (step.coverage.money, step.coverage.mostly) == (0.0, Grade.ESTIMATE)


def test_only_waste_counts_in_the_rate_of_a_target() -> None:
    """40 t of a by-product beside 100 t of slag neither counts as supply nor as a step."""
    gas = replace(material("gas"), status=MaterialStatus.BY_PRODUCT)
    burnt = [gas, stream("g", "e", "gas", 40.0), use("burn", "gas", 40.0, 0.0)]
    (curve,) = abatement_curves(park(CHEAP, *burnt, target("sixty", 0.6)))
    assert (curve.supply, [step.end for step in curve.steps]) == (100.0, [pytest.approx(30.0)])


def test_a_target_out_of_reach_says_by_how_much_and_why() -> None:
    """90 % wants 70 t more, the facilities have room for 60 t: 10 t short, 20 t stay for want of room."""
    (curve,) = abatement_curves(park(CHEAP, DEAR, target("ninety", 0.9)))
    assert (curve.reachable, curve.shortfall) == (pytest.approx(60.0), pytest.approx(10.0))
    assert curve.remainders == ((UnplacedReason.CAPACITY, pytest.approx(20.0)),)
    assert not any(step.crosses for step in curve.steps)
    assert "short 10" in str(curve)


def test_residue_is_no_tonne_of_the_target() -> None:
    """Washing 80 t saves 800 CNY and leaves 20 t of mud, which costs what it saved: -600 CNY for 60 t net."""
    (curve,) = abatement_curves(park(use("wash", "slag", 500.0, 0.0, 0.25), target("sixty", 0.6)))
    assert [(step.end, step.cost) for step in curve.steps] == [(pytest.approx(60.0), pytest.approx(-10.0))]
    assert curve.residue == pytest.approx(20.0)


def test_what_a_step_displaces_is_part_of_its_price() -> None:
    """The only room is full of the target's neighbour, which saves 25 CNY/t: 25 - 10 = 15 CNY/t."""
    shared = [
        *use("kiln", "slag", 40.0, 0.0),
        material("fine", "slag"),
        stream("other", "e", "fine", 40.0, disposal_cost=25.0),
        material("lump", "slag"),
        stream("mine", "e", "lump", 40.0, disposal_cost=10.0),
    ]
    flat = [PARK, *WEIGHTS, enterprise("e"), material("slag"), material("road"), material("mud"), *shared]
    (curve,) = abatement_curves(Snapshot.of([*flat, target("lumps", 0.5, materials=("lump",))]))
    (step,) = curve.steps
    assert (step.end, step.cost) == (pytest.approx(40.0), pytest.approx(15.0))
    assert [(flow.stream, flow.amount) for flow in step.more] == [("mine", pytest.approx(40.0))]
    assert [(flow.stream, flow.amount) for flow in step.less] == [("other", pytest.approx(40.0))]


def test_a_target_over_nothing_has_no_steps() -> None:
    (curve,) = abatement_curves(park(CHEAP, target("water", 0.9, unit=Unit.CUBIC_METRE)))
    assert (curve.supply, curve.steps, curve.shortfall) == (0.0, (), 0.0)


def test_only_the_targets_asked_for_are_drawn_and_an_unknown_one_is_refused() -> None:
    snapshot = park(CHEAP, target("sixty", 0.6), target("ninety", 0.9))
    assert [curve.target for curve in abatement_curves(snapshot, ["ninety"])] == ["ninety"]
    with pytest.raises(SymbioflowError) as refused:
        abatement_curves(snapshot, ["hundred"])
    assert refused.value.code == "UNKNOWN_TARGET"


uses = st.tuples(st.integers(1, 60), st.integers(0, 50), st.sampled_from((0.0, 0.25, 0.5, 0.8)))


@settings(max_examples=15, deadline=None)
@given(st.lists(uses, max_size=4))
def test_costs_rise_from_nothing_to_the_most_and_sum_to_the_benefit_given_up(
    given_uses: list[tuple[int, int, float]],
) -> None:
    parts = [use(f"use{number}", "slag", *one) for number, one in enumerate(given_uses)]
    snapshot = park(*parts, target("sixty", 0.6))
    (curve,) = abatement_curves(snapshot)
    plan = make_plan(snapshot)
    assert curve.reachable == pytest.approx(plan.totals[0].net, rel=1e-5, abs=1e-3)
    costs = [step.cost for step in curve.steps]
    assert costs == sorted(costs)
    assert [step.start for step in curve.steps[1:]] == [step.end for step in curve.steps[:-1]]
    best = make_plan(snapshot, PlanOptions(objective=Objective.BENEFIT)).benefit
    gained = sum(-(step.end - step.start) * step.cost for step in curve.steps if step.cost < 0.0)
    assert gained == pytest.approx(best, rel=1e-5, abs=1e-2)


def test_who_asks_is_told_how_far_the_curves_are_and_may_stop_them() -> None:
    snapshot = park(CHEAP, DEAR, target("sixty", 0.6), target("seventy", 0.7))
    told: list[float] = []
    abatement_curves(snapshot, progress=lambda done: told.append(done) is None)
    assert told[0] == 0.0
    assert 0.5 in told
    assert told[-1] == 1.0
    assert told == sorted(told)
    # Within a target too: the corner between nothing and the most is found on the way.
    assert any(0.0 < done < 0.5 for done in told)
    with pytest.raises(SymbioflowError) as stopped:
        abatement_curves(snapshot, progress=lambda done: done < 0.5)
    assert stopped.value.code == "CANCELLED"
