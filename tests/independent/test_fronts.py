"""Points of a Pareto front: the other model finds no plan that beats one, and the same ends."""

from __future__ import annotations

import pytest

from tests.independent.answers import invested
from tests.independent.comparison import SINGLE, Case, near
from tests.independent.parks import random_park
from tests.independent.product import ParetoPoint, front_of, shipped_park, way_key
from tests.independent.programme import Asked
from tests.independent.solving import best, held

ANNING, PARK = "anning", "random"


def case_of(park: str, asked: Asked) -> Case:
    return Case.of(shipped_park() if park == ANNING else random_park(4), asked)


@pytest.mark.parametrize(
    ("park", "objectives", "asked"),
    [
        (ANNING, ("tonnes", "benefit"), Asked()),
        (ANNING, ("co2", "benefit"), Asked()),
        (PARK, ("tonnes", "benefit"), Asked(horizon=2)),
        (PARK, ("benefit", "co2", "tonnes"), Asked()),
    ],
)
def test_no_plan_is_better_than_a_point_of_the_front(
    park: str, objectives: tuple[str, ...], asked: Asked
) -> None:
    """With the other objectives kept where the point has them, the first cannot be more than it is."""
    case = case_of(park, asked)
    front = front_of(case.snapshot, objectives, 4, asked)
    first, *others = (case.coefficients(name) for name in objectives)
    assert len(front.points) > 1
    for point in front.points:
        check_point(case, point)
        reached = reaches(point, objectives)
        floors = [(row, least) for row, least in zip(others, reached[1:], strict=True)]
        farthest = best(case.programme, [first], [(row, least - 1e-10 * abs(least)) for row, least in floors])
        assert farthest is not None
        assert reached[0] == near(farthest.values[0], 1e-6)


@pytest.mark.parametrize("objectives", [("tonnes", "benefit"), ("benefit", "co2")])
def test_a_front_goes_from_one_lexicographic_optimum_to_the_other(objectives: tuple[str, str]) -> None:
    case = case_of(ANNING, Asked())
    points = front_of(case.snapshot, objectives, 3, Asked()).points
    rows = [case.coefficients(name) for name in objectives]
    for point, order in ((points[0], (0, 1)), (points[-1], (1, 0))):
        end = best(case.programme, [rows[place] for place in order])
        assert end is not None
        found = reaches(point, objectives)
        assert [found[place] for place in order] == [near(wanted, 1e-6) for wanted in end.values]


def reaches(point: ParetoPoint, objectives: tuple[str, ...]) -> list[float]:
    return [getattr(point, name) for name in objectives]


def check_point(case: Case, point: ParetoPoint) -> None:
    """Assert that a point's linkages can bring what it says, wherever their products end."""
    programme = case.programme
    flows = {way_key(flow): flow.amount for flow in point.flows}
    assert set(flows) <= set(programme.place)
    floors = held(programme, flows, 1e-7, ("divert", "transfer"))
    for name in SINGLE:
        row, reached = case.coefficients(name), getattr(point, name)
        slack = 1e-6 * max(abs(reached), 1.0)
        floors += [(row, reached - slack), ([-each for each in row], -reached - slack)]
    assert best(programme, [[0.0] * len(programme.columns)], floors) is not None
    assert point.investment.likely == near(invested(programme, flows), 1e-9)
