"""What there is room for of each output: in its market, and at the facilities that take it on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.planning.allocation import Problem
from graph.planning.programme import NONE, Column, market_room
from graph.planning.solver import Floats, summed


@dataclass(frozen=True, slots=True)
class OutputRoom:
    """Room for one output, per year.

    Attributes
    ----------
    amount : float
        Infinite where nothing bounds it.
    known : bool
        Whether a market of it is known, or some facility takes it on.
    disposable : bool
        Whether it is known what getting rid of it costs.
    """

    amount: float
    known: bool
    disposable: bool


def output_rooms(
    problem: Problem, standing: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> list[OutputRoom]:
    """Return the room of each output of the layout, with the facilities that stand as takers.

    Parameters
    ----------
    standing : bool array
        By site.
    """
    layout, options = problem.programme.layout, problem.options
    flows, count = layout.flows, len(layout.outputs)
    transfer = flows.where(Column.TRANSFER)
    transfer = transfer[standing[flows.site[transfer]]]
    ratio = layout.snapshot.numbers("ports", "ratio_likely")
    takes = np.where(flows.main[transfer], 1.0, ratio[flows.port[transfer]])
    inside = summed(flows.output[transfer], takes * layout.sites.capacity[flows.site[transfer]], count)
    selling, dispose = flows.where(Column.SELL), flows.where(Column.DISPOSE)
    outside = np.zeros(count)
    outside[flows.output[selling]] = _outside(problem)[flows.market[selling]]
    named = np.zeros(count, dtype=bool)
    unbounded = options.potential or not layout.snapshot.count("markets")
    named[flows.output[selling]] = (flows.market[selling] != NONE) | unbounded
    named[flows.output[transfer]] = True
    thrown = np.zeros(count, dtype=bool)
    thrown[flows.output[dispose]] = True
    return [
        OutputRoom(float(amount), bool(known), bool(disposable))
        for amount, known, disposable in zip(inside + outside, named, thrown, strict=True)
    ]


def _outside(problem: Problem) -> Floats:
    """Return the room of each market, that of the markets it is part of included; last that of none."""
    layout, options = problem.programme.layout, problem.options
    free = options.potential or not layout.snapshot.count("markets")
    room = market_room(layout, options)
    if options.potential:
        room = np.full(len(room), np.inf)
    place = {market.id: at for at, market in enumerate(layout.markets)}
    least = room.copy()
    for at, market in enumerate(layout.markets):
        above = market.within
        while above is not None and above in place:
            least[at] = min(least[at], room[place[above]])
            above = layout.markets[place[above]].within
    return np.append(least, np.inf if free else 0.0)
