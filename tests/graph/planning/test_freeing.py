"""Works that stop leave what they sold to others in the market they served.

gypsum-a 60 (all in use) -> mill-a -> plaster, gypsum-b 80 -> mill-b -> plaster; plaster: 100 a year, 90 %
of it served, the 60 of mill-a among that, so that others sell 30 there.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import Market, Scenario, ScenarioChange
from graph.planning import (
    LostKind,
    Plan,
    PlanOptions,
    WhatIf,
    apply_scenario,
    freed,
    make_plan,
    plan_if,
    plan_losses,
    pose,
    scenario_named,
)
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import MarketId, RowId, ScenarioId, Unit
from tests.build import ESTIMATE, enterprise, facility, market, material, park_of, recipe, stream


def park(in_use: float = 60.0, served: float = 0.9, total: float | None = None) -> Snapshot:
    plaster = market("plasters", "plaster", None if total else 100.0, price=50.0)
    plaster = replace(
        plaster,
        served=None if total else Range.exact(served),
        total=None if total is None else Range.exact(total),
    )
    return park_of(
        enterprise("works-a"),
        enterprise("works-b"),
        *(material(name) for name in ("gypsum-a", "gypsum-b", "plaster")),
        *recipe("calcine-a", "gypsum-a", "plaster"),
        *recipe("calcine-b", "gypsum-b", "plaster"),
        stream("a", "maker", "gypsum-a", in_use, in_use=in_use),
        stream("b", "maker", "gypsum-b", 80.0),
        facility("mill-a", "works-a", "calcine-a", in_use),
        facility("mill-b", "works-b", "calcine-b", 80.0),
        plaster,
        Scenario(id=ScenarioId("a-stops"), name_zh="甲停", name_en="a stops", evidence=ESTIMATE),
        ScenarioChange(
            id=RowId("a-closes"),
            scenario=ScenarioId("a-stops"),
            table_name="enterprises",
            row_id="works-a",
            field="state",
            value="closed",
        ),
    )


def sold(plan: Plan) -> float:
    (taken,) = plan.markets
    return taken.sold


def test_a_market_is_full_of_what_is_sold_there_today() -> None:
    assert sold(make_plan(park())) == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("in_use", "served", "room"),
    [
        (60.0, 0.9, 70.0),  # others sell 30
        (60.0, 0.5, 80.0),  # the row forgot some of the 60: nobody else sells; all that mill-b has
        (30.0, 0.9, 40.0),  # others sell 60
    ],
)
def test_what_a_works_sold_is_room_for_others_once_it_stops(
    in_use: float, served: float, room: float
) -> None:
    """The same by a switch of a kept plan and by a scenario."""
    snapshot = park(in_use, served)
    assert sold(plan_if(pose(snapshot), WhatIf(stopped=frozenset({"mill-a"})))) == pytest.approx(room)
    changed = apply_scenario(snapshot, scenario_named(snapshot, "a-stops"))
    assert sold(make_plan(freed(snapshot, changed))) == pytest.approx(room)


def test_a_market_that_the_change_speaks_of_stays_as_it_has_it() -> None:
    snapshot = park()
    changed = apply_scenario(snapshot, scenario_named(snapshot, "a-stops"))
    full = replace(changed.by_id(Market)[MarketId("plasters")], served=Range.exact(1.0))
    kept = freed(snapshot, changed.with_records(records_of([full])))
    assert kept.by_id(Market)[MarketId("plasters")].served == Range.exact(1.0)


def test_a_pit_is_filled_by_those_who_still_fill_it() -> None:
    """1,000 t in ten years are 100 a year, of which mill-a takes 60: 40 for mill-b, all its 80 without it."""
    snapshot = park(total=1000.0)
    assert sold(make_plan(snapshot)) == pytest.approx(40.0)
    changed = apply_scenario(snapshot, scenario_named(snapshot, "a-stops"))
    assert sold(make_plan(freed(snapshot, changed))) == pytest.approx(80.0)


@pytest.mark.parametrize(("kind", "lost"), [(LostKind.FACILITY, "mill-a"), (LostKind.ENTERPRISE, "works-a")])
def test_a_loss_counts_what_others_then_sell(kind: LostKind, lost: str) -> None:
    """60 t are used no more, mill-b uses 70 t instead of 10: nothing is lost, the plan gains 60."""
    found = {loss.lost: loss for loss in plan_losses(park(), PlanOptions(), [kind])}
    assert found[lost].of_plan == pytest.approx(-60.0)
    assert found[lost].tonnes == pytest.approx(0.0)


def test_nothing_is_freed_where_nothing_stops() -> None:
    snapshot = park()
    assert freed(snapshot, snapshot) is snapshot
    assert make_plan(snapshot).total(Unit.TONNE).net == pytest.approx(10.0)
