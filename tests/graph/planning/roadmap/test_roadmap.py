"""Roadmaps of parks small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import SymbioflowError
from graph.matching import MatchOptions
from graph.model import Market, Project, WasteStream
from graph.planning import Objective, PlanOptions, Roadmap, make_plan, make_roadmap
from graph.snapshot import Snapshot
from graph.vocabulary import (
    EnterpriseId,
    FacilityId,
    MarketReach,
    OperatingState,
    ProjectStage,
    RowId,
    StreamId,
    Unit,
)
from tests.build import ESTIMATE, facility, market, material, park_of, recipe, stream


def base(year: int | None, *facilities: str) -> Project:
    return Project(
        id=RowId("base"),
        enterprise=EnterpriseId("user"),
        facilities=tuple(FacilityId(name) for name in facilities),
        stage=ProjectStage.FILED,
        year=year,
        evidence=ESTIMATE,
    )


def growing(given: WasteStream, trend: float) -> WasteStream:
    return replace(given, trend=trend)


def slag_and_pit(*more: object, total: float = 1_000.0) -> Snapshot:
    """100 t of slag a year to a pit that holds `total`, or to a road of which 40 t a year are wanted.

    The backfill stands, the paver is a project.
    """
    return park_of(
        *(material(name) for name in ("slag", "fill", "road")),
        stream("s", "maker", "slag", 100.0),
        recipe("backfill", "slag", "fill"),
        recipe("pave", "slag", "road"),
        facility("backfill", "user", "backfill", 200.0),
        facility("paver", "user", "pave", 200.0, state=OperatingState.PLANNED),
        pit(total),
        market("road", "road", 40.0),
        *more,
    )


def pit(total: float) -> Market:
    return market("fill", "fill", reach=MarketReach.SINK, total=total)


def nets(found: Roadmap) -> list[float]:
    return [one.plan.total(Unit.TONNE).net for one in found.years]


def test_a_pit_is_filled_by_all_years_together_and_never_beyond() -> None:
    """Three years may take three tenths of a pit of 500 t: 150 t, whenever they like."""
    found = make_roadmap(slag_and_pit(total=500.0), 2026, 2028)
    (fill,) = found.sinks
    assert (fill.total, fill.allowed) == (500.0, 150.0)
    assert fill.filled[-1] == pytest.approx(150.0)
    assert list(fill.filled) == sorted(fill.filled)
    # With a horizon as long as the roadmap the whole pit may be filled, and no more is wanted of a road.
    whole = make_roadmap(slag_and_pit(total=150.0), 2026, 2028, PlanOptions(horizon=3))
    assert sum(nets(whole)) == pytest.approx(150.0 + 3 * 40.0)
    assert whole.sinks[0].filled[-1] == pytest.approx(150.0)


def test_a_project_brings_nothing_before_its_year() -> None:
    """The paver opens in 2028: 40 t from then on, beside an even year of the pit."""
    found = make_roadmap(slag_and_pit(base(2028, "paver"), total=0.001), 2026, 2029)
    assert nets(found) == pytest.approx([0.0, 0.0, 40.0, 40.0], abs=1e-3)
    assert [one.opens for one in found.years] == [(), (), ("paver",), ()]
    assert found.undated == ()
    # Nobody says when: it is there from the first year, and named.
    unsaid = make_roadmap(slag_and_pit(total=0.001), 2026, 2027)
    assert nets(unsaid) == pytest.approx([40.0, 40.0], abs=1e-3)
    assert unsaid.undated == ("paver",)


def test_looking_ahead_saves_the_pit_for_when_it_is_needed() -> None:
    """Ash can go to the pit from 2028 on, slag at once: who looks one year ahead fills the pit with slag.

    Benefit: slag into the pit earns 10 CNY/t of disposal saved, ash 50 CNY/t. A pit of 100 t holds either.
    """
    snapshot = park_of(
        *(material(name) for name in ("slag", "ash", "fill")),
        stream("s", "maker", "slag", 100.0, disposal_cost=10.0),
        growing(stream("a", "maker", "ash", 25.0, disposal_cost=50.0), 100.0),
        recipe("backfill", "slag", "fill"),
        recipe("fly-fill", "ash", "fill"),
        facility("backfill", "user", "backfill", 200.0),
        facility("fly", "user", "fly-fill", 200.0, state=OperatingState.PLANNED),
        pit(100.0),
        base(2028, "fly"),
    )
    found = make_roadmap(snapshot, 2026, 2028, PlanOptions(objective=Objective.BENEFIT, horizon=3))
    (fill,) = found.sinks
    # 25 t of ash double twice: 100 t in 2028, all of the pit, for 5,000 CNY instead of 1,000.
    assert fill.filled == pytest.approx((0.0, 0.0, 100.0))
    assert fill.alone == pytest.approx((100.0, 100.0, 100.0))
    assert found.value == pytest.approx(5_000.0)
    assert found.alone == pytest.approx(1_000.0)


def test_a_stock_is_drawn_down_by_all_years_together() -> None:
    """200 t in the yard, 100 t arise, room for 160 t a year: 60 + 60 of the 200 t in two years."""
    snapshot = park_of(
        material("slag"),
        material("road"),
        stream("s", "maker", "slag", 100.0, stock=200.0),
        recipe("pave", "slag", "road"),
        facility("paver", "user", "pave", 160.0),
    )
    found = make_roadmap(snapshot, 2026, 2027, PlanOptions(horizon=2))
    (stock,) = found.stocks
    assert (stock.stream, stock.stock, stock.allowed) == (StreamId("s"), 200.0, 200.0)
    assert stock.drawn == pytest.approx((60.0, 120.0))
    assert make_roadmap(snapshot, 2026, 2027).stocks == ()


def test_wastes_grow_and_markets_shrink_year_by_year() -> None:
    """Supply 100, 110, 121 t; a market of 105 t that loses a tenth a year: 100, 94.5, 85.05 t."""
    falling = replace(market("road", "road", 105.0), trend=-10.0, year="2026")
    snapshot = park_of(
        material("slag"),
        material("road"),
        growing(stream("s", "maker", "slag", 100.0), 10.0),
        recipe("pave", "slag", "road"),
        facility("paver", "user", "pave", 500.0),
        falling,
    )
    found = make_roadmap(snapshot, 2026, 2028)
    assert [one.plan.total(Unit.TONNE).supply for one in found.years] == pytest.approx([100.0, 110.0, 121.0])
    assert nets(found) == pytest.approx([100.0, 94.5, 85.05])


@pytest.mark.parametrize("options", [PlanOptions(), PlanOptions(horizon=4), PlanOptions(potential=True)])
def test_one_year_alone_is_the_ordinary_plan_of_its_first_day(options: PlanOptions) -> None:
    snapshot = slag_and_pit(base(2026, "paver"), total=500.0)
    (only,) = make_roadmap(snapshot, 2026, 2026, options).years
    ordinary = make_plan(snapshot, replace(options, matching=MatchOptions(on=date(2026, 1, 1))))
    for plan in (only.plan, only.alone):
        assert [(flow.facility, flow.amount) for flow in plan.flows] == [
            (flow.facility, pytest.approx(flow.amount)) for flow in ordinary.flows
        ]
        assert plan.total(Unit.TONNE).net == pytest.approx(ordinary.total(Unit.TONNE).net)
        assert plan.objective_value == pytest.approx(ordinary.objective_value)
        assert [(one.market, one.full) for one in plan.markets] == [
            (one.market, one.full) for one in ordinary.markets
        ]


def test_every_years_balances_close() -> None:
    found = make_roadmap(slag_and_pit(base(2028, "paver")), 2026, 2030)
    for one in found.years:
        assert one.plan.balances
        assert max(balance.error for balance in one.plan.balances) < 1e-6


def test_looking_ahead_is_never_worse() -> None:
    for total in (50.0, 500.0, 5_000.0):
        found = make_roadmap(slag_and_pit(base(2027, "paver"), total=total), 2026, 2030)
        assert found.value >= found.alone - 1e-6
        assert sum(nets(found)) == pytest.approx(found.value)


def test_years_that_run_backward_a_day_and_a_budget_are_refused() -> None:
    snapshot = slag_and_pit()
    for first, last, options in (
        (2028, 2026, PlanOptions()),
        (2026, 2036, PlanOptions()),
        (2026, 2027, PlanOptions(budget=1.0)),
        (2026, 2027, PlanOptions(matching=MatchOptions(on=date(2026, 1, 1)))),
    ):
        with pytest.raises(SymbioflowError) as refused:
            make_roadmap(snapshot, first, last, options)
        assert refused.value.code == "BAD_OPTION"


def test_progress_is_told_and_can_cancel() -> None:
    told: list[float] = []

    def go_on(done: float) -> bool:
        told.append(done)
        return done < 0.4

    with pytest.raises(SymbioflowError) as refused:
        make_roadmap(slag_and_pit(), 2026, 2028, progress=go_on)
    assert refused.value.code == "CANCELLED"
    assert told[0] == 0.0
    assert told == sorted(told)


def test_it_prints_as_a_table_and_an_empty_park_has_its_years() -> None:
    lines = str(make_roadmap(Snapshot.of([]), 2026, 2027)).splitlines()
    assert [line.split()[0] for line in lines] == ["year", "2026", "2027"]
