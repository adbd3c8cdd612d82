"""Losing every enterprise of a park against cold solves, and betweenness against pure NetworkX."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from graph.analysis import Library, betweenness
from graph.network import partner_graph
from graph.planning.allocation import pose
from graph.planning.losses.losing import Losing, LostKind
from graph.planning.solver import quiet_solver
from tests.bench.cases import Measured, seconds
from tests.bench.made_up import snapshot_at

#: Cold solves are slow: so many are timed and extrapolated to all enterprises.
COLD = 5
NODES, LINKS = 2_000, 10_000


def analysis(scale: str) -> Iterator[Measured]:
    """Yield the comparisons at park; larger scales take minutes."""
    if scale != "park":
        return
    yield resilience(scale)
    yield brokers()


def resilience(scale: str) -> Measured:
    """Pose a park's problem, plan, and plan again without each of 600 enterprises, over all linkages."""
    snapshot = snapshot_at(scale)
    start = time.perf_counter()
    losing = Losing(pose(snapshot))
    parts = losing.parts(LostKind.ENTERPRISE)
    touched = [part for part in parts if part.touched]
    for part in touched:
        without = losing.again(part)
        losing.lost_net(part, without)
        losing.moved(part, without)
        losing.stopped(part, without)
    warm = time.perf_counter() - start
    linear = losing.kept.linear
    wanted = np.zeros(linear.columns)
    wanted[: losing.kept.columns] = losing.problem.main_objective
    start = time.perf_counter()
    for part in touched[:: max(len(touched) // COLD, 1)][:COLD]:
        solver = quiet_solver(linear, wanted)
        shut = part.change.closed.astype(np.int32)
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
