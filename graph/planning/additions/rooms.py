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
    layout = problem.programme.layout
    flows, count = layout.flows, len(layout.outputs)
    transfer = flows.where(Column.TRANSFER)
    transfer = transfer[standing[flows.site[transfer]]]
    ratio = layout.snapshot.numbers("ports", "ratio_likely")
    takes = np.where(flows.main[transfer], 1.0, ratio[flows.port[transfer]])
    inside = summed(flows.output[transfer], takes * layout.sites.capacity[flows.site[transfer]], count)
    selling, dispose = flows.where(Column.SELL), flows.where(Column.DISPOSE)
    outside = np.zeros(count)
    outside[flows.output[selling]] = _outside(problem)[selling]
    named = np.zeros(count, dtype=bool)
    named[flows.output[selling]] = (flows.market[selling] != NONE) | _unbounded(problem)
    named[flows.output[transfer]] = True
    thrown = np.zeros(count, dtype=bool)
    thrown[flows.output[dispose]] = True
    return [
        OutputRoom(float(amount), bool(known), bool(disposable))
        for amount, known, disposable in zip(inside + outside, named, thrown, strict=True)
    ]


def _outside(problem: Problem) -> Floats:
    """Return the room that each column may sell into: of its market, and of those that this is a part of."""
    layout, options = problem.programme.layout, problem.options
    if _unbounded(problem):
        return np.full(len(layout.flows), np.inf)
    of, column = layout.sales
    least = np.zeros(len(layout.flows))
    least[column] = np.inf
    np.minimum.at(least, column, market_room(layout, options)[of])
    return least


def _unbounded(problem: Problem) -> bool:
    """Return whether every market takes everything, or nobody says anything of markets."""
    return problem.options.potential or not problem.snapshot.count("markets")
