"""What a plan gains from facilities that are not there: within its bound, and as a plan with them says."""

from __future__ import annotations

import numpy as np
import pytest

from graph.errors import SymbioflowError
from graph.model import Technology
from graph.planning import Additions, Objective, PlanOptions, make_plan, pose
from graph.ranges import Range
from graph.recruiting.finding.field import Field, Option
from graph.recruiting.finding.sites import areas
from graph.snapshot import Snapshot
from graph.vocabulary import Unit
from tests.graph.recruiting.added import with_lead
from tests.independent.parks import random_park

#: Two answers of one programme, relative to the plan's objective.
SAME = 1e-7


def additions_to(park: Snapshot, options: PlanOptions) -> tuple[Field, Additions, dict[str, int], Range]:
    """Every technology of the park's library at every area, each of one size."""
    places = [Option(technology, place) for technology in park.all(Technology) for place in areas(park)]
    field, size = Field(park, tuple(places), options), Range(20.0, 35.0, 60.0)
    additions = field.additions({option.facility: size for option in places})
    names = additions.problem.programme.layout.sites.facility
    return field, additions, {str(names[site]): int(site) for site in np.flatnonzero(additions.new)}, size


@pytest.mark.parametrize("objective", [Objective.TONNES, Objective.BENEFIT, Objective.CO2])
@pytest.mark.parametrize("seed", [2, 3, 9, 21])
def test_an_addition_is_worth_what_a_plan_with_it_says_and_no_more_than_its_bound(
    seed: int, objective: Objective
) -> None:
    worth_what_a_plan_says(random_park(seed), PlanOptions(objective=objective), seed)


@pytest.mark.parametrize("seed", [1, 2, 3, 9])
def test_so_is_one_that_sells_in_months_or_on_days_of_its_buyers(seed: int) -> None:
    park = random_park(seed, heats=seed % 2 == 0, buys=True)
    worth_what_a_plan_says(park, PlanOptions(objective=Objective.BENEFIT), seed)


def worth_what_a_plan_says(park: Snapshot, options: PlanOptions, seed: int) -> None:
    before = make_plan(park, options)
    field, additions, site, size = additions_to(park, options)
    tolerance = SAME * max(abs(before.objective_value), 1.0) + 1e-6
    assert additions.value == pytest.approx(before.objective_value, abs=tolerance)
    bounds = additions.bounds([(site[option.facility],) for option in field.options]).most
    gains = [additions.gain((site[option.facility],)) for option in field.options]
    assert all(gain.worth <= bound + tolerance for gain, bound in zip(gains, bounds, strict=True))
    for option, gain in [*zip(field.options, gains, strict=True)][seed % 3 :: 5]:
        after = make_plan(with_lead(park, option, size), options)
        if after.today != before.today:
            # A taker of what it makes scores better with it, and is then taken for one of today's.
            continue
        assert gain.worth == pytest.approx(after.objective_value - before.objective_value, abs=tolerance)
        assert gain.benefit == pytest.approx(after.benefit - before.benefit, rel=1e-5, abs=1e-3)
        assert gain.co2 == pytest.approx(after.co2_avoided - before.co2_avoided, rel=1e-5, abs=1e-3)


def test_no_answer_depends_on_what_was_asked_before() -> None:
    field, additions, site, _ = additions_to(random_park(3), PlanOptions())
    sites = [site[option.facility] for option in field.options]
    there = [additions.gain((one,)).worth for one in sites]
    back = [additions.gain((one,)).worth for one in reversed(sites)]
    assert there == back[::-1]


def test_two_additions_together_are_bounded_too() -> None:
    field, additions, site, _ = additions_to(random_park(9), PlanOptions(objective=Objective.BENEFIT))
    sites = [site[option.facility] for option in field.options]
    blocks = [(one, other) for one in sites[:6] for other in sites[6:12]]
    for block, bound in zip(blocks, additions.bounds(blocks).most, strict=True):
        assert additions.gain(block).worth <= bound + 1e-6 * max(bound, 1.0)


@pytest.mark.parametrize("objective", [Objective.TONNES, Objective.BENEFIT, Objective.CO2])
@pytest.mark.parametrize("seed", [2, 4, 9])
def test_the_answer_for_one_addition_bounds_every_other_and_itself_exactly(
    seed: int, objective: Objective
) -> None:
    field, additions, site, _ = additions_to(random_park(seed), PlanOptions(objective=objective))
    blocks = [(site[option.facility],) for option in field.options]
    exact = [additions.gain(block).worth for block in blocks]
    tolerance = SAME * max(abs(additions.value), *exact, 1.0)
    for number in range(seed % 3, len(blocks), 4):
        found = additions.worth(blocks[number])
        assert found.worth == pytest.approx(exact[number], abs=tolerance)
        bounds = additions.bounds(blocks, found).most
        assert all(worth <= bound + tolerance for worth, bound in zip(exact, bounds, strict=True))
        assert bounds[number] == pytest.approx(exact[number], abs=10 * tolerance)


def test_nothing_added_is_worth_nothing() -> None:
    _, additions, _, _ = additions_to(random_park(2), PlanOptions())
    gain = additions.gain(())
    assert gain.worth == pytest.approx(0.0, abs=1e-6)
    assert gain.net[Unit.TONNE] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    "options",
    [PlanOptions(minimum_lot=5.0), PlanOptions(objective=Objective.WEIGHTED, mix=(1.0, 1.0, 1.0))],
    ids=["lots", "mix"],
)
def test_what_no_bound_holds_for_is_refused(options: PlanOptions) -> None:
    with pytest.raises(SymbioflowError) as refused:
        Additions(pose(random_park(2), options), frozenset())
    assert refused.value.code == "BAD_OPTION"
