"""Losing every enterprise from a kept plan against cold solves, and betweenness against pure NetworkX."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from graph.analysis import Library, betweenness
from graph.network import partner_graph
from graph.planning.losses.losing import Losing, LostKind
from graph.planning.solver import model, quiet_solver
from tests.bench.cases import Measured, seconds
from tests.bench.uncertainty import best_options

#: Cold solves are slow: so many are timed and extrapolated to all enterprises.
COLD = 10
NODES, LINKS = 2_000, 10_000


def analysis(scale: str) -> Iterator[Measured]:
    """Yield the comparisons at park; larger scales take minutes."""
    if scale != "park":
        return
    yield resilience(scale)
    yield brokers()


def resilience(scale: str) -> Measured:
    """Plan again without each of 600 enterprises; each stream has ten options."""
    losing = Losing(best_options(scale))
    start = time.perf_counter()
    parts = losing.parts(LostKind.ENTERPRISE)
    touched = [part for part in parts if part.touched]
    for part in touched:
        after = losing.again(part)
        losing.lost_net(part, after)
        losing.moved(part, after)
        losing.stopped(part, after)
    warm = time.perf_counter() - start
    linear = losing.kept.linear
    wanted = np.zeros(linear.columns)
    wanted[: losing.kept.columns] = losing.problem.main_objective
    start = time.perf_counter()
    for part in touched[:: max(len(touched) // COLD, 1)][:COLD]:
        solver = quiet_solver(model(linear, wanted))
        shut = np.flatnonzero(part.change.closed).astype(np.int32)
        solver.changeColsBounds(len(shut), shut, np.zeros(len(shut)), np.zeros(len(shut)))
        solver.run()
    cold = (time.perf_counter() - start) * len(touched) / COLD
    return Measured(f"lose {len(touched)} firms", warm, f"cold, of {COLD}", cold)


def brokers() -> Measured:
    """Betweenness of 2,000 firms with 10,000 exchanges."""
    random = np.random.default_rng(1)
    ends = random.integers(0, NODES, (LINKS, 2))
    names = [f"e{number}" for number in range(NODES)]
    graph = partner_graph([(names[one], names[other], 1.0) for one, other in ends if one != other], names)
    ours = seconds(lambda: betweenness(graph), 1)
    start = time.perf_counter()
    betweenness(graph, Library.NETWORKX)
    return Measured(f"betweenness {NODES}", ours, "NetworkX", time.perf_counter() - start)
