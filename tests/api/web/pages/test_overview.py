from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.views.service import View
from api.web.pages.overview import main_target, next_steps, share_of_estimates, values
from api.web.pages.pictures.year import Flow, FlowState, Rest, Target, Year
from api.web.reading import Reading
from api.web.state import State
from api.web.things import Thing
from graph.planning import make_plan
from graph.ranges import Range
from graph.wording.messages import Words


def named(kind: str, id: str) -> Thing:
    return Thing(kind, id, Words(id, id))


def flow(source: str, taker: str | None, amount: float, **changes: Any) -> Flow:
    given = Flow(
        named("stream", source),
        named("firm", "works"),
        None if taker is None else named("facility", taker),
        None if taker is None else named("firm", "mill"),
        named("material", "slag"),
        amount,
        "t",
        FlowState.PLANNED,
        suggestion=f"{source}>{taker}>in",
    )
    return replace(given, **changes)


def rest(id: str, supply: float, unplaced: float, reason: str, estimate: bool = False) -> Rest:
    return Rest(
        named("stream", id),
        named("firm", "works"),
        named("material", "slag"),
        "t",
        supply,
        0.0,
        Range.exact(0.0),
        supply - unplaced,
        unplaced,
        reason,
        Words("", ""),
        estimate,
    )


def year(
    flows: tuple[Flow, ...] = (), rests: tuple[Rest, ...] = (), targets: tuple[Target, ...] = ()
) -> Year:
    return Year(flows, rests, (), (), targets, "optimal")


def test_a_step_is_one_conversation_with_each_taker_the_largest_first() -> None:
    flows = (flow("a", "mill", 90.0), flow("b", "mill", 80.0), flow("c", "kiln", 70.0))
    steps = next_steps(year(flows), "t", lambda flow: ())
    assert [(step.amount, step.flow and step.flow.source.id) for step in steps] == [(90.0, "a"), (70.0, "c")]


def test_what_exists_what_is_agreed_and_what_goes_on_between_facilities_is_no_step() -> None:
    flows = (
        flow("a", "m1", 9.0, state=FlowState.TODAY),
        flow("b", "m2", 8.0, state=FlowState.CONTRACTED),
        flow("c", "m3", 7.0, between=True),
        flow("d", "m4", 6.0, unit="m3"),
    )
    assert next_steps(year(flows), "t", lambda flow: ()) == ()


def test_a_waste_that_nobody_takes_is_a_step_and_one_whose_takers_are_full_is_none() -> None:
    rests = (
        rest("a", 50.0, 40.0, "NO_CONSUMER"),
        rest("b", 99.0, 60.0, "CAPACITY"),
        rest("c", 9.0, 0.0, "NONE"),
    )
    (step,) = next_steps(year(rests=rests), "t", lambda flow: ())
    assert step.rest is not None
    assert (step.rest.stream.id, step.amount) == ("a", 40.0)


def test_only_a_flow_that_could_not_be_checked_is_asked_about() -> None:
    asked = []

    def open_points(given: Flow) -> tuple[str, ...]:
        asked.append(given.source.id)
        return ("Ra-226",)

    flows = (flow("a", "m1", 9.0), flow("b", "m2", 8.0, verified=False, runs=False))
    first, second = next_steps(year(flows), "t", open_points)
    assert asked == ["b"]
    assert (first.measure, first.permit) == ((), False)
    assert (second.measure, second.permit) == (("Ra-226",), True)


def test_estimates_are_weighed_by_amount_and_none_is_not_nought() -> None:
    rests = (rest("a", 30.0, 0.0, "NONE", estimate=True), rest("b", 10.0, 0.0, "NONE"))
    assert share_of_estimates(year(rests=rests), "t") == 0.75
    assert share_of_estimates(year(rests=rests), "m3") is None


def test_the_first_sentence_speaks_of_the_target_in_tonnes_that_covers_most() -> None:
    targets = tuple(
        Target(id, Words(id, id), "2025", unit, supply, 0.1, 0.9, 0.5)
        for id, unit, supply in (("water", "m3", 9e9), ("gypsum", "t", 4.0), ("all", "t", 8.0))
    )
    found = main_target(year(targets=targets))
    assert found is not None
    assert found.id == "all"
    assert main_target(year()) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_figures_are_those_of_the_plan(reading: Reading, anning: View, language: Any) -> None:
    shown = values(reading, State("/", language, {}))
    plan = make_plan(anning.snapshot)
    assert [(row.gross, row.net) for row in shown["year"].totals] == [
        pytest.approx((row.gross, row.net)) for row in plan.totals
    ]
    target = next(row for row in plan.targets if row.target == shown["target"].id)
    assert (shown["target"].today, shown["target"].potential) == pytest.approx(
        (target.share_baseline, target.share_planned)
    )
    assert len(shown["steps"]) == 5
    assert shown["largest"].amount == max(
        flow.amount for flow in plan.flows if flow.stream is not None and flow.unit.value == "t"
    )
