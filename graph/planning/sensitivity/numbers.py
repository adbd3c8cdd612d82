"""The numbers of a plan that have a range, where each enters its programme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.model import CostSheet, Market, Material, Port, WasteStream
from graph.planning.allocation import Problem
from graph.planning.programme import Row
from graph.planning.solver import Ints
from graph.planning.uncertainty import Uncertain
from graph.snapshot import Snapshot
from graph.value import ONE
from graph.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class Unknown:
    """A number with a range, and its slot among those of `Uncertain`."""

    slot: int
    table: str
    row: str
    column: str
    unit: str
    low: float
    likely: float
    high: float


def unknowns(problem: Problem, uncertain: Uncertain, bought: Ints) -> list[Unknown]:
    """Return every number with a range that the plan's rows or its money are made of, by slot.

    Parameters
    ----------
    bought : int array
        Ports (rows) whose auxiliary input something brings.
    """
    snapshot, layout = problem.snapshot, problem.programme.layout
    numbers = problem.credits.account.numbers
    units = dict(zip(snapshot.strings("materials", "id"), snapshot.strings("materials", "unit"), strict=True))
    found: dict[int, Unknown] = {}

    def add(slot: int, table: str, row: str, column: str, unit: str, ends: tuple[float, ...]) -> None:
        if ends[2] > ends[0] and slot not in found:
            found[slot] = Unknown(slot, table, row, column, unit, *ends)

    def own(slot: int) -> tuple[float, ...]:
        return tuple(float(end[slot]) for end in (uncertain.low, uncertain.likely, uncertain.high))

    for place in np.flatnonzero(np.arange(len(numbers.row)) != ONE).tolist():
        where = str(numbers.table[place]), str(numbers.row[place]), str(numbers.column[place])
        ends = tuple(float(end[place]) for end in (numbers.low, numbers.likely, numbers.high))
        unit = unit_of(snapshot, *where[:2], str(numbers.unit[place]))
        add(int(uncertain.place[place]), *where, unit, ends)
    ids, material = (snapshot.strings("waste_streams", column) for column in ("id", "material"))
    for column, slots in (("supply", uncertain.supply_slot), ("in_use", uncertain.in_use_slot)):
        for row, slot in enumerate(slots.tolist()):
            add(slot, "waste_streams", str(ids[row]), column, f"{units[material[row]]}/yr", own(slot))
    for market, slot in zip(layout.markets, uncertain.market_slot.tolist(), strict=True):
        add(slot, "markets", str(market.id), "room", f"{units[market.material]}/yr", own(slot))
    bounding = np.unique(problem.programme.row_a[problem.programme.row_kind == Row.MARKET_DAYS])
    for place in bounding.tolist():
        slot = int(uncertain.days_slot[place])
        add(slot, "markets", str(layout.markets[place].id), "days", "days/yr", own(slot))
    sites = layout.sites
    room = uncertain.capacity_slot[sites.facility_row]
    for slot, facility, unit in zip(room.tolist(), sites.facility.tolist(), sites.unit.tolist(), strict=True):
        add(slot, "facilities", str(facility), "capacity", f"{unit}/yr", own(slot))
    made = sorted({one.made for one in layout.followed})
    followed = {int(slot): one.port for one, slot in zip(made, uncertain.yield_slot.tolist(), strict=True)}
    ports = dict(zip(uncertain.port_slot.tolist(), snapshot.strings("ports", "id"), strict=True))
    for slot in np.unique(np.r_[uncertain.output_slot[1], uncertain.port_slot[bought]]).tolist():
        port = str(followed.get(slot) or ports[slot])
        add(slot, "ports", port, "ratio", unit_of(snapshot, "ports", port, "unit/unit"), own(slot))
    return [found[slot] for slot in sorted(found)]


def unit_of(snapshot: Snapshot, table: str, row: str, unit: str) -> str:
    """Return the unit of a number with that of what it is about: CNY/m3 where a market sells water."""
    by_id = snapshot.by_id
    material: str | None = None
    technology = row if table == "technologies" else None
    if table == "markets":
        material = by_id(Market)[row].material
    elif table == "waste_streams":
        material = by_id(WasteStream)[row].material
    elif table == "ports":
        material, technology = by_id(Port)[row].material, by_id(Port)[row].technology
    elif table == "cost_sheets":
        technology = by_id(CostSheet)[row].technology
    fed = None if technology is None else snapshot.derived(_fed_in, "materials", "ports").get(technology)
    own = fed if material is None else by_id(Material)[material].unit.value
    if own is None:
        return unit
    # A ratio is of what comes out, or goes in beside, for each unit of main input.
    return f"{own}/{fed or own}" if unit == "unit/unit" else unit.replace("unit", own)


def _fed_in(snapshot: Snapshot) -> dict[str, str]:
    """Return the unit of the main input of each technology."""
    materials = snapshot.by_id(Material)
    mains = [port for port in snapshot.all(Port) if port.direction is Direction.MAIN_INPUT]
    return {str(port.technology): materials[port.material].unit.value for port in reversed(mains)}
