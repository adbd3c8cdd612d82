"""Draws of an uncertain plan solved from the plan's own basis against cold solves of the same draws."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from graph.matching import MatchOptions
from graph.matching.ranking import plan_candidates
from graph.planning.allocation import Problem, pose
from graph.planning.solver import solve
from graph.planning.uncertainty.resolving import Resolver, Worlds, solve_cold
from graph.planning.uncertainty.uncertain import uncertain
from tests.bench.cases import Measured
from tests.bench.made_up import TOP, snapshot_at

DRAWS = 1_000
#: Cold solves are slow: so many are timed and extrapolated to all draws.
COLD_DRAWS = 20
PLANNED_DRAWS = 5


def uncertainty(scale: str) -> Iterator[Measured]:
    """Yield the comparison at park; larger scales take minutes."""
    if scale != "park":
        return
    problem = best_options(scale)
    worlds = Worlds(problem, uncertain(problem))
    resolver = Resolver(worlds)
    # The same draws, cold, are few and stand for all.
    draws = [worlds.of(worlds.unknown.draw(1, number)) for number in range(COLD_DRAWS)]
    start = time.perf_counter()
    for number in range(DRAWS):
        resolver.solve(worlds.of(worlds.unknown.draw(1, number)))
    warm = time.perf_counter() - start
    start = time.perf_counter()
    for world in draws:
        solve_cold(world, worlds.columns)
    cold = (time.perf_counter() - start) * DRAWS / COLD_DRAWS
    yield Measured(f"1000 draws {scale}", warm, "cold, of 20", cold)
    # What planning a draw takes as any plan is made: one objective after the other.
    start = time.perf_counter()
    for world in draws[:PLANNED_DRAWS]:
        linear = world.linear.take(np.arange(worlds.columns), np.arange(world.linear.rows))
        solve(linear, [problem.main_objective, *problem.tie_breaks])
    planned = (time.perf_counter() - start) * DRAWS / PLANNED_DRAWS
    yield Measured(f"1000 draws {scale}", warm, "as plans, of 5", planned)


def best_options(scale: str) -> Problem:
    """Return the problem of a made-up park with the ten best options of every stream."""
    snapshot = snapshot_at(scale)
    most = TOP * snapshot.count("waste_streams")
    return pose(snapshot, candidates=plan_candidates(snapshot, MatchOptions(), most))
