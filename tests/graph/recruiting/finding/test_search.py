"""The certified list is the one that solving every option gives."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from graph.planning import Objective, PlanOptions
from graph.recruiting.finding.search import search
from tests.graph.planning.additions.test_additions import additions_to
from tests.independent.parks import random_park


@pytest.mark.parametrize("objective", [Objective.TONNES, Objective.BENEFIT, Objective.CO2])
@pytest.mark.parametrize("top", [1, 3])
@pytest.mark.parametrize("seed", [2, 4, 9, 22, 25])
def test_the_certified_list_is_that_of_solving_everything(seed: int, top: int, objective: Objective) -> None:
    field, additions, site, _ = additions_to(random_park(seed), PlanOptions(objective=objective))
    blocks = [(site[option.facility],) for option in field.options]
    groups = [option.technology.id for option in field.options]

    def order(at: int) -> Sequence[object]:
        return (groups[at],)

    found = search(additions, blocks, groups, lambda at: False, lambda at: tuple(order(at)), top)
    every = [additions.gain(block).worth for block in blocks]
    best: dict[str, float] = {}
    for group, worth in zip(groups, every, strict=True):
        best[group] = max(best.get(group, 0.0), worth)
    expected = sorted((worth for worth in best.values() if worth > found.equal), reverse=True)[:top]
    assert [found.gains[at].worth for at in found.best] == pytest.approx(expected, abs=2 * found.equal)
    left = [worth for at, worth in enumerate(every) if at not in found.worths]
    assert all(
        worth <= max(found.rest_at_most, found.threshold) + found.equal
        or worth <= best[groups[every.index(worth)]]
        for worth in left
    )
    assert len(found.worths) <= found.positive


def test_a_short_list_is_searched_for_alone_and_further_ranks_change_nothing_of_its_proof() -> None:
    field, additions, site, _ = additions_to(random_park(5), PlanOptions())
    blocks = [(site[option.facility],) for option in field.options]
    groups = [option.technology.id for option in field.options]
    short, long, both = (
        search(additions, blocks, groups, lambda at: False, lambda at: (groups[at],), top, further)
        for top, further in ((1, 0), (3, 0), (1, 3))
    )
    assert short.best == long.best[:1] == both.best
    assert short.solved == both.solved == len(short.worths) < len(both.worths)
    assert both.ranked[:3] == long.ranked[:3]
    assert (both.threshold, both.rest_at_most) == (short.threshold, short.rest_at_most)


def test_the_order_of_options_changes_nothing() -> None:
    field, additions, site, _ = additions_to(random_park(9), PlanOptions(objective=Objective.BENEFIT))
    options = list(field.options)
    lists = []
    for seed in range(3):
        random.Random(seed).shuffle(options)
        groups = [option.technology.id for option in options]
        found = search(
            additions,
            [(site[option.facility],) for option in options],
            groups,
            lambda at: False,
            lambda at, options=options: (options[at].technology.name_en, options[at].place.name),
            3,
        )
        lists.append([options[at].facility for at in found.best])
    assert lists[0] == lists[1] == lists[2]
