"""Which numbers that nobody knows exactly would change a plan's figures most, and where its sales flip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.model import CostSheet, Market, Material, Port, WasteStream
from graph.planning.options import Objective, PlanOptions
from graph.planning.programme import CARRYING, Column, Credits, Layout, Programme, Row, room_in
from graph.planning.solver import Floats, Solution, summed
from graph.snapshot import Snapshot
from graph.value.estimates import Estimates
from graph.value.terms import ONE
from graph.vocabulary import Direction, FacilityId, MaterialId

#: How many of them a plan names.
NAMED = 10


@dataclass(frozen=True, slots=True)
class WouldChange:
    """One number and what its range does to the plan, to first order: the flows stay where they are best.

    Attributes
    ----------
    table, row, column, unit : str
        Where the number stands.
    low, likely, high : float
    benefit : float
        How far the net benefit moves between both ends, CNY per year.
    objective : float
        How far the objective moves between both ends through the room that it gives, in its unit; 0 for
        prices and costs.
    """

    table: str
    row: str
    column: str
    unit: str
    low: float
    likely: float
    high: float
    benefit: float
    objective: float


@dataclass(frozen=True, slots=True)
class Flip:
    """The price of a product at which what its facility does with it earns nothing any more.

    Attributes
    ----------
    price, flips_at : float
        CNY per unit of the product.
    """

    facility: FacilityId
    material: MaterialId
    sold: float
    price: float
    flips_at: float


def would_change(
    programme: Programme,
    credits: Credits,
    amounts: Floats,
    solution: Solution,
    options: PlanOptions,
    objective: Floats,
) -> tuple[WouldChange, ...]:
    """Return the numbers whose ranges move the plan most, first what moves a figure by the largest share."""
    found = [*_of_money(programme.layout.snapshot, credits, amounts), *_of_room(programme, solution, options)]
    size = abs(float(credits.benefit @ amounts)) or 1.0
    aim = abs(float(objective @ amounts)) or 1.0

    def order(one: WouldChange) -> tuple[float, str, str, str]:
        moved = max(abs(one.benefit) / size, abs(one.objective) / aim)
        return -moved, one.table, one.row, one.column

    found.sort(key=order)
    return tuple(one for one in found[:NAMED] if one.benefit or one.objective)


def _of_money(snapshot: Snapshot, credits: Credits, amounts: Floats) -> list[WouldChange]:
    numbers, terms = credits.account.numbers, credits.account.money
    slope = terms.slope(numbers.likely, amounts)
    moved = slope * (numbers.high - numbers.low)
    moved[ONE] = 0.0
    order = np.argsort(-np.abs(moved), kind="stable")[:NAMED]
    return [
        WouldChange(
            table=str(numbers.table[at]),
            row=str(numbers.row[at]),
            column=str(numbers.column[at]),
            unit=_unit(snapshot, str(numbers.table[at]), str(numbers.row[at]), str(numbers.unit[at])),
            low=float(numbers.low[at]),
            likely=float(numbers.likely[at]),
            high=float(numbers.high[at]),
            benefit=float(moved[at]),
            objective=0.0,
        )
        for at in order.tolist()
        if moved[at]
    ]


def _unit(snapshot: Snapshot, table: str, row: str, unit: str) -> str:
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
    fed = None if technology is None else _fed_in(snapshot).get(technology)
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


def _of_room(programme: Programme, solution: Solution, options: PlanOptions) -> list[WouldChange]:
    """Return what streams give, what of it is in use, and what markets take, by what their rows are worth."""
    snapshot, layout = programme.layout.snapshot, programme.layout
    earns = options.objective is Objective.BENEFIT
    found = []

    def add(where: tuple[str, str, str, str], ends: tuple[float, float, float], moved: float) -> None:
        if moved and np.isfinite(moved):
            found.append(WouldChange(*where, *ends, benefit=moved if earns else 0.0, objective=moved))

    ids, material = (snapshot.strings("waste_streams", column) for column in ("id", "material"))
    units = dict(zip(snapshot.strings("materials", "id"), snapshot.strings("materials", "unit"), strict=True))
    supplies = np.flatnonzero(programme.row_kind == Row.SUPPLY)
    for column, sign in (("supply", 1.0), ("in_use", -1.0)):
        low, likely, high = Estimates.of(snapshot).streams(snapshot, column).T
        for row in supplies.tolist():
            at = int(programme.row_a[row])
            ends = float(low[at]), float(likely[at]), float(high[at])
            moved = sign * float(solution.row_dual[row]) * (ends[2] - ends[0])
            add(("waste_streams", str(ids[at]), column, f"{units[material[at]]}/yr"), ends, moved)
    for row in np.flatnonzero(programme.row_kind == Row.MARKET).tolist():
        market = layout.markets[int(programme.row_a[row])]
        room = room_in(market, options)
        if room is not None:
            moved = float(solution.row_dual[row]) * (room.high - room.low)
            ends = room.low, room.likely, room.high
            add(("markets", str(market.id), "demand", f"{units[market.material]}/yr"), ends, moved)
    return found


def flips(layout: Layout, credits: Credits, amounts: Floats, most: int = NAMED) -> tuple[Flip, ...]:
    """Return for the largest sales of the plan at which price they stop to pay, the largest first.

    All that the facility earns and spends, with what its inputs save and what carrying them costs, is laid on
    its largest sale.
    """
    flows = layout.flows
    gained = gain_by_site(layout, amounts, credits.benefit)
    selling = flows.where(Column.SELL)
    selling = selling[amounts[selling] > 0.0]
    source = layout.source(selling)
    found = []
    for site in np.unique(source).tolist():
        of_site = selling[source == site]
        column = int(of_site[np.argmax(credits.benefit[of_site] * amounts[of_site])])
        sold, price = float(amounts[column]), float(credits.benefit[column])
        found.append(
            Flip(
                FacilityId(str(layout.sites.facility[site])),
                MaterialId(layout.text("materials", "id", flows.material[column])),
                sold,
                price,
                price - float(gained[site]) / sold,
            )
        )
    found.sort(key=lambda one: (-one.sold * abs(one.price), one.facility))
    return tuple(found[:most])


def gain_by_site(layout: Layout, amounts: Floats, gain: Floats) -> Floats:
    """Return the part of a sum over all flows that stands at each site: what it takes in, and what leaves it.

    What is handed on stands where it arrives.
    """
    flows = layout.flows
    arriving = flows.where(*CARRYING)
    leaving = flows.where(Column.SELL, Column.DISPOSE)
    size = len(layout.sites)
    taken = summed(flows.site[arriving], amounts[arriving] * gain[arriving], size)
    return taken + summed(layout.source(leaving), amounts[leaving] * gain[leaving], size)
