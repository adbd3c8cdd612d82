"""What a plan's dual values say that a draw changes, to first order: the control variate of its figures."""

from __future__ import annotations

import numpy as np

from graph.planning.programme import Row
from graph.planning.solver import Floats, summed
from graph.planning.uncertainty.resolving import Resolver, World
from graph.planning.uncertainty.uncertain import Draw


class Forecast:
    """Linear in what is drawn, so that its expectation over all draws is known: 0.

    Parameters
    ----------
    resolver : Resolver
        Standing at the plan itself.
    world : World
        Of the plan itself.
    gains : float array
        One row a figure: what a unit of each column adds to it.
    money, carbon : int
        Rows of benefit and CO2e.
    """

    #: Controls of each figure: supply and capacity, yields, prices, acceptance.
    parts = 4

    def __init__(self, resolver: Resolver, world: World, gains: Floats, money: int, carbon: int) -> None:
        self._worlds, self._unknown = resolver.worlds, resolver.worlds.unknown
        self._world = world
        self._amounts = resolver.expected.amounts
        more = np.zeros((len(gains), world.linear.columns - gains.shape[1]))
        self._gains = gains
        self._duals = resolver.gradient(np.hstack([gains, more]))
        self._slope = np.zeros((len(gains), len(self._unknown.likely)))
        self._add_supply()
        self._add_markets()
        self._add_capacities()
        self._add_ratios()
        amounts = self._amounts[: self._worlds.columns]
        for figure, terms in ((money, self._unknown.benefit), (carbon, self._unknown.co2)):
            self._slope[figure] += terms.slope(self._unknown.likely, amounts)
        self._accepting = self._accept()
        self._mean = self._unknown.mean
        self._groups = self._grouped()

    def of(self, draw: Draw) -> Floats:
        """Return the controls of a draw: one row a figure, one column a part."""
        # What balances have moved has an expectation that nobody knows.
        away = draw.apart - self._mean
        consent = draw.accepted[self._unknown.linkage] - self._unknown.probability
        return np.stack(
            [*(self._slope[:, one] @ away[one] for one in self._groups), self._accepting @ consent], 1
        )

    def _grouped(self) -> list[np.ndarray]:
        price = self._unknown.only_worth.copy()
        price[self._unknown.market_slot] = True
        price[self._unknown.days_slot] = True
        varying = self._unknown.high > self._unknown.low
        supply, port = self._unknown.supply_slot, np.r_[self._unknown.port_slot, self._unknown.yield_slot]
        supply = np.r_[supply, self._unknown.in_use_slot, self._unknown.capacity_slot]
        return [supply[varying[supply]], port[varying[port]], np.flatnonzero(price & varying)]

    def _add_supply(self) -> None:
        worlds = self._worlds
        stream = worlds.supply_stream
        slot, use = self._unknown.supply_slot[stream], self._unknown.in_use_slot[stream]
        free = self._unknown.likely[slot] > self._unknown.likely[use]
        value = self._duals[:, worlds.supply_rows] * worlds.supply_share * free
        np.add.at(self._slope.T, slot, value.T)
        np.add.at(self._slope.T, use, -value.T)

    def _add_markets(self) -> None:
        programme = self._worlds.problem.programme
        slope = self._slope.T
        for rows, part in self._worlds.rooms.of_markets:
            slot = self._unknown.market_slot[programme.row_a[rows]]
            np.add.at(slope, slot, (self._duals[:, rows] * part).T)
        rooms = self._worlds.rooms
        np.add.at(slope, rooms.days_slot, (self._duals[:, rooms.of_days] * rooms.a_day).T)
        # A room that is made of others is no triangle: what it is made of has an expectation that is known.
        demands = self._unknown.demands
        less, more = demands.slopes(self._unknown.likely)
        np.add.at(slope, demands.demand, slope[demands.room] * more[:, np.newaxis])
        np.add.at(slope, demands.served, slope[demands.room] * less[:, np.newaxis])
        slope[demands.room] = 0.0

    def _add_capacities(self) -> None:
        worlds = self._worlds
        for rows, part, site in worlds.rooms.of_capacity:
            slot = self._unknown.capacity_slot[worlds.problem.programme.layout.sites.facility_row[site]]
            open_ = self._world.linear.row_upper[rows] > 0.0
            np.add.at(self._slope.T, slot, (self._duals[:, rows] * part * open_).T)

    def _add_ratios(self) -> None:
        """Add what a unit more of each output's and each auxiliary port's ratio does."""
        worlds, linear = self._worlds, self._world.linear
        fed = self._amounts[linear.column_of_entry()[: linear.start[worlds.columns]]] * worlds.times
        output, slot = self._unknown.output_slot
        size = int(output.max(initial=-1)) + 1
        of_bought = self._unknown.port_slot[worlds.bought_port]
        for slope, dual in zip(self._slope, self._duals, strict=True):
            of_output = -summed(worlds.made_output, dual[linear.index[worlds.made]] * fed[worlds.made], size)
            np.add.at(slope, slot, of_output[output])
            np.add.at(slope, of_bought, dual[linear.index[worlds.bought]] * fed[worlds.bought])

    def _accept(self) -> Floats:
        """Return what each linkage of the plan adds, from what leaves for it to what becomes of it there."""
        linear, linkage = self._world.linear, self._unknown.linkage
        kind = self._worlds.problem.programme.row_kind[linear.index]
        made = np.isin(kind, (Row.OUTPUT, Row.AUXILIARY))
        column = linear.column_of_entry()[made]
        found = []
        for gain, dual in zip(self._gains, self._duals, strict=True):
            worth = -summed(column, dual[linear.index[made]] * linear.value[made], linear.columns)
            found.append((worth[linkage] + gain[linkage]) * self._amounts[linkage])
        return np.array(found)
