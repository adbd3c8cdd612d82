"""Amounts that a plan's rows and bounds are made of, read from the snapshot, and what the register says."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import free_supply, operating_arrivals, operating_linkages
from graph.model import Market
from graph.planning.options import PlanOptions
from graph.planning.programme.columns.flows import Column
from graph.planning.programme.columns.layout import Layout
from graph.planning.solver import Floats, Ints
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value import grown_demand, room, serving
from graph.vocabulary import LinkageState, OperatingState


def stock_per_year(snapshot: Snapshot, options: PlanOptions) -> Floats:
    """Return what each stream's stock gives a year when it is drawn down over the horizon."""
    if options.horizon is None:
        return np.zeros(snapshot.count("waste_streams"))
    stock: Floats = np.nan_to_num(snapshot.numbers("waste_streams", "stock_likely"))
    return stock / options.horizon


def planned_sites(layout: Layout) -> NDArray[np.bool_]:
    """Return which sites are planned and do not stand yet."""
    planned: NDArray[np.bool_] = layout.sites.state == OperatingState.PLANNED.value
    return planned


def of_technology(layout: Layout, column: str) -> Floats:
    """Return a number of each site's technology."""
    values: Floats = layout.snapshot.numbers("technologies", column)
    return values[layout.sites.technology_row]


def room_in(market: Market, options: PlanOptions, own: float = 0.0) -> Range | None:
    """Return what a market takes a year beside what it is served with today; None where nothing bounds it.

    It is served with no less than what is its `own`: sold in it today.
    """
    return room(market, options.year, options.horizon, own)


def demand_in(market: Market, options: PlanOptions) -> Range | None:
    """Return the whole demand of a market in the year of the plan; None where it is not known."""
    return grown_demand(market, options.year)


def served_today(market: Market, own: float, options: PlanOptions, was: float = 0.0) -> Market:
    """Return a market that is served with no less than what is sold in it today; see `serving`."""
    return serving(market, own, options.year, options.horizon, was)


def market_room(layout: Layout, options: PlanOptions) -> Floats:
    """Return the likely `room_in` each market of the layout; infinite where nothing bounds it."""
    found = [room_in(market, options) for market in layout.markets]
    return np.array([np.inf if one is None else one.likely for one in found], dtype=np.float64)


def running_through(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    """Return what operating linkages bring, by facility and port."""
    taken: dict[tuple[str, str], float] = {}
    ways = operating_linkages(snapshot).select(["to_facility", "port"]).to_pylist()
    for row, arrives in zip(ways, operating_arrivals(snapshot).tolist(), strict=True):
        key = row["to_facility"], row["port"]
        taken[key] = taken.get(key, 0.0) + arrives
    return taken


def contracted(snapshot: Snapshot) -> Ints:
    """Return the rows of linkages that are agreed but do not run yet."""
    return np.flatnonzero(snapshot.strings("linkages", "state") == LinkageState.CONTRACTED.value)


def rejected(snapshot: Snapshot) -> Ints:
    """Return the rows of linkages that somebody said no to."""
    return np.flatnonzero(snapshot.strings("linkages", "state") == LinkageState.REJECTED.value)


def columns_of_linkage(layout: Layout, linkage: int) -> Ints:
    """Return the columns that a linkage of the register speaks of."""
    snapshot, flows = layout.snapshot, layout.flows
    row = snapshot.tables["linkages"].slice(linkage, 1).to_pylist()[0]
    port = snapshot.positions("ports", [row["port"]])[0]
    to = np.flatnonzero(layout.sites.facility == row["to_facility"])
    arriving = np.flatnonzero((flows.port == port) & np.isin(flows.site, to))
    if row["stream"] is not None:
        stream = snapshot.positions("waste_streams", [row["stream"]])[0]
        diverted = arriving[flows.kind[arriving] == Column.DIVERT]
        given: Ints = diverted[flows.stream[diverted] == stream]
        return given
    giver = np.flatnonzero(layout.sites.facility == row["from_facility"])
    passed = arriving[flows.kind[arriving] == Column.TRANSFER]
    handed_on: Ints = passed[np.isin(layout.source(passed), giver)]
    return handed_on


def most_carried(layout: Layout, options: PlanOptions) -> Floats:
    """Return the most that each linkage could carry: what is there and what there is room for."""
    snapshot, flows = layout.snapshot, layout.flows
    room = layout.sites.capacity
    ratio = snapshot.numbers("ports", "ratio_likely")
    takes = (
        np.where(flows.main, 1.0, ratio[flows.port]) * room[flows.site] if len(room) else np.zeros(len(flows))
    )
    # More leaves than arrives; of what all is lost as much as there is.
    takes = np.divide(takes, flows.arrives, out=np.full(len(flows), np.inf), where=flows.arrives > 0.0)
    there = free_supply(snapshot) + stock_per_year(snapshot, options)
    made = layout.outputs.ratio * room[layout.outputs.site]
    given = np.full(len(flows), np.inf)
    diverted, passed = flows.where(Column.DIVERT), flows.where(Column.TRANSFER)
    given[diverted], given[passed] = there[flows.stream[diverted]], made[flows.output[passed]]
    most: Floats = np.minimum(takes, given)
    return most
