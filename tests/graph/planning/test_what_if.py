"""A plan if one thing were otherwise is the plan of the changed graph."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from graph.errors import SymbioflowError
from graph.model import TransportRate
from graph.planning import Objective, Plan, PlanOptions, Problem, WhatIf, make_plan, plan_if, pose
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import OperatingState, PriceAt, PriceKind, RowId
from ingest import shipped_records
from tests.build import (
    ESTIMATE,
    cost_sheet,
    facility,
    market,
    material,
    park_of,
    price,
    process_class,
    recipe,
    stream,
)

BENEFIT = PlanOptions(objective=Objective.BENEFIT)


def park(
    room: float = 60.0,
    road: float = 30.0,
    brick: float = 10.0,
    state: OperatingState = OperatingState.PLANNED,
) -> Snapshot:
    """100 t of slag, 20 t of them in use; a paver that runs, and a press that is planned."""
    return park_of(
        *(material(name) for name in ("slag", "road", "brick")),
        stream("s", "maker", "slag", 100.0, in_use=20.0, disposal_cost=5.0),
        *recipe("pave", "slag", "road"),
        *recipe("press", "slag", "brick"),
        process_class("presses", capital=15.0, exponent=0.6),
        cost_sheet("press", "presses"),
        facility("paver", "user", "pave", room),
        facility("f-press", "user", "press", 40.0, state=state),
        price("road", road),
        market("bricks", "brick", 30.0, price=brick),
    )


def same(warm: Plan, cold: Plan) -> None:
    """Assert that two plans are one but for scores, solving and the snapshot's name."""
    named = {"fingerprint": cold.fingerprint, "solver": cold.solver}
    found, wanted = (
        tuple(replace(flow, score=None) for flow in plan.flows if flow.amount > 0.0) for plan in (warm, cold)
    )
    assert replace(warm, flows=found, **named) == replace(cold, flows=wanted)


@pytest.mark.parametrize("options", [PlanOptions(), BENEFIT])
def test_another_capacity_or_price_makes_the_plan_of_the_changed_graph(options: PlanOptions) -> None:
    kept = pose(park(), options)
    same(plan_if(kept, WhatIf(capacities={"paver": 35.0})), make_plan(park(room=35.0), options))
    same(plan_if(kept, WhatIf(prices={"market:road": 2.0})), make_plan(park(road=2.0), options))
    same(plan_if(kept, WhatIf(prices={"bricks": 90.0})), make_plan(park(brick=90.0), options))
    both = WhatIf(capacities={"paver": 35.0}, prices={"bricks": 90.0})
    same(plan_if(kept, both), make_plan(park(room=35.0, brick=90.0), options))
    same(plan_if(kept, WhatIf()), make_plan(park(), options))


def dumping(slag: float = 20.0, of_class: float = 30.0) -> Snapshot:
    """Half of the slag becomes road, half dust that nobody priced: it costs the dearest of slag and class."""
    return park_of(
        *(material(name) for name in ("slag", "road", "dust")),
        stream("s", "maker", "slag", 100.0),
        *recipe("pave", "slag", "road", 0.5, residue=("dust", 0.5)),
        facility("paver", "user", "pave", 60.0),
        price("slag", slag, kind=PriceKind.DISPOSAL),
        price(None, of_class, kind=PriceKind.DISPOSAL_GENERAL),
        market("roads", "road", 20.0, price=12.0),
    )


@pytest.mark.parametrize("slag", [5.0, 29.0, 35.0, 80.0])
def test_another_price_of_disposal_may_be_the_dearest(slag: float) -> None:
    """At 35 CNY/t 40 t of slag save 1,400 CNY, 20 t of road bring 240 and 20 t of dust cost 35 each: 940."""
    kept = pose(dumping(), BENEFIT)
    plan = plan_if(kept, WhatIf(prices={"disposal:slag": slag}))
    same(plan, make_plan(dumping(slag), BENEFIT))
    assert slag != 35.0 or plan.benefit == pytest.approx(940.0)


@pytest.mark.parametrize("of_class", [5.0, 19.0, 35.0])
def test_another_price_of_a_class_of_disposal_may_no_longer_be_the_dearest(of_class: float) -> None:
    (row,) = (str(name) for name in dumping().strings("prices", "id") if "general" in name or "CNY" in name)
    same(
        plan_if(pose(dumping(), BENEFIT), WhatIf(prices={row: of_class})),
        make_plan(dumping(of_class=of_class), BENEFIT),
    )


@pytest.mark.parametrize("asked", [40.0, 60.0, 90.0])
def test_a_waste_that_sells_for_more_than_its_way_is_no_longer_dumped(asked: float) -> None:
    """200 km to the buyers cost 54 CNY/t: at 50 the owner pays his 5 CNY for dumping, at 90 he forgoes 36."""

    def parted(paid: float) -> Snapshot:
        traded = replace(market("buyers", "slag", 500.0, price=paid, waste=True), price_at=PriceAt.DELIVERED)
        lorry = TransportRate(
            id=RowId("lorry"), cargo="bulk", cost=Range.exact(0.27), unit="CNY/t-km", evidence=ESTIMATE
        )
        return park().with_records(records_of([replace(traded, radius=300.0), lorry]))

    kept = pose(parted(50.0), BENEFIT)
    same(plan_if(kept, WhatIf(prices={"buyers": asked})), make_plan(parted(asked), BENEFIT))


def test_what_stands_still_takes_nothing_and_is_not_built() -> None:
    """The press is built for 40 t at 15 CNY x 0.1^-0.4: no class is trusted below a tenth of its scale."""
    kept = pose(park())
    assert plan_if(kept, WhatIf()).investment.likely == pytest.approx(40.0 * 15.0 * 0.1**-0.4)
    still = plan_if(kept, WhatIf(stopped=frozenset({"f-press"})))
    closed = make_plan(park(state=OperatingState.CLOSED))
    assert (still.totals, still.benefit) == (closed.totals, pytest.approx(closed.benefit))
    assert still.investment == Range.exact(0.0)


def test_the_kept_problem_stays_as_it_is() -> None:
    kept = pose(park())
    plan_if(kept, WhatIf(capacities={"paver": 1.0}, prices={"bricks": 90.0}))
    same(plan_if(kept, WhatIf()), make_plan(park()))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (WhatIf(capacities={"nowhere": 1.0}), "UNKNOWN_FACILITY"),
        (WhatIf(stopped=frozenset({"nowhere"})), "UNKNOWN_FACILITY"),
        (WhatIf(capacities={"paver": -1.0}), "BAD_OPTION"),
        (WhatIf(capacities={"paver": float("nan")}), "BAD_OPTION"),
        (WhatIf(prices={"gold": 1.0}), "UNKNOWN_PRICE"),
        (WhatIf(prices={"bricks": -1.0}), "BAD_OPTION"),
        (WhatIf(prices={"bricks": 0.0}), "BAD_OPTION"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change: WhatIf, code: str) -> None:
    with pytest.raises(SymbioflowError) as refused:
        plan_if(pose(park()), change)
    assert refused.value.code == code


@pytest.fixture(scope="module")
def anning() -> Snapshot:
    return Snapshot.from_records(shipped_records())


@pytest.fixture(scope="module")
def kept(anning: Snapshot) -> Problem:
    return pose(anning)


def with_cells(snapshot: Snapshot, table: str, row: str, **cells: Any) -> Snapshot:
    rows = snapshot.tables[table].to_pylist()
    changed = [one | cells if one["id"] == row else one for one in rows]
    schema = snapshot.tables[table].schema
    return Snapshot.from_records({**snapshot.tables, table: pa.Table.from_pylist(changed, schema)})


@pytest.mark.parametrize(
    ("change", "table", "row", "cells"),
    [
        (
            WhatIf(capacities={"caopu-wwtp--rw-ro-process-water": 1e6}),
            "facilities",
            "caopu-wwtp--rw-ro-process-water",
            {f"capacity_{end}": 1e6 for end in ("low", "likely", "high")},
        ),
        (
            WhatIf(stopped=frozenset({"kunming-steel--ss-hot-stew-magnetic"})),
            "facilities",
            "kunming-steel--ss-hot-stew-magnetic",
            {"state": "closed"},
        ),
        (
            WhatIf(prices={"market-dust-pellet": 100.0}),
            "markets",
            "market-dust-pellet",
            {"price_low": 60.0, "price_likely": 100.0, "price_high": 160.0},
        ),
    ],
    ids=["capacity", "switch", "price"],
)
def test_the_shipped_park_with_one_thing_otherwise_is_planned_as_from_anew(
    anning: Snapshot, kept: Problem, change: WhatIf, table: str, row: str, cells: dict[str, Any]
) -> None:
    warm, cold = plan_if(kept, change), make_plan(with_cells(anning, table, row, **cells))
    assert warm.objective_value == pytest.approx(cold.objective_value, rel=1e-9)
    for sum_of in ("benefit", "co2_avoided"):
        assert getattr(warm, sum_of) == pytest.approx(getattr(cold, sum_of), rel=1e-9)
    assert [(one.target, one.share_planned) for one in warm.targets] == [
        (one.target, pytest.approx(one.share_planned, rel=1e-9)) for one in cold.targets
    ]


@pytest.mark.parametrize(
    "change",
    [
        WhatIf(capacities={"caopu-wwtp--rw-ro-process-water": 1e6}),
        WhatIf(stopped=frozenset({"kunming-steel--ss-hot-stew-magnetic"})),
        WhatIf(prices={"market-dust-pellet": 100.0}),
    ],
    ids=["capacity", "switch", "price"],
)
def test_a_what_if_of_the_shipped_park_takes_less_than_half_of_a_plan(kept: Problem, change: WhatIf) -> None:
    """70 to 80 ms of CPU; a plan anew takes five times as long."""

    def spent(work: Any) -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    anew = spent(lambda: make_plan(kept.snapshot, kept.options))
    assert min(spent(lambda: plan_if(kept, change)) for _ in range(5)) < 0.5 * anew
