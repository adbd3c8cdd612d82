"""Missing links: one addition solved warm and cold, and a certified list against cold solves of all."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from graph.matching import MatchOptions
from graph.model import Technology
from graph.planning import PlanOptions
from graph.planning.solver import solve
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
    start = time.perf_counter()
    for block in blocks[:WARM_SOLVES]:
        additions.gain(block)
    warm = (time.perf_counter() - start) / WARM_SOLVES
    problem = additions.problem
    linear, rows = problem.programme.linear, np.arange(problem.programme.linear.rows)
    start = time.perf_counter()
    for block in blocks[:COLD_SOLVES]:
        columns = np.flatnonzero(additions.open_columns(block))
        objectives = [objective[columns] for objective in (problem.main_objective, *problem.tie_breaks)]
        solve(linear.take(columns, rows), objectives, ASKED.effort)
    cold = (time.perf_counter() - start) / COLD_SOLVES
    yield Measured(f"one lead {scale}", warm, "cold, of 5", cold)
    start = time.perf_counter()
    proof = find_leads(snapshot, LeadOptions(plan=ASKED, draws=0)).certificate
    whole = time.perf_counter() - start
    yield Measured(f"leads {scale}", whole, f"cold, {proof.positive} of them", cold * proof.positive)
