"""What decides among equal plans: money and CO2e before scores, never the names of things."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog
from scipy.sparse import csc_array, vstack

from graph.model import Facility, WasteStream
from graph.planning import Objective, Plan, PlanOptions, make_plan
from graph.planning.allocation import pose
from graph.snapshot import Records, Snapshot
from graph.tables import TABLES
from graph.vocabulary import Unit
from ingest import shipped_records
from tests.build import facility, material, park_of, recipe, stream
from tests.graph.planning.test_properties import FIXED, parks

RENAMED = ("enterprises", "facilities", "linkages", "waste_streams")


@pytest.fixture(scope="module")
def anning() -> Records:
    return shipped_records()


def renamed(records: Records) -> Records:
    """Give rows other ids, whose order is turned round, wherever they are named."""
    names: dict[str, Mapping[str, str]] = {}
    for table in RENAMED:
        ids = sorted(records[table]["id"].to_pylist()) if table in records else []
        names[table] = {id: f"x{len(ids) - place:06d}" for place, id in enumerate(ids)}
    found = {}
    for table, rows in records.items():
        for column in TABLES[table].columns:
            named = table if column.name == "id" else column.references
            if named in names:
                place = rows.schema.get_field_index(column.name)
                values = [
                    [names[named][id] for id in value]
                    if isinstance(value, list)
                    else value and names[named][value]
                    for value in rows[column.name].to_pylist()
                ]
                rows = rows.set_column(place, column.name, pa.array(values, rows.schema.field(place).type))
        found[table] = rows
    return found


def figures(plan: Plan) -> list[float]:
    return [*(plan.total(unit).net for unit in Unit), plan.benefit, plan.co2_avoided]


@pytest.mark.parametrize("objective", [Objective.TONNES, Objective.BENEFIT, Objective.CO2])
def test_other_ids_move_no_total_of_anning(anning: Records, objective: Objective) -> None:
    """Case C15."""
    options = PlanOptions(objective=objective)
    plan, other = (
        make_plan(Snapshot.from_records(records), options) for records in (anning, renamed(anning))
    )
    assert figures(other) == pytest.approx(figures(plan), rel=1e-9)


@settings(max_examples=12, deadline=None)
@given(parks())
def test_other_ids_move_no_tonne_no_money_and_no_co2(parts: list[WasteStream | Facility]) -> None:
    snapshot = Snapshot.of([*FIXED, *parts])
    other = Snapshot.from_records(renamed(dict(snapshot.tables)))
    for objective in (Objective.TONNES, Objective.BENEFIT):
        plan, again = (make_plan(park, PlanOptions(objective=objective)) for park in (snapshot, other))
        assert figures(again) == pytest.approx(figures(plan), rel=1e-9, abs=1e-6)


def test_no_plan_of_anning_with_the_same_net_amounts_brings_more(anning: Records) -> None:
    """Case C15.

    An independent solver, held to the same net amounts within its tolerance of 1e-7, finds no more.
    """
    problem = pose(Snapshot.from_records(anning))
    plan = problem.solve([problem.main_objective, *problem.tie_breaks])
    linear, benefit = problem.programme.linear, problem.credits.benefit
    matrix = csc_array((linear.value, linear.index, linear.start), (linear.rows, linear.columns))
    net = np.array([problem.credits.net[unit] for unit in Unit])
    equal = linear.row_lower == linear.row_upper
    above, below = (
        np.flatnonzero(~equal & np.isfinite(bound)) for bound in (linear.row_upper, linear.row_lower)
    )
    best = linprog(
        -benefit,
        A_ub=vstack([matrix[above], -matrix[below]]),
        b_ub=np.r_[linear.row_upper[above], -linear.row_lower[below]],
        A_eq=vstack([matrix[np.flatnonzero(equal)], csc_array(net)]),
        b_eq=np.r_[linear.row_upper[equal], net @ plan.flows],
        bounds=np.stack([linear.lower, linear.upper], axis=1),
    )
    assert best.status == 0
    assert benefit @ plan.flows == pytest.approx(-best.fun, rel=1e-4)


def test_sorting_that_gains_nothing_is_an_effort_that_nobody_makes() -> None:
    """All that comes in comes out as it was, and is dumped: no price, no cost, no gain, and so no flow."""
    plan = make_plan(
        park_of(
            material("w"),
            stream("s", "maker", "w", 100.0),
            *recipe("sort", "w", "w", 1.0),
            facility("f", "user", "sort", 100.0),
        )
    )
    assert plan.flows == ()
    assert plan.total(Unit.TONNE).gross == 0.0
