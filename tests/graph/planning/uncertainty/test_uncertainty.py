"""Spreads of plans small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from graph.errors import SymbioflowError
from graph.model import Facility, Linkage, Port, WasteStream
from graph.planning import Measure, Objective, PlanOptions, make_plan, plan_uncertainty
from graph.planning.allocation import pose
from graph.planning.uncertainty.spread import student_quantile
from graph.planning.uncertainty.uncertain import uncertain
from graph.planning.uncertainty.uncertainty import controlled, spread_of
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.tables import TABLES
from graph.vocabulary import (
    Direction,
    FacilityId,
    LinkageId,
    LinkageState,
    OperatingState,
    PortId,
    StreamId,
    Unit,
)
from tests.build import ESTIMATE, PARK, WEIGHTS, enterprise, facility, material, recipe, stream

#: A triangle on 80, 100, 120: mode in the middle, so the median is 100; the tenth percentile lies
#: sqrt(0.1 * 40 * 20) above 80, the ninetieth as far below 120; variance 40^2 / 24.
LOW_TENTH = 80.0 + np.sqrt(80.0)
DEVIATION = 40.0 / np.sqrt(24.0)


def linkage(state: LinkageState, amount: float = 50.0) -> Linkage:
    return Linkage(
        id=LinkageId("l"),
        stream=StreamId("s"),
        to_facility=FacilityId("f"),
        port=PortId("pave:in_main:slag"),
        amount=amount,
        state=state,
        evidence=ESTIMATE,
    )


def ranged(given: WasteStream, low: float, high: float) -> WasteStream:
    return replace(given, supply=Range(low, given.supply.likely, high))


def slag_road(capacity: float = 500.0, low: float = 80.0, high: float = 120.0, *more: object) -> Snapshot:
    """100 t of slag, give or take, to one facility that certainly takes it: the linkage is contracted."""
    return Snapshot.of(
        [
            PARK,
            *WEIGHTS,
            enterprise("maker"),
            enterprise("user"),
            material("slag"),
            material("road"),
            ranged(stream("s", "maker", "slag", 100.0), low, high),
            *recipe("pave", "slag", "road"),
            facility("f", "user", "pave", capacity),
            *(more or (linkage(LinkageState.CONTRACTED),)),
        ]
    )


def mixed_park() -> Snapshot:
    """Two makers of mud and slag, a washing plant whose mud a press takes, a road builder; nothing exact."""
    parts: list[object] = [PARK, *WEIGHTS, enterprise("maker"), enterprise("user", 25.0)]
    parts += [material(name) for name in ("gypsum", "clean", "mud", "brick", "slag", "road")]
    parts += [
        ranged(stream("g1", "maker", "gypsum", 100.0, in_use=20.0, disposal_cost=30.0), 60.0, 150.0),
        ranged(stream("g2", "user", "gypsum", 80.0, disposal_cost=40.0), 60.0, 90.0),
        ranged(stream("s1", "maker", "slag", 50.0), 40.0, 70.0),
    ]
    for row in (
        *recipe("wash", "gypsum", "clean", 0.7, residue=("mud", 0.25), auxiliary=[("slag", 0.2)]),
        *recipe("press", "mud", "brick", 0.9),
        *recipe("pave", "slag", "road"),
    ):
        if isinstance(row, Port) and row.direction is not Direction.MAIN_INPUT:
            row = replace(row, ratio=Range(0.8 * row.ratio.likely, row.ratio.likely, 1.1 * row.ratio.likely))
        parts.append(row)
    parts += [
        facility("w1", "user", "wash", 90.0),
        facility("w2", "maker", "wash", 60.0, state=OperatingState.PLANNED),
        facility("p", "user", "press", 15.0),
        facility("r", "user", "pave", 30.0),
    ]
    return Snapshot.of(parts)


def test_a_supply_that_is_all_taken_spreads_as_its_triangle() -> None:
    """Quantiles of 2000 draws lie within 1.5 t of the triangle: about three standard errors of the tenth."""
    found = plan_uncertainty(slag_road(), draws=2_000, seed=3)
    gross = found.total(Measure.GROSS, Unit.TONNE)
    assert gross.planned == pytest.approx(100.0)
    assert gross.p10 == pytest.approx(LOW_TENTH, abs=1.5)
    assert gross.p50 == pytest.approx(100.0, abs=1.5)
    assert gross.p90 == pytest.approx(200.0 - LOW_TENTH, abs=1.5)
    assert gross.plain_error == pytest.approx(DEVIATION / np.sqrt(2_000), rel=0.1)
    # Everything is linear here, so the control variate leaves nothing to chance.
    assert gross.mean == pytest.approx(100.0, abs=1e-9)
    assert gross.standard_error == pytest.approx(0.0, abs=1e-9)
    assert gross.reduction == pytest.approx(1.0)
    assert found.waste("slag", Measure.GROSS).p10 == gross.p10
    assert found.kept == 1.0


def test_what_is_in_use_today_stays_and_only_the_rest_spreads() -> None:
    """80 to 120 t of which 90 t are in use: never more than 30 t are left, and often nothing."""
    snapshot = slag_road(500.0, 80.0, 120.0, linkage(LinkageState.OPERATING, 0.0))
    streams = [replace(one, in_use=Range.exact(90.0)) for one in snapshot.all(WasteStream)]
    used = Snapshot.of([*(row for row in rows(snapshot) if not isinstance(row, WasteStream)), *streams])
    gross = plan_uncertainty(used, draws=400).total(Measure.GROSS, Unit.TONNE)
    assert gross.p10 == 0.0
    assert 20.0 < gross.p90 <= 30.0


def rows(snapshot: Snapshot) -> list[object]:
    """Every object of a snapshot."""
    return [item for table in TABLES.values() for item in snapshot.all(table.entity)]


def test_nothing_spreads_where_every_range_is_exact_and_every_linkage_agreed() -> None:
    found = plan_uncertainty(slag_road(low=100.0, high=100.0), draws=20)
    for spread in (*found.totals, *found.wastes):
        assert spread.p10 == spread.p50 == spread.p90 == spread.planned
        assert spread.standard_error == 0.0
    assert found.total(Measure.GROSS, Unit.TONNE).mean == pytest.approx(100.0)


def test_capacity_caps_the_spread_from_above() -> None:
    gross = plan_uncertainty(slag_road(capacity=100.0), draws=1_000).total(Measure.GROSS, Unit.TONNE)
    assert gross.p90 == gross.p50 == pytest.approx(100.0)
    assert gross.p10 == pytest.approx(LOW_TENTH, abs=2.0)


def test_a_linkage_is_there_as_often_as_it_is_accepted() -> None:
    """Only suggested: 0.3 of the draws, give or take 3 standard errors of 1000 draws."""
    snapshot = slag_road(500.0, 100.0, 100.0, linkage(LinkageState.SUGGESTED))
    found = plan_uncertainty(snapshot, draws=1_000).total(Measure.GROSS, Unit.TONNE)
    assert found.plain_error == pytest.approx(100.0 * np.sqrt(0.21 / 1_000), rel=0.1)
    assert found.mean == pytest.approx(30.0, abs=1e-9)
    assert (found.p50, found.p90) == (0.0, pytest.approx(100.0))


def test_a_contract_beyond_what_a_draw_brings_is_kept_as_far_as_it_goes() -> None:
    """100 t are promised: half of the draws bring less, and deliver all they have."""
    snapshot = slag_road(500.0, 80.0, 120.0, linkage(LinkageState.CONTRACTED, 100.0))
    found = plan_uncertainty(snapshot, draws=400)
    assert 0.4 < found.kept < 0.6
    assert found.total(Measure.GROSS, Unit.TONNE).p10 == pytest.approx(LOW_TENTH, abs=2.0)


def test_all_facilities_of_a_technology_draw_the_same_yield() -> None:
    unknown = uncertain(pose(mixed_park()))
    ratios = unknown.ratios(unknown.draw(5, 7).slots)
    layout = pose(mixed_park()).programme.layout
    washing = np.isin(layout.sites.facility.astype(str), ["w1", "w2"])[layout.outputs.site]
    # In however many campaigns each of them works.
    clean, mud = ratios[washing].reshape(-1, 2).T
    assert len(clean) >= 2
    assert np.ptp(clean) == np.ptp(mud) == 0.0
    assert not np.array_equal(ratios, unknown.ratios(unknown.likely))


def test_the_same_seed_gives_the_same_answer_to_the_last_bit() -> None:
    snapshot = mixed_park()
    one = plan_uncertainty(snapshot, draws=60, seed=4)
    assert one == plan_uncertainty(snapshot, draws=60, seed=4)
    assert one != plan_uncertainty(snapshot, draws=60, seed=5)


@pytest.mark.parametrize("options", [PlanOptions(), PlanOptions(objective=Objective.BENEFIT)])
def test_what_is_planned_is_the_plan_and_wastes_sum_to_the_whole(options: PlanOptions) -> None:
    snapshot = mixed_park()
    plan, found = make_plan(snapshot, options), plan_uncertainty(snapshot, options, draws=20)
    assert found.total(Measure.GROSS, Unit.TONNE).planned == pytest.approx(plan.total(Unit.TONNE).gross)
    assert found.total(Measure.NET, Unit.TONNE).planned == pytest.approx(plan.total(Unit.TONNE).net)
    assert found.total(Measure.BENEFIT).planned == pytest.approx(plan.benefit)
    assert found.total(Measure.CO2).planned == pytest.approx(plan.co2_avoided)
    for total in found.totals:
        parts = [spread.planned for spread in found.wastes if spread.measure is total.measure]
        assert sum(parts) == pytest.approx(total.planned)


def test_the_control_variate_sharpens_means_and_leaves_them_where_they_are() -> None:
    """Over 12 seeds of 60 draws the controlled mean is off the mean of 1000 draws by chance only."""
    short = [plan_uncertainty(mixed_park(), draws=60, seed=seed) for seed in range(1, 13)]
    gross = [found.total(Measure.GROSS, Unit.TONNE) for found in short]
    long = plan_uncertainty(mixed_park(), draws=1_000, seed=99).total(Measure.GROSS, Unit.TONNE)
    error = np.std([one.mean for one in gross], ddof=1) / np.sqrt(len(gross))
    assert abs(np.mean([one.mean for one in gross]) - long.mean) < 3.0 * np.hypot(error, long.standard_error)
    assert long.standard_error < 0.8 * long.plain_error


def test_what_is_taken_off_a_half_of_the_draws_was_learnt_from_the_other_half() -> None:
    random = np.random.default_rng(0)
    control = random.normal(size=(200, 1))
    noise = random.normal(size=200)
    assert controlled(3.0 * control[:, 0], control) == pytest.approx(3.0 * control[:, 0])
    assert abs(np.corrcoef(noise - controlled(noise, control), noise)[0, 1]) > 0.9


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(4, 2.7764), (9, 2.2622), (19, 2.0930), (30, 2.0423), (1000, 1.9623)]
)
def test_student_quantiles_are_those_of_the_tables(freedom: int, quantile: float) -> None:
    assert student_quantile(0.975, freedom) == pytest.approx(quantile, abs=0.005)


def test_the_interval_of_twenty_draws_holds_the_mean_as_often_as_it_says() -> None:
    """Case C39.

    Of 120 intervals of a triangle's mean 95 % hold 100 t: fewer than 106 one time in a thousand.
    """
    problem = pose(slag_road())
    found = [spread_of(problem, draws=20, seed=seed).total(Measure.GROSS, Unit.TONNE) for seed in range(120)]
    assert sum(spread.mean_low <= 100.0 <= spread.mean_high for spread in found) >= 106
    assert found[0].mean_high - found[0].mean == pytest.approx(2.093 * found[0].standard_error, rel=1e-3)


def test_progress_is_told_and_can_cancel() -> None:
    told: list[float] = []

    def up_to(share: float) -> Callable[[float], bool]:
        return lambda done: told.append(done) or done < share  # type: ignore[func-returns-value]

    plan_uncertainty(slag_road(), draws=10, progress=up_to(2.0))
    assert told == pytest.approx([share / 10 for share in range(11)])
    with pytest.raises(SymbioflowError) as refused:
        plan_uncertainty(slag_road(), draws=10, progress=up_to(0.5))
    assert refused.value.code == "CANCELLED"
    assert told[-1] == pytest.approx(0.5)


def test_a_budget_is_decided_once_and_lots_are_refused() -> None:
    snapshot = mixed_park()
    found = plan_uncertainty(snapshot, PlanOptions(budget=0.0), draws=20)
    assert found.total(Measure.GROSS, Unit.TONNE).p90 > 0.0
    for options, draws, seed in (
        (PlanOptions(minimum_lot=5.0), 20, 0),
        (PlanOptions(on_off=True), 20, 0),
        (PlanOptions(), 9, 0),
        (PlanOptions(), 10_001, 0),
        (PlanOptions(), 20, -1),
    ):
        with pytest.raises(SymbioflowError) as refused:
            plan_uncertainty(snapshot, options, draws, seed)
        assert refused.value.code == "BAD_OPTION"


def test_it_prints_as_a_table() -> None:
    lines = str(plan_uncertainty(slag_road(), draws=20)).splitlines()
    assert lines[0].startswith("20 draws, seed 0")
    assert lines[1].split() == ["planned", "mean", "P10", "P50", "P90"]
    assert any(line.startswith("slag gross (t)") for line in lines)


def ranged_mill(low: float, high: float, state: LinkageState = LinkageState.CONTRACTED) -> Snapshot:
    """500 t of slag, certain, to one facility of most likely 100 t that certainly takes some of it."""
    parts = rows(slag_road(100.0, 100.0, 100.0, linkage(state, 10.0)))
    return Snapshot.of(
        [
            replace(item, capacity=Range(low, 100.0, high))
            if isinstance(item, Facility)
            else replace(item, supply=Range.exact(500.0))
            if isinstance(item, WasteStream)
            else item
            for item in parts
        ]
    )


def test_a_capacity_that_is_all_used_spreads_as_its_triangle() -> None:
    found = plan_uncertainty(ranged_mill(80.0, 120.0), draws=2_000, seed=3)
    gross = found.total(Measure.GROSS, Unit.TONNE)
    assert gross.planned == pytest.approx(100.0)
    assert gross.p10 == pytest.approx(LOW_TENTH, abs=1.5)
    assert gross.p50 == pytest.approx(100.0, abs=1.5)
    assert gross.p90 == pytest.approx(200.0 - LOW_TENTH, abs=1.5)
    assert gross.mean == pytest.approx(100.0, abs=1e-9)
    assert gross.reduction == pytest.approx(1.0)


def test_a_capacity_that_is_known_exactly_does_not_spread() -> None:
    gross = plan_uncertainty(ranged_mill(100.0, 100.0), draws=20).total(Measure.GROSS, Unit.TONNE)
    assert gross.p10 == gross.p90 == pytest.approx(100.0)


def test_what_runs_today_takes_room_of_whatever_capacity_is_drawn() -> None:
    """10 t run today: 90 t are free, give or take the range of the whole."""
    snapshot = ranged_mill(80.0, 120.0, LinkageState.OPERATING)
    found = plan_uncertainty(snapshot, draws=400).total(Measure.GROSS, Unit.TONNE)
    assert found.planned == pytest.approx(90.0)
    assert found.p90 < 110.0


def test_what_is_in_use_fills_a_works_that_turns_out_larger_before_anything_new() -> None:
    """Of 500 t 150 t are in use today, 100 t of them here; whatever the works holds is full of them."""
    parts = [
        replace(item, in_use=Range.exact(150.0)) if isinstance(item, WasteStream) else item
        for item in rows(ranged_mill(80.0, 120.0))
        if not isinstance(item, Linkage)
    ]
    gross = plan_uncertainty(Snapshot.of(parts), draws=50).total(Measure.GROSS, Unit.TONNE)
    assert gross.planned == gross.p90 == 0.0
