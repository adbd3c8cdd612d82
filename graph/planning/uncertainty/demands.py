"""What markets take in a draw: their demand and the share of it that is served, drawn apart.

The room beside what is served has ends where the demand is highest and the share lowest, or the other way
round. A triangle between these ends would be drawn as if both were always at their ends together: of 300 to
700 t, most likely 500, of which 70 to 100 %, most likely 90, are served, it has a mean of 87 t where 67 t are
left on average, and a market that is full as a rule would seem to gain room from not being known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.planning.allocation import Problem
from graph.planning.programme import demand_in
from graph.planning.solver import Floats, Ints
from graph.ranges import Range


@dataclass(frozen=True)
class Demands:
    """The markets whose room is that of a demand; one value each.

    Attributes
    ----------
    room, demand, served : int array
        Slots.
    own : float array
        What works of the park sell there today: no draw is served with less.
    """

    room: Ints
    demand: Ints
    served: Ints
    own: Floats

    def write(self, slots: Floats) -> None:
        """Set the room of each market from its demand and share in the same draw."""
        demand = slots[self.demand]
        left = np.minimum(demand * (1.0 - slots[self.served]), demand - self.own)
        slots[self.room] = np.maximum(left, 0.0)

    def slopes(self, slots: Floats) -> tuple[Floats, Floats]:
        """Return how much room a unit more of the share served, and of the demand, adds."""
        demand, served = slots[self.demand], slots[self.served]
        floor = demand * served < self.own
        return np.where(floor, 0.0, -demand), np.where(floor, 1.0, np.maximum(1.0 - served, 0.0))


def demand_ends(problem: Problem, of: str) -> Floats:
    """Return the demand of each market, or the share of it that its row says is served: three ends each."""
    nothing = Range.exact(0.0)
    found = [
        (demand_in(market, problem.options) if of == "demand" else market.served) or nothing
        for market in problem.before.markets
    ]
    ends = [(one.low, one.likely, one.high) for one in found]
    return np.array(ends, dtype=np.float64).reshape(-1, 3)


def demands_of(problem: Problem, room: int, demand: int, served: int) -> Demands:
    """Return the markets that have a demand and are no sink that fills, with their first slots given."""
    markets = problem.programme.layout.markets
    at = np.array(
        [place for place, one in enumerate(markets) if one.demand is not None and one.total is None],
        dtype=np.int64,
    )
    own = [problem.today.sold.get(str(markets[place].id), 0.0) for place in at.tolist()]
    return Demands(room + at, demand + at, served + at, np.array(own, dtype=np.float64))
