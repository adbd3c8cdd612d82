"""Pictures of trade-offs: every mark stands where its numbers say, within the picture."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from viz.tradeoffs import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, CostStep, axis, front_picture, step_picture

NUMBERS = st.floats(-1e9, 1e9).map(lambda value: round(value, 3))


@example([-0.031, 100_000_001.0])
@example([-100_000_001.0, 0.031])
@given(st.tuples(NUMBERS, NUMBERS).map(sorted))
def test_an_axis_holds_both_ends_between_round_figures_none_of_which_is_written_twice(
    ends: list[float],
) -> None:
    found = axis(*ends, 0.0, 500.0)
    assert found.low <= ends[0] + 1e-6 * abs(ends[0])
    assert found.high >= ends[1] - 1e-6 * abs(ends[1])
    figures = [text for _, text in found.ticks]
    assert len(set(figures)) == len(figures)
    assert 2 <= len(figures) <= 13
    assert [place for place, _ in found.ticks] == sorted(place for place, _ in found.ticks)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=25))
def test_every_plan_is_a_point_within_the_picture_and_no_two_numbers_stand_on_each_other(
    points: list[tuple[float, float]],
) -> None:
    drawn = front_picture(points)
    assert [dot.number for dot in drawn.dots] == list(range(1, len(points) + 1))
    assert all(LEFT <= dot.x <= WIDTH - RIGHT and TOP <= dot.y <= HEIGHT - BOTTOM for dot in drawn.dots)
    said = [(dot.label_x, dot.y) for dot in drawn.dots if dot.label_x is not None]
    for place, (x, y) in enumerate(said):
        assert all(abs(x - left) >= 26.0 or abs(y - above) >= 15.0 for left, above in said[:place])


def test_more_of_an_aim_is_further_right_and_further_up() -> None:
    most, least = front_picture([(100.0, -2.0), (50.0, 1.0)]).dots
    assert (most.x > least.x, most.y > least.y) == (True, True)


def test_a_step_spans_what_it_adds_and_the_ends_of_its_cost() -> None:
    """30 t at -12 to -8, then 30 t at 3 to 7 CNY/t: the second begins where the first ends."""
    first, second = (
        CostStep(1, 0.0, 30.0, -12.0, -8.0, -10.0),
        CostStep(2, 30.0, 60.0, 3.0, 7.0, None),
    )
    drawn = step_picture([first, second], 40.0, 60.0)
    low, high = drawn.bars
    assert low.x + low.width == pytest.approx(high.x, abs=0.2)
    assert low.y == pytest.approx(drawn.y.at(-8.0))
    assert low.y + low.height == pytest.approx(drawn.y.at(-12.0), abs=0.1)
    assert high.y + high.height < drawn.zero_y < low.y
    assert low.likely_y == pytest.approx((2 * low.y + low.height) / 2, abs=0.2)
    assert high.likely_y is None
    assert drawn.wanted_x is not None
    assert high.x < drawn.wanted_x < high.x + high.width
    assert drawn.cut == 0


def test_a_step_of_few_tonnes_is_cut_and_counted_rather_than_making_the_others_flat() -> None:
    steps = [CostStep(1, 0.0, 1000.0, -3.0, 4.0, None), CostStep(2, 1000.0, 1001.0, 800.0, 900.0, None)]
    drawn = step_picture(steps, 0.0, 1001.0)
    assert drawn.cut == 1
    assert drawn.wanted_x is None
    assert drawn.bars[0].height > 100.0
    assert all(bar.y >= TOP and bar.y + bar.height <= HEIGHT - BOTTOM + 0.1 for bar in drawn.bars)
    assert all(bar.width >= 3.0 and bar.height >= 3.0 for bar in drawn.bars)
