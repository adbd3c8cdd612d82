"""The page of flows: what goes where, today and by the plan, one unit at a time; picture, table and file."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeVar

from fastapi import Response

from api.web.pages.pictures.picturing import (
    Grouping,
    Shown,
    as_data,
    drawn,
    focused_words,
    reading_of,
    shown_flows,
)
from api.web.pages.pictures.year import Flow, Year, read_year
from api.web.reading import Reading
from api.web.rendering import amount_words
from api.web.state import State
from api.web.tables import csv_file
from api.web.words import speaker
from graph.errors import SymbioflowError

NAME = "flows"
#: Below which amount flows are pooled; the first is what is shown unless another is chosen.
THRESHOLDS = (50_000.0, 0.0, 1_000.0, 10_000.0, 200_000.0)
#: Rows of the table; the file has all.
MOST_ROWS = 200
Choice = TypeVar("Choice", bound=StrEnum)


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what the page shows."""
    year = read_year(reading, state.park, state.scenario)
    unit = _unit(year, state)
    shown = chosen(Shown, state.said.get("show"), Shown.PLAN)
    grouping = chosen(Grouping, state.said.get("group"), Grouping.STREAM)
    threshold, focus = _threshold(state), state.said.get("focus")
    # Around a place everything is drawn, down to the smallest flow.
    drawing = drawn(year, unit, shown, grouping, threshold=0.0 if focus else threshold, focus=focus)
    flows = _around(shown_flows(year, unit, shown), focus)

    def amount(value: float) -> str:
        return amount_words(value, unit, state.language)

    picture = as_data(
        drawing,
        speaker(NAME, state.language),
        amount,
        lambda key: state.here(focus=None if key == focus else key),
        state.language,
    )
    return {
        "year": year,
        "unit": unit,
        "shown": shown,
        "grouping": grouping,
        "threshold": threshold,
        "thresholds": sorted({*THRESHOLDS, threshold}),
        "shows": tuple(Shown),
        "groupings": tuple(Grouping),
        "focus": focus,
        "focused": focused_words(drawing, focus) if focus else None,
        "flows": flows,
        "most": MOST_ROWS,
        "first_hops": sum(flow.amount for flow in flows if not flow.between),
        "totals": year.in_unit(unit),
        "picture": picture,
        "places": reading_of(picture, amount),
    }


def as_csv(reading: Reading, state: State) -> Response:
    """Return the rows of the table as a file."""
    year = read_year(reading, state.park, state.scenario)
    unit, shown = _unit(year, state), chosen(Shown, state.said.get("show"), Shown.PLAN)
    say = speaker(NAME, state.language)
    flows = _around(shown_flows(year, unit, shown), state.said.get("focus"))
    header = [say(f"column.{name}") for name in ("source", "firm", "material", "taker", "taker_firm")]
    header += [f"{say('column.amount')} ({unit}/yr)", say("column.state"), say("column.checked")]
    return csv_file("flows.csv", header, _rows(flows, state))


def _rows(flows: tuple[Flow, ...], state: State) -> Iterator[list[Any]]:
    say = speaker(NAME, state.language)
    for flow in flows:
        yield [
            flow.source.name.text(state.language),
            flow.firm.name.text(state.language),
            flow.material.name.text(state.language),
            flow.taker.name.text(state.language)
            if flow.taker
            else say("place.end:market" if flow.market else "place.end:unknown"),
            "" if flow.taker_firm is None else flow.taker_firm.name.text(state.language),
            round(flow.amount, 3),
            say(f"state.{flow.state}"),
            say("yes" if flow.verified else "no"),
        ]


def chosen(choices: type[Choice], said: str | None, otherwise: Choice) -> Choice:
    """Return the choice that an address names.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION`` for a name that is none.
    """
    if said is None:
        return otherwise
    try:
        return choices(said)
    except ValueError:
        raise _bad(said, ", ".join(choices)) from None


def _unit(year: Year, state: State) -> str:
    """Return the unit that the address names, else the first in which what is in focus has a flow."""
    said = state.said.get("unit")
    if said is None:
        focus = state.said.get("focus")
        found = (unit for unit in year.units if _around(shown_flows(year, unit, Shown.PLAN), focus))
        return next(found, next(iter(year.units), "t"))
    if said not in year.units:
        raise _bad(said, ", ".join(year.units))
    return said


def _threshold(state: State) -> float:
    said = state.said.get("least")
    try:
        value = THRESHOLDS[0] if said is None else float(said)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0.0):
        raise _bad(said or "", "0, 1000, 10000")
    return value


def _bad(given: str, expected: str) -> SymbioflowError:
    return SymbioflowError("BAD_ADDRESS", given=given, expected=expected)


def _around(flows: tuple[Flow, ...], focus: str | None) -> tuple[Flow, ...]:
    """Return the flows that start or end at a place, all of them for no place."""
    if not focus:
        return flows
    return tuple(
        flow
        for flow in flows
        if focus
        in {thing.key for thing in (flow.source, flow.firm, flow.material, flow.taker) if thing is not None}
        or focus == f"product:{flow.material.id}"
    )
