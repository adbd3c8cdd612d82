"""A trade-off and the steps to a target as pictures: places of axes, points and bars, in pixels.

Only geometry and figures in words; a page draws it as SVG without any script.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: The picture, and what it leaves free for titles and figures of the axes.
WIDTH, HEIGHT = 640.0, 360.0
LEFT, RIGHT, TOP, BOTTOM = 92.0, 40.0, 34.0, 58.0
#: Steps of an axis that are read at a glance, times a power of ten; about so many of them.
_NICE = (1.0, 2.0, 5.0, 10.0)
_TICKS = 5
#: A number beside a point has so much room, across and down.
_LABEL_WIDTH, _LABEL_HEIGHT = 26.0, 15.0
#: A bar is never drawn thinner than this.
_THINNEST = 3.0
#: The axis of cost holds every step of at least this share of the width whole; narrower ones may be cut.
_COUNTS = 0.02


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight axis of round figures.

    Attributes
    ----------
    low, high : float
        What it begins and ends with.
    ticks : tuple of (float, str)
        Place in pixels and figure.
    begin, end : float
        Pixels of `low` and `high`.
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value; one beyond the axis stands at its end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1)


@dataclass(frozen=True, slots=True)
class Dot:
    """One plan: its number, its place, and where the number stands; None where another stands there."""

    number: int
    x: float
    y: float
    label_x: float | None


@dataclass(frozen=True, slots=True)
class FrontPicture:
    """Plans by what they have of two objectives."""

    x: Axis
    y: Axis
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: its box from P10 to P90, and where its likely cost stands; None where that is not said."""

    number: int
    x: float
    y: float
    width: float
    height: float
    likely_y: float | None
    cut: bool


@dataclass(frozen=True, slots=True)
class StepPicture:
    """Steps to a target: how much each adds and between which ends a unit of it costs.

    Attributes
    ----------
    zero_y : float
        Where a unit costs nothing.
    wanted_x : float or None
        Where the target is reached; None where nothing more is wanted.
    cut : int
        Steps whose range goes on beyond the picture.
    """

    x: Axis
    y: Axis
    bars: tuple[Bar, ...]
    zero_y: float
    wanted_x: float | None
    cut: int


@dataclass(frozen=True, slots=True)
class CostStep:
    """What a picture needs to know of a step; `likely` is None where no single figure may be said."""

    number: int
    start: float
    end: float
    low: float
    high: float
    likely: float | None


def axis(low: float, high: float, begin: float, end: float) -> Axis:
    """Return an axis that holds two values between round figures.

    Examples
    --------
    >>> [text for _, text in axis(0.3, 9.1, 0.0, 100.0).ticks]
    ['0', '2', '4', '6', '8', '10']
    >>> [text for _, text in axis(-0.02, 0.05, 0.0, 100.0).ticks]
    ['-0.02', '0.00', '0.02', '0.04', '0.06']
    """
    if high <= low:
        half = max(abs(low) * 0.01, 0.5)
        low, high = low - half, high + half
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in _NICE if nice * power >= rough * (1.0 - 1e-9))
    # A round figure that division missed is still one; what is small beside a step is no round-off.
    lowest, highest = low / step, high / step
    first, last = math.floor(lowest + 1e-9 * abs(lowest)), math.ceil(highest - 1e-9 * abs(highest))
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    found = Axis(first * step, last * step, (), begin, end)
    values = [place * step for place in range(first, last + 1)]
    ticks = tuple((found.at(value), f"{value + 0.0:,.{digits}f}") for value in values)
    return Axis(found.low, found.high, ticks, begin, end)


def front_picture(points: Sequence[tuple[float, float]]) -> FrontPicture:
    """Return plans as points, numbered from 1 in the order given; at least one.

    Examples
    --------
    >>> drawn = front_picture([(100.0, -2.0), (50.0, 1.0)])
    >>> [(dot.number, dot.x > 300.0) for dot in drawn.dots]
    [(1, True), (2, False)]
    """
    across, up = zip(*points, strict=True)
    x = axis(min(across), max(across), LEFT, WIDTH - RIGHT)
    y = axis(min(up), max(up), HEIGHT - BOTTOM, TOP)
    placed: list[tuple[float, float]] = []
    dots = []
    for number, (one, other) in enumerate(points, start=1):
        at_x, at_y = x.at(one), y.at(other)
        free = all(
            abs(at_x - left) >= _LABEL_WIDTH or abs(at_y - above) >= _LABEL_HEIGHT for left, above in placed
        )
        if free:
            placed.append((at_x, at_y))
        dots.append(Dot(number, at_x, at_y, at_x + 10.0 if free else None))
    return FrontPicture(x, y, tuple(dots))


def step_picture(steps: Sequence[CostStep], wanted: float, most: float) -> StepPicture:
    """Return steps as boxes; at least one.

    Parameters
    ----------
    steps : sequence of CostStep
        Those whose cost is known.
    wanted, most : float
        New use that reaches the target, and the most there can be.

    Examples
    --------
    >>> steps = [CostStep(1, 0.0, 30.0, -12.0, -8.0, -10.0), CostStep(2, 30.0, 60.0, 3.0, 7.0, None)]
    >>> drawn = step_picture(steps, 40.0, 60.0)
    >>> [bar.likely_y is None for bar in drawn.bars], drawn.cut
    ([False, True], 0)
    """
    begin, end = min(0.0, steps[0].start), max(wanted, most)
    x = axis(begin, end, LEFT, WIDTH - RIGHT)
    wide = [step for step in steps if step.end - step.start >= _COUNTS * (end - begin)] or list(steps)
    low = min(0.0, *(step.low for step in wide))
    high = max(0.0, *(step.high for step in wide))
    y = axis(low, high, HEIGHT - BOTTOM, TOP)
    bars = tuple(_bar(step, x, y) for step in steps)
    return StepPicture(
        x, y, bars, y.at(0.0), x.at(wanted) if wanted > 0.0 else None, sum(bar.cut for bar in bars)
    )


def _bar(step: CostStep, x: Axis, y: Axis) -> Bar:
    left, top = x.at(step.start), y.at(step.high)
    height = max(y.at(step.low) - top, _THINNEST)
    return Bar(
        number=step.number,
        x=left,
        y=min(top, y.begin - height),
        width=round(max(x.at(step.end) - left, _THINNEST), 1),
        height=round(height, 1),
        likely_y=None if step.likely is None else y.at(step.likely),
        cut=step.low < y.low or step.high > y.high,
    )
