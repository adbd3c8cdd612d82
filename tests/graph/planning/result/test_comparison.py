"""Two plans of a park small enough to compare by hand."""

from __future__ import annotations

import pytest

from graph.planning import FlowChange, FlowKind, Plan, compare_plans, make_plan
from graph.snapshot import Snapshot
from graph.vocabulary import Unit
from tests.build import PARK, WEIGHTS, enterprise, facility, material, recipe, stream, target


def plan(paving: float | None, brick: float | None = None) -> Plan:
    """100 t of slag a year, a paver and a brick maker of these capacities; None: it is not there."""
    parts: list[object] = [PARK, *WEIGHTS, enterprise("maker"), enterprise("user"), target("sixty", 0.6)]
    parts += [material("slag"), material("road"), material("bricks"), stream("s", "maker", "slag", 100.0)]
    parts += [*recipe("pave", "slag", "road"), *recipe("press", "slag", "bricks")]
    if paving is not None:
        parts.append(facility("paver", "user", "pave", paving))
    if brick is not None:
        parts.append(facility("brickworks", "user", "press", brick))
    return make_plan(Snapshot.of(parts))


def test_a_plan_beside_itself_differs_in_nothing() -> None:
    same = compare_plans(plan(30.0), plan(30.0))
    assert (same.flows, same.targets, same.streams, same.facilities) == ((), (), (), ())
    assert all(total.difference == 0.0 for total in same.totals)


def test_more_capacity_changes_the_flow_and_everything_it_adds_up_to() -> None:
    """The paver takes 30 t, then 50 t of 100: 20 t more placed, 20 t fewer left, 30 % becomes 50 %."""
    found = compare_plans(plan(30.0), plan(50.0))
    [flow] = found.flows
    assert (flow.kind, flow.change) == (FlowKind.DIVERSION, FlowChange.CHANGED)
    assert (flow.source, flow.facility, flow.unit) == ("s", "paver", Unit.TONNE)
    assert (flow.before, flow.after) == pytest.approx((30.0, 50.0))
    net = next(total for total in found.totals if (total.measure, total.unit) == ("net", "t"))
    assert net.difference == pytest.approx(20.0)
    [share] = found.targets
    assert (share.subject, share.unit) == ("sixty", "fraction")
    assert (share.before, share.after) == pytest.approx((0.3, 0.5))
    changed = {item.measure: item.difference for item in found.streams}
    assert changed == {"placed": pytest.approx(20.0), "unplaced": pytest.approx(-20.0)}
    [run] = found.facilities
    assert run.subject == "paver"
    assert run.difference == pytest.approx(20.0)


def test_a_facility_that_closes_and_one_that_opens_are_told_apart() -> None:
    """The paver's 30 t vanish, the brickworks' 45 t appear: 15 t more in all."""
    found = compare_plans(plan(30.0), plan(None, brick=45.0))
    assert [(flow.facility, flow.change) for flow in found.flows] == [
        ("brickworks", FlowChange.APPEARED),
        ("paver", FlowChange.VANISHED),
    ]
    assert [(flow.before, flow.after) for flow in found.flows] == [
        (0.0, pytest.approx(45.0)),
        (pytest.approx(30.0), 0.0),
    ]
    gross = next(total for total in found.totals if (total.measure, total.unit) == ("gross", "t"))
    assert gross.difference == pytest.approx(15.0)


def test_a_comparison_prints_as_a_table_with_both_numbers_and_their_difference() -> None:
    lines = str(compare_plans(plan(30.0), plan(50.0))).splitlines()
    assert lines[0].split() == ["before", "after", "difference"]
    [flow] = [line for line in lines if line.startswith("changed: s -> paver")]
    assert flow.split()[-3:] == ["30", "50", "+20"]
    assert len({len(line) for line in lines}) == 1
