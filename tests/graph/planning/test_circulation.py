"""Going round earns nothing: no tonnes, no money, no CO2e."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.planning import Objective, Plan, PlanOptions, make_plan
from graph.planning.allocation import pose
from graph.planning.programme import STARTING, Column
from graph.planning.solver import solve
from graph.vocabulary import Direction, Unit
from tests.build import facility, material, park_of, port, price, recipe, stream, technology
from tests.independent.chains import random_chain
from tests.independent.parks import random_park
from tests.independent.product import Snapshot, shipped_park

SINGLE = (Objective.TONNES, Objective.BENEFIT, Objective.CO2)


def what_circulates(snapshot: Snapshot) -> float:
    """Return the most that flows if no stream gives anything, and every facility and market has endless room.

    What earns while it goes round is then without bound, and the solver says so.
    """
    problem = pose(snapshot)
    linear, flows = problem.programme.linear, problem.programme.layout.flows
    upper = linear.upper.copy()
    starting, months = flows.where(*STARTING, Column.STOCK), flows.where(Column.MONTH)
    upper[starting] = 0.0
    upper[months[np.isin(flows.parent[months], starting)]] = 0.0
    bounds = np.where(linear.row_upper > 0.0, np.inf, linear.row_upper)
    open_ = replace(linear, upper=upper, row_upper=bounds)
    everything = np.ones(linear.columns)
    aims = [problem.objective(name) for name in SINGLE]
    return max(float(solve(open_, [aim]).flows.sum()) for aim in [*aims, everything])


def test_nothing_circulates_in_the_shipped_park() -> None:
    """Case C22."""
    assert what_circulates(shipped_park()) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_circulates_in_random_parks(seed: int) -> None:
    assert what_circulates(random_park(seed)) == pytest.approx(0.0, abs=1e-9)
    assert what_circulates(random_chain(seed)) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_circulates_by_the_month(seed: int) -> None:
    park = random_park(seed, seasons=True, stops=True, washes=seed % 2 == 0, heats=True)
    flows = pose(park).programme.layout.flows
    months = flows.where(Column.MONTH)
    # Else the months of streams were all there are.
    assert (~np.isin(flows.parent[months], flows.where(*STARTING))).any()
    assert what_circulates(park) == pytest.approx(0.0, abs=1e-9)


def residue_only(name: str, takes: str, gives: str, ratio: float) -> list[object]:
    return [
        technology(name),
        port(name, Direction.MAIN_INPUT, takes),
        port(name, Direction.RESIDUE, gives, ratio),
    ]


def plan_of(*parts: object, objective: Objective = Objective.TONNES) -> Plan:
    return make_plan(park_of(*parts), PlanOptions(objective=objective))


def test_what_two_treatments_hand_to_each_other_till_it_is_gone_was_never_used() -> None:
    """100 t of w; w leaves 0.5 of v, v leaves 0.5 of w, and nothing ever becomes a product (C20)."""
    plan = plan_of(
        material("w"),
        material("v"),
        residue_only("one", "w", "v", 0.5),
        residue_only("other", "v", "w", 0.5),
        stream("s", "maker", "w", 100.0),
        facility("f", "user", "one", 1000.0),
        facility("g", "user", "other", 1000.0),
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(0.0)


@pytest.mark.parametrize("back", [0.95, 1.0])
def test_gold_is_found_once_however_often_its_ore_goes_round(back: float) -> None:
    """10 t with a tenth of gold are 1 t of gold, 100 CNY (C21)."""
    plan = plan_of(
        *(material(name) for name in ("w", "v", "gold")),
        recipe("one", "w", "gold", 0.1, residue=("v", 1.0)),
        residue_only("other", "v", "w", back),
        price("gold", 100.0),
        stream("s", "maker", "w", 10.0),
        facility("f", "user", "one", 1000.0),
        facility("g", "user", "other", 1000.0),
        objective=Objective.BENEFIT,
    )
    assert plan.benefit == pytest.approx(100.0)


@pytest.mark.parametrize("halves", [1, 2])
def test_one_works_is_no_more_than_its_two_halves(halves: int) -> None:
    """50 t leave 0.15 t of mud each, that the same recipe could add: 42.5 t, as one works or as two (C23)."""
    plan = plan_of(
        *(material(name) for name in ("clay", "brick", "mud")),
        recipe("press", "clay", "brick", 0.85, residue=("mud", 0.15), auxiliary=[("mud", 0.2)]),
        stream("s", "maker", "clay", 50.0),
        *(facility(f"f{number}", "user", "press", 60.0 / halves) for number in range(halves)),
    )
    assert plan.total(Unit.TONNE).net == pytest.approx(42.5)
