"""Over the few columns that may matter a programme has the optimum that it has over all of them."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np
import pytest

from graph.errors import SymbioflowError
from graph.planning.solver import (
    Effort,
    Floats,
    KeptSolver,
    LinearProgramme,
    Search,
    run_surely,
    search,
    solve,
)


def programme(seed: int, givers: int = 12, takers: int = 9) -> tuple[LinearProgramme, list[Floats]]:
    """Givers and takers with bounds, every way between them open, and three objectives."""
    random = np.random.default_rng(seed)
    columns = np.arange(givers * takers)
    row = np.r_[columns // takers, givers + columns % takers]
    value = np.r_[np.ones(len(columns)), random.choice([0.5, 1.0], len(columns))]
    bounds = np.zeros(len(columns)), np.full(len(columns), np.inf)
    rooms = np.r_[random.uniform(1.0, 9.0, givers), random.uniform(1.0, 9.0, takers)]
    linear = LinearProgramme.of_entries(
        bounds, (np.full(len(rooms), -np.inf), rooms), row, np.r_[columns, columns], value
    )
    worth = random.choice([1.0, 2.0, 3.0], len(columns))
    return linear, [worth, random.choice([-1.0, 0.0, 1.0], len(columns)), random.random(len(columns))]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_HELD_WHOLE", 0)
    monkeypatch.setattr(search, "_BEST", 1)


@pytest.mark.parametrize("seed", range(20))
def test_every_objective_in_its_order_reaches_what_it_reaches_over_all_columns(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    linear, objectives = programme(seed)
    whole = solve(linear, objectives)
    monkeypatch.setattr(search, "_HELD_WHOLE", 0)
    monkeypatch.setattr(search, "_BEST", 1)
    found = solve(linear, objectives)
    for objective in objectives:
        assert float(objective @ found.flows) == pytest.approx(float(objective @ whole.flows), rel=1e-7)
    # Its duals are those of the whole programme too: no column is worth more than its rows.
    assert linear.priced(objectives[0], found.row_dual).max() <= 1e-9


@pytest.mark.usefixtures("few")
def test_most_columns_never_come_in() -> None:
    linear, objectives = programme(1, 60, 40)
    found = Search(linear, objectives[:1], Effort())
    found.best(objectives[0])
    assert len(found.held) < linear.columns / 3


@pytest.mark.usefixtures("few")
def test_what_the_few_cannot_meet_the_rest_may() -> None:
    """Both columns are worth less than nothing, and one of them must carry what the third takes along."""
    linear, _ = programme(2, 1, 3)
    least = np.r_[linear.row_lower, 2.0]
    row = np.r_[linear.index, [4, 4]]
    column, value = np.r_[linear.column_of_entry(), [1, 2]], np.r_[linear.value, [1.0, 1.0]]
    bounds, most = (linear.lower, linear.upper), np.r_[np.full(4, 5.0), np.inf]
    bound = LinearProgramme.of_entries(bounds, (least, most), row, column, value)
    found = solve(bound, [np.array([-1.0, -3.0, -2.0])])
    assert found.flows.tolist() == pytest.approx([0.0, 0.0, 2.0])


@pytest.mark.usefixtures("few")
def test_what_nothing_meets_is_refused() -> None:
    linear, objectives = programme(3)
    upper = linear.row_upper.copy()
    upper[0] = -1.0
    impossible = replace(linear, row_upper=upper)
    with pytest.raises(SymbioflowError, match="no plan meets every bound"):
        solve(impossible, objectives)


@pytest.mark.parametrize("seed", range(20))
def test_the_solver_is_not_asked_for_an_objective_that_nothing_improves(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sum of all is solved once; where its basis is best for an objective too, its prices tell so."""
    linear, objectives = programme(seed)
    anew = solve(linear, objectives)
    kept, asked = Search(linear, objectives, Effort(), kept=KeptSolver()), 0

    def counted(solver: highspy.Highs) -> None:
        nonlocal asked
        asked += 1
        run_surely(solver)

    monkeypatch.setattr(search, "run_surely", counted)
    first = kept.improve(objectives[0])
    assert first == pytest.approx(anew.row_dual, abs=1e-9)
    assert asked <= 1
    before = asked
    # What was just the best is so still, and what is nothing at all costs nothing.
    assert kept.improve(objectives[0]) == pytest.approx(first, abs=1e-9)
    assert asked == before
    for objective in objectives[1:]:
        kept.improve(objective)
    assert kept.flows == pytest.approx(anew.flows, abs=1e-7)


@pytest.mark.usefixtures("few")
def test_a_kept_solver_that_has_taken_columns_in_holds_none_of_them_next_time() -> None:
    linear, objectives = programme(1, 60, 40)
    kept = KeptSolver()
    first = solve(linear, objectives, kept=kept)
    kept.start_here()
    again = solve(linear, objectives, kept=kept)
    assert again.value == pytest.approx(first.value)
    assert again.flows == pytest.approx(first.flows, abs=1e-7)
