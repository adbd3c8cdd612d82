"""The first page: where the park stands, what the largest flows are, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.web.pages.about import global_id
from api.web.pages.pictures import (
    Flow,
    FlowState,
    Grouping,
    Rest,
    Shown,
    Target,
    Year,
    as_data,
    drawn,
    read_year,
    reading_of,
)
from api.web.reading import Reading
from api.web.rendering import amount_words
from api.web.state import State
from api.web.things import Thing, name_of, thing
from api.web.words import speaker
from graph.errors import SymbioflowError
from graph.wording import Words, component_words

NAME = "overview"
#: Flows that the picture names; the rest is drawn as others.
LARGEST = 8
#: Next steps.
STEPS = 5
#: Reasons for which somebody has to be found or asked, rather than nothing can be done.
_ASKABLE = ("NO_CONSUMER", "UNKNOWN_CAPACITY", "GATE", "DISTANCE")


@dataclass(frozen=True, slots=True)
class Ask:
    """Who could be asked for what has no taker on record: a firm, what it would do, and why."""

    firm: Thing
    what: Words
    suggestion: str


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next.

    Attributes
    ----------
    flow : Flow or None
        The linkage to talk about; None where a taker must be found for `rest`.
    permit : bool
        Whether the taker does not run yet.
    measure : tuple of str
        What could not be checked, as far as known.
    ask : Ask or None
        The likeliest to take `rest`, of no facility on record.
    """

    amount: float
    unit: str
    flow: Flow | None = None
    rest: Rest | None = None
    permit: bool = False
    measure: tuple[str, ...] = ()
    ask: Ask | None = None


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what the page shows."""
    year = read_year(reading, state.park, state.scenario)
    unit = "t" if "t" in year.units else next(iter(year.units), "t")
    drawing = drawn(year, unit, Shown.PLAN, Grouping.STREAM, most=LARGEST)
    say = speaker(NAME, state.language)
    planned = [flow for flow in year.flows if flow.suggestion]
    picture = as_data(
        drawing,
        say,
        lambda value: amount_words(value, unit, state.language),
        lambda key: state.to("/flows", focus=key),
        state.language,
    )
    return {
        "year": year,
        "unit": unit,
        "target": main_target(year),
        "totals": year.in_unit(unit),
        "picture": picture,
        "places": reading_of(picture, lambda value: amount_words(value, unit, state.language)),
        "rows": picture_rows(picture),
        "largest_today": next(
            (flow for flow in year.flows if flow.unit == unit and flow.state is FlowState.TODAY), None
        ),
        "largest": next((flow for flow in planned if flow.unit == unit), None),
        "steps": [
            _with_whom_to_ask(reading, step)
            for step in next_steps(year, unit, lambda flow: _open_points(reading, flow, state.language))
        ],
        "estimates": share_of_estimates(year, unit),
    }


def main_target(year: Year) -> Target | None:
    """Return the target that the first sentence speaks of: in tonnes, the one that covers most."""
    return max(
        (target for target in year.targets if target.unit == "t"),
        key=lambda target: target.supply,
        default=None,
    )


def share_of_estimates(year: Year, unit: str) -> float | None:
    """Return which share of what is given off stands on demo estimates; None where nothing is given off."""
    rests = [rest for rest in year.rests if rest.unit == unit]
    supply = sum(rest.supply for rest in rests)
    return sum(rest.supply for rest in rests if rest.estimate) / supply if supply else None


def next_steps(year: Year, unit: str, open_points: Callable[[Flow], tuple[str, ...]]) -> tuple[Step, ...]:
    """Return what moves most tonnes: a linkage to agree with each taker, a taker to find where there is none.

    Parameters
    ----------
    open_points : callable
        What of a flow could not be checked; asked only for the steps that are shown.
    """
    by_taker: dict[str, list[Flow]] = {}
    for flow in year.flows:
        if flow.unit == unit and flow.state is FlowState.PLANNED and not flow.between and flow.taker:
            by_taker.setdefault(flow.taker.id, []).append(flow)
    # A step is one conversation: the largest linkage of each taker.
    steps = [
        Step(flows[0].amount, unit, flows[0], permit=not flows[0].runs) for flows in by_taker.values()
    ] + [
        Step(rest.unplaced, unit, rest=rest)
        for rest in year.rests
        if rest.unit == unit and rest.unplaced > 0.0 and rest.reason in _ASKABLE
    ]
    steps.sort(key=lambda step: (-step.amount, _subject(step).id))
    return tuple(
        step
        if step.flow is None or step.flow.verified
        else Step(step.amount, unit, step.flow, None, step.permit, open_points(step.flow))
        for step in steps[:STEPS]
    )


def _with_whom_to_ask(reading: Reading, step: Step) -> Step:
    """Return a step for what nobody on record takes with the likeliest of those who are not on record."""
    if step.rest is None or step.rest.reason != "NO_CONSUMER":
        return step
    stream = reading.read("stream", id=global_id("WasteStream", step.rest.stream.id))["node"]
    rows = [row for row in stream["suggestions"]["nodes"] if row["basis"] != "FACILITY"]
    if not rows:
        return step
    best = max(rows, key=lambda row: (row["score"], row["localId"]))
    firm = thing("firm", best["facility"]["enterprise"])
    return replace(step, ask=Ask(firm, name_of(best["facility"]["technology"]), best["localId"]))


def _subject(step: Step) -> Thing:
    if step.flow is not None:
        return step.flow.source
    assert step.rest is not None
    return step.rest.stream


def _open_points(reading: Reading, flow: Flow, language: str) -> tuple[str, ...]:
    """Return which conditions could not be checked; none where the flow passes only in a mix."""
    try:
        found: Mapping[str, Any] = reading.read("step", id=flow.suggestion)["suggestion"]
    except SymbioflowError:
        return ()
    say = speaker(NAME, language)
    points = [
        component_words(gate["component"]).text(language)
        if gate["gate"] == "COMPOSITION" and gate["component"]
        else say(f"gate.{gate['gate']}")
        for gate in found["gates"]
        if gate["outcome"] == "UNVERIFIED"
    ]
    return tuple(dict.fromkeys(points))


def picture_rows(picture: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the bands of a picture as rows of a table, the largest first."""
    nodes = picture["nodes"]
    rows = [
        {
            "source": nodes[band["source"]]["name"],
            "target": nodes[band["target"]]["name"],
            "value": band["value"],
            "state": band["state"],
            "column": nodes[band["source"]]["column"],
        }
        for band in picture["links"]
    ]
    return sorted(rows, key=lambda row: (row["column"], -row["value"]))
