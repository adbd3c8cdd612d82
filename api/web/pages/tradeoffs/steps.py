"""The steps to one target, cheapest first: what each adds, costs and changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from api.figures import money_range, reach_of, unit_cost
from api.web.pages.tradeoffs.tradeoffs import linkages, number_said, opened, target_of, variables
from api.web.reading import Reading
from api.web.state import State
from api.web.tables import excel_file
from api.web.things import UNITS, name_of
from api.web.words import speaker
from graph.evidence import Grade
from graph.planning import ENOUGH, UnplacedReason
from graph.units import show_amount, show_share
from graph.wording import message
from viz.tradeoffs import CostStep, StepPicture, step_picture
from viz.words import value_words

NAME = "steps"
_ENDS = ("low", "middle", "high")
#: Columns of the Excel file; words under ``file.<name>``.
_COLUMNS = (
    "number",
    "start",
    "end",
    "share",
    *(f"cost_{end}" for end in _ENDS),
    "money",
    "crosses",
    "more",
    "less",
)


@dataclass(frozen=True, slots=True)
class Step:
    """From one plan to the next.

    Attributes
    ----------
    number : int
    adds, end : float
        Net new use of the step, and of it and all before it, per year.
    share : float
        Of what the target covers that is in use at the end.
    cost, whole : str or None
        Of a unit, and of the whole step in a year, in words; None: nothing in it is priced.
    stands_on : str
        On what both stand, in words.
    crosses : bool
        Whether the target is reached within it.
    address : str
        Of the page with it open.
    """

    number: int
    adds: float
    end: float
    share: float
    cost: str | None
    whole: str | None
    stands_on: str
    crosses: bool
    address: str


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return the steps as picture and table, and the one that is open with what it changes."""
    curve = _found(reading, state)
    if curve is None:
        return {"curve": None}
    rows = curve["steps"]
    number = number_said(state, "step", len(rows) or None)
    steps = tuple(_step(place, row, state) for place, row in enumerate(rows, start=1))
    chosen = steps[number - 1] if number is not None and steps else None
    changed = rows[chosen.number - 1] if chosen else {"more": (), "less": ()}
    return {
        "curve": curve,
        "name_of_target": name_of(curve["target"]),
        "unit": UNITS[curve["unit"]],
        "steps": steps,
        "picture": _picture(curve),
        "remainders": tuple(
            (value_words(UnplacedReason[row["reason"]].value).text(state.language), row["amount"])
            for row in curve["remainders"]
        ),
        "chosen": chosen,
        "more": linkages(changed["more"]),
        "less": linkages(changed["less"]),
        "closed": opened(state, step=None),
    }


def as_excel(reading: Reading, state: State) -> Response:
    """Return the steps, one a row, with what each changes in words."""
    curve = _found(reading, state)
    say, language = speaker(NAME, state.language), state.language
    unit = "" if curve is None else UNITS[curve["unit"]]

    def changes(flows: list[Mapping[str, Any]]) -> str:
        return "; ".join(
            f"{flow.source.name.text(language)} → {flow.taker.name.text(language)} "
            f"{show_amount(flow.amount, f'{flow.unit}/yr', language)}"
            for flow in linkages(flows)
        )

    rows = [
        [
            number,
            row["start"],
            row["end"],
            row["share"],
            *(row["costRange"][end] if _priced(row) else None for end in _ENDS),
            row["coverage"]["money"] if _priced(row) else None,
            say("yes" if row["crosses"] else "no"),
            changes(row["more"]),
            changes(row["less"]),
        ]
        for number, row in enumerate(curve["steps"] if curve else (), start=1)
    ]
    head = [say(f"file.{name}", unit=unit) for name in _COLUMNS]
    return excel_file("steps.xlsx", say("file.title"), head, rows)


def _found(reading: Reading, state: State) -> Mapping[str, Any] | None:
    target = target_of(reading, state)
    if target is None:
        return None

    def read() -> Mapping[str, Any]:
        asked = variables(state)
        del asked["horizon"]
        (curve,) = reading.read("targets", target=target.id, **asked)["abatement"]
        return dict(curve)

    return reading.once((NAME, target.id, state.park, state.scenario), read)


def _priced(row: Mapping[str, Any]) -> bool:
    """Return whether anything in a step has a price; what costs 0 whatever its numbers are has none."""
    return bool(row["costRange"]["low"] != 0.0 or row["costRange"]["high"] != 0.0)


def _step(number: int, row: Mapping[str, Any], state: State) -> Step:
    reach, covered = reach_of(row["costRange"]), row["coverage"]["money"]
    priced, adds = _priced(row), row["end"] - row["start"]
    stands_on = message("step.unpriced")
    if priced:
        grade = value_words(Grade[row["coverage"]["mostly"]].value)
        share = show_share(covered, state.language)
        stands_on = message("step.published", share=share, grade=grade)
    return Step(
        number=number,
        adds=adds,
        end=row["end"],
        share=row["share"],
        cost=unit_cost(reach, covered).text(state.language) if priced else None,
        whole=money_range(reach.scaled(adds)).text(state.language) if priced else None,
        stands_on=stands_on.text(state.language),
        crosses=row["crosses"],
        address=opened(state, step=number) + "#steps-title",
    )


def _picture(curve: Mapping[str, Any]) -> StepPicture | None:
    """Return the steps that are priced as a picture."""
    steps = [
        CostStep(
            number,
            row["start"],
            row["end"],
            row["costRange"]["low"],
            row["costRange"]["high"],
            row["costRange"]["middle"] if row["coverage"]["money"] >= ENOUGH else None,
        )
        for number, row in enumerate(curve["steps"], start=1)
        if _priced(row)
    ]
    return step_picture(steps, curve["wanted"], curve["reachable"]) if steps else None
