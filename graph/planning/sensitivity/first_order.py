"""What numbers move a plan, and where its sales stop to pay, while its flows stay where they are."""

from __future__ import annotations

import numpy as np

from graph.planning.allocation import Problem
from graph.planning.options import Objective
from graph.planning.programme import CARRYING, Column, Layout, Row, room_in
from graph.planning.sensitivity.moved import NAMED, Flip, Sensitivity, WouldChange, most_moving
from graph.planning.sensitivity.numbers import unit_of
from graph.planning.solver import Floats, Solution, summed
from graph.value import ONE
from graph.vocabulary import FacilityId, MaterialId


def to_first_order(problem: Problem, solution: Solution, amounts: Floats) -> Sensitivity:
    """Return what would change a plan as far as its own prices and duals tell."""
    benefit, aim = (float(gain @ amounts) for gain in (problem.credits.benefit, problem.main_objective))
    found = [*_of_money(problem, amounts), *_of_room(problem, solution)]
    named = most_moving(found, benefit, aim)[:NAMED]
    return Sensitivity(tuple(named), _flips(problem, amounts), replanned=False)


def _of_money(problem: Problem, amounts: Floats) -> list[WouldChange]:
    account = problem.credits.account
    numbers = account.numbers
    slope = account.money.slope(numbers.likely, amounts)
    slope[ONE] = 0.0
    order = np.argsort(-np.abs(slope * (numbers.high - numbers.low)), kind="stable")[:NAMED]
    earns = float(problem.options.objective is Objective.BENEFIT)
    found = []
    for at in order.tolist():
        where = str(numbers.table[at]), str(numbers.row[at]), str(numbers.column[at])
        ends = float(numbers.low[at]), float(numbers.likely[at]), float(numbers.high[at])
        low, high = (float(slope[at]) * (end - ends[1]) for end in (ends[0], ends[2]))
        unit = unit_of(problem.snapshot, *where[:2], str(numbers.unit[at]))
        found.append(WouldChange(*where, unit, *ends, low, high, earns * low, earns * high))
    return found


def _of_room(problem: Problem, solution: Solution) -> list[WouldChange]:
    """Return what streams give and use, and facilities and markets take, by what their rows are worth."""
    snapshot, programme, options = problem.snapshot, problem.programme, problem.options
    earns = float(options.objective is Objective.BENEFIT)
    found = []

    def add(where: tuple[str, str, str, str], ends: tuple[float, float, float], worth: float) -> None:
        low, high = (worth * (end - ends[1]) for end in (ends[0], ends[2]))
        if np.isfinite(low) and np.isfinite(high):
            found.append(WouldChange(*where, *ends, earns * low, earns * high, low, high))

    ids, material = (snapshot.strings("waste_streams", column) for column in ("id", "material"))
    units = dict(zip(snapshot.strings("materials", "id"), snapshot.strings("materials", "unit"), strict=True))
    supplies = np.flatnonzero(programme.row_kind == Row.SUPPLY)
    for column, sign in (("supply", 1.0), ("in_use", -1.0)):
        low, likely, high = problem.values.factors.estimates.streams(snapshot, column).T
        for row in supplies.tolist():
            at = int(programme.row_a[row])
            ends = float(low[at]), float(likely[at]), float(high[at])
            where = "waste_streams", str(ids[at]), column, f"{units[material[at]]}/yr"
            add(where, ends, sign * float(solution.row_dual[row]))
    sites, worth = programme.layout.sites, np.zeros(len(programme.layout.sites))
    for rows, part, whose in programme.capacity_rows:
        np.add.at(worth, whose, part * solution.row_dual[rows])
    capacity = problem.values.factors.estimates.capacities(snapshot)[sites.facility_row]
    for at, (fewest, usual, most) in enumerate(capacity.tolist()):
        where = "facilities", str(sites.facility[at]), "capacity", f"{sites.unit[at]}/yr"
        add(where, (fewest, usual, most), float(worth[at]))
    for row in np.flatnonzero(programme.row_kind == Row.MARKET).tolist():
        market = programme.layout.markets[int(programme.row_a[row])]
        room = room_in(market, options)
        if room is not None:
            where = "markets", str(market.id), "room", f"{units[market.material]}/yr"
            add(where, (room.low, room.likely, room.high), float(solution.row_dual[row]))
    of_days = np.flatnonzero(programme.row_kind == Row.MARKET_DAYS)
    for place in np.unique(programme.row_a[of_days]).tolist():
        market, mine = programme.layout.markets[place], of_days[programme.row_a[of_days] == place]
        if (days := market.days) is not None and days.likely > 0.0:
            # What is sold on so many days is as they are; which days, nobody said.
            a_day = float(solution.row_dual[mine] @ programme.linear.row_upper[mine]) / days.likely
            add(("markets", str(market.id), "days", "days/yr"), (days.low, days.likely, days.high), a_day)
    return found


def _flips(problem: Problem, amounts: Floats) -> tuple[Flip, ...]:
    """Return at which price of its largest sale a facility earns nothing.

    All that the facility earns and spends, with what its inputs save and what carrying them costs, is laid on
    that sale.
    """
    layout, benefit = problem.programme.layout, problem.credits.benefit
    gained = _gain_by_site(layout, amounts, benefit)
    selling = layout.flows.where(Column.SELL)
    selling = selling[amounts[selling] > 0.0]
    source = layout.source(selling)
    found = []
    for site in np.unique(source).tolist():
        of_site = selling[source == site]
        column = int(of_site[np.argmax(benefit[of_site] * amounts[of_site])])
        sold, price = float(amounts[column]), float(benefit[column])
        found.append(
            Flip(
                FacilityId(str(layout.sites.facility[site])),
                MaterialId(layout.text("materials", "id", layout.flows.material[column])),
                sold,
                price,
                price - float(gained[site]) / sold,
            )
        )
    found.sort(key=lambda one: (-one.sold * abs(one.price), one.facility))
    return tuple(found[:NAMED])


def _gain_by_site(layout: Layout, amounts: Floats, gain: Floats) -> Floats:
    """Return the part of a sum over all flows that stands at each site: what it takes in, and what leaves it.

    What is handed on stands where it arrives.
    """
    flows = layout.flows
    arriving = flows.where(*CARRYING)
    leaving = flows.where(Column.SELL, Column.DISPOSE)
    size = len(layout.sites)
    taken = summed(flows.site[arriving], amounts[arriving] * gain[arriving], size)
    return taken + summed(layout.source(leaving), amounts[leaving] * gain[leaving], size)
