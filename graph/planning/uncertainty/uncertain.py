"""What is not known exactly in a plan, where it enters the programme, and one seeded draw of all of it.

Numbers with a range are *slots* of one vector: what streams give off and what of it is in use today, what
facilities can take, ratios of ports, yields that follow the input, what markets take, prices and costs. A
ratio is drawn once for its technology, so that all its facilities move together, and so that no more comes
out of the recipe than goes in (`graph.planning.uncertainty.balances`). Besides, what does not run yet is
decided once for all its linkages, and each linkage between two firms is accepted or not
(`graph.planning.uncertainty.consent`); demand and price of markets move together with these answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import Yield
from graph.planning.allocation import Problem
from graph.planning.options import PlanOptions
from graph.planning.programme import Layout, days_of_buyers, room_in
from graph.planning.solver import Floats, Ints, summed
from graph.planning.uncertainty.balances import Balances, balances
from graph.planning.uncertainty.consent import Consent, consent_of, normal_share, together
from graph.planning.uncertainty.demands import Demands, demand_ends, demands_of
from graph.planning.uncertainty.keyed import Keys, World, joined, keys_of
from graph.value import DISPOSAL_CLASSES, ONE, Terms, ends_of, ratio_ends
from graph.vocabulary import Direction, PriceKind

#: Tables whose numbers are drawn as they are, beside prices.
_DRAWN_TABLES = ("cost_sheets", "facilities", "markets", "technologies")
_FACTOR = keys_of(["what all answers have in common"])
_DRAWN_PRICES = tuple(kind.value for kind in (PriceKind.MARKET, PriceKind.DISPOSAL, *DISPOSAL_CLASSES))


@dataclass(frozen=True)
class Draw:
    """One state of the world.

    Attributes
    ----------
    slots : float array
    accepted : bool array
        One value a column; True for columns that nobody has to accept.
    apart : float array
        The slots as each was drawn by itself, whose means are known, before the balances of recipes moved
        any.
    """

    slots: Floats
    accepted: NDArray[np.bool_]
    apart: Floats


@dataclass(frozen=True)
class Uncertain:
    """All that is drawn for a plan.

    Attributes
    ----------
    low, likely, high : float array
        One value a slot; the first is the number 1.
    drawn : int
        So many slots are drawn; those behind them are numbers that stay as likely.
    key : int array
        What each slot that is drawn is drawn by: its table, row and column, not its place.
    supply_slot, in_use_slot, port_slot, market_slot, capacity_slot, days_slot : int array
        By row of waste_streams (both), of ports, by place in `Layout.markets`, by row of facilities, and the
        days of buyers by place in `Layout.markets`.
    demands : Demands
        What each market's room in a draw is made of.
    balances : Balances
        What ratios of one recipe may be together.
    yield_slot : int array
        Of yields that follow the input: what is made, by technology and campaign.
    output_slot : tuple of int arrays
        Which output (row of `Layout.outputs`) sums which slots.
    place : int array
        Slot of each number behind the money and CO2e of the plan.
    moving : int array
        Slots that move together with consent: demand and prices of markets.
    benefit, co2 : Terms
    consent : Consent
    """

    low: Floats
    likely: Floats
    high: Floats
    drawn: int
    key: Keys
    supply_slot: Ints
    in_use_slot: Ints
    port_slot: Ints
    market_slot: Ints
    capacity_slot: Ints
    days_slot: Ints
    demands: Demands
    balances: Balances
    yield_slot: Ints
    output_slot: tuple[Ints, Ints]
    place: Ints
    moving: Ints
    benefit: Terms
    co2: Terms
    consent: Consent
    columns: int

    @property
    def linkage(self) -> Ints:
        """The columns that somebody must accept, sorted."""
        return self.consent.linkage

    @property
    def probability(self) -> Floats:
        """How likely each of them is accepted."""
        return self.consent.probability

    @property
    def mean(self) -> Floats:
        """Expected value of every slot."""
        return (self.low + self.likely + self.high) / 3.0

    @cached_property
    def only_worth(self) -> NDArray[np.bool_]:
        """Which slots no row is made of: they only say what columns bring."""
        found = np.ones(len(self.likely), dtype=bool)
        rows = self.supply_slot, self.in_use_slot, self.port_slot, self.yield_slot, self.capacity_slot
        found[np.concatenate([*rows, self.market_slot, self.days_slot])] = False
        return found

    @cached_property
    def only_ratio(self) -> NDArray[np.bool_]:
        """Which slots say how much is made or bought of what is fed, and bound nothing."""
        found = np.zeros(len(self.likely), dtype=bool)
        found[np.concatenate((self.port_slot, self.yield_slot))] = True
        bounds = self.supply_slot, self.in_use_slot, self.capacity_slot, self.market_slot, self.days_slot
        found[np.concatenate(bounds)] = False
        return found

    def draw(self, seed: int, number: int) -> Draw:
        """Return the draw of one number: the same for the same thing, whatever else is drawn.

        Slots are triangular: a `Range` says low, likely and high and no more, and the triangular distribution
        is the one with those ends and that mode that assumes nothing else about its shape.
        """
        slots, world, factor = self._slots_in(seed, number)
        apart = slots.copy()
        self.balances.write(slots)
        return Draw(slots, self._accepted(self.consent.drawn(world, factor)), apart)

    def slots_of(self, seed: int, number: int) -> Floats:
        """Return the slots of a draw alone."""
        slots = self._slots_in(seed, number)[0]
        self.balances.write(slots)
        return slots

    def _slots_in(self, seed: int, number: int) -> tuple[Floats, World, float]:
        """Return the slots of a draw, each by itself, its world and what all answers have in common there."""
        world = World(seed, number)
        low, likely, high = (ends[: self.drawn] for ends in (self.low, self.likely, self.high))
        uniform = world.uniform(self.key)
        factor = float(world.normal(_FACTOR)[0])
        own = world.normal(self.key[self.moving])
        uniform[self.moving] = normal_share(together(own, factor, self.consent.common))
        width, rise = high - low, likely - low
        up = low + np.sqrt(uniform * width * rise)
        down = high - np.sqrt((1.0 - uniform) * width * (high - likely))
        slots = np.where(uniform * width < rise, up, down)
        slots = np.r_[np.where(width > 0.0, slots, likely), self.likely[self.drawn :]]
        self.demands.write(slots)
        return slots, world, factor

    def expected(self) -> Draw:
        """Return the world of the plan itself: all as likely, every linkage accepted."""
        everybody = self._accepted(np.ones(len(self.linkage), dtype=bool))
        return Draw(self.likely, everybody, self.likely)

    def ratios(self, slots: Floats) -> Floats:
        """Return what each output makes per unit of main input."""
        output, slot = self.output_slot
        return summed(output, slots[slot], int(output.max(initial=-1)) + 1)

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
    estimates = problem.values.factors.estimates
    supply, in_use = (estimates.streams(snapshot, of) for of in ("supply", "in_use"))
    capacity = estimates.capacities(snapshot)
    disposal, port = ends_of(snapshot, "waste_streams", "disposal_cost"), ratio_ends(snapshot)
    market = _market_ends(layout, problem.options)
    made = sorted({one.made for one in layout.followed})
    followed = np.array([one.ratio for one in made], dtype=np.float64).reshape(-1, 3)
    account = problem.credits.account
    numbers = account.numbers
    rows_of = {name: np.flatnonzero(numbers.table == name) for name in ("waste_streams", "ports", "prices")}
    # What a price row says is drawn where it prices a material; tariffs of energy stay as they are.
    kinds = snapshot.strings("prices", "kind")[
        snapshot.positions("prices", numbers.row[rows_of["prices"]].tolist())
    ]
    paid = rows_of["waste_streams"]
    said = np.stack([numbers.low, numbers.likely, numbers.high], axis=1)
    disposal[snapshot.positions("waste_streams", numbers.row[paid].tolist())] = said[paid]
    varying = np.isin(numbers.table.astype(str), _DRAWN_TABLES)
    varying[rows_of["prices"]] = np.isin(kinds.astype(str), _DRAWN_PRICES)
    prices = np.flatnonzero(varying)
    demand, served = (demand_ends(problem, of) for of in ("demand", "served"))
    days = days_of_buyers(layout)
    blocks = (supply, in_use, disposal, port, market, followed, capacity, demand, served, days)
    first = np.cumsum([1, *map(len, blocks), len(prices)])
    place = np.full(len(numbers.row), -1)
    for name, start in (("waste_streams", first[2]), ("ports", first[3])):
        place[rows_of[name]] = start + snapshot.positions(name, numbers.row[rows_of[name]].tolist())
    place[prices] = first[10] + np.arange(len(prices))
    fixed = np.flatnonzero(place < 0)
    place[fixed] = first[11] + np.arange(len(fixed))
    place[ONE] = 0
    priced = said[prices]
    stay = np.repeat(numbers.likely[fixed, np.newaxis], 3, axis=1)
    ends = np.concatenate([np.ones((1, 3)), *blocks, priced, stay])
    yields = first[5] + np.arange(len(made))
    slot_of = dict(zip(made, yields.tolist(), strict=True))
    in_place = {(one.output, one.port): slot_of[one.made] for one in layout.followed}
    demands = demands_of(problem, first[4], first[7], first[8])
    moving = np.r_[first[4] : first[5], demands.demand, place[numbers.table.astype(str) == "markets"]]
    return Uncertain(
        low=ends[:, 0],
        likely=ends[:, 1],
        high=ends[:, 2],
        drawn=int(first[11]),
        key=_keys(problem, made, numbers.row[prices], numbers.table[prices], numbers.column[prices]),
        supply_slot=first[0] + np.arange(len(supply)),
        in_use_slot=first[1] + np.arange(len(in_use)),
        port_slot=first[3] + np.arange(len(port)),
        yield_slot=yields,
        market_slot=first[4] + np.arange(len(market)),
        capacity_slot=first[6] + np.arange(len(capacity)),
        days_slot=first[9] + np.arange(len(days)),
        demands=demands,
        balances=balances(layout, in_place, first[3], ends),
        output_slot=_output_slots(layout, first[3], in_place),
        place=place.astype(np.int64),
        moving=moving.astype(np.int64),
        benefit=account.money.renumbered(place),
        co2=account.carbon.renumbered(place),
        consent=consent_of(problem),
        columns=len(layout.flows),
    )


def _keys(problem: Problem, made: Sequence[Yield], *numbers: NDArray[np.object_]) -> Keys:
    """Return what each slot is drawn by, in their order: the number 1, the blocks, the other numbers."""
    layout, snapshot = problem.programme.layout, problem.snapshot
    streams, ports = (keys_of(snapshot.strings(table, "id")) for table in ("waste_streams", "ports"))
    names = (
        "supply",
        "in_use",
        "disposal_cost",
        "ratio",
        "room",
        "yield",
        "capacity",
        "demand",
        "served",
        "days",
        "",
    )
    markets = keys_of(str(market.id) for market in layout.markets)
    blocks = (
        *(streams,) * 3,
        ports,
        markets,
        keys_of(str(one) for one in made),
        keys_of(snapshot.strings("facilities", "id")),
        *(markets,) * 3,
        joined(*map(keys_of, numbers)),
    )
    named = [joined(block, keys_of([name])) for block, name in zip(blocks, names, strict=True)]
    return np.concatenate([keys_of(["1"]), *named])


def _market_ends(layout: Layout, options: PlanOptions) -> Floats:
    """Return what each market of the layout may take; one that nothing bounds has no row and is not drawn."""
    found = [room_in(market, options) for market in layout.markets]
    ends = [(0.0,) * 3 if one is None else (one.low, one.likely, one.high) for one in found]
    return np.array(ends, dtype=np.float64).reshape(-1, 3)


def _output_slots(layout: Layout, ports_at: int, followed: dict[tuple[int, int], int]) -> tuple[Ints, Ints]:
    """Return which slots an output sums: its technology's ports of one material, or what follows the input.

    Parameters
    ----------
    ports_at : int
        Slot of the first row of ports.
    followed : dict of (output, port) to slot
    """
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
        (output, followed.get((output, port), ports_at + port))
        for output, key in enumerate(zip(of_site.tolist(), outputs.material.tolist(), strict=True))
        for port in ports[key]
    ]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]
