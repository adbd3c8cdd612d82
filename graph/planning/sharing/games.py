"""How what several reach together may be split fairly: core, Shapley value and nucleolus of any game.

A game says what each group of players reaches alone (`Worth`). Nothing here knows what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

from graph.planning.solver import Floats, LinearProgramme, solve

#: What a group of players, by their places, reaches alone; 0 for nobody.
Worth = Callable[[frozenset[int]], float]

#: A split is in the core if no group could gain more than this share of the whole by leaving.
CORE_ROUNDING = 1e-6
#: A price of a group below it settles nothing.
_NO_PRICE = 1e-7


@dataclass(frozen=True)
class Shapley:
    """What each player adds on average, whoever came before.

    Attributes
    ----------
    shares : array
        By place.
    errors : array
        Standard errors; 0 where every group was asked.
    """

    shares: Floats
    errors: Floats


def groups_of(players: int) -> Iterator[frozenset[int]]:
    """Yield every group of players but nobody and all, small ones first."""
    for size in range(1, players):
        yield from (frozenset(group) for group in combinations(range(players), size))


def shapley_value(players: int, worth: Worth) -> Shapley:
    r"""Return the Shapley value from every group.

    .. math:: \phi_i = \sum_{S \not\ni i} \frac{|S|! (n - |S| - 1)!}{n!} (v(S \cup i) - v(S))

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II, 307-317.

    Examples
    --------
    One has a glove for the left hand, two have one for the right; a pair is worth 6:

    >>> gloves = lambda group: 6.0 if 0 in group and len(group) > 1 else 0.0
    >>> shapley_value(3, gloves).shares.tolist()
    [4.0, 1.0, 1.0]
    """
    shares = np.zeros(players)
    for size in range(players):
        weight = factorial(size) * factorial(players - size - 1) / factorial(players)
        for group in combinations(range(players), size):
            before = frozenset(group)
            for player in set(range(players)) - before:
                shares[player] += weight * (worth(before | {player}) - worth(before))
    return Shapley(shares, np.zeros(players))


def sampled_shapley(players: int, worth: Worth, orders: int, seed: int) -> Shapley:
    """Return the Shapley value as the mean over drawn orders and their reverses, with its standard error.

    References
    ----------
    Castro, J., Gomez, D. and Tejada, J. (2009). Polynomial calculation of the Shapley value based on
    sampling. Computers and Operations Research 36, 1726-1730.
    """
    random = np.random.default_rng(seed)
    drawn = np.zeros((orders, players))
    for number in range(orders):
        order = random.permutation(players).tolist()
        for way in (order, order[::-1]):
            group: frozenset[int] = frozenset()
            before = 0.0
            for player in way:
                group |= {player}
                after = worth(group)
                drawn[number, player] += (after - before) / 2.0
                before = after
    return Shapley(drawn.mean(axis=0), drawn.std(axis=0, ddof=1) / np.sqrt(orders))


def best_objection(split: Sequence[float], worth: Worth, groups: Iterable[frozenset[int]]) -> float:
    """Return the most that one of some groups would gain by leaving; below 0 where each would lose.

    Examples
    --------
    >>> gloves = lambda group: 6.0 if 0 in group and len(group) > 1 else 0.0
    >>> best_objection([4.0, 1.0, 1.0], gloves, groups_of(3))
    1.0
    """
    gains = (worth(group) - sum(split[player] for player in group) for group in groups)
    return max(gains, default=0.0)


def nucleolus(players: int, worth: Worth) -> Floats:
    """Return the split under which the group that has most to complain of has least, then the next one.

    It is in the core where there is one.

    Parameters
    ----------
    players : int
    worth : callable
        Asked for every group.

    References
    ----------
    Schmeidler, D. (1969). The nucleolus of a characteristic function game. SIAM Journal on Applied
    Mathematics 17, 1163-1170. Maschler, M., Peleg, B. and Shapley, L. S. (1979). Geometric properties of the
    kernel, nucleolus, and related solution concepts. Mathematics of Operations Research 4, 303-338.

    Examples
    --------
    With two equal right gloves the left one takes all:

    >>> gloves = lambda group: 6.0 if 0 in group and len(group) > 1 else 0.0
    >>> nucleolus(3, gloves).round(6).tolist()
    [6.0, 0.0, 0.0]
    """
    everybody = frozenset(range(players))
    groups = list(groups_of(players))
    values = {group: worth(group) for group in (*groups, everybody)}
    scale = max((abs(value) for value in values.values()), default=0.0) or 1.0
    settled: dict[frozenset[int], float] = {everybody: values[everybody] / scale}
    while np.linalg.matrix_rank(_members(settled, players)) < players:
        open_groups = [group for group in groups if not _follows(group, settled, players)]
        excess, tight = _stage(players, open_groups, {g: values[g] / scale for g in open_groups}, settled)
        for group in tight:
            settled[group] = values[group] / scale + excess
    answer, *_ = np.linalg.lstsq(_members(settled, players), np.array(list(settled.values())), rcond=None)
    split: Floats = answer * scale
    return split


def _stage(
    players: int,
    groups: list[frozenset[int]],
    values: Mapping[frozenset[int], float],
    settled: Mapping[frozenset[int], float],
) -> tuple[float, list[frozenset[int]]]:
    """Return the most that every open group can have beyond its worth, and the groups that keep it there."""
    rows = [*settled, *groups]
    entries = [(row, player, 1.0) for row, group in enumerate(rows) for player in group]
    entries += [(row, players, -1.0) for row in range(len(settled), len(rows))]
    low = np.array([*settled.values(), *(values[group] for group in groups)])
    high = np.r_[np.array(list(settled.values())), np.full(len(groups), np.inf)]
    free = np.full(players + 1, np.inf)
    row, column, value = (np.array([entry[part] for entry in entries]) for part in range(3))
    linear = LinearProgramme.of_entries((-free, free), (low, high), row, column, value.astype(float))
    wanted = np.r_[np.zeros(players), 1.0]
    found = solve(linear, [wanted])
    duals = np.abs(found.row_dual[len(settled) :])
    return found.value, [group for group, dual in zip(groups, duals, strict=True) if dual > _NO_PRICE]


def _members(groups: Iterable[frozenset[int]], players: int) -> Floats:
    return np.array([[float(player in group) for player in range(players)] for group in groups])


def _follows(group: frozenset[int], settled: Mapping[frozenset[int], float], players: int) -> bool:
    """Return whether what a group gets follows from what is settled."""
    known = _members(settled, players)
    with_group = np.vstack([known, _members([group], players)])
    return bool(np.linalg.matrix_rank(with_group) == np.linalg.matrix_rank(known))
