"""Plans small enough to work out by hand."""

from __future__ import annotations

import pytest

from graph.evidence import Grade
from graph.planning import FlowKind, UnplacedReason, make_plan
from graph.vocabulary import Direction, LinkageState, Phase, Unit
from tests.build import (
    analysis,
    facility,
    limit,
    linkage,
    material,
    park_of,
    port,
    recipe,
    stream,
    target,
)


def test_a_tonne_is_counted_once_when_two_facilities_want_it() -> None:
    """100 t of slag, two facilities of 80 t each: 100 t are placed, not 160."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            stream("s", "maker", "slag", 100.0),
            recipe("pave", "slag", "road"),
            facility("f1", "user", "pave", 80.0),
            facility("f2", "user", "pave", 80.0),
        )
    )
    total = plan.total(Unit.TONNE)
    assert total.gross == pytest.approx(100.0)
    assert sum(flow.amount for flow in plan.flows) == pytest.approx(100.0)
    assert plan.streams[0].unplaced == 0.0
    assert plan.streams[0].reason is UnplacedReason.NONE


def test_residue_sent_to_disposal_is_taken_off_and_the_baseline_is_not_counted_again() -> None:
    """Of 100 t, 20 t are used today; the rest is washed with 0.25 t residue per tonne: 80 - 20 = 60 net."""
    plan = make_plan(
        park_of(
            material("gypsum"),
            material("clean"),
            material("mud"),
            stream("s", "maker", "gypsum", 100.0, in_use=20.0),
            recipe("wash", "gypsum", "clean", 0.7, residue=("mud", 0.25)),
            facility("f", "user", "wash", 500.0),
            target("sixty", 0.6),
        )
    )
    total = plan.total(Unit.TONNE)
    assert (total.baseline, total.gross) == (20.0, pytest.approx(80.0))
    assert total.residue == pytest.approx(20.0)
    assert total.net == pytest.approx(60.0)
    assert total.utilisation == pytest.approx(0.8)
    assert plan.targets[0].met
    assert plan.targets[0].share_baseline == pytest.approx(0.2)


def test_a_tonne_that_goes_on_to_a_second_facility_still_counts_once() -> None:
    """The washing residue has a taker: mud goes on as a transfer and nothing is disposed of."""
    plan = make_plan(
        park_of(
            material("gypsum"),
            material("clean"),
            material("mud"),
            material("brick"),
            stream("s", "maker", "gypsum", 100.0),
            recipe("wash", "gypsum", "clean", 0.7, residue=("mud", 0.3)),
            recipe("press", "mud", "brick"),
            facility("f", "user", "wash", 500.0),
            facility("g", "user", "press", 500.0),
        )
    )
    total = plan.total(Unit.TONNE)
    assert total.gross == pytest.approx(100.0)
    assert total.net == pytest.approx(100.0)
    transfers = [flow for flow in plan.flows if flow.kind is FlowKind.TRANSFER]
    assert [(flow.from_facility, flow.facility, flow.amount) for flow in transfers] == [
        ("f", "g", pytest.approx(30.0))
    ]


def test_a_transfer_waits_for_room_at_the_second_facility() -> None:
    """Mud has room for 15 t only, so the other 15 t of the 30 t are residue to disposal: net 85."""
    plan = make_plan(
        park_of(
            material("gypsum"),
            material("clean"),
            material("mud"),
            material("brick"),
            stream("s", "maker", "gypsum", 100.0),
            recipe("wash", "gypsum", "clean", 0.7, residue=("mud", 0.3)),
            recipe("press", "mud", "brick"),
            facility("f", "user", "wash", 500.0),
            facility("g", "user", "press", 15.0),
        )
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(85.0)


def test_an_auxiliary_input_follows_the_throughput_of_its_facility() -> None:
    """Binder takes 0.5 t of gypsum per tonne of slag: 40 t of slag let in 20 t of gypsum, the rest waits."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("gypsum"),
            material("binder"),
            stream("s1", "maker", "slag", 40.0),
            stream("s2", "maker", "gypsum", 100.0),
            recipe("mix", "slag", "binder", 1.5, auxiliary=[("gypsum", 0.5)]),
            facility("f", "user", "mix", 1000.0),
        )
    )
    outcome = {item.stream: item for item in plan.streams}
    assert outcome["s1"].placed == pytest.approx(40.0)
    assert outcome["s2"].placed == pytest.approx(20.0)
    assert outcome["s2"].reason is UnplacedReason.NO_GAIN
    assert plan.runs[0].purchased == ()


def test_what_the_network_does_not_bring_is_bought() -> None:
    plan = make_plan(
        park_of(
            material("slag"),
            material("gypsum"),
            material("binder"),
            stream("s1", "maker", "slag", 40.0),
            recipe("mix", "slag", "binder", 1.5, auxiliary=[("gypsum", 0.5)]),
            facility("f", "user", "mix", 1000.0),
        )
    )
    assert plan.runs[0].purchased == (("gypsum", pytest.approx(20.0), Unit.TONNE),)


def test_capacity_that_is_full_names_its_shadow_price() -> None:
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            stream("s", "maker", "slag", 100.0),
            recipe("pave", "slag", "road"),
            facility("f", "user", "pave", 30.0),
        )
    )
    outcome = plan.streams[0]
    assert (outcome.placed, outcome.unplaced) == (pytest.approx(30.0), pytest.approx(70.0))
    assert outcome.reason is UnplacedReason.CAPACITY
    assert plan.runs[0].shadow_price == pytest.approx(1.0)
    assert outcome.detail.en == "full: f (room 30 t; one more adds 1.00 t)"


def test_an_unknown_capacity_takes_nothing_and_says_so() -> None:
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            stream("s", "maker", "slag", 100.0),
            recipe("pave", "slag", "road"),
            facility("f", "user", "pave", None),
        )
    )
    assert plan.total(Unit.TONNE).gross == 0.0
    assert plan.streams[0].reason is UnplacedReason.UNKNOWN_CAPACITY


def test_a_refused_stream_says_which_gate_and_a_lonely_one_that_nobody_takes_it() -> None:
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            material("dust"),
            stream("s", "maker", "slag", 100.0),
            stream("t", "maker", "dust", 5.0),
            analysis("s", "Cr", 2.0),
            recipe("pave", "slag", "road"),
            limit("pave", "Cr", maximum=1.0),
            facility("f", "user", "pave", 100.0),
        )
    )
    reasons = {item.stream: (item.reason, item.detail.en) for item in plan.streams}
    too_much = "limits that it breaks: chromium (Cr) 2 mass %, at most 1"
    assert reasons["s"] == (UnplacedReason.GATE, f"every facility refuses it: composition limit; {too_much}")
    assert reasons["t"][0] is UnplacedReason.NO_CONSUMER


def test_water_and_heat_are_planned_but_never_summed_with_tonnes() -> None:
    """A water works turns each m3 into 0.7 m3 reclaimed, 0.3 m3 brine and 0.01 t of sludge."""
    plan = make_plan(
        park_of(
            material("effluent", unit=Unit.CUBIC_METRE, phase=Phase.LIQUID),
            material("reclaimed", unit=Unit.CUBIC_METRE, phase=Phase.LIQUID),
            material("brine", unit=Unit.CUBIC_METRE, phase=Phase.LIQUID),
            material("sludge", phase=Phase.SLUDGE),
            stream("w", "maker", "effluent", 1000.0),
            recipe("osmosis", "effluent", "reclaimed", 0.7, residue=("brine", 0.3)),
            port("osmosis", Direction.RESIDUE, "sludge", 0.01),
            facility("f", "user", "osmosis", 1000.0),
        )
    )
    assert plan.total(Unit.TONNE).gross == 0.0
    assert plan.total(Unit.TONNE).residue == 0.0
    assert plan.total(Unit.CUBIC_METRE).net == pytest.approx(700.0)


def test_every_balance_closes() -> None:
    plan = make_plan(
        park_of(
            material("gypsum"),
            material("clean"),
            material("mud"),
            stream("s", "maker", "gypsum", 123.456),
            recipe("wash", "gypsum", "clean", 0.7, residue=("mud", 0.25)),
            facility("f", "user", "wash", 77.7),
        )
    )
    assert {balance.place for balance in plan.balances} == {"f", "park", "park mass"}
    assert all(balance.error < 1e-9 for balance in plan.balances)


def test_treated_waste_is_no_use_until_somebody_takes_it() -> None:
    """Washed gypsum is a kind of gypsum: of 100 t the plasterer takes 60 t, the other 40 t stay waste."""

    def plan_with(plaster_capacity: float) -> float:
        plan = make_plan(
            park_of(
                material("gypsum"),
                material("washed", "gypsum"),
                material("plaster"),
                stream("s", "maker", "gypsum", 100.0),
                recipe("wash", "gypsum", "washed"),
                recipe("calcine", "washed", "plaster"),
                facility("f", "user", "wash", 500.0),
                facility("g", "user", "calcine", plaster_capacity),
            )
        )
        return plan.total(Unit.TONNE).net

    assert plan_with(60.0) == pytest.approx(60.0)
    assert plan_with(0.0) == pytest.approx(0.0)


def test_operating_linkages_leave_less_room_at_their_facility() -> None:
    """The user takes 20 t of slag already, so 30 t of its 50 t are free."""
    running = linkage("l", "f", "pave:in_main:slag", 20.0, stream="s", state=LinkageState.OPERATING)
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            stream("s", "maker", "slag", 100.0, in_use=20.0),
            recipe("pave", "slag", "road"),
            facility("f", "user", "pave", 50.0),
            running,
        )
    )
    assert plan.total(Unit.TONNE).gross == pytest.approx(30.0)


def test_the_worked_example_of_the_documentation() -> None:
    """docs/planning.md: 80 t washed, 20 t of mud; a press with room for 15 t leaves 5 t: net 60 t or 75 t."""

    def net(*press: object) -> float:
        plan = make_plan(
            park_of(
                material("gypsum"),
                material("clean"),
                material("mud"),
                material("brick"),
                stream("s", "maker", "gypsum", 100.0, in_use=20.0),
                recipe("wash", "gypsum", "clean", 0.7, residue=("mud", 0.25)),
                recipe("press", "mud", "brick"),
                facility("f", "user", "wash", 500.0),
                *press,
            )
        )
        return plan.total(Unit.TONNE).net

    assert net() == pytest.approx(60.0)
    assert net(facility("g", "user", "press", 15.0)) == pytest.approx(75.0)


def test_little_waste_is_not_lost_beside_much_water() -> None:
    """10 t of slag beside 100 billion m3: each unit has its own rounding."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            recipe("pave", "slag", "road"),
            material("cooling", unit=Unit.CUBIC_METRE, phase=Phase.LIQUID),
            material("warm", unit=Unit.CUBIC_METRE, phase=Phase.LIQUID),
            recipe("cool", "cooling", "warm"),
            stream("s", "maker", "slag", 10.0),
            stream("w", "maker", "cooling", 1e11),
            facility("f", "user", "pave", 10.0),
            facility("g", "user", "cool", 1e11),
        )
    )
    assert plan.total(Unit.TONNE).gross == pytest.approx(10.0)


def test_technical_contracted_and_verified_amounts_stand_apart() -> None:
    """100 t: 20 t run today and are weighed, 5 t run by estimate, 30 t are agreed, 75 t could newly flow."""
    plan = make_plan(
        park_of(
            material("slag"),
            material("road"),
            recipe("pave", "slag", "road"),
            stream("s", "maker", "slag", 100.0, in_use=25.0),
            facility("f", "user", "pave", 500.0),
            facility("g", "user", "pave", 500.0),
            facility("h", "user", "pave", 500.0),
            linkage(
                "l1",
                "f",
                "pave:in_main:slag",
                20.0,
                stream="s",
                state=LinkageState.OPERATING,
                grade=Grade.COMPANY,
            ),
            linkage("l2", "g", "pave:in_main:slag", 5.0, stream="s", state=LinkageState.OPERATING),
            linkage("l3", "h", "pave:in_main:slag", 30.0, stream="s"),
        )
    )
    total = plan.total(Unit.TONNE)
    assert (total.baseline, total.gross) == (25.0, pytest.approx(75.0))
    assert (total.contracted, total.verified) == (30.0, 20.0)
