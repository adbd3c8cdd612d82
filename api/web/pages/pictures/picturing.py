"""The flows of a year as a Sankey picture: which are drawn, how grouped, and what each place is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from api.web.pages.pictures.year import Flow, FlowState, Year
from api.web.things import Thing
from graph.tools import grouped
from graph.wording import Words
from viz.sankey import (
    OTHER_ENDS,
    OTHER_SOURCES,
    OTHER_TAKERS,
    ROUND_AGAIN,
    Hop,
    Hops,
    Picture,
    around,
    largest,
    pooled,
    unrolled,
)

#: States of bands, in the order of the legend.
STATES = ("today", "planned", "contracted", "unused")
#: Share of all that leaves streams below which the picture of the largest flows follows nothing.
NEXT_TO_NOTHING = 0.002
UNKNOWN_TAKER, MARKET, UNUSED, DISPOSED = "end:unknown", "end:market", "end:unused", "end:disposed"
#: Places that are no thing; their words stand in words/shell.csv under ``place.<key>``.
NAMELESS = (OTHER_SOURCES, OTHER_TAKERS, OTHER_ENDS, ROUND_AGAIN, UNKNOWN_TAKER, MARKET, UNUSED, DISPOSED)


class Shown(StrEnum):
    """Which flows are shown."""

    PLAN = "plan"
    TODAY = "today"
    DIFFERENCE = "difference"


class Grouping(StrEnum):
    """What the left side of the picture stands for."""

    STREAM = "stream"
    FIRM = "firm"
    MATERIAL = "material"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with what its places are called.

    Attributes
    ----------
    named : mapping of str to Thing
        By the key of a node; the rest is one of `NAMELESS`.
    """

    picture: Picture
    named: Mapping[str, Thing] = field(default_factory=dict)


def shown_flows(year: Year, unit: str, shown: Shown) -> tuple[Flow, ...]:
    """Return the flows in one unit that a view shows, the largest first."""
    return tuple(
        flow
        for flow in year.flows
        if flow.unit == unit
        and (shown is Shown.PLAN or (flow.state is FlowState.TODAY) is (shown is Shown.TODAY))
    )


def drawn(
    year: Year,
    unit: str,
    shown: Shown,
    grouping: Grouping = Grouping.STREAM,
    *,
    most: int | None = None,
    threshold: float = 0.0,
    focus: str | None = None,
) -> Drawing:
    """Return the picture of a year in one unit.

    Parameters
    ----------
    most : int, optional
        Only so many flows by themselves, the rest as others.
    threshold : float
        Flows below it are drawn among the others.
    focus : str, optional
        Key of a place: only what leads to it and comes from it.
    """
    named: dict[str, Thing] = {}
    hops = _hops(year, unit, shown, grouping, named)
    if most is None:
        picture = unrolled(pooled(hops, lambda hop: hop.amount >= threshold), least=threshold)
    else:
        # At a glance: what goes on is followed for two hops, and not where it is next to nothing.
        least = NEXT_TO_NOTHING * sum(hop.amount for hop in hops.first)
        picture = unrolled(pooled(hops, largest(hops, most)), most_hops=2, least=least)
    return Drawing(around(picture, focus) if focus else picture, named)


def _hops(year: Year, unit: str, shown: Shown, grouping: Grouping, named: dict[str, Thing]) -> Hops:
    def key(thing: Thing) -> str:
        named[thing.key] = thing
        return thing.key

    def left(stream: Thing, firm: Thing, material: Thing) -> str:
        return key({Grouping.STREAM: stream, Grouping.FIRM: firm, Grouping.MATERIAL: material}[grouping])

    flows = shown_flows(year, unit, shown)
    first = [
        Hop(
            left(flow.source, flow.firm, flow.material),
            key(flow.taker) if flow.taker else MARKET if flow.market else UNKNOWN_TAKER,
            flow.amount,
            flow.state.value,
        )
        for flow in flows
        if not flow.between
    ]
    if shown is not Shown.DIFFERENCE:
        for rest in year.rests:
            unused = rest.unplaced if shown is Shown.PLAN else rest.supply - rest.today
            if rest.unit == unit and unused > 0.0:
                source = left(rest.stream, rest.firm, rest.material)
                first.append(Hop(source, UNUSED, unused, "unused"))
    between = [
        Hop(key(flow.source), key(flow.taker), flow.amount, flow.state.value)
        for flow in flows
        if flow.between and flow.taker is not None
    ]
    last = [
        Hop(
            key(outlet.facility),
            _product(outlet.material, named) if outlet.sold else DISPOSED,
            outlet.amount,
            FlowState.PLANNED.value,
        )
        for outlet in year.outlets
        if outlet.unit == unit and outlet.amount > 0.0 and shown is not Shown.TODAY
    ]
    return Hops(_summed(first), _summed(between), _summed(last))


def _product(material: Thing | None, named: dict[str, Thing]) -> str:
    if material is None:
        return OTHER_ENDS
    key = f"product:{material.id}"
    named[key] = material
    return key


def _summed(hops: list[Hop]) -> tuple[Hop, ...]:
    sums: dict[tuple[str, str, str], float] = {}
    for hop in hops:
        place = hop.source, hop.target, hop.state
        sums[place] = sums.get(place, 0.0) + hop.amount
    return tuple(Hop(source, target, amount, state) for (source, target, state), amount in sums.items())


def as_data(drawing: Drawing, say: Any, amount: Any, link: Any, language: str) -> dict[str, Any]:
    """Return what the script draws from: words and links as they are to stand in the picture."""

    def name(key: str) -> str:
        if key in drawing.named:
            return drawing.named[key].name.text(language)
        return str(say(f"place.{key}"))

    nodes = drawing.picture.nodes
    present = {band.state for band in drawing.picture.links}
    return {
        "states": [state for state in STATES if state in present],
        "nodes": [
            {
                "name": name(node.key),
                "amount": amount(node.amount),
                "column": node.column,
                "kind": node.key.split(":")[0] if node.key in drawing.named else "other",
                "href": link(node.key) if node.key in drawing.named else None,
            }
            for node in nodes
        ],
        "links": [
            {
                "source": band.source,
                "target": band.target,
                "value": band.amount,
                "state": band.state,
                "title": say(
                    "picture.band",
                    source=name(nodes[band.source].key),
                    target=name(nodes[band.target].key),
                    amount=amount(band.amount),
                    state=say(f"state.{band.state}"),
                ),
            }
            for band in drawing.picture.links
        ],
    }


def reading_of(picture: Mapping[str, Any], amount: Callable[[float], str]) -> list[dict[str, Any]]:
    """Return a picture as a list to be read downward: each place with what leaves it, the largest first.

    Parameters
    ----------
    picture : mapping
        As `as_data` returns it.
    amount : callable
        An amount in words.

    Returns
    -------
    list of dict
        ``name``, ``href``, ``amount`` and ``ways`` of each place that something leaves, by column; a way has
        ``target``, ``amount``, ``state`` and ``share``, of the largest way of the picture.
    """
    nodes, links = picture["nodes"], picture["links"]
    largest = max((link["value"] for link in links), default=1.0)
    leaving = grouped(
        sorted(links, key=lambda link: (-link["value"], link["target"])), lambda link: link["source"]
    )
    order = sorted(
        leaving, key=lambda at: (nodes[at]["column"], -sum(link["value"] for link in leaving[at]), at)
    )
    return [
        {
            **{key: nodes[at][key] for key in ("name", "href", "amount")},
            "ways": [
                {
                    "target": nodes[link["target"]]["name"],
                    "amount": amount(link["value"]),
                    "state": link["state"],
                    "share": link["value"] / largest,
                }
                for link in leaving[at]
            ],
        }
        for at in order
    ]


def focused_words(drawing: Drawing, focus: str) -> Words | None:
    """Return what the place in focus is called; None where there is no such place."""
    thing = drawing.named.get(focus)
    return None if thing is None else thing.name
