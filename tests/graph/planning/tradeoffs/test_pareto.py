"""Trade-offs between tonnes and money that can be drawn by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.errors import SymbioflowError
from graph.planning import Objective, PlanOptions, make_plan, pareto_front
from graph.snapshot import Snapshot
from graph.tables import TABLES
from graph.vocabulary import Direction, Phase
from ingest import shipped_records
from tests.build import PARK, WEIGHTS, enterprise, facility, material, port, recipe, stream, technology

TWO = (Objective.TONNES, Objective.BENEFIT)


def park(*uses: tuple[float, float, float], supply: float = 100.0) -> Snapshot:
    """Slag that costs 10 CNY/t to dump, and facilities of (capacity, CNY/t to run, t residue per t)."""
    parts: list[object] = [
        PARK,
        *WEIGHTS,
        enterprise("e"),
        material("slag"),
        material("road"),
        material("mud"),
    ]
    parts.append(stream("s", "e", "slag", supply, disposal_cost=10.0))
    for number, (capacity, cost, residue) in enumerate(uses):
        name = f"use{number}"
        parts += [
            technology(name, operating_cost=cost),
            port(name, Direction.MAIN_INPUT, "slag"),
            port(name, Direction.PRODUCT, "road", 0.5),
            port(name, Direction.RESIDUE, "mud", residue),
            facility(f"f{number}", "e", name, capacity),
        ]
    return Snapshot.of(parts)


CLEAN_OR_CHEAP = park((100.0, 30.0, 0.0), (100.0, 0.0, 0.5))


def test_the_front_of_a_clean_and_a_cheap_use_is_the_line_between_their_extremes() -> None:
    """All to the clean use: 100 t, (10 - 30) 100 = -2,000 CNY. All to the cheap one: 50 t and +500 CNY.

    The cheap one's mud costs what the slag in it saved. Each tonne that changes over costs 25 CNY and brings
    0.5 t: six levels of benefit, 500 CNY apart.
    """
    front = pareto_front(CLEAN_OR_CHEAP, TWO, 6)
    assert [point.tonnes for point in front.points] == pytest.approx([100.0, 90.0, 80.0, 70.0, 60.0, 50.0])
    assert [point.benefit for point in front.points] == pytest.approx(
        [-2000.0, -1500.0, -1000.0, -500.0, 0.0, 500.0], abs=1e-6
    )
    halfway = {flow.facility: flow.amount for flow in front.points[2].flows}
    assert halfway == {"f0": pytest.approx(60.0), "f1": pytest.approx(40.0)}


def test_objectives_that_agree_have_one_best_plan() -> None:
    front = pareto_front(park((60.0, 0.0, 0.0)), TWO, 5)
    assert [(point.tonnes, point.benefit) for point in front.points] == [
        (pytest.approx(60.0), pytest.approx(600.0))
    ]


def test_a_third_objective_that_nothing_moves_changes_nothing() -> None:
    two = pareto_front(CLEAN_OR_CHEAP, TWO, 4)
    three = pareto_front(CLEAN_OR_CHEAP, (*TWO, Objective.CO2), 4)
    assert [(point.tonnes, point.benefit) for point in three.points] == [
        (pytest.approx(point.tonnes), pytest.approx(point.benefit)) for point in two.points
    ]


def test_lots_leave_gaps_in_the_front() -> None:
    """Nothing or at least 60 t a linkage: the 100 t cannot be split, so one use has them all."""
    front = pareto_front(CLEAN_OR_CHEAP, TWO, 5, PlanOptions(minimum_lot=60.0))
    assert all(len(point.flows) == 1 for point in front.points)
    assert (front.points[0].tonnes, front.points[-1].benefit) == (pytest.approx(100.0), pytest.approx(500.0))


def test_the_front_can_be_read() -> None:
    assert str(pareto_front(CLEAN_OR_CHEAP, TWO, 2)).splitlines()[1].split() == ["100", "-2,000"]


@pytest.mark.parametrize(
    ("objectives", "points"),
    [
        ((Objective.TONNES,), 5),
        ((Objective.TONNES, Objective.TONNES), 5),
        ((Objective.TONNES, Objective.WEIGHTED), 5),
        (TWO, 1),
        (TWO, 1000),
    ],
)
def test_what_is_no_front_is_refused(objectives: tuple[Objective, ...], points: int) -> None:
    with pytest.raises(SymbioflowError) as refused:
        pareto_front(CLEAN_OR_CHEAP, objectives, points)
    assert refused.value.code == "BAD_OPTION"


uses = st.tuples(st.integers(1, 100), st.integers(0, 50), st.sampled_from((0.0, 0.25, 0.5, 0.9)))


@settings(max_examples=15, deadline=None)
@example([(76, 8, 0.25), (34, 17, 0.9)], 388)  # to use nothing brings most: what a level left was a plan
@given(st.lists(uses, min_size=1, max_size=4), st.integers(100, 400))
def test_no_point_beats_another_and_no_plan_beats_a_point(
    given_uses: list[tuple[int, int, float]], supply: int
) -> None:
    snapshot = park(*given_uses, supply=supply)
    points = pareto_front(snapshot, TWO, 5).points
    for one, other in permutations(points, 2):
        assert one.tonnes > other.tonnes or one.benefit > other.benefit
    mixed = make_plan(snapshot, replace(PlanOptions(), objective=Objective.WEIGHTED, mix=(1.0, 1.0, 0.0)))
    tonnes, benefit = mixed.totals[0].net, mixed.benefit
    for point in points:
        assert point.tonnes >= tonnes - 1e-3 or point.benefit >= benefit - 1e-3


def test_a_front_of_a_park_with_seasons_is_drawn() -> None:
    """The gas comes in January and July, 60 each; 20 a month have room."""
    twice = (0.5, *(0.0,) * 5, 0.5, *(0.0,) * 5)
    gas = [
        material("gas", phase=Phase.GAS),
        stream("g", "e", "gas", 120.0, monthly=twice, disposal_cost=10.0),
        *recipe("burn", "gas", "road"),
        facility("b", "e", "burn", 240.0),
    ]
    rows = [item for table in TABLES.values() for item in CLEAN_OR_CHEAP.all(table.entity)]
    front = pareto_front(Snapshot.of([*rows, *gas]), TWO, 3)
    assert [point.tonnes for point in front.points] == pytest.approx([140.0, 115.0, 90.0])


@pytest.mark.parametrize(
    ("order", "points"),
    [
        ((Objective.TONNES, Objective.BENEFIT, Objective.CO2), 12),
        ((Objective.CO2, Objective.BENEFIT, Objective.TONNES), 5),
        ((Objective.BENEFIT, Objective.TONNES), 50),
        ((Objective.TONNES, Objective.CO2), 37),
    ],
)
def test_anning_has_a_front_of_any_number_of_points_in_any_order(
    order: tuple[Objective, ...], points: int
) -> None:
    """Case A9."""
    front = pareto_front(Snapshot.from_records(shipped_records()), order, points)
    assert len(front.points) >= points / 2
    for one, other in permutations(front.points, 2):
        assert any(one.value(name) > other.value(name) for name in order)


def test_who_asks_is_told_how_far_the_front_is_and_may_stop_it() -> None:
    told: list[float] = []
    pareto_front(CLEAN_OR_CHEAP, TWO, 6, progress=lambda done: told.append(done) is None)
    # Two optima and six levels.
    assert told == pytest.approx([number / 8 for number in range(9)])
    with pytest.raises(SymbioflowError) as stopped:
        pareto_front(CLEAN_OR_CHEAP, TWO, 6, progress=lambda done: done < 0.5)
    assert stopped.value.code == "CANCELLED"
