"""Plans between two aims, of which none is better in one without being worse in the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from api.figures import carbon_range, money_range, reach_of
from api.web.pages.pictures import Year, read_year
from api.web.pages.tradeoffs.tradeoffs import (
    PAIRS,
    linkages,
    number_said,
    opened,
    pair_of,
    variables,
)
from api.web.reading import Reading
from api.web.state import State
from api.web.tables import excel_file
from api.web.things import KG_PER_TONNE, range_of
from api.web.words import speaker
from graph.planning import Objective
from viz.tradeoffs import FrontPicture, front_picture

NAME = "front"
#: Levels of the second aim, as `symbioflow pareto` has them.
POINTS = 10
#: Less than this is rounding of the solver, not a flow.
_LEAST = 0.5
#: Aim -> what one of its axis is by language: tonnes, CNY 10,000 or million, tonnes.
_SHOWN = {
    Objective.TONNES: {"zh": 1.0, "en": 1.0},
    Objective.BENEFIT: {"zh": 1e4, "en": 1e6},
    Objective.CO2: {"zh": KG_PER_TONNE, "en": KG_PER_TONNE},
}
_ENDS = ("low", "middle", "high")
#: Columns of the Excel file; words under ``file.<name>``.
_COLUMNS = (
    "number",
    "tonnes",
    *(f"benefit_{end}" for end in _ENDS),
    "money",
    *(f"co2_{end}" for end in _ENDS),
    "carbon",
    *(f"investment_{end}" for end in ("low", "likely", "high")),
    "linkages",
)


@dataclass(frozen=True, slots=True)
class Point:
    """One plan, per year.

    Attributes
    ----------
    number : int
    tonnes : float
        Net of residue.
    benefit, co2, investment : str
        Between their ends, in words.
    money, carbon : float
        Shares of the first two that stand on published numbers.
    linkages : int
    is_plan : bool
        Whether the page of the plan shows this very plan.
    address : str
        Of the page with it open.
    """

    number: int
    tonnes: float
    benefit: str
    money: float
    co2: str
    carbon: float
    investment: str
    linkages: int
    is_plan: bool
    address: str


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return the plans as picture and table, and the one that is open with what goes where in it."""
    pair, rows = _found(reading, state)
    year = read_year(reading, state.park, state.scenario)
    nothing = not any(row["flows"] for row in rows)
    number = number_said(state, "point", len(rows))
    points = tuple(_point(place, row, year, state) for place, row in enumerate(rows, start=1))
    return {
        "pair": pair,
        "aims": tuple(aim.value for aim in PAIRS[pair]),
        "nothing": nothing,
        "points": points,
        "picture": None if nothing or len(rows) < 2 else _picture(pair, rows, state.language),
        "unsure": _unsure(pair, rows),
        "timed_out": any(row["status"] != "optimal" for row in rows),
        "chosen": None if number is None or nothing else points[number - 1],
        "linkages": () if number is None else linkages(rows[number - 1]["flows"]),
        "planned": next((total.net for total in year.totals if total.unit == "t"), 0.0),
        "closed": opened(state, point=None),
    }


def as_excel(reading: Reading, state: State) -> Response:
    """Return the plans, one a row."""
    _, found = _found(reading, state)
    say = speaker(NAME, state.language)
    rows = [
        [
            number,
            row["tonnes"],
            *(row["benefitRange"][end] for end in _ENDS),
            row["coverage"]["money"],
            *(row["co2Range"][end] / KG_PER_TONNE for end in _ENDS),
            row["coverage"]["carbon"],
            *(row["investmentRange"][end] for end in ("low", "likely", "high")),
            len(row["flows"]),
        ]
        for number, row in enumerate(found, start=1)
    ]
    head = [say(f"file.{name}") for name in _COLUMNS]
    return excel_file("tradeoffs.xlsx", say("file.title"), head, rows)


def _found(reading: Reading, state: State) -> tuple[str, list[Mapping[str, Any]]]:
    pair = pair_of(state)
    aims = [aim.name for aim in PAIRS[pair]]

    def read() -> list[Mapping[str, Any]]:
        answer = reading.read("pareto", objectives=aims, points=POINTS, **variables(state))
        return list(answer["paretoFront"]["points"])

    return pair, reading.once((NAME, pair, state.park, state.scenario), read)


def _point(number: int, row: Mapping[str, Any], year: Year, state: State) -> Point:
    return Point(
        number=number,
        tonnes=row["tonnes"],
        benefit=money_range(reach_of(row["benefitRange"])).text(state.language),
        money=row["coverage"]["money"],
        co2=carbon_range(reach_of(row["co2Range"])).text(state.language),
        carbon=row["coverage"]["carbon"],
        investment=money_range(range_of(row["investmentRange"])).text(state.language),
        linkages=len(row["flows"]),
        is_plan=_alike(row["flows"], year.plan["flows"]),
        address=opened(state, point=number) + "#front-title",
    )


def _alike(flows: Iterable[Mapping[str, Any]], others: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether two plans carry the same from the same to the same."""
    one, other = _carried(flows), _carried(others)
    return all(abs(one.get(key, 0.0) - other.get(key, 0.0)) < _LEAST for key in one.keys() | other.keys())


def _carried(flows: Iterable[Mapping[str, Any]]) -> Mapping[tuple[str, ...], float]:
    found: dict[tuple[str, ...], float] = defaultdict(float)
    for flow in flows:
        ends = (flow["stream"] or flow["fromFacility"], flow["facility"], flow["material"])
        found[tuple(end["localId"] for end in ends)] += flow["amount"]
    return found


def _picture(pair: str, rows: list[Mapping[str, Any]], language: str) -> FrontPicture:
    first, second = PAIRS[pair]
    return front_picture(
        [
            (row[first.value] / _SHOWN[first][language], row[second.value] / _SHOWN[second][language])
            for row in rows
        ]
    )


def _unsure(pair: str, rows: list[Mapping[str, Any]]) -> bool:
    """Return whether what is not known of the second aim is more than what the plans differ by."""
    name = PAIRS[pair][1].value
    differ = max(row[name] for row in rows) - min(row[name] for row in rows)
    return any(row[f"{name}Range"]["high"] - row[f"{name}Range"]["low"] > differ for row in rows)
