"""What to build within limits: the best of all subsets, and the greedy rule beside it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from graph.planning import GREEDY_SHARE, Additions, Objective, PlanOptions, Wishes, best_choice, step_by_step
from tests.graph.planning.additions.test_additions import additions_to
from tests.independent.parks import random_park


def wishes_of(seed: int, objective: Objective, limits: int = 1) -> tuple[Additions, Wishes]:
    """The eight additions of a random park that are worth most for themselves, with made-up needs."""
    field, additions, site, _ = additions_to(random_park(seed), PlanOptions(objective=objective))
    worths = {option: additions.gain((site[option.facility],)).worth for option in field.options}
    some = sorted(field.options, key=lambda option: (-worths[option], option.facility))[:8]
    needs = np.random.default_rng(seed).uniform(1.0, 10.0, (len(some), limits))
    sites = tuple(site[option.facility] for option in some)
    kinds = tuple(option.technology.id for option in some)
    return additions, Wishes(sites, kinds, needs, np.full(limits, 14.0))


@pytest.mark.parametrize("limits", [1, 2])
@pytest.mark.parametrize("objective", [Objective.TONNES, Objective.BENEFIT])
@pytest.mark.parametrize("seed", [2, 3, 9, 21, 25])
def test_the_choice_is_the_best_of_all_subsets_that_the_limits_allow(
    seed: int, objective: Objective, limits: int
) -> None:
    additions, wishes = wishes_of(seed, objective, limits)
    places = range(len(wishes.sites))
    subsets = [some for size in range(len(places) + 1) for some in combinations(places, size)]
    every = {some: additions.gain(wishes.sites_of(some)).worth for some in subsets if wishes.fits(some)}
    found = best_choice(additions, wishes)
    best = max(every.values())
    same = 2e-6 * max(abs(best), 1.0)
    assert found.proved
    assert wishes.fits(found.chosen)
    assert found.worth == pytest.approx(best, abs=same)
    assert found.at_most >= best - same
    # Of equal choices that is taken which needs least.
    equal = [some for some, worth in every.items() if worth >= best - same]
    thrift = min(sum(wishes.weight([place]) for place in some) for some in equal)
    assert sum(wishes.weight([place]) for place in found.chosen) <= thrift + 1e-3


@pytest.mark.parametrize("seed", [2, 3, 9, 21, 25])
def test_the_greedy_rule_keeps_the_limits_and_is_no_better_than_the_best(seed: int) -> None:
    additions, wishes = wishes_of(seed, Objective.TONNES)
    steps = step_by_step(additions, wishes, [(place,) for place in range(len(wishes.sites))])
    chosen = [place for step in steps for place in step]
    assert wishes.fits(chosen)
    best = best_choice(additions, wishes)
    worth = additions.gain(wishes.sites_of(chosen)).worth
    assert worth <= best.at_most + 1e-6 * max(best.at_most, 1.0)
    assert 0.3 < GREEDY_SHARE < 0.32


def test_with_nothing_to_spend_nothing_is_built_and_with_enough_all_that_helps() -> None:
    additions, wishes = wishes_of(9, Objective.BENEFIT)
    nothing = best_choice(additions, Wishes(wishes.sites, wishes.kinds, wishes.needs, np.zeros(1)))
    assert (nothing.chosen, nothing.worth, nothing.proved) == ((), 0.0, True)
    enough = best_choice(additions, Wishes(wishes.sites, wishes.kinds, wishes.needs, np.array([1e9])))
    alone = max(additions.gain((site,)).worth for site in wishes.sites)
    assert enough.worth >= alone - 1e-6 * max(alone, 1.0)
