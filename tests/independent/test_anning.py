"""The shipped park under every objective and option, against the model of this folder."""

from __future__ import annotations

from datetime import date

import pytest

from graph.model import Scenario
from graph.snapshot import records_of
from graph.vocabulary import LinkageState
from tests.build import linkage
from tests.independent.comparison import SINGLE, Case, compare
from tests.independent.markets import room
from tests.independent.product import Snapshot, apply_scenario, freed, shipped_park
from tests.independent.programme import Asked
from tests.independent.tables import Tables


@pytest.fixture(scope="module")
def anning() -> Snapshot:
    return shipped_park()


@pytest.fixture(scope="module")
def case(anning: Snapshot) -> Case:
    return Case.of(anning)


@pytest.mark.parametrize("objective", SINGLE)
def test_both_models_find_the_same_best_plan(case: Case, objective: str) -> None:
    assert compare(case, objective) is not None


@pytest.mark.parametrize("mix", [(0.5, 0.3, 0.2), (0.0, 1.0, 3.0)])
def test_both_models_find_the_same_best_mix(case: Case, mix: tuple[float, ...]) -> None:
    assert compare(case, mix=mix) is not None


def test_stock_is_drawn_down_over_five_years(anning: Snapshot) -> None:
    assert compare(Case.of(anning, Asked(horizon=5))) is not None


@pytest.mark.parametrize("on", [date(2024, 5, 31), date(2026, 7, 1)])
def test_standards_and_openings_hold_on_their_day(anning: Snapshot, on: date) -> None:
    compare(Case.of(anning, Asked(on=on)), "benefit")


def test_a_short_radius_leaves_the_near_linkages(anning: Snapshot) -> None:
    compare(Case.of(anning, Asked(radius=3.0)), "co2")


@pytest.mark.parametrize(
    "asked",
    [
        Asked(on_off=True),
        Asked(budget=30e6),
        Asked(on_off=True, budget=100e6, horizon=3),
        Asked(minimum_lot=20_000.0),
    ],
    ids=["on and off", "budget", "all three", "lots"],
)
def test_decisions_are_the_best_ones(anning: Snapshot, asked: Asked) -> None:
    compare(Case.of(anning, asked), "benefit")


def test_every_shipped_scenario_has_the_same_plan(anning: Snapshot, case: Case) -> None:
    """What works sold that stop is room for others: market by market, and in the plan."""
    moved = 0
    for scenario in anning.all(Scenario):
        changed = apply_scenario(anning, scenario)
        after = freed(anning, changed)
        was, own = case.programme.sold_today, Case.of(changed).programme.sold_today
        for name, row in Tables(after.tables)["markets"].items():
            said = Tables(changed.tables)["markets"][name]
            before, left = was.get(name, 0.0), own.get(name, 0.0)
            wanted = room(said, None, None, left, before)
            assert room(row, None, None, left) == pytest.approx(wanted)
            moved += wanted != room(said, None, None, left)
        compare(Case.of(after))
    assert moved


def test_contracts_and_rejections_bind_both_models(anning: Snapshot) -> None:
    """Of the plan of today the smallest flow is rejected, and an unused way is agreed on."""
    plan = compare(Case.of(anning))
    assert plan is not None
    rejected = min((flow for flow in plan.flows if flow.stream), key=lambda flow: flow.amount)
    carried = {(flow.stream, flow.facility, flow.port) for flow in plan.flows}
    unused = next(
        column
        for column in Case.of(anning).programme.columns
        if column.kind == "divert" and column.key[1:] not in carried and not column.way.blended  # type: ignore[union-attr]
    )
    _, stream, facility, port = unused.key
    bound = [
        linkage(
            "no", rejected.facility, rejected.port, 1.0, stream=rejected.stream, state=LinkageState.REJECTED
        ),
        linkage("yes", facility, port, 10.0, stream=stream),
        linkage("again", facility, port, 15.0, stream=stream),
    ]
    changed = compare(Case.of(anning.with_records(records_of(bound))), "benefit")
    assert changed is not None
    flows = {(flow.stream, flow.facility, flow.port): flow.amount for flow in changed.flows}
    assert flows[stream, facility, port] >= 25.0 - 1e-6
    assert (rejected.stream, rejected.facility, rejected.port) not in flows
