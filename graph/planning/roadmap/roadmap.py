"""The best plan of several years as one programme, beside plans that look one year ahead only.

The programmes of the years stand side by side (`graph.planning.roadmap.stacking`): each has its own supplies,
facilities, markets and balances, and all share what a year takes from the next: the room of pits and the
stock on hand. One programme rather than a chain of yearly ones, because a chain fills the pit with what comes
first though a project that opens later would need it; the chain is solved too, and stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.model import Facility, Market
from graph.planning.allocation import Problem, pose, written
from graph.planning.options import LONGEST_HORIZON, Objective, PlanOptions
from graph.planning.progress import Progress, tell
from graph.planning.result import Plan
from graph.planning.roadmap.stacking import (
    Shared,
    freed,
    in_sight,
    limited,
    parts_of,
    shared_sinks,
    shared_stocks,
    stacked,
)
from graph.planning.roadmap.years import first_day, graph_of, opening_days, options_of, undated
from graph.planning.solver import Floats, Solution, solve
from graph.snapshot import Snapshot
from graph.vocabulary import FacilityId, MarketId, StreamId, Unit

#: The most years of one roadmap.
LONGEST_ROADMAP = LONGEST_HORIZON
_FIRST, _LAST = 1990, 2200


@dataclass(frozen=True, slots=True)
class YearPlan:
    """One year of a roadmap.

    Attributes
    ----------
    year : int
        Which.
    opens : tuple of FacilityId
        Run this year and did not the year before.
    plan : Plan
        What the roadmap does in it, balances and all.
    alone : Plan
        What a plan would do that looks no further than this year, and has looked no further before.
    """

    year: int
    opens: tuple[FacilityId, ...]
    plan: Plan
    alone: Plan


@dataclass(frozen=True, slots=True)
class SinkFill:
    """How a pit fills, in `unit`.

    Attributes
    ----------
    total : float
        What it can still hold at the beginning.
    allowed : float
        What the years of the roadmap may fill of it.
    filled, alone : tuple of float
        By the end of each year, by the roadmap and by plans that look one year ahead.
    """

    market: MarketId
    unit: Unit
    total: float
    allowed: float
    filled: tuple[float, ...]
    alone: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class StockDrawn:
    """How a stock is drawn down, in `unit`; as `SinkFill`.

    Attributes
    ----------
    stream : StreamId
        Whose.
    stock : float
        On hand at the beginning.
    allowed : float
        What the years of the roadmap may draw of it.
    """

    stream: StreamId
    unit: Unit
    stock: float
    allowed: float
    drawn: tuple[float, ...]
    alone: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The best plan of several years as one.

    Attributes
    ----------
    fingerprint : str
        Of the snapshot it was computed from.
    objective : Objective
        What was made as large as it can be, summed over the years.
    horizon : int or None
        Years over which stock would be used up evenly; None: stock stays.
    value : float
        The objective, summed over the years.
    alone : float
        The objective by plans that look one year ahead only, summed over the years.
    years : tuple of YearPlan
    sinks : tuple of SinkFill
        The pits that fill.
    stocks : tuple of StockDrawn
        The stocks that are drawn down.
    undated : tuple of FacilityId
        Planned facilities of which nobody says when they open: there from the first year.
    """

    fingerprint: str
    objective: Objective
    horizon: int | None
    value: float
    alone: float
    years: tuple[YearPlan, ...]
    sinks: tuple[SinkFill, ...]
    stocks: tuple[StockDrawn, ...]
    undated: tuple[FacilityId, ...]

    def __str__(self) -> str:
        lines = [f"{'year':<6}{'net t':>14}{'one year ahead':>16}{'opens':>7}"]
        for one in self.years:
            nets = (plan.total(Unit.TONNE).net for plan in (one.plan, one.alone))
            lines.append(f"{one.year:<6}" + "{:>14,.0f}{:>16,.0f}".format(*nets) + f"{len(one.opens):>7}")
        return "\n".join(lines)


def make_roadmap(
    snapshot: Snapshot,
    first: int,
    last: int,
    options: PlanOptions | None = None,
    progress: Progress | None = None,
) -> Roadmap:
    """Return the plan of the years from `first` to `last` that is best by the sum of their objectives.

    At likely amounts: every project opens in its year, markets follow their trends, supplies theirs. A pit,
    and with a horizon a stock, gives the years together as many even yearly parts of itself as there are
    years, whenever they like; so one year alone is the ordinary plan of its first day.

    Parameters
    ----------
    snapshot : Snapshot
    first, last : int
        Calendar years, at most `LONGEST_ROADMAP` of them.
    options : PlanOptions, optional
        Without a day, which is each year's first, and without a budget.
    progress : callable, optional
        Told the share done; False cancels.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION`` for years that run backward or are too many, a day or a budget; ``CANCELLED``; and as
        `graph.planning.make_plan`.

    Examples
    --------
    >>> [one.year for one in make_roadmap(Snapshot.of([]), 2026, 2028).years]
    [2026, 2027, 2028]
    """
    options = options or PlanOptions()
    _check(first, last, options)
    years = range(first, last + 1)
    steps = _Steps(progress, 3 * len(years) + 1)
    problems = []
    for year in years:
        problems.append(pose(graph_of(snapshot, first, year), options_of(options, year)))
        steps.tell()
    sinks, stocks = shared_sinks(problems, options.potential), shared_stocks(problems)
    together = _together(problems, sinks, stocks)
    steps.tell()
    ahead = _one_by_one(problems, sinks, stocks, steps)
    plans = _written(problems, sinks, stocks, together, steps)
    days = opening_days(snapshot)
    opens = [_opening(snapshot, days, year) for year in years]
    flows, alone = [part.flows for part in together], [solution.flows for _, solution in ahead]
    main = [problem.main_objective for problem in problems]
    return Roadmap(
        fingerprint=snapshot.fingerprint,
        objective=options.objective,
        horizon=options.horizon,
        value=_summed(main, flows),
        alone=_summed(main, alone),
        years=tuple(
            YearPlan(year, opening, plan, plan_alone)
            for year, opening, plan, (plan_alone, _) in zip(years, opens, plans, ahead, strict=True)
        ),
        sinks=tuple(_fill(snapshot, sink, flows, alone) for sink in sinks),
        stocks=tuple(_drawn(snapshot, stock, flows, alone) for stock in stocks),
        undated=undated(snapshot),
    )


class _Steps:
    """Tells how far the work is, step by step, and stops it where that is wanted."""

    def __init__(self, progress: Progress | None, steps: int) -> None:
        self._progress, self._steps, self._done = progress, steps, 0
        tell(progress, 0.0)

    def tell(self) -> None:
        """Say that one more step is done."""
        self._done += 1
        tell(self._progress, self._done / self._steps)


def _check(first: int, last: int, options: PlanOptions) -> None:
    if not _FIRST <= first <= last <= _LAST or last - first >= LONGEST_ROADMAP:
        raise SymbioflowError(
            "BAD_OPTION.years", exit_code=EXIT_USAGE, first=first, last=last, most=LONGEST_ROADMAP
        )
    if options.matching.on is not None or options.budget is not None:
        raise SymbioflowError("BAD_OPTION.roadmap", exit_code=EXIT_USAGE)


def _together(
    problems: Sequence[Problem], sinks: Sequence[Shared], stocks: Sequence[Shared]
) -> list[Solution]:
    """Return the best of all years at once, year by year."""
    blocks = [freed(problem, place, sinks, stocks) for place, problem in enumerate(problems)]
    ties = [problem.tie_breaks for problem in problems]
    objectives = [
        np.concatenate([problem.main_objective for problem in problems]),
        *(np.concatenate(parts) for parts in zip(*ties, strict=True)),
    ]
    try:
        whole = solve(stacked(blocks, [*sinks, *stocks]), objectives, problems[0].options.effort)
    except SymbioflowError as error:
        if error.code == "INFEASIBLE":
            for problem in problems:
                # Contracts that contradict each other do so in a year of their own.
                problem.solve([problem.main_objective])
        raise
    return parts_of(whole, blocks, problems, sinks)


def _one_by_one(
    problems: Sequence[Problem], sinks: Sequence[Shared], stocks: Sequence[Shared], steps: _Steps
) -> list[tuple[Plan, Solution]]:
    """Return the plans of the years, each made as if there were none after it."""
    left = [one.allowed for one in (*sinks, *stocks)]
    found = []
    for place, problem in enumerate(problems):
        seen = _seen(problem, place, sinks, stocks, left)
        solution = seen.solve([seen.main_objective, *seen.tie_breaks])
        _take((*sinks, *stocks), place, solution, left)
        found.append((written(seen, solution), solution))
        steps.tell()
    return found


def _written(
    problems: Sequence[Problem],
    sinks: Sequence[Shared],
    stocks: Sequence[Shared],
    solutions: Sequence[Solution],
    steps: _Steps,
) -> list[Plan]:
    """Return the plan of each year, proved by its balances, its pits as full as they are by then."""
    left = [one.allowed for one in (*sinks, *stocks)]
    plans = []
    for place, (problem, solution) in enumerate(zip(problems, solutions, strict=True)):
        plans.append(written(_seen(problem, place, sinks, stocks, left), solution))
        _take(sinks, place, solution, left)
        steps.tell()
    return plans


def _seen(
    problem: Problem, place: int, sinks: Sequence[Shared], stocks: Sequence[Shared], left: Sequence[float]
) -> Problem:
    """Return the problem of a year that sees what is left of pits and stocks, in this order, and no more."""
    room, stock = list(zip(sinks, left, strict=False)), list(zip(stocks, left[len(sinks) :], strict=True))
    return in_sight(problem, limited(problem, place, room, stock), room)


def _take(shared: Sequence[Shared], place: int, solution: Solution, left: list[float]) -> None:
    """Take what a year uses of pits and stocks from what is left."""
    for at, one in enumerate(shared):
        left[at] = max(left[at] - float(solution.flows[one.columns[place]].sum()), 0.0)


def _summed(objectives: Sequence[Floats], flows: Sequence[Floats]) -> float:
    return float(sum(gain @ amounts for gain, amounts in zip(objectives, flows, strict=True)))


def _opening(snapshot: Snapshot, days: dict[FacilityId, date], year: int) -> tuple[FacilityId, ...]:
    """Return the facilities that run from this year on and did not before."""
    opened = {
        facility.id
        for facility in snapshot.all(Facility)
        if facility.id in days and first_day(year - 1) < days[facility.id] <= first_day(year)
    }
    return tuple(sorted(opened))


def _fill(snapshot: Snapshot, sink: Shared, flows: Sequence[Floats], alone: Sequence[Floats]) -> SinkFill:
    market = snapshot.by_id(Market)[sink.name]
    filled, ahead = (tuple(np.cumsum(sink.drawn(amounts)).tolist()) for amounts in (flows, alone))
    unit = _unit(snapshot, str(market.material))
    return SinkFill(market.id, unit, sink.whole, sink.allowed, filled, ahead)


def _drawn(snapshot: Snapshot, stock: Shared, flows: Sequence[Floats], alone: Sequence[Floats]) -> StockDrawn:
    row = int(snapshot.positions("waste_streams", [stock.name])[0])
    material = str(snapshot.strings("waste_streams", "material")[row])
    drawn, ahead = (tuple(np.cumsum(stock.drawn(amounts)).tolist()) for amounts in (flows, alone))
    unit = _unit(snapshot, material)
    return StockDrawn(StreamId(stock.name), unit, stock.whole, stock.allowed, drawn, ahead)


def _unit(snapshot: Snapshot, material: str) -> Unit:
    row = int(snapshot.positions("materials", [material])[0])
    return Unit(str(snapshot.strings("materials", "unit")[row]))
