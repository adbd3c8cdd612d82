"""What each flow of a plan brings: net tonnes, money and CO2e, so that sums over flows count nothing twice.

Money and CO2e of making something stand at the flow that feeds a facility, those of its product at the flow
that leaves for a market: what is passed on earns nothing until the end of its chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from graph.matching.worth import cargo_of, transport_costs, unknown_as_nan
from graph.model import Port, Technology
from graph.planning.programme.layout import Column, Layout
from graph.planning.solver import Floats, Ints
from graph.snapshot import Snapshot
from graph.value.burden import Burden, burden_of
from graph.value.factors import Factors
from graph.vocabulary import Direction, Unit


@dataclass(frozen=True)
class Credits:
    """Per unit of each column's flow.

    Attributes
    ----------
    net : dict of Unit to array
        Net diverted units: 1 where a stream leaves, -1 where residue is disposed of.
    benefit : array
        CNY: disposal avoided, product sold, less transport, processing, bought inputs and disposal.
    co2 : array
        kg CO2e avoided.
    missing : dict of int to tuple of str
        By column: the numbers that nobody could say and that therefore count 0.
    """

    net: dict[Unit, Floats]
    benefit: Floats
    co2: Floats
    missing: dict[int, tuple[str, ...]]


def credits_of(layout: Layout, factors: Factors) -> Credits:
    """Return what every column brings.

    Parameters
    ----------
    layout : Layout
    factors : Factors
        Prices, transport rates and emission factors of the same snapshot.
    """
    book = CreditBook(layout, factors)
    benefit, co2 = np.zeros(len(layout.flows)), np.zeros(len(layout.flows))
    for add in (book.carried, book.leaving_streams, book.fed, book.auxiliary, book.sold, book.disposed):
        columns, money, carbon = add()
        benefit[columns] += money
        co2[columns] += carbon
    missing = {column: tuple(dict.fromkeys(words)) for column, words in sorted(book.missing.items())}
    return Credits({unit: net_diverted(layout, unit) for unit in Unit}, benefit, co2, missing)


def net_diverted(layout: Layout, unit: Unit) -> Floats:
    """Return what each column adds to the net diverted amount in one unit."""
    flows, snapshot = layout.flows, layout.snapshot
    of = snapshot.strings("materials", "unit") == unit.value
    mine = of[flows.material]
    diverted = (flows.kind == Column.DIVERT) & mine
    disposed = (flows.kind == Column.DISPOSE) & mine
    # Residue counts against the unit the facility is fed with: sludge of a water works is no lost water.
    fed = layout.sites.unit == unit.value
    source = layout.outputs.site[flows.output[disposed]]
    disposed[disposed] = fed[source]
    net: Floats = diverted.astype(np.float64) - disposed.astype(np.float64)
    return net


_Terms = tuple[Ints, Floats, Floats]


class CreditBook:
    """Works out the terms, each as columns with their CNY and kg CO2e per unit."""

    def __init__(self, layout: Layout, factors: Factors) -> None:
        self.layout = layout
        self.factors = factors
        self.flows = layout.flows
        self.snapshot: Snapshot = layout.snapshot
        self.material = self.snapshot.strings("materials", "id")
        self.missing: dict[int, list[str]] = {}
        self.technologies = self.snapshot.all(Technology)
        self.ports: dict[str, list[Port]] = {}
        for port in self.snapshot.all(Port):
            self.ports.setdefault(str(port.technology), []).append(port)
        self.running = {
            row: self._burden(self.technologies[row])
            for row in sorted(set(layout.sites.technology_row.tolist()))
        }

    def carried(self) -> _Terms:
        """Carrying costs and emits."""
        columns = np.flatnonzero((self.flows.kind == Column.DIVERT) | (self.flows.kind == Column.TRANSFER))
        distance = self.flows.distance[columns]
        cargo = cargo_of(self.snapshot, self.factors).to_numpy()[self.flows.material[columns]]
        cost = transport_costs(cargo, distance, self.factors)
        self._note(columns[np.isnan(cost) & (cargo != "")], "transport cost")
        emissions = np.multiply(distance, unknown_as_nan(self.factors.transport_emissions))
        return columns, -np.nan_to_num(cost), -np.nan_to_num(np.where(cargo != "", emissions, 0.0))

    def leaving_streams(self) -> _Terms:
        """What leaves a stream is not disposed of."""
        columns = self.flows.where(Column.DIVERT)
        stream, material = self.flows.stream[columns], self.flows.material[columns]
        own = self.snapshot.numbers("waste_streams", "disposal_cost_likely")[stream]
        usual = self._by_material(material, self.factors.disposal_cost)
        paid = np.where(np.isnan(own), usual, own)
        saved = self._by_material(material, self.factors.disposal_emissions)
        self._note(columns[np.isnan(paid)], "disposal cost")
        return columns, np.nan_to_num(paid), np.nan_to_num(saved)

    def fed(self) -> _Terms:
        """A main input is worked on."""
        columns = self.flows.feeding()
        rows = self.layout.sites.technology_row[self.flows.site[columns]]
        for column, row in zip(columns, rows, strict=True):
            self._note([column], *self.running[row].missing)
        cost = np.array([self.running[row].cost for row in rows])
        emissions = np.array([self.running[row].emissions for row in rows])
        return columns, -cost, -emissions

    def auxiliary(self) -> _Terms:
        """An auxiliary input that the network brings need not be bought."""
        carrying = (self.flows.kind == Column.DIVERT) | (self.flows.kind == Column.TRANSFER)
        columns = np.flatnonzero(carrying & ~self.flows.main)
        ids = self.snapshot.strings("ports", "material")
        wanted = self.snapshot.positions("materials", ids[self.flows.port[columns]].tolist())
        price = self._by_material(wanted, self.factors.market_price)
        made = self._by_material(wanted, self.factors.product_emissions)
        return columns, np.maximum(np.nan_to_num(price), 0.0), np.nan_to_num(made)

    def sold(self) -> _Terms:
        """A product brings its price, and displaces what would be made instead."""
        columns = self.flows.where(Column.SELL)
        output = self.flows.output[columns]
        rows = self.layout.sites.technology_row[self.layout.outputs.site[output]]
        money, carbon = np.zeros(len(columns)), np.zeros(len(columns))
        known: dict[tuple[int, int], tuple[float, float, tuple[str, ...]]] = {}
        for place, (column, row) in enumerate(zip(columns, rows, strict=True)):
            key = int(row), int(self.flows.material[column])
            if key not in known:
                known[key] = self._product(self.technologies[key[0]], str(self.material[key[1]]))
            money[place], carbon[place], words = known[key]
            self._note([column], *words)
        return columns, money, carbon

    def disposed(self) -> _Terms:
        """Residue is paid for."""
        columns = self.flows.where(Column.DISPOSE)
        material = self.flows.material[columns]
        cost = self._by_material(material, self.factors.disposal_cost)
        emitted = self._by_material(material, self.factors.disposal_emissions)
        self._note(columns[np.isnan(cost)], "disposal cost")
        return columns, -np.nan_to_num(cost), -np.nan_to_num(emitted)

    def _note(self, columns: Iterable[int], *words: str) -> None:
        for column in columns:
            self.missing.setdefault(int(column), []).extend(words)

    def _by_material(self, rows: Ints, look_up: Callable[[str], float | None]) -> Floats:
        used, at = np.unique(rows, return_inverse=True)
        return np.array([unknown_as_nan(look_up(str(self.material[row]))) for row in used])[at]

    def _burden(self, technology: Technology) -> Burden:
        return burden_of(technology, self.ports.get(technology.id, ()), self.factors)

    def _product(self, technology: Technology, material: str) -> tuple[float, float, tuple[str, ...]]:
        """Return price and CO2e displaced per unit of a product, and what is not known of them."""
        sold_as, units = self.sold_as(technology, material)
        price = self.factors.market_price(sold_as)
        main = self._main_product(technology)
        missing: list[str] = []
        carbon = 0.0
        if material == main.material and main.ratio.likely > 0.0:
            displaced, ratio = technology.displaced_material, technology.displaced_ratio
            if displaced is None or ratio is None:
                missing.append(f"product displaced by {technology.id}")
            else:
                factor = self.factors.product_emissions(displaced)
                if factor is None:
                    missing.append(f"emission factor of {displaced}")
                carbon = ratio / main.ratio.likely * (factor or 0.0)
        if price is None:
            missing.append(f"price of {material}")
        return units * (price or 0.0), carbon, tuple(missing)

    def sold_as(self, technology: Technology, material: str) -> tuple[str, float]:
        """Return whose market price a unit of a product brings, and how many units of that it stands for.

        The virgin product stands for the largest product; its price counts where no product has one.
        """
        products = self._products(technology)
        main = self._main_product(technology)
        displaced, ratio = technology.displaced_material, technology.displaced_ratio
        if (
            material != main.material
            or main.ratio.likely <= 0.0
            or displaced is None
            or ratio is None
            or any(self.factors.market_price(port.material) is not None for port in products)
        ):
            return material, 1.0
        return displaced, ratio / main.ratio.likely

    def _products(self, technology: Technology) -> list[Port]:
        return [port for port in self.ports[technology.id] if port.direction is Direction.PRODUCT]

    def _main_product(self, technology: Technology) -> Port:
        return max(self._products(technology), key=lambda port: (port.ratio.likely, port.id))
