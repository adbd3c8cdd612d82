"""A balance that does not close is found, wherever the number was lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.errors import SymbioflowError
from graph.planning.allocation import Problem, pose, written
from graph.planning.programme import Column
from graph.planning.result import check_mass_balance
from graph.planning.solver import Floats
from graph.vocabulary import Unit
from tests.build import facility, material, park_of, recipe, stream


def washing() -> tuple[Problem, Floats]:
    """80 t of gypsum are washed into 56 t clean and 20 t mud, of which a press takes 15 t."""
    problem = pose(
        park_of(
            material("gypsum"),
            material("clean"),
            material("mud"),
            material("brick"),
            stream("s", "maker", "gypsum", 80.0),
            recipe("wash", "gypsum", "clean", 0.7, residue=("mud", 0.25)),
            recipe("press", "mud", "brick"),
            facility("f", "user", "wash", 500.0),
            facility("g", "user", "press", 15.0),
        )
    )
    return problem, problem.solve([problem.main_objective, *problem.tie_breaks]).flows


def test_a_plan_closes_at_every_facility_and_over_the_park() -> None:
    """f makes 76 t of 80 t; g makes 15 t of 15 t; the park takes in 80 t and gives off 56 + 15 + 5 + 4."""
    problem, flows = washing()
    plan = written(problem, problem.solve([problem.main_objective, *problem.tie_breaks]))
    found = {(item.place, item.unit): (item.inflow, item.outflow) for item in plan.balances}
    assert found == {
        ("f", Unit.TONNE): (pytest.approx(76.0), pytest.approx(76.0)),
        ("g", Unit.TONNE): (pytest.approx(15.0), pytest.approx(15.0)),
        ("park", Unit.TONNE): (pytest.approx(80.0), pytest.approx(80.0)),
        ("park mass", Unit.TONNE): (pytest.approx(80.0), pytest.approx(80.0)),
    }
    assert check_mass_balance(problem.programme.layout, flows, plan.runs) == plan.balances


@pytest.mark.parametrize(
    ("kind", "place"),
    [(Column.DIVERT, "f intake"), (Column.TRANSFER, "g intake")],
    ids=["diversion", "transfer"],
)
def test_a_flow_that_does_not_arrive_breaks_the_balance(kind: int, place: str) -> None:
    problem, flows = washing()
    plan = written(problem, problem.solve([problem.main_objective, *problem.tie_breaks]))
    layout = problem.programme.layout
    altered = flows.copy()
    altered[layout.flows.where(kind)] *= 0.5
    with pytest.raises(SymbioflowError, match=place) as refused:
        check_mass_balance(layout, altered, plan.runs)
    assert refused.value.code == "BALANCE_BROKEN"


def test_residue_that_goes_nowhere_breaks_the_balance() -> None:
    problem, flows = washing()
    plan = written(problem, problem.solve([problem.main_objective, *problem.tie_breaks]))
    runs = [replace(run, disposed=()) for run in plan.runs]
    with pytest.raises(SymbioflowError, match=r"^f: 76\.0\d* t come in, 71\.0\d* t go out") as refused:
        check_mass_balance(problem.programme.layout, flows, runs)
    assert refused.value.code == "BALANCE_BROKEN"


def test_a_stream_that_gives_more_than_it_has_breaks_the_balance() -> None:
    """Everything doubled still closes at each facility, but the stream has 80 t and not 160 t."""
    problem, _ = washing()
    solution = problem.solve([problem.main_objective, *problem.tie_breaks])
    with pytest.raises(SymbioflowError, match=r"^s: 80\.0 t come in, 160\.0\d* t go out") as refused:
        written(problem, replace(solution, flows=2.0 * solution.flows))
    assert refused.value.code == "BALANCE_BROKEN"


def test_residue_lost_by_the_solver_breaks_the_balance() -> None:
    problem, _ = washing()
    solution = problem.solve([problem.main_objective, *problem.tie_breaks])
    lost = solution.flows.copy()
    lost[problem.programme.layout.flows.where(Column.DISPOSE)] = 0.0
    with pytest.raises(SymbioflowError, match=r"^f: ") as refused:
        written(problem, replace(solution, flows=lost))
    assert refused.value.code == "BALANCE_BROKEN"
