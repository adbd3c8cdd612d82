"""A whole plan against a cold HiGHS for its first objective alone, and what building the arrays takes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import highspy
import numpy as np

from graph.matching.ranking import MatchColumns, rank
from graph.planning import PlanOptions, WhatIf, make_plan, plan_if, pose
from graph.planning.programme import Column, Links, Programme, build_programme, lay_out, net_diverted
from graph.planning.solver import Floats, LinearProgramme, quiet_solver, solve
from graph.snapshot import Snapshot
from graph.vocabulary import Unit
from ingest import shipped_records
from tests.bench.cases import Measured, seconds
from tests.bench.made_up import RADIUS_KM, TOP, columns_of, snapshot_at

#: A cold solver that needs longer than this many times ours is stopped there.
PATIENCE = 30.0


def planning(scale: str) -> Iterator[Measured]:
    """Yield the comparisons at one scale: ten options for every stream; net tonnes, then the scores."""
    snapshot = snapshot_at(scale)
    links = best_links(columns_of(snapshot))
    build = seconds(lambda: programme_of(snapshot, links), 1)
    programme = programme_of(snapshot, links)
    net = net_diverted(programme.layout, Unit.TONNE)
    flows = programme.layout.flows
    score = np.where(flows.kind == Column.DIVERT, np.nan_to_num(flows.score), 0.0)
    ours = seconds(lambda: solve(programme.linear, [net, score]), 1)
    theirs, value, finished = cold(programme.linear, net, PATIENCE * ours)
    if finished:
        assert np.isclose(value, solve(programme.linear, [net]).value, rtol=1e-7)
    name = "HiGHS cold" if finished else "HiGHS cold, stopped"
    yield Measured(f"planning {scale}", ours, name, theirs)
    yield Measured(f"plan {scale}, building", build, "HiGHS cold solve", theirs)
    if scale == "park":
        yield what_if()


def what_if() -> Measured:
    """Ask a kept plan of the shipped park what one other capacity would do, beside planning it anew."""
    snapshot = Snapshot.from_records(shipped_records())
    kept = pose(snapshot)
    capacity = kept.before.sites.capacity
    facility = str(kept.before.sites.facility[int(capacity.argmax())])
    change = WhatIf(capacities={facility: float(capacity.max()) / 2.0})
    ours, theirs = seconds(lambda: plan_if(kept, change)), seconds(lambda: make_plan(snapshot))
    return Measured("what if, Anning", ours, "a plan anew", theirs)


def best_links(columns: MatchColumns) -> Links:
    """Return the best options of every stream as candidate linkages of a plan."""
    ranking = rank(columns, TOP)
    return Links(
        stream=ranking.stream.astype(np.int64),
        facility=ranking.facility.astype(np.int64),
        port=columns.port(ranking.offer).astype(np.int64),
        score=ranking.score,
        fit=ranking.score,
        confidence=np.ones(len(ranking)),
        blended=np.zeros(len(ranking), dtype=bool),
    )


def programme_of(snapshot: Snapshot, links: Links) -> Programme:
    """Return the plan's programme of the linkages."""
    return build_programme(lay_out(snapshot, links, 1.3, RADIUS_KM), PlanOptions())


def cold(programme: LinearProgramme, objective: Floats, limit: float) -> tuple[float, float, bool]:
    """Return seconds, value and whether it ended, of HiGHS on the arrays as they are."""
    start = time.perf_counter()
    solver = quiet_solver(programme, objective)
    solver.setOptionValue("time_limit", limit)
    solver.run()
    took = time.perf_counter() - start
    finished = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return took, float(solver.getObjectiveValue()), finished
