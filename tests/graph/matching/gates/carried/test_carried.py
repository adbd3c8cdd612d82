"""What treatments leave of each origin is judged as a stream would be, at every port of who takes it."""

from __future__ import annotations

import pytest

from graph.matching.gates import NO_CAMPAIGN, Arrival, Origins, Step, follow_origins
from graph.model import ComponentFate, Limit
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import Direction, MaterialId, RowId, TechnologyId
from tests.build import ESTIMATE, analysis, enterprise, limit, material, park_of, port, recipe, stream

MAIN, BESIDE = Step("wash", "washed", "mill", True), Step("wash", "washed", "mill", False)
ONWARD = Step("mill", "cement", "mixer", True)
OF_INPUT = limit("mill", "Cl", maximum=0.1)
OF_MATERIAL = limit("mill", "Cl", maximum=0.1, material="washed")


def fate(technology: str, output: str, factor: float, component: str = "Cl") -> ComponentFate:
    return ComponentFate(
        id=RowId(f"{technology}:{output}:{component}"),
        technology=TechnologyId(technology),
        material=MaterialId(output),
        component=component,
        factor=Range.exact(factor),
        evidence=ESTIMATE,
    )


def park(factor: float, *more: Limit | ComponentFate, **contents: float) -> Snapshot:
    """A wash whose product a mill takes, as main input or as what it needs beside clinker; then a mixer."""
    return park_of(
        *(material(name) for name in ("mud", "washed", "clinker", "cement", "mortar")),
        enterprise("maker"),
        *(stream(name, "maker", "mud", 10.0) for name in (*contents, "unmeasured")),
        *(analysis(name, "Cl", content, "mass %") for name, content in contents.items()),
        recipe("wash", "mud", "washed", 0.8),
        recipe("mill", "clinker", "cement", auxiliary=[("washed", 0.1)]),
        recipe("mixer", "cement", "mortar"),
        port("mill", Direction.MAIN_INPUT, "washed"),
        fate("wash", "washed", factor),
        *more,
    )


def followed(snapshot: Snapshot, *arrivals: str, steps: tuple[Step, ...] = (MAIN,)) -> Origins:
    """An arrival at the wash is the names of its streams, with ``+`` between."""
    return follow_origins(
        snapshot,
        [Arrival("wash", frozenset((name, "") for name in names.split("+") if name)) for names in arrivals],
        steps,
    )


def open_to(origins: Origins) -> list[bool]:
    """Whether the first step of each arrival is open."""
    return [len(origins.onward["wash", number]) > 0 for number in origins.campaign]


@pytest.mark.parametrize(("step", "end"), [(MAIN, 0), (BESIDE, NO_CAMPAIGN)])
@pytest.mark.parametrize("bound", [OF_INPUT, OF_MATERIAL])
@pytest.mark.parametrize(("content", "open_"), [(0.4, False), (0.19, True)])
def test_a_limit_holds_at_the_main_and_at_the_auxiliary_input(
    bound: Limit, content: float, open_: bool, step: Step, end: int
) -> None:
    """0.4 % x 0.5 = 0.2 % against 0.1 %."""
    origins = followed(park(0.5, bound, dirty=content), "dirty", steps=(step,))
    assert origins.onward["wash", 0] == ({step: end} if open_ else {})


def test_two_origins_are_judged_apart_and_like_ones_together() -> None:
    snapshot = park(0.5, OF_INPUT, dirty=0.4, worse=0.9, clean=0.1)
    origins = followed(snapshot, "dirty", "worse", "clean", "unmeasured", "")
    dirty, worse, clean, unmeasured, unknown = origins.campaign
    assert dirty == worse != clean == unmeasured == unknown
    assert open_to(origins) == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("together", "open_"), [("dirty+clean", False), ("clean+unmeasured", True), ("dirty+unmeasured", False)]
)
def test_what_is_mixed_is_as_bad_as_the_worst_of_it(together: str, open_: bool) -> None:
    assert open_to(followed(park(0.5, OF_INPUT, dirty=0.4, clean=0.1), together)) == [open_]


def test_a_limit_two_steps_on_tells_origins_apart_from_the_first_step() -> None:
    """0.4 % x 0.5 x 2 = 0.4 % in the cement; the mixer takes 0.3 %."""
    far = park(0.5, fate("mill", "cement", 2.0), limit("mixer", "Cl", maximum=0.3), salt=0.4, sweet=0.2)
    origins = followed(far, "salt", "sweet", steps=(MAIN, ONWARD))
    salt, sweet = (origins.onward["wash", number][MAIN] for number in origins.campaign)
    assert salt != sweet
    assert (ONWARD in origins.onward["mill", salt], ONWARD in origins.onward["mill", sweet]) == (False, True)
    (broken,) = origins.broken("wash", frozenset({"salt"}))
    assert (broken.step, broken.value) == (ONWARD, pytest.approx(0.4))
    assert origins.broken("wash", frozenset({"sweet"})) == ()


def test_what_nobody_knows_the_fate_of_is_not_known_after_the_step() -> None:
    """The mill says nothing of chlorine in its cement, so that the mixer can refuse none of it."""
    far = park(0.5, limit("mixer", "Cl", maximum=0.3), salt=0.4)
    origins = followed(far, "salt", steps=(MAIN, ONWARD))
    assert ONWARD in origins.onward["mill", origins.onward["wash", origins.campaign[0]][MAIN]]


def test_an_index_is_made_anew_of_the_activities_that_are_left() -> None:
    """500 Bq/kg x 0.5 = 250 Bq/kg, and 250 / 200 is above 1."""
    snapshot = park(
        0.5, fate("wash", "washed", 0.5, "Ra-226"), limit("mill", "IRa", maximum=1.0, basis="index")
    )
    hot = snapshot.with_records(park_of(analysis("unmeasured", "Ra-226", 500.0, "Bq/kg")).tables)
    assert open_to(followed(hot, "unmeasured")) == [False]
    assert open_to(followed(snapshot, "unmeasured")) == [True]


def test_of_analyses_that_contradict_each_other_the_worse_is_carried() -> None:
    """0.1 and 0.4 % leave the wash as 0.05 and 0.2 %: above 0.1 % until the one is withdrawn (C28)."""
    snapshot = park(0.5, OF_INPUT, dirty=0.4)
    both = snapshot.with_records(records_of([analysis("dirty", "Cl", 0.1, name="second")]))
    assert open_to(followed(both, "dirty")) == [False]
    one = both.with_records(records_of([analysis("dirty", "Cl", 0.4, withdrawn=True)]))
    assert open_to(followed(one, "dirty")) == [True]


def test_round_a_circle_nothing_is_followed_twice() -> None:
    """Wash and mill could feed each other; each origin goes either way once, and both ways have campaigns."""
    back = Step("mill", "cement", "wash", True)
    origins = followed(park(0.5, OF_INPUT, dirty=0.4, clean=0.1), "dirty", "clean", steps=(MAIN, back))
    assert open_to(origins) == [False, True]
    mill = origins.onward["wash", origins.campaign[1]][MAIN]
    assert back not in origins.onward["mill", mill]
