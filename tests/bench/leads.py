"""Missing links: one addition solved warm and cold, and a certified list against cold solves of all.

What a search asks of one is its worth in the objective; what is listed is solved for all objectives.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from graph.matching import MatchOptions
from graph.model import Technology
from graph.planning import PlanOptions
from graph.planning.solver import Floats, solve
from graph.ranges import Range
from graph.recruiting import LeadOptions, find_leads
from graph.recruiting.finding.field import Field, Option
from graph.recruiting.finding.sites import areas
from tests.bench.cases import Measured
from tests.bench.made_up import snapshot_at

#: Near neighbours only: about as many linkages as the ten best of every stream.
ASKED = PlanOptions(matching=MatchOptions(radius=10.0))
SIZE = Range.exact(20_000.0)
#: So many are timed and stand for all.
WARM_SOLVES, COLD_SOLVES = 20, 5


def leads(scale: str) -> Iterator[Measured]:
    """Yield the comparisons at park; larger scales take minutes."""
    if scale != "park":
        return
    snapshot = snapshot_at(scale)
    options = tuple(Option(one, place) for one in snapshot.all(Technology) for place in areas(snapshot))
    additions = Field(snapshot, options, ASKED).additions({option.facility: SIZE for option in options})
    blocks = [(int(site),) for site in np.flatnonzero(additions.new)]
    problem = additions.problem
    linear, rows = problem.programme.linear, np.arange(problem.programme.linear.rows)
    objectives = problem.main_objective, *problem.tie_breaks

    def cold_with(block: Sequence[int], wanted: Sequence[Floats]) -> None:
        columns = np.flatnonzero(additions.open_columns(block))
        solve(linear.take(columns, rows), [objective[columns] for objective in wanted], ASKED.effort)

    # Those that are worth something: the others are answered without a step.
    first = np.argsort(-additions.bounds(blocks).most)[:WARM_SOLVES]
    best = [blocks[number] for number in first]
    worth = _each(additions.worth, best)
    cold = _each(lambda block: cold_with(block, objectives[:1]), best[:COLD_SOLVES])
    yield Measured(f"one lead {scale}", worth, "cold, of 5", cold)
    whole = _each(additions.gain, best)
    cold = _each(lambda block: cold_with(block, objectives), best[:COLD_SOLVES])
    yield Measured(f"listed lead {scale}", whole, "cold, of 5", cold)
    start = time.perf_counter()
    proof = find_leads(snapshot, LeadOptions(plan=ASKED, draws=0)).certificate
    whole = time.perf_counter() - start
    yield Measured(f"leads {scale}", whole, f"cold, {proof.positive} of them", cold * proof.positive)


def _each(solve_one: Callable[[tuple[int, ...]], object], blocks: Sequence[tuple[int, ...]]) -> float:
    """Return the seconds that one block takes."""
    start = time.perf_counter()
    for block in blocks:
        solve_one(block)
    return (time.perf_counter() - start) / len(blocks)
