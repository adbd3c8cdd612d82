"""What is not known exactly in a plan, where it enters the programme, and one seeded draw of all of it.

Numbers with a range are *slots* of one vector: what streams give off, ratios of ports, prices. A ratio is
drawn once for its technology, so that all its facilities move together. Besides, each linkage is accepted or
not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.model import Price
from graph.planning.allocation import Problem
from graph.planning.programme import CARRYING, Column, CreditBook, Layout, columns_of_linkage
from graph.planning.solver import Floats, Ints, summed
from graph.ranges import Range
from graph.value.factors import Factors
from graph.vocabulary import Direction, LinkageState, PriceKind

#: Slot of the number 1, for terms that depend on fewer than two drawn numbers.
ONE = 0
#: A price that nobody could say counts nothing and is not drawn.
_UNKNOWN = -1
_ENDS = ("low", "likely", "high")
#: Where a linkage stands in the register twice, the state that is further on counts.
_FURTHER_STATES = (
    LinkageState.REJECTED,
    LinkageState.STOPPED,
    LinkageState.SUGGESTED,
    LinkageState.CONTACTED,
    LinkageState.NEGOTIATING,
    LinkageState.CONTRACTED,
    LinkageState.OPERATING,
)


@dataclass(frozen=True)
class Terms:
    """What columns bring, as products of a coefficient, a price and a ratio.

    Attributes
    ----------
    column, price, ratio : int array
        Column of the programme, and slots; `ONE` where there is no price or no ratio.
    coefficient : float array
    floored : bool array
        True where a price below 0 counts 0: nobody is paid for what it takes in as an auxiliary.
    """

    column: Ints
    price: Ints
    ratio: Ints
    coefficient: Floats
    floored: NDArray[np.bool_]

    def values(self, slots: Floats, columns: int) -> Floats:
        """Return the sum of the terms of every column."""
        price = slots[self.price]
        price = np.where(self.floored, np.maximum(price, 0.0), price)
        return summed(self.column, self.coefficient * price * slots[self.ratio], columns)


@dataclass(frozen=True)
class Draw:
    """One state of the world.

    Attributes
    ----------
    slots : float array
    accepted : bool array
        One value a column; True for columns that nobody has to accept.
    """

    slots: Floats
    accepted: NDArray[np.bool_]


@dataclass(frozen=True)
class Uncertain:
    """All that is drawn for a plan.

    Attributes
    ----------
    low, likely, high : float array
        One value a slot.
    supply_slot, port_slot : int array
        By row of waste_streams and of ports.
    output_port : tuple of int arrays
        Which output (row of `Layout.outputs`) sums which port's ratio.
    benefit, co2 : Terms
    linkage : int array
        The columns that somebody must accept, sorted.
    probability : float array
        That he does.
    """

    low: Floats
    likely: Floats
    high: Floats
    supply_slot: Ints
    port_slot: Ints
    output_port: tuple[Ints, Ints]
    benefit: Terms
    co2: Terms
    linkage: Ints
    probability: Floats
    columns: int

    @property
    def mean(self) -> Floats:
        """Expected value of every slot."""
        return (self.low + self.likely + self.high) / 3.0

    def draw(self, seed: int, number: int) -> Draw:
        """Return the draw of one number: the same whatever else is drawn.

        Slots are triangular: a `Range` says low, likely and high and no more, and the triangular distribution
        is the one with those ends and that mode that assumes nothing else about its shape.
        """
        random = np.random.default_rng((seed, number))
        low, likely, high = self.low, self.likely, self.high
        uniform = random.random(len(likely))
        width, rise = high - low, likely - low
        up = low + np.sqrt(uniform * width * rise)
        down = high - np.sqrt((1.0 - uniform) * width * (high - likely))
        slots = np.where(uniform * width < rise, up, down)
        slots = np.where(width > 0.0, slots, likely)
        return Draw(slots, self._accepted(random.random(len(self.linkage)) < self.probability))

    def expected(self) -> Draw:
        """Return the world of the plan itself: all as likely, every linkage accepted."""
        return Draw(self.likely, self._accepted(np.ones(len(self.linkage), dtype=bool)))

    def ratios(self, slots: Floats) -> Floats:
        """Return what each output makes per unit of main input."""
        output, port = self.output_port
        return summed(output, slots[self.port_slot[port]], int(output.max(initial=-1)) + 1)

    def _accepted(self, linkages: NDArray[np.bool_]) -> NDArray[np.bool_]:
        accepted = np.ones(self.columns, dtype=bool)
        accepted[self.linkage] = linkages
        return accepted


def uncertain(problem: Problem) -> Uncertain:
    """Return all that is not known exactly in a plan's problem.

    Raises
    ------
    SymbioflowError
        ``MISSING_WEIGHT`` if the weights table does not say how likely a linkage is accepted.
    """
    layout, snapshot = problem.programme.layout, problem.snapshot
    slots = _Slots()
    supply = slots.add_columns([snapshot.numbers("waste_streams", f"supply_{end}") for end in _ENDS])
    disposal = slots.add_columns([snapshot.numbers("waste_streams", f"disposal_cost_{end}") for end in _ENDS])
    port = slots.add_columns([snapshot.numbers("ports", f"ratio_{end}") for end in _ENDS])
    benefit, co2 = _Pricing(layout, problem.scored.finder.factors, slots, disposal, port).terms()
    linkage, probability = _acceptance(problem)
    low, likely, high = (np.array(column) for column in slots.ends)
    return Uncertain(
        low=low,
        likely=likely,
        high=high,
        supply_slot=supply,
        port_slot=port,
        output_port=_output_ports(layout),
        benefit=benefit,
        co2=co2,
        linkage=linkage,
        probability=probability,
        columns=len(layout.flows),
    )


class _Slots:
    """Hands out slots."""

    def __init__(self) -> None:
        self.ends: tuple[list[float], list[float], list[float]] = ([1.0], [1.0], [1.0])
        self._of_price: dict[str, int] = {}

    def add_columns(self, ends: list[Floats]) -> Ints:
        """Return the slots of one range for each row; an unknown one is drawn as 0."""
        first = len(self.ends[0])
        for kept, given in zip(self.ends, ends, strict=True):
            kept.extend(np.nan_to_num(given).tolist())
        return np.arange(first, len(self.ends[0]))

    def of_price(self, row: Price | None) -> int:
        """Return the slot of a price, the same for the same row; -1 for an unknown one."""
        if row is None or row.amount is None:
            return _UNKNOWN
        if row.id not in self._of_price:
            self._of_price[row.id] = len(self.ends[0])
            amount: Range = row.amount
            for kept, value in zip(self.ends, (amount.low, amount.likely, amount.high), strict=True):
                kept.append(value)
        return self._of_price[row.id]


class _Pricing:
    """Finds the drawn numbers behind what columns bring: the rules of `planning.programme.credits`."""

    def __init__(self, layout: Layout, factors: Factors, slots: _Slots, disposal: Ints, port: Ints) -> None:
        self.layout, self.factors, self.slots = layout, factors, slots
        self.disposal, self.port = disposal, port
        self.flows, self.snapshot = layout.flows, layout.snapshot
        self.material = self.snapshot.strings("materials", "id")
        self.port_row = {str(name): row for row, name in enumerate(self.snapshot.strings("ports", "id"))}

    def terms(self) -> tuple[Terms, Terms]:
        """Return what depends on drawn numbers in benefit and in CO2e."""
        money: list[_Entry] = [self._leaving(), self._disposed(), self._auxiliary(), self._sold()]
        carbon: list[_Entry] = []
        for columns, price, ratio, factor in self._fed():
            money.append((columns, np.full(len(columns), price), ratio, -1.0, True))
            carbon.append((columns, np.full(len(columns), ONE), ratio, -factor, False))
        return _packed(money), _packed(carbon)

    def _leaving(self) -> _Entry:
        columns = self.flows.where(Column.DIVERT)
        own = ~np.isnan(self.snapshot.numbers("waste_streams", "disposal_cost_likely"))
        stream = self.flows.stream[columns]
        usual = self._priced(PriceKind.DISPOSAL, self.flows.material[columns])
        return columns, np.where(own[stream], self.disposal[stream], usual), ONE, 1.0, False

    def _disposed(self) -> _Entry:
        columns = self.flows.where(Column.DISPOSE)
        return columns, self._priced(PriceKind.DISPOSAL, self.flows.material[columns]), ONE, -1.0, False

    def _auxiliary(self) -> _Entry:
        carrying = (self.flows.kind == Column.DIVERT) | (self.flows.kind == Column.TRANSFER)
        columns = np.flatnonzero(carrying & ~self.flows.main)
        ids = self.snapshot.strings("ports", "material")
        wanted = self.snapshot.positions("materials", ids[self.flows.port[columns]].tolist())
        return columns, self._priced(PriceKind.MARKET, wanted), ONE, 1.0, True

    def _sold(self) -> _Entry:
        book = CreditBook(self.layout, self.factors)
        columns = self.flows.where(Column.SELL)
        site = self.layout.outputs.site[self.flows.output[columns]]
        technology = self.layout.sites.technology_row[site]
        keys = np.stack([technology, self.flows.material[columns]], axis=1).reshape(-1, 2)
        pairs, at = np.unique(keys, axis=0, return_inverse=True)
        found = [book.sold_as(book.technologies[row], str(self.material[what])) for row, what in pairs]
        price = np.array([self._slot(PriceKind.MARKET, of) for of, _ in found], dtype=np.int64)
        units = np.array([units for _, units in found], dtype=float)
        return columns, price[at.ravel()], ONE, units[at.ravel()], False

    def _fed(self) -> Iterator[tuple[Ints, int, int, float]]:
        """Give, for each auxiliary input of each technology, who is fed, its price, ratio and emissions."""
        columns = self.flows.feeding()
        technology = self.layout.sites.technology_row[self.flows.site[columns]]
        book = CreditBook(self.layout, self.factors)
        for row in np.unique(technology):
            for port in book.ports.get(str(book.technologies[row].id), ()):
                if port.direction is Direction.AUXILIARY_INPUT:
                    yield (
                        columns[technology == row],
                        self._slot(PriceKind.MARKET, str(port.material)),
                        int(self.port[self.port_row[str(port.id)]]),
                        self.factors.product_emissions(port.material) or 0.0,
                    )

    def _priced(self, kind: PriceKind, materials: Ints) -> Ints:
        used, at = np.unique(materials, return_inverse=True)
        found = [self._slot(kind, str(self.material[row])) for row in used]
        return np.array(found, dtype=np.int64)[at]

    def _slot(self, kind: PriceKind, material: str) -> int:
        return self.slots.of_price(self.factors.price_row(kind, material))


_Entry = tuple[Ints, Ints, "int | Ints", "float | Floats", bool]


def _packed(entries: list[_Entry]) -> Terms:
    """Put entries together, those without a known price left out."""
    parts = []
    for columns, price, ratio, coefficient, floored in entries:
        kept = price != _UNKNOWN
        size = len(columns)
        whole = (
            columns,
            price,
            np.broadcast_to(np.asarray(ratio, dtype=np.int64), size),
            np.broadcast_to(np.asarray(coefficient, dtype=float), size),
            np.full(size, floored),
        )
        parts.append([column[kept] for column in whole])
    if not parts:
        nothing = np.empty(0, dtype=np.int64)
        return Terms(nothing, nothing, nothing, nothing.astype(float), nothing.astype(bool))
    return Terms(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _output_ports(layout: Layout) -> tuple[Ints, Ints]:
    """Return which output is made through which port: an output sums a technology's ports of one material."""
    snapshot, outputs = layout.snapshot, layout.outputs
    ids = snapshot.tables["ports"]
    technology = snapshot.positions("technologies", ids["technology"].to_pylist())
    material = snapshot.positions("materials", ids["material"].to_pylist())
    direction = snapshot.strings("ports", "direction")
    gives = np.isin(direction.astype(str), (Direction.PRODUCT.value, Direction.RESIDUE.value))
    ports: dict[tuple[int, int], list[int]] = {}
    for row in np.flatnonzero(gives):
        ports.setdefault((int(technology[row]), int(material[row])), []).append(int(row))
    of_site = layout.sites.technology_row[outputs.site]
    pairs = [
        (output, port)
        for output, key in enumerate(zip(of_site.tolist(), outputs.material.tolist(), strict=True))
        for port in ports[key]
    ]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _acceptance(problem: Problem) -> tuple[Ints, Floats]:
    """Return the columns that are linkages, and how likely each is accepted by the states of both."""
    layout, snapshot = problem.programme.layout, problem.snapshot
    flows = layout.flows
    linkage = np.flatnonzero(np.isin(flows.kind, CARRYING))
    if not len(linkage):
        return linkage, np.empty(0)
    weights = problem.scored.weights
    state = np.full(len(flows), LinkageState.SUGGESTED.value, dtype=object)
    known = snapshot.strings("linkages", "state")
    for wanted in _FURTHER_STATES:
        for row in np.flatnonzero(known == wanted.value):
            state[columns_of_linkage(layout, int(row))] = wanted.value
    of_linkage = {name: weights[f"acceptance.{name}"] for name in sorted(set(state[linkage]))}
    site_state = layout.sites.state[flows.site[linkage]]
    of_site = {name: weights[f"acceptance.facility-{name}"] for name in sorted(set(site_state))}
    probability = np.array([of_linkage[name] for name in state[linkage]])
    open_ = state[linkage] != LinkageState.CONTRACTED.value
    probability[open_] *= np.array([of_site[name] for name in site_state])[open_]
    return linkage, np.clip(probability, 0.0, 1.0)
