"""What a park manager would want the program to notice by itself, out of the shipped data alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.evidence import Evidence, Grade
from graph.matching import GateName, GateResult, MatchOptions, Outcome, suggest
from graph.matching.gates import accepted_materials
from graph.model import Enterprise, Facility, Linkage, Material, Park, StreamComponent, WasteStream
from graph.planning import UnplacedReason, make_plan
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import FacilityId, Hazard, OperatingState, ParkId, RowId, StreamId, Unit

SLAG = StreamId("kunming-steel--steel-slag")
TIANAN_GYPSUM = StreamId("tianan-chemical--phosphogypsum")
XIANGFENG_GYPSUM = StreamId("xiangfeng--phosphogypsum")
WASHED_GYPSUM = StreamId("xiangfeng-environmental--phosphogypsum-purified")
COKE = StreamId("yunnan-petrochemical--petroleum-coke-green")


def open_facilities(snapshot: Snapshot, stream: StreamId) -> set[str]:
    items = suggest(snapshot, MatchOptions(top=0, streams=(stream,), prospective=False)).items
    return {str(item.facility) for item in items}


def refusals(snapshot: Snapshot, stream: StreamId) -> dict[str, tuple[GateResult, ...]]:
    found = suggest(snapshot, MatchOptions(streams=(stream,))).refusals
    return {str(item.facility): item.gates for item in found}


def test_the_steel_works_gives_less_slag_than_the_planned_projects_want(anning: Snapshot) -> None:
    """5.4 Mt of steel at 10-15 % slag: 0.54-0.81 Mt a year, against 0.45 + 1.2 = 1.65 Mt of planned uses."""
    slag = anning.by_id(WasteStream)[SLAG]
    assert (slag.supply.low, slag.supply.high) == (540_000.0, 810_000.0)
    takes = accepted_materials(anning).by_material(anning)
    takers = {*takes["steel-slag"], *takes["steel-slag-tailing"]}
    planned = [
        item.capacity.likely
        for item in anning.all(Facility)
        if item.state is OperatingState.PLANNED
        and item.technology in takers
        and item.evidence.grade is Grade.OFFICIAL
        and item.capacity is not None
    ]
    assert sum(planned) == pytest.approx(1_650_000.0)


def test_common_cement_is_closed_to_steel_slag_and_its_other_outlets_stay_open(anning: Snapshot) -> None:
    """GB 175-2023 admits no steel slag in common cement since 2024-06-01."""
    closed = refusals(anning, SLAG)["longkun--ss-cement-admixture"]
    assert [(gate.gate, gate.standard, gate.value, gate.maximum) for gate in closed] == [
        (GateName.COMPOSITION, "gb-175-2023", 100.0, 0.0)
    ]
    assert "jiahua-cement--ss-cement-raw-meal" in open_facilities(anning, SLAG)
    plan = make_plan(anning)
    assert "longkun--ss-cement-admixture" not in {run.facility for run in plan.runs}
    outlets = {run.facility for run in plan.runs if "--ss-" in run.facility}
    assert len(outlets) >= 3


def with_radium(snapshot: Snapshot, activity: float) -> Snapshot:
    evidence = Evidence((), Grade.ESTIMATE)
    measured = StreamComponent(
        id=RowId("radium"),
        stream=WASHED_GYPSUM,
        component="Ra-226",
        basis="Bq/kg",
        amount=Range.exact(activity),
        evidence=evidence,
    )
    return snapshot.with_records(records_of([measured]))


def test_radium_of_500_bq_fails_pure_and_may_pass_blended(anning: Snapshot) -> None:
    """I_Ra = 500 / 200 = 2.5 against 1.0 of GB 6566: at most 40 % of a mix with material free of radium."""
    gates = refusals(with_radium(anning, 500.0), WASHED_GYPSUM)["pg-mortar--pg-plastering-mortar"]
    index = next(gate for gate in gates if gate.component == "IRa")
    assert (index.value, index.maximum) == (2.5, 1.0)
    assert index.blend_share == pytest.approx(0.4)
    assert index.grade is Grade.TRADE


def test_measured_gypsum_of_low_radium_passes(anning: Snapshot) -> None:
    snapshot = with_radium(anning, 100.0)
    item = next(
        item
        for item in suggest(snapshot, MatchOptions(top=0, streams=(WASHED_GYPSUM,))).items
        if item.facility == "pg-mortar--pg-plastering-mortar"
    )
    outcome = {gate.component: gate.outcome for gate in item.gates}
    assert outcome["IRa"] is Outcome.PASSED
    assert outcome["Igamma"] is Outcome.UNVERIFIED


def test_gypsum_content_decides_which_use_is_open(anning: Snapshot) -> None:
    """Raw Yunnan gypsum of 69-78 % is too lean for plaster (80 %) and rich enough for cement (65 %)."""
    raw = refusals(anning, TIANAN_GYPSUM)
    for plaster in ("pg-building-materials--pg-beta-plaster", "pg-mortar--pg-plastering-mortar"):
        gate = raw[plaster][0]
        assert (gate.component, gate.value, gate.minimum) == ("CaSO4.2H2O", 73.0, 80.0)
    assert "xiangfeng-environmental--pg-cement-retarder" in open_facilities(anning, TIANAN_GYPSUM)
    assert "xiangfeng-environmental--pg-wash-purification" in open_facilities(anning, TIANAN_GYPSUM)
    assert "pg-mortar--pg-plastering-mortar" in open_facilities(anning, WASHED_GYPSUM)


def test_sulphur_decides_what_becomes_of_the_petroleum_coke(anning: Snapshot) -> None:
    """Coke of grade 4#A (above 3 % S) is closed to the anode works, open to the gasifier and the kiln."""
    gates = {gate.component: gate for gate in refusals(anning, COKE)["shanshan--petcoke-graphite-anode"]}
    found = gates["S"].value
    assert found is not None
    assert found > 3.0
    assert open_facilities(anning, COKE) == {
        "jiahua-cement--petcoke-cement-fuel",
        "tianan-chemical--petcoke-gasification-ammonia",
    }


def test_petroleum_coke_in_place_of_coal_raises_co2_a_little(anning: Snapshot) -> None:
    items = suggest(anning, MatchOptions(top=0, streams=(COKE,))).items
    kiln = next(item for item in items if item.facility == "jiahua-cement--petcoke-cement-fuel")
    assert kiln.co2_avoided is not None
    assert -200.0 < kiln.co2_avoided < -90.0


def test_every_big_waste_of_the_park_has_suggestions_with_reasons(anning: Snapshot) -> None:
    suggestions = suggest(anning)
    by_material = {}
    for item in suggestions.items:
        by_material.setdefault(str(item.material), []).append(item)
    for waste in ("phosphogypsum", "steel-slag", "petroleum-coke-green", "spent-lfp-battery"):
        best = by_material[waste][0]
        assert best.score > 0.0
        assert best.gates
        assert best.pathway


def test_the_plan_closes_its_balance_and_counts_no_tonne_twice(anning: Snapshot) -> None:
    plan = make_plan(anning)
    tonnes = plan.total(Unit.TONNE)
    placed = sum(outcome.placed for outcome in plan.streams if outcome.unit is Unit.TONNE and outcome.waste)
    assert tonnes.gross == pytest.approx(placed)
    assert tonnes.baseline + tonnes.gross <= tonnes.supply
    assert tonnes.net == pytest.approx(tonnes.gross - tonnes.residue)
    assert all(balance.error < 1e-6 for balance in plan.balances)
    for outcome in plan.streams:
        assert outcome.supply == pytest.approx(outcome.baseline + outcome.placed + outcome.unplaced, abs=1e-3)
        assert (outcome.unplaced == 0.0) == (outcome.reason is UnplacedReason.NONE)


def as_of_2021(snapshot: Snapshot) -> Snapshot:
    """The park with 45 % of its raw phosphogypsum in use, the national rate of 2021."""
    raw = [row for row in snapshot.all(WasteStream) if row.id in (TIANAN_GYPSUM, XIANGFENG_GYPSUM)]
    less = [replace(row, in_use=Range.exact(0.45 * row.supply.likely)) for row in raw]
    (washed,) = (row for row in snapshot.all(Linkage) if row.stream == XIANGFENG_GYPSUM)
    return snapshot.with_records(records_of([*less, replace(washed, amount=765_000.0)]))


def test_whether_the_park_meets_its_goal_hangs_on_what_counts_as_use_of_phosphogypsum(
    anning: Snapshot,
) -> None:
    """87.49 % by one article of 2025, pit fill included, against 45 %: above and below the goal of 60 %."""
    shares = {}
    for name, snapshot in (("reported", anning), ("of 2021", as_of_2021(anning))):
        target = next(row for row in make_plan(snapshot).targets if row.target == "anning-2025-solid-waste")
        assert target.share_target == 0.6
        assert target.share_planned > target.share_baseline
        shares[name] = target.share_baseline
    assert shares["of 2021"] < 0.6 < shares["reported"]


def test_the_use_of_phosphogypsum_today_keeps_both_sources_that_contradict_each_other(
    anning: Snapshot,
) -> None:
    """45 % of the low supply to 87.49 % of the high one, 87.49 % likely; never only the better one."""
    for name in (TIANAN_GYPSUM, XIANGFENG_GYPSUM):
        stream = anning.by_id(WasteStream)[name]
        assert stream.in_use.low == pytest.approx(0.45 * stream.supply.low, rel=1e-3)
        assert stream.in_use.likely == pytest.approx(0.8749 * stream.supply.likely, rel=1e-3)
        assert stream.in_use.high == pytest.approx(0.8749 * stream.supply.high, rel=1e-3)
        assert "contradict" in stream.note


def test_closing_the_washing_line_takes_nothing_away(anning: Snapshot) -> None:
    """The plan is a function of the data. The markets of washed gypsum and of the liquor are full, so nothing
    more is washed; it once was, and dumped."""
    park = as_of_2021(anning)
    washing = park.by_id(Facility)[FacilityId("xiangfeng-environmental--pg-wash-purification")]
    closed = park.with_records(records_of([replace(washing, state=OperatingState.CLOSED)]))
    without, with_it = (make_plan(snapshot).total(Unit.TONNE) for snapshot in (closed, park))
    assert without.gross == pytest.approx(with_it.gross)
    assert without.net == pytest.approx(with_it.net)


def dated(snapshot: Snapshot, stream: StreamId, facility: str, on: date) -> dict[str, GateResult]:
    """The checks of composition and moisture on a day, by component."""
    found = suggest(snapshot, MatchOptions(top=0, streams=(stream,), on=on))
    both = [*found.items, *found.refusals]
    (gates,) = (item.gates for item in both if item.facility == facility)
    limited = (GateName.COMPOSITION, GateName.MOISTURE)
    return {gate.component: gate for gate in gates if gate.gate in limited}


def test_common_cement_was_open_to_steel_slag_until_gb_175_2023_held(anning: Snapshot) -> None:
    """Before 2024-06-01 the edition of 2007 held, whose limits the library does not have."""
    mill = "longkun--ss-cement-admixture"
    (before,) = dated(anning, SLAG, mill, date(2024, 5, 31)).values()
    assert (before.outcome, before.standard, before.maximum) == (Outcome.UNVERIFIED, "gb-175-2007", None)
    (after,) = dated(anning, SLAG, mill, date(2024, 6, 1)).values()
    assert (after.outcome, after.standard, after.maximum) == (Outcome.REFUSED, "gb-175-2023", 0.0)


def test_phosphogypsum_is_unverified_since_the_limits_of_2018_hold_no_more(anning: Snapshot) -> None:
    """GB/T 23456-2025 replaced GB/T 23456-2018 on 2026-07-01; nobody put its limits into the library yet."""
    found = suggest(anning, MatchOptions(top=0, streams=(TIANAN_GYPSUM,), on=date(2026, 7, 1)))
    gates = [gate for item in (*found.items, *found.refusals) for gate in item.gates]
    assert "gbt-23456-2018" not in {gate.standard for gate in gates}
    named = [gate for gate in gates if gate.standard == "gbt-23456-2025"]
    assert {gate.outcome for gate in named} == {Outcome.UNVERIFIED}
    assert {gate.gate for gate in named} == {GateName.COMPOSITION, GateName.MOISTURE}


def test_hazardous_waste_of_anning_needs_a_permit_to_leave_yunnan(anning: Snapshot) -> None:
    """The same facilities, once in a park of Guizhou: the Solid Waste Law asks both provinces."""
    hazardous = {row.id for row in anning.all(Material) if row.hazard is Hazard.HAZARDOUS}
    streams = tuple(row.id for row in anning.all(WasteStream) if row.material in hazardous)
    assert streams
    parks = {row.id: row for row in anning.all(Park)}
    guizhou = replace(parks["chemical-park"], id=ParkId("guiyang"), part_of=None, region="520100")
    makers = {row.enterprise for row in anning.all(WasteStream) if row.id in streams}
    moved = [replace(row, park=guizhou.id) for row in anning.all(Enterprise) if row.id not in makers]
    elsewhere = anning.with_records(records_of([guizhou, *moved]))

    def transfers(snapshot: Snapshot) -> set[tuple[Outcome, str, str]]:
        found = suggest(snapshot, MatchOptions(top=0, streams=streams)).items
        gates = [gate for item in found for gate in item.gates if gate.gate is GateName.TRANSFER]
        return {(gate.outcome, gate.given, gate.wanted) for gate in gates}

    assert {found[0] for found in transfers(anning)} == {Outcome.PASSED}
    away = {found for found in transfers(elsewhere) if found[1] == "530181 → 5201"}
    assert away == {(Outcome.UNVERIFIED, "530181 → 5201", "permit")}


def test_coke_that_nobody_called_low_in_sulphur_is_held_to_the_limits_of_the_low_kind(
    anning: Snapshot,
) -> None:
    """The one port of the park that wants a kind of what a stream names: anode graphite, which refuses it."""
    gates = {gate.component: gate for gate in refusals(anning, COKE)["shanshan--petcoke-graphite-anode"]}
    assert gates["S"].outcome is Outcome.REFUSED


def test_nothing_is_treated_only_to_be_dumped(anning: Snapshot) -> None:
    """No waste of the plan is residue again as a whole; 388 kt of gypsum were washed for their liquor."""
    dumped = [
        item.stream
        for item in make_plan(anning).streams
        if item.placed > 0.0 and item.residue > 0.99 * item.placed
    ]
    assert dumped == []
