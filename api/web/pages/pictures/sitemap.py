"""The page of the map: where the firms stand and what goes between them, one unit at a time."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from api.graphql import DOCUMENTS
from api.graphql.nodes import kind_words
from api.web.pages.pictures.flows import chosen
from api.web.pages.pictures.picturing import Shown, shown_flows
from api.web.pages.pictures.year import Flow, read_year
from api.web.reading import Reading
from api.web.rendering import amount_words
from api.web.state import State
from api.web.things import Thing, name_of, thing
from graph.errors import SymbioflowError
from graph.evidence import ESTIMATED_PLACES
from graph.geography import great_circle
from graph.taxonomy import upward
from viz.map import Map, Point, Way, mapped

NAME = "map"
#: Radii around a site that are offered, km.
RADII = (5.0, 10.0, 20.0, 50.0, 150.0)
#: Sites drawn; beyond, those that the largest flows touch.
MOST_SITES = 300
#: Bytes of a file of an outline that a page sends; a request may have little more.
MOST_SENT = 900_000
#: The grades of estimated places, as documents name them.
ESTIMATES = frozenset(grade.name for grade in ESTIMATED_PLACES)


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what the page shows."""
    year = read_year(reading, state.park, state.scenario)
    rows = {row["localId"]: row for row in reading.read_all("sites", "enterprises", park=state.park)}
    firms = {id: thing("firm", row) for id, row in rows.items()}
    unit = state.said.get("unit") or next(iter(year.units), "t")
    if unit not in year.units:
        raise SymbioflowError("BAD_ADDRESS", given=unit, expected=", ".join(year.units))
    shown = chosen(Shown, state.said.get("show"), Shown.PLAN)
    focus, radius = _focus(state, firms), _radius(state)
    flows = shown_flows(year, unit, shown)
    ways = _ways(flows)
    places = {id: row["position"] for id, row in rows.items() if row["position"] is not None}
    sends, takes = _sums(ways)
    weight = {id: sends.get(id, 0.0) + takes.get(id, 0.0) for id in places}
    chosen_sites = frozenset(sorted(weight, key=lambda id: (-weight[id], id))[:MOST_SITES])
    points = [
        Point(id, place["lat"], place["lon"], place["positionGrade"] not in ESTIMATES)
        for id, place in places.items()
        if id in chosen_sites
    ]
    names = {id: firm.name.text(state.language) for id, firm in firms.items()}
    parks = reading.read("outlines")["parks"]["nodes"]
    outlines = _outlines(parks, state.park)
    polygons = [polygon for shape in outlines.values() for polygon in shape]
    picture = mapped(points, ways, names, focus, radius if focus else None, polygons)
    drawn = set() if picture is None else {(arc.way.source, arc.way.target) for arc in picture.arcs}
    return {
        "unit": unit,
        "estimates": ESTIMATES,
        "year": year,
        "shown": shown,
        "shows": tuple(Shown),
        "focus": focus,
        "radius": radius,
        "radii": RADII,
        "picture": picture,
        "ways": _listed(picture, unit, state.language),
        "outlined": bool(outlines),
        "owners": {
            row["localId"]: name_of(row) for row in sorted(parks, key=lambda row: bool(row["partOf"]))
        },
        "dots": sorted({(place["lon"], place["lat"]) for place in places.values()}),
        "mutation": (DOCUMENTS / "set_outline.graphql").read_text(encoding="utf-8"),
        "most_bytes": MOST_SENT,
        "firms": firms,
        "rows": tuple(
            (firms[id], places.get(id), sends.get(id), takes.get(id), _distance(places, focus, id))
            for id in firms
        ),
        "unplaced": tuple(firm for id, firm in firms.items() if id not in places),
        "undrawn": len(places) - len(points),
        "states": tuple(sorted({arc.way.state for arc in picture.arcs})) if picture else (),
        "elsewhere": sum(flow.amount for flow in flows if _ends(flow) not in drawn and not flow.between),
    }


def _listed(picture: Map | None, unit: str, language: str) -> list[dict[str, Any]]:
    """Return the ways of a map as rows to be read downward, the largest first."""
    ways = [] if picture is None else [arc.way for arc in picture.arcs]
    ways.sort(key=lambda way: (-way.amount, way.source, way.target, way.state))
    return [
        {
            "source": way.source,
            "target": way.target,
            "amount": amount_words(way.amount, unit, language),
            "state": way.state,
            "share": way.amount / ways[0].amount,
        }
        for way in ways
    ]


def _outlines(
    nodes: Sequence[Mapping[str, Any]], park: str | None
) -> dict[str, list[list[list[tuple[float, float]]]]]:
    """Return the outlines of the park that is chosen and its areas, of every park where none is."""
    rows = {row["localId"]: row for row in nodes}
    part_of = {id: row["partOf"] and row["partOf"]["localId"] for id, row in rows.items()}
    return {
        id: [
            [[(lat, lon) for lon, lat in ring] for ring in polygon]
            for polygon in json.loads(row["outline"])["coordinates"]
        ]
        for id, row in rows.items()
        if row["outline"] is not None and (park is None or park in upward(id, part_of.get))
    }


def _focus(state: State, firms: Mapping[str, Thing]) -> str | None:
    said = state.said.get("firm")
    if said is not None and said not in firms:
        raise SymbioflowError("NOT_FOUND.thing", kind=kind_words("Enterprise"), id=said)
    return said


def _radius(state: State) -> float | None:
    said = state.said.get("radius")
    if said is None:
        return None
    try:
        value = float(said)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0.0):
        raise SymbioflowError("BAD_ADDRESS", given=said, expected="5, 10, 20")
    return value


def _ends(flow: Flow) -> tuple[str, str] | None:
    return None if flow.taker_firm is None else (flow.firm.id, flow.taker_firm.id)


def _ways(flows: tuple[Flow, ...]) -> list[Way]:
    """Return what goes between two firms, summed by state; what stays in a firm goes no way."""
    sums: dict[tuple[str, str, str], float] = {}
    for flow in flows:
        if flow.taker_firm is not None:
            key = flow.firm.id, flow.taker_firm.id, flow.state.value
            sums[key] = sums.get(key, 0.0) + flow.amount
    return [Way(source, target, amount, state) for (source, target, state), amount in sorted(sums.items())]


def _sums(ways: list[Way]) -> tuple[dict[str, float], dict[str, float]]:
    """Return what each firm sends to others and what it takes from them."""
    sends: dict[str, float] = {}
    takes: dict[str, float] = {}
    for way in ways:
        if way.source != way.target:
            sends[way.source] = sends.get(way.source, 0.0) + way.amount
            takes[way.target] = takes.get(way.target, 0.0) + way.amount
    return sends, takes


def _distance(places: Mapping[str, Any], focus: str | None, id: str) -> float | None:
    """Return how far a firm is from the one in focus as the crow flies, km; None where either is unknown."""
    if focus is None or focus not in places or id not in places:
        return None
    one, other = places[focus], places[id]
    return float(great_circle(one["lat"], one["lon"], other["lat"], other["lon"]))
