"""Worlds solved warm are those solved cold, whole or with some of their columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from graph.planning import Objective, PlanOptions
from graph.planning.allocation import pose
from graph.planning.programme import Row
from graph.planning.uncertainty import uncertain
from graph.planning.uncertainty.resolving import Resolver, World, Worlds, solve_cold
from graph.snapshot import Snapshot
from graph.vocabulary import Phase, Unit
from tests.build import facility, material, park_of, price, recipe, stream
from tests.graph.planning.uncertainty.test_uncertainty import mixed_park

Mask = NDArray[np.bool_]


def shut(world: World, opened: Mask) -> World:
    """The world in which only some of the plan's columns may flow."""
    upper = world.linear.upper.copy()
    upper[: len(opened)][~opened] = 0.0
    return replace(world, linear=replace(world.linear, upper=upper))


def by_season() -> Snapshot:
    """Heat of a kiln that stops in summer, with water of all the year; a district that stops in spring."""
    winter = (*(1.0 / 6.0,) * 3, *(0.0,) * 6, *(1.0 / 6.0,) * 3)
    heat, water = {"phase": Phase.HEAT, "unit": Unit.GIGAJOULE}, {"phase": Phase.LIQUID}
    shifted = (0.25, *(0.0,) * 3, *(0.125,) * 6, 0.0, 0.0)
    return park_of(
        *(material(name) for name in ("coke", "clinker")),
        *(material(name, **heat) for name in ("heat", "warm")),
        material("water", **water),
        stream("c", "maker", "coke", 60.0),
        stream("w", "maker", "water", 24.0),
        recipe("burn", "coke", "clinker", residue=("heat", 2.0), auxiliary=[("water", 0.5)]),
        recipe("warming", "heat", "warm"),
        price("warm", 10.0, unit="CNY/GJ"),
        facility("kiln", "maker", "burn", 50.0, monthly=winter),
        facility("district", "user", "warming", 500.0, monthly=shifted),
    )


def test_the_world_of_what_is_likely_is_the_plan_itself_by_season_too() -> None:
    problem = pose(by_season())
    worlds = Worlds(problem, uncertain(problem))
    expected, linear = worlds.of(worlds.unknown.expected()).linear, problem.programme.linear
    assert {Row.MONTH_CAPACITY, Row.MONTH_OUTPUT, Row.MONTH_AUXILIARY, Row.MONTH_SUPPLY} <= set(
        problem.programme.row_kind.tolist()
    )
    assert expected.value == pytest.approx(linear.value)
    assert expected.row_upper == pytest.approx(linear.row_upper)
    assert len(worlds.made)
    assert len(worlds.bought)


@pytest.mark.parametrize("objective", [Objective.TONNES, Objective.BENEFIT, Objective.CO2])
def test_where_the_plan_stays_the_best_solving_the_world_finds_nothing_better(objective: Objective) -> None:
    problem = pose(mixed_park(), PlanOptions(objective=objective))
    unknown = uncertain(problem)
    worlds = Worlds(problem, unknown)
    resolver, likely = Resolver(worlds), unknown.expected()
    stayed, moved = 0, 0
    for slot in np.flatnonzero(unknown.high > unknown.low).tolist():
        for end in (unknown.low, unknown.high):
            slots = likely.slots.copy()
            slots[slot] = end[slot]
            world = worlds.of(replace(likely, slots=slots))
            found = resolver.solve(world).amounts
            if resolver.stays_best(world):
                stayed += 1
                objective_of = world.objective[: worlds.columns]
                assert objective_of @ found == pytest.approx(objective_of @ resolver.expected.amounts)
            else:
                moved += not np.allclose(found, resolver.expected.amounts)
            if unknown.only_worth[slot]:
                priced = worlds.revalued(worlds.of(likely), slots)
                assert priced.benefit.tobytes() == world.benefit.tobytes()
                assert priced.objective.tobytes() == world.objective.tobytes()
                assert world.linear.row_upper.tobytes() == worlds.of(likely).linear.row_upper.tobytes()
                assert world.linear.value.tobytes() == worlds.of(likely).linear.value.tobytes()
    assert stayed
    assert moved


@pytest.mark.parametrize("objective", [Objective.TONNES, Objective.BENEFIT, Objective.CO2])
def test_where_all_brings_twice_as_much_the_plan_stays_the_best_at_twice_its_prices(
    objective: Objective,
) -> None:
    problem = pose(mixed_park(), PlanOptions(objective=objective))
    worlds = Worlds(problem, uncertain(problem))
    resolver, world = Resolver(worlds), worlds.of(worlds.unknown.expected())
    assert resolver.stays_best(replace(world, objective=2.0 * world.objective))
    assert not resolver.stays_best(replace(world, objective=-world.objective))


@pytest.mark.parametrize("park", [mixed_park, by_season])
def test_a_world_of_one_other_number_is_the_same_whether_made_of_the_likely_one_or_anew(
    park: Callable[[], Snapshot],
) -> None:
    problem = pose(park(), PlanOptions(objective=Objective.BENEFIT))
    unknown = uncertain(problem)
    worlds, likely = Worlds(problem, unknown), unknown.expected()
    base, seen = worlds.of(likely), 0
    for slot in np.flatnonzero(unknown.only_ratio | unknown.only_worth).tolist():
        slots = likely.slots.copy()
        slots[slot] *= 1.25
        anew = worlds.of(replace(likely, slots=slots))
        made = worlds.remade(base, slots) if unknown.only_ratio[slot] else worlds.revalued(base, slots)
        for name in ("value", "upper", "row_lower", "row_upper"):
            assert (getattr(made.linear, name) == getattr(anew.linear, name)).all()
        for name in ("objective", "benefit", "co2", "supply", "in_use"):
            assert (getattr(made, name) == getattr(anew, name)).all()
        seen += bool(unknown.only_ratio[slot])
    assert seen


def test_what_the_solver_held_before_has_no_say_in_an_answer() -> None:
    problem = pose(mixed_park(), PlanOptions(objective=Objective.BENEFIT))
    unknown = uncertain(problem)
    worlds, likely = Worlds(problem, unknown), unknown.expected()
    resolver = Resolver(worlds)
    for slot in np.flatnonzero(unknown.high > unknown.low).tolist():
        for end in (unknown.low[slot], unknown.high[slot]):
            slots = likely.slots.copy()
            slots[slot] = end
            world = worlds.of(replace(likely, slots=slots))
            assert (resolver.solve(world).amounts == Resolver(worlds).solve(world).amounts).all()


def without_each_site(worlds: Worlds) -> list[Mask]:
    """The plan without its first site, then with all, then without each: columns come and go."""
    site = worlds.problem.programme.layout.flows.site
    count = len(worlds.problem.programme.layout.sites)
    return [site != 0, np.ones(len(site), dtype=bool), *(site != at for at in range(1, count))]


def test_an_answer_does_not_depend_on_the_order_or_the_parts_that_draws_are_solved_in() -> None:
    problem = pose(mixed_park())
    worlds = Worlds(problem, uncertain(problem))
    numbers = list(range(40))
    together, apart = Resolver(worlds), [Resolver(worlds) for _ in range(3)]
    forward = {n: together.solve(worlds.of(worlds.unknown.draw(1, n))) for n in numbers}
    for n in reversed(numbers):
        again = apart[n % 3].solve(worlds.of(worlds.unknown.draw(1, n)))
        assert again.amounts.tobytes() == forward[n].amounts.tobytes()


@pytest.mark.parametrize("objective", [Objective.TONNES, Objective.BENEFIT, Objective.CO2])
def test_a_warm_answer_is_the_cold_one_and_ties_cost_the_objective_nothing(objective: Objective) -> None:
    problem = pose(mixed_park(), PlanOptions(objective=objective))
    worlds = Worlds(problem, uncertain(problem))
    resolver = Resolver(worlds)
    for number in range(30):
        world = worlds.of(worlds.unknown.draw(2, number))
        warm, cold = resolver.solve(world), solve_cold(world, worlds.columns)
        main = {
            Objective.TONNES: problem.main_objective,
            Objective.BENEFIT: world.benefit,
            Objective.CO2: world.co2,
        }[objective]
        alone = solve_cold(
            replace(world, objective=np.r_[main, np.zeros(len(world.objective) - len(main))]), worlds.columns
        )
        best = float(main @ alone.amounts)
        assert float(main @ warm.amounts) == pytest.approx(best, rel=1e-6, abs=1e-6)
        assert float(main @ cold.amounts) == pytest.approx(float(main @ warm.amounts), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("objective", [Objective.TONNES, Objective.BENEFIT, Objective.CO2])
def test_a_world_with_some_columns_is_planned_as_if_there_were_no_others(objective: Objective) -> None:
    problem = pose(mixed_park(), PlanOptions(objective=objective))
    worlds = Worlds(problem, uncertain(problem))
    resolver, masks, moved = Resolver(worlds), without_each_site(worlds), False
    for number in range(10):
        world = worlds.of(worlds.unknown.draw(3, number))
        answers = resolver.solve_each(world, masks)
        for mask, answer in zip(masks, answers, strict=True):
            cold = solve_cold(shut(world, mask), worlds.columns)
            assert answer.amounts == pytest.approx(cold.amounts, rel=1e-6, abs=1e-6)
            assert answer.shortfall == pytest.approx(cold.shortfall, abs=1e-6)
            moved |= not np.allclose(answer.amounts, answers[0].amounts)
    assert moved


def test_a_plan_does_not_depend_on_which_others_are_asked_for() -> None:
    problem = pose(mixed_park())
    worlds = Worlds(problem, uncertain(problem))
    resolver, masks = Resolver(worlds), without_each_site(worlds)
    world = worlds.of(worlds.unknown.draw(3, 1))
    every = resolver.solve_each(world, masks)
    for mask, answer in zip(masks[1:], every[1:], strict=True):
        alone = resolver.solve_each(world, [masks[0], mask])[1]
        assert alone.amounts.tobytes() == answer.amounts.tobytes()
