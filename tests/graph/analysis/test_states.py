"""Today, the plan and the potential as matrices: each apart, balanced, and in one unit."""

from __future__ import annotations

import numpy as np
import pytest

from graph.analysis import OUTSIDE, FlowMatrix, flows_planned, flows_possible, flows_today
from graph.errors import SymbioflowError
from graph.planning import PlanOptions, make_plan
from graph.vocabulary import LinkageState, Unit
from tests.build import enterprise, facility, linkage, material, park_of, recipe, stream

#: maker gives slag to user's mill, which passes powder on to the kiln of a third.
MILLED = (
    material("slag"),
    material("powder"),
    material("brick"),
    *recipe("grind", "slag", "powder", 0.9),
    *recipe("fire", "powder", "brick"),
    enterprise("third"),
    stream("s", "maker", "slag", 100.0, in_use=40.0),
    facility("mill", "user", "grind", 70.0),
    facility("kiln", "third", "fire", 30.0),
    linkage("now", "mill", "grind:in_main:slag", 40.0, stream="s", state=LinkageState.OPERATING),
)


def is_balanced(flow: FlowMatrix) -> bool:
    count = len(flow.names)
    came = np.bincount(flow.target, flow.amount, minlength=count)
    went = np.bincount(flow.source, flow.amount, minlength=count)
    return bool(np.allclose(came[1:], went[1:]))


def test_the_plan_stands_on_top_of_today() -> None:
    """40 t run today; 30 t more fill the mill."""
    snapshot = park_of(*MILLED)
    plan = make_plan(snapshot)
    today, planned = flows_today(snapshot, plan), flows_planned(snapshot, plan)
    assert ("maker", "user", pytest.approx(40.0)) in today.exchanges()
    assert ("maker", "user", pytest.approx(70.0)) in planned.exchanges()
    assert is_balanced(today)
    assert is_balanced(planned)


def test_what_no_facility_takes_leaves_to_the_outside() -> None:
    snapshot = park_of(*MILLED)
    flow = flows_today(snapshot, make_plan(snapshot))
    entries = {
        (flow.names[source], flow.names[target]): amount
        for source, target, amount in zip(flow.source, flow.target, flow.amount, strict=True)
    }
    assert entries[OUTSIDE, "maker"] == pytest.approx(100.0)
    assert entries["maker", OUTSIDE] == pytest.approx(60.0)


def test_a_plan_is_no_potential_and_a_potential_no_plan() -> None:
    snapshot = park_of(*MILLED)
    plan, potential = make_plan(snapshot), make_plan(snapshot, PlanOptions(potential=True))
    with pytest.raises(SymbioflowError, match="technical potential"):
        flows_planned(snapshot, potential)
    with pytest.raises(SymbioflowError, match="no technical potential"):
        flows_possible(snapshot, plan)
    assert flows_possible(snapshot, potential).size == 3


def test_water_is_in_no_matrix_of_tonnes() -> None:
    snapshot = park_of(
        material("water", unit=Unit.CUBIC_METRE),
        material("clean", unit=Unit.CUBIC_METRE),
        *recipe("filter", "water", "clean"),
        stream("w", "maker", "water", 10.0),
        facility("plant", "user", "filter", 10.0),
    )
    plan = make_plan(snapshot)
    assert flows_planned(snapshot, plan).exchanges() == []
    assert flows_planned(snapshot, plan, Unit.CUBIC_METRE).exchanges() == [("maker", "user", 10.0)]


def test_a_firm_that_uses_its_own_waste_exchanges_nothing() -> None:
    snapshot = park_of(
        material("slag"),
        material("powder"),
        *recipe("grind", "slag", "powder"),
        stream("s", "maker", "slag", 10.0),
        facility("mill", "maker", "grind", 10.0),
    )
    flow = flows_planned(snapshot, make_plan(snapshot))
    assert (flow.exchanges(), flow.kept) == ([], pytest.approx(10.0))
    assert is_balanced(flow)
