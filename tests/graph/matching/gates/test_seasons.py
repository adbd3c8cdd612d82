"""What a stream can give to who runs by season: month by month, but for what can lie in a heap."""

from __future__ import annotations

import pytest

from graph.matching import suggest
from graph.vocabulary import Phase, Unit
from tests.build import facility, material, park_of, recipe, stream

WINTER = (*(1.0 / 6.0,) * 3, *(0.0,) * 6, *(1.0 / 6.0,) * 3)
SUMMER = tuple(1.0 / 6.0 - share for share in WINTER)


def offered(
    *,
    given: tuple[float, ...] = (),
    asked: tuple[float, ...] = (),
    phase: Phase = Phase.HEAT,
    capacity: float = 240.0,
) -> float:
    unit = Unit.GIGAJOULE if phase is Phase.HEAT else Unit.TONNE
    park = park_of(
        material("heat", phase=phase, unit=unit),
        material("warm"),
        stream("h", "maker", "heat", 120.0, monthly=given),
        recipe("warming", "heat", "warm"),
        facility("district", "user", "warming", capacity, monthly=asked),
    )
    (found,) = suggest(park).items
    return found.amount


@pytest.mark.parametrize(
    ("given", "asked", "most"),
    [
        ((), (), 120.0),
        ((), WINTER, 60.0),
        (WINTER, WINTER, 120.0),
        (SUMMER, WINTER, 0.0),
        # 20 a month in winter, and room for 20.
        (WINTER, (), 120.0),
    ],
)
def test_what_is_offered_is_what_both_have_in_the_same_month(
    given: tuple[float, ...], asked: tuple[float, ...], most: float
) -> None:
    assert offered(given=given, asked=asked) == pytest.approx(most)


def test_a_month_of_the_room_bounds_what_is_offered() -> None:
    assert offered(given=WINTER, capacity=120.0) == pytest.approx(60.0)


@pytest.mark.parametrize("phase", [Phase.SOLID, Phase.SLUDGE])
def test_what_lies_in_a_heap_waits_for_its_taker(phase: Phase) -> None:
    assert offered(given=SUMMER, asked=WINTER, phase=phase) == pytest.approx(120.0)
