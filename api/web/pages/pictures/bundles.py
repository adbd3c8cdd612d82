"""The page of what goes between groups: a park of any size in fewer than forty lines, followed as work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.web.pages.pictures.picturing import MARKET, UNKNOWN_TAKER, Drawing, as_data, reading_of
from api.web.pages.pictures.year import FlowState
from api.web.reading import Reading
from api.web.rendering import amount_words
from api.web.state import State
from api.web.things import UNITS, Thing
from api.web.words import speaker
from graph.analysis import Grouping
from graph.errors import SymbioflowError
from graph.wording import Words
from viz.sankey import OTHER_SOURCES, OTHER_TAKERS, Hop, Hops, unrolled

NAME, LIST = "bundles", "bundle_list"
PATH, LIST_PATH = "/bundles", "/bundle-list"
#: What ``plan`` of an address says: with the plan, made if need be, or without; else with one that is there.
_PLANNED = {"with": True, "without": False}


@dataclass(frozen=True, slots=True)
class Row:
    """A bundle as the table has it.

    Attributes
    ----------
    taker : Thing or None
        None of today's: nobody says by whom it is used; None of planned ones: sold as it is to its market.
    giver_href, taker_href : str or None
        Where more is said of it.
    """

    giver: Thing
    giver_href: str | None
    giver_size: int
    taker: Thing | None
    taker_href: str | None
    taker_size: int
    amount: float
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class InUnit:
    """All that is counted in one unit: rows, the picture and the list, and what has no row of its own."""

    unit: str
    rows: tuple[Row, ...]
    picture: Mapping[str, Any]
    places: tuple[Mapping[str, Any], ...]
    smaller: tuple[tuple[str, float, int], ...]
    total: float


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what stands around the bundles."""
    grouping, planned = asked(state)
    return {
        "grouping": grouping,
        "groupings": tuple(Grouping),
        "planned": planned,
        "list": state.to(LIST_PATH, group=state.said.get("group"), plan=state.said.get("plan")),
    }


def listed(reading: Reading, state: State) -> dict[str, Any]:
    """Return the bundles, one unit after the other."""
    grouping, planned = asked(state)
    found = reading.read(
        "bundles",
        park=state.park,
        scenario=state.scenario,
        grouping=None if grouping is None else grouping.name,
        planned=planned,
    )["bundles"]
    said = {"group": state.said.get("group")}
    return {
        "found": found,
        "grouping": found["grouping"].lower(),
        "units": tuple(_in_units(found, state)),
        "with_plan": state.to(PATH, plan="with", **said),
        "without_plan": state.to(PATH, plan="without", **said),
        "network": state.to("/network", view="groups"),
    }


def asked(state: State) -> tuple[Grouping | None, bool | None]:
    """Return the grouping and whether the plan is asked for, as an address says them.

    Raises
    ------
    SymbioflowError
        ``BAD_ADDRESS`` for words that are none.
    """
    group, plan = state.said.get("group"), state.said.get("plan")
    if group is not None and group not in list(Grouping):
        raise SymbioflowError("BAD_ADDRESS", given=group, expected=", ".join(Grouping))
    if plan is not None and plan not in _PLANNED:
        raise SymbioflowError("BAD_ADDRESS", given=plan, expected=", ".join(_PLANNED))
    return None if group is None else Grouping(group), None if plan is None else _PLANNED[plan]


def _in_units(found: Mapping[str, Any], state: State) -> Iterable[InUnit]:
    for name, unit in UNITS.items():
        rows = tuple(_row(one, found["grouping"], state) for one in found["bundles"] if one["unit"] == name)
        smaller = tuple(
            (one["state"].lower(), one["amount"], one["bundles"])
            for one in found["smaller"]
            if one["unit"] == name
        )
        if rows or smaller:
            yield _in_unit(unit, rows, smaller, state)


def _in_unit(
    unit: str, rows: tuple[Row, ...], smaller: tuple[tuple[str, float, int], ...], state: State
) -> InUnit:
    def amount(value: float) -> str:
        return amount_words(value, unit, state.language)

    named: dict[str, Thing] = {}
    hrefs: dict[str, str | None] = {}

    def place(thing: Thing | None, href: str | None, side: str, state: str = "") -> str:
        if thing is None:
            return UNKNOWN_TAKER if state == FlowState.TODAY else MARKET
        # The same group may give and take: it stands once on each side.
        key = f"{thing.kind}:{side}:{thing.id}"
        named[key], hrefs[key] = thing, href
        return key

    hops = [
        Hop(
            place(row.giver, row.giver_href, "gives"),
            place(row.taker, row.taker_href, "takes", row.state),
            row.amount,
            row.state,
        )
        for row in rows
    ]
    hops += [Hop(OTHER_SOURCES, OTHER_TAKERS, total, said) for said, total, _ in smaller]
    drawing = Drawing(unrolled(Hops(tuple(hops))), named)
    picture = as_data(drawing, speaker(LIST, state.language), amount, hrefs.get, state.language)
    total = sum(row.amount for row in rows) + sum(total for _, total, _ in smaller)
    return InUnit(unit, rows, picture, tuple(reading_of(picture, amount)), smaller, total)


def _row(bundle: Mapping[str, Any], grouping: str, state: State) -> Row:
    giver, taker = bundle["giver"], bundle["taker"]
    return Row(
        _group(giver),
        _href(giver, grouping, state),
        giver["size"],
        None if taker is None else _group(taker),
        None if taker is None else _href(taker, grouping, state),
        0 if taker is None else taker["size"],
        bundle["amount"],
        bundle["state"].lower(),
        bundle["count"],
    )


def _group(row: Mapping[str, Any]) -> Thing:
    return Thing("firm", row["id"], Words(row["nameZh"], row["nameEn"]))


def _href(row: Mapping[str, Any], grouping: str, state: State) -> str | None:
    """Return where a group leads: an area to its own bundles, a waste to its page."""
    if grouping == "PARK":
        return None if row["id"] == state.park else state.to(PATH, park=row["id"])
    kind, _, id = row["id"].partition(":")
    return state.to("/material", id=id) if grouping == "WASTE" and kind == "material" else None
