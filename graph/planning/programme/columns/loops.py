"""Which transfers would let something go round for ever, and in which direction a loop is cut.

Technologies that can feed each other in a circle form a strongly connected part of the graph of transfers. In
a circle a tonne would be treated again and again, sell its by-products each time and never be left over. So
within such a part things go one way only: away from the streams, and among those equally near from the one
that streams bring more to. What is cut that way is lost to the plan; nothing is gained from going round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.planning.solver import Floats, Ints
from graph.recipes import circles, steps_from


def one_way(source: Ints, target: Ints, fed: Ints, brought: Floats) -> NDArray[np.bool_]:
    """Return which transfers may stay so that none of them is part of a circle.

    Parameters
    ----------
    source, target : int array
        Technologies of each transfer, by row.
    fed : int array
        Technologies that streams feed.
    brought : float array
        What streams could bring to each of `fed`, per year; rows may repeat.

    Examples
    --------
    A sorter and a mill that hand their remainders to each other; streams feed the sorter.

    >>> one_way(np.array([0, 1, 1]), np.array([1, 0, 2]), np.array([0]), np.array([10.0])).tolist()
    [True, False, True]
    """
    ways = list(zip(source.tolist(), target.tolist(), strict=True))
    circle_of = {technology: circle for circle in circles(ways) for technology in circle}
    inside = [giver == taker or taker in circle_of.get(giver, ()) for giver, taker in ways]
    if not any(inside):
        return np.ones(len(ways), dtype=bool)
    order = _order(ways, fed, brought)
    return np.array(
        [
            not together or order(giver) < order(taker)
            for together, (giver, taker) in zip(inside, ways, strict=True)
        ],
        dtype=bool,
    )


def _order(
    ways: Sequence[tuple[int, int]], fed: Ints, brought: Floats
) -> Callable[[int], tuple[float, float]]:
    """Return what a technology is ordered by: its steps from the streams, then who is brought more."""
    onward: dict[int, list[int]] = {}
    for giver, taker in ways:
        onward.setdefault(giver, []).append(taker)
    supply: dict[int, float] = {}
    for technology, amount in zip(fed.tolist(), brought.tolist(), strict=True):
        supply[technology] = supply.get(technology, 0.0) + amount
    steps = steps_from(supply, onward)
    # Farther than anything that is reached.
    unreached = len(ways) + len(supply)

    def order(technology: int) -> tuple[float, float]:
        return steps.get(technology, unreached), -supply.get(technology, 0.0)

    return order
