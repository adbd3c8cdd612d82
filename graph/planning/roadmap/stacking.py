"""The programmes of several years as one, with rows for what they share: pits that fill and stocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.planning.allocation import Problem
from graph.planning.programme import Column, Row, room_in
from graph.planning.solver import Floats, Ints, LinearProgramme, Solution
from graph.value import SINK_YEARS


@dataclass(frozen=True)
class Shared:
    """What all years draw on together.

    Attributes
    ----------
    name : str
        Id of the market or the stream.
    columns : tuple of int array
        For each year, its columns that draw on it.
    whole, allowed : float
        What there is, and what the years may take of it.
    """

    name: str
    columns: tuple[Ints, ...]
    whole: float
    allowed: float

    def drawn(self, flows: Sequence[Floats]) -> Floats:
        """Return what each year takes."""
        return np.array(
            [amounts[columns].sum() for amounts, columns in zip(flows, self.columns, strict=True)]
        )


def shared_sinks(problems: Sequence[Problem], potential: bool) -> list[Shared]:
    """Return the pits that the years fill together, by id; none where every market takes everything."""
    found = []
    wholes = {
        str(market.id): market.total.likely
        for problem in problems
        for market in problem.before.markets
        if market.total is not None and not potential
    }
    for name, whole in sorted(wholes.items()):
        # What goes there today fills it beside all that is new.
        left = [
            market.total.likely
            for problem in problems
            for market in problem.programme.layout.markets
            if market.id == name and market.total is not None
        ]
        columns = []
        for problem in problems:
            layout = problem.programme.layout
            of, column = layout.sales
            at = [place for place, market in enumerate(layout.markets) if market.id == name]
            columns.append(np.sort(column[np.isin(of, at)]))
        found.append(Shared(name, tuple(columns), whole, min(left) * _part(problems, SINK_YEARS)))
    return found


def shared_stocks(problems: Sequence[Problem]) -> list[Shared]:
    """Return the stocks that the years draw down together, by stream; none without a horizon."""
    horizon = problems[0].options.horizon
    if horizon is None:
        return []
    snapshot = problems[0].snapshot
    stock = np.nan_to_num(snapshot.numbers("waste_streams", "stock_likely"))
    ids = snapshot.strings("waste_streams", "id")
    drawing = [problem.programme.layout.flows.where(Column.STOCK) for problem in problems]
    streams = [problem.programme.layout.flows.stream for problem in problems]
    rows = np.unique(
        np.concatenate([stream[columns] for stream, columns in zip(streams, drawing, strict=True)])
    )
    return [
        Shared(
            str(ids[row]),
            tuple(columns[stream[columns] == row] for stream, columns in zip(streams, drawing, strict=True)),
            float(stock[row]),
            float(stock[row]) * _part(problems, horizon),
        )
        for row in rows
    ]


def _part(problems: Sequence[Problem], years: int) -> float:
    """Return which part of a pit or a stock so many years may take: each its even part, when they like."""
    return min(len(problems) / (problems[0].options.horizon or years), 1.0)


def freed(problem: Problem, year: int, sinks: Sequence[Shared], stocks: Sequence[Shared]) -> LinearProgramme:
    """Return the programme of a year bounded by what that year alone has: what is shared has its own rows."""
    return limited(
        problem,
        year,
        [(sink, np.inf) for sink in sinks],
        [(stock, stock.allowed) for stock in stocks],
    )


def limited(
    problem: Problem,
    year: int,
    sinks: Sequence[tuple[Shared, float]],
    stocks: Sequence[tuple[Shared, float]],
) -> LinearProgramme:
    """Return the programme of a year that may take so much of each pit and stock.

    Parameters
    ----------
    year : int
        Place of the year among the problems.
    """
    programme = problem.programme
    linear, markets = programme.linear, programme.layout.markets
    row_upper, upper = linear.row_upper.copy(), linear.upper.copy()
    left = {sink.name: amount for sink, amount in sinks}
    for row in np.flatnonzero(programme.row_kind == Row.MARKET):
        market = markets[programme.row_a[row]]
        if market.id in left:
            demand = room_in(replace(market, total=None), problem.options)
            row_upper[row] = min(np.inf if demand is None else demand.likely, left[market.id])
    for stock, amount in stocks:
        upper[stock.columns[year]] = amount
    return replace(linear, row_upper=row_upper, upper=upper)


def stacked(blocks: Sequence[LinearProgramme], shared: Sequence[Shared]) -> LinearProgramme:
    """Return programmes side by side, and a row at the end for each thing that they share.

    Examples
    --------
    >>> stacked([], []).columns
    0
    """
    columns = np.cumsum([0, *(block.columns for block in blocks)])
    rows = np.cumsum([0, *(block.rows for block in blocks)])
    row: list[Ints] = []
    column: list[Ints] = []
    value: list[Floats] = []
    for block, first_row, first_column in zip(blocks, rows, columns, strict=False):
        row.append(block.index.astype(np.int64) + first_row)
        column.append(block.column_of_entry() + first_column)
        value.append(block.value)
    for number, one in enumerate(shared):
        for drawing, first_column in zip(one.columns, columns, strict=False):
            row.append(np.full(len(drawing), rows[-1] + number, dtype=np.int64))
            column.append(drawing + first_column)
            value.append(np.ones(len(drawing)))

    def joined(parts: list[Floats]) -> Floats:
        return np.concatenate([np.empty(0), *parts])

    return LinearProgramme.of_entries(
        (joined([block.lower for block in blocks]), joined([block.upper for block in blocks])),
        (
            np.r_[joined([block.row_lower for block in blocks]), np.full(len(shared), -np.inf)],
            np.r_[joined([block.row_upper for block in blocks]), [one.allowed for one in shared]],
        ),
        np.concatenate([np.empty(0, dtype=np.int64), *row]),
        np.concatenate([np.empty(0, dtype=np.int64), *column]),
        joined(value),
        np.concatenate([np.empty(0, dtype=np.int64), *(block.domain for block in blocks)]),
    )


def parts_of(
    whole: Solution, blocks: Sequence[LinearProgramme], problems: Sequence[Problem], sinks: Sequence[Shared]
) -> list[Solution]:
    """Return a solution year by year; the price of a pit stands at each year's row of its market."""
    columns = np.cumsum([0, *(block.columns for block in blocks)])
    rows = np.cumsum([0, *(block.rows for block in blocks)])
    price = dict(zip((sink.name for sink in sinks), whole.row_dual[rows[-1] :], strict=False))
    found = []
    for number, problem in enumerate(problems):
        programme = problem.programme
        dual = whole.row_dual[rows[number] : rows[number + 1]].copy()
        for row in np.flatnonzero(programme.row_kind == Row.MARKET):
            dual[row] += price.get(str(programme.layout.markets[programme.row_a[row]].id), 0.0)
        flows = whole.flows[columns[number] : columns[number + 1]]
        found.append(replace(whole, flows=flows, row_dual=dual, value=float(problem.main_objective @ flows)))
    return found


def in_sight(problem: Problem, linear: LinearProgramme, left: Sequence[tuple[Shared, float]]) -> Problem:
    """Return the problem of a year whose pits have only so much room, for what is written of its plan."""
    programme = problem.programme
    layout = programme.layout
    room = {sink.name: amount for sink, amount in left}
    years = problem.options.horizon or SINK_YEARS
    markets = tuple(
        market
        if market.total is None or market.total.likely <= 0.0 or market.id not in room
        else replace(market, total=market.total.scaled(room[market.id] * years / market.total.likely))
        for market in layout.markets
    )
    return replace(
        problem, programme=replace(programme, linear=linear, layout=replace(layout, markets=markets))
    )
