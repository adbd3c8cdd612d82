"""Parks in which limits tell origins apart, against the model of this folder."""

from __future__ import annotations

import pytest

from tests.independent.carried import Campaign
from tests.independent.chains import random_chain
from tests.independent.comparison import SINGLE, Case, compare
from tests.independent.programme import Asked, Programme
from tests.independent.tables import Tables

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_models_find_the_same_best_plan(seed: int) -> None:
    case = Case.of(random_chain(seed), Asked(minimum_lot=8.0) if seed % 4 == 3 else Asked())
    for objective in SINGLE:
        assert compare(case, objective) is not None


def test_every_rule_of_campaigns_has_a_part_in_some_park() -> None:
    apart = closed = beside = again = running = False
    for seed in SEEDS:
        programme = Programme(Tables(random_chain(seed).tables))
        columns, into = programme.columns, dict[str, set[Campaign]]()
        for column in columns:
            if column.into is not None and column.way is not None:
                into.setdefault(column.way.to.facility["id"], set()).add(column.into)
        apart |= any(len(campaigns) > 1 for campaigns in into.values())
        closed |= any(not campaign.open_to for campaign in into.get("f0", set()))
        beside |= len({column.leaves for column in columns if column.way and not column.way.main}) > 1
        keys = [column.key for column in columns if column.kind == "divert"]
        again |= len(keys) > len(set(keys))
        running |= bool(programme.carried.running())
    assert (apart, closed, beside, again, running) == (True, True, True, True, True)
