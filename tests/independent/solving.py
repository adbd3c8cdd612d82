"""The best point of a programme with scipy: one objective, then the next among its optima."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from tests.independent.programme import Bound, Column

Floats = NDArray[np.float64]
#: Coefficients, one a column.
Objective = Sequence[float]

#: Kinds of columns that something flows in.
FLOWING = ("divert", "transfer", "sell", "outside", "dispose")


class Laid(Protocol):
    """Columns and rows, of whatever programme."""

    columns: list[Column]
    rows: list[Bound]


#: A price below this, where the largest coefficient of the objective is 1, is none.
NO_PRICE = 1e-9
#: The largest right-hand side is brought to this size: the solver's tolerances mean the same everywhere.
_SIZE = 1e4
_TOLERANCES = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


@dataclass(frozen=True)
class Best:
    """The values of the objectives, in their order, and the point they are reached at."""

    values: tuple[float, ...]
    point: Floats


@dataclass
class _Arrays:
    """``rows[:, 0] <= matrix x <= rows[:, 1]`` and ``bounds[:, 0] <= x <= bounds[:, 1]``."""

    matrix: Floats
    rows: Floats
    bounds: Floats
    whole: Floats


def best(
    programme: Laid,
    objectives: Sequence[Objective],
    floors: Sequence[tuple[Objective, float]] = (),
    no_price: float = NO_PRICE,
) -> Best | None:
    """Return the lexicographic optimum of objectives that are to be large; None where nothing is feasible.

    Parameters
    ----------
    programme : Laid
        With decisions only one objective is asked for: their optima have no prices to hold.
    objectives : sequence of coefficients
    floors : sequence of (coefficients, least)
        What must be reached besides.
    no_price : float
        A price below this, where the largest coefficient of the objective is 1, is none.
    """
    arrays, size, per_column = _arrays(programme, floors)
    values: list[float] = []
    point = np.zeros(len(programme.columns))
    for coefficients in objectives:
        gain = np.asarray(coefficients, dtype=float)
        cost = -gain / max(float(np.abs(gain).max(initial=0.0)), 1e-12)
        solved = _decided(cost, arrays) if arrays.whole.any() else _linear(cost, arrays, no_price)
        if solved is None:
            return None
        point = solved / per_column
        values.append(float(gain @ point))
    assert size > 0.0
    return Best(tuple(values), point)


def _arrays(programme: Laid, floors: Sequence[tuple[Objective, float]]) -> tuple[_Arrays, float, Floats]:
    count = len(programme.columns)
    ends = [(row.least, row.most) for row in programme.rows]
    largest = max((abs(end) for pair in ends for end in pair if np.isfinite(end)), default=0.0)
    size = _SIZE / largest if largest > 0.0 else 1.0
    whole = np.array([column.whole for column in programme.columns], dtype=float)
    per_column = np.where(whole > 0.0, 1.0, size)
    matrix = np.zeros((len(ends) + len(floors), count))
    for number, row in enumerate(programme.rows):
        matrix[number, list(row.terms)] = list(row.terms.values())
    for number, (coefficients, least) in enumerate(floors):
        scale = max(float(np.abs(coefficients).max(initial=0.0)), 1e-12)
        matrix[len(programme.rows) + number] = np.asarray(coefficients) / scale
        ends.append((least / scale, np.inf))
    bounds = np.array([(0.0, column.most) for column in programme.columns], dtype=float).reshape(-1, 2)
    rows = np.array(ends, dtype=float).reshape(-1, 2) * size
    return _Arrays(matrix * size / per_column, rows, bounds * per_column[:, None], whole), size, per_column


def _linear(cost: Floats, arrays: _Arrays, no_price: float) -> Floats | None:
    """Return the optimum, and hold what has a price there: the next objective stays among the optima."""
    if not len(cost):
        return np.zeros(0)
    rows, matrix = arrays.rows, arrays.matrix
    equal = rows[:, 0] == rows[:, 1]
    below = np.flatnonzero(np.isfinite(rows[:, 1]) & ~equal)
    above = np.flatnonzero(np.isfinite(rows[:, 0]) & ~equal)
    answer: Any = linprog(
        cost,
        A_ub=csr_array(np.vstack([matrix[below], -matrix[above]])),
        b_ub=np.concatenate([rows[below, 1], -rows[above, 0]]),
        A_eq=csr_array(matrix[equal]),
        b_eq=rows[equal, 0],
        bounds=arrays.bounds,
        options=_TOLERANCES,
    )
    if answer.status != 0:
        return None
    priced = np.abs(answer.ineqlin.marginals) > no_price
    for place, end in ((below[priced[: len(below)]], 1), (above[priced[len(below) :]], 0)):
        arrays.rows[place] = arrays.rows[place][:, [end]]
    for end, side in enumerate((answer.lower, answer.upper)):
        held = np.abs(side.marginals) > no_price
        arrays.bounds[held] = arrays.bounds[held][:, [end]]
    return np.asarray(answer.x, dtype=float)


def _decided(cost: Floats, arrays: _Arrays) -> Floats | None:
    answer = milp(
        cost,
        integrality=arrays.whole,
        bounds=Bounds(arrays.bounds[:, 0], arrays.bounds[:, 1]),
        constraints=LinearConstraint(csr_array(arrays.matrix), arrays.rows[:, 0], arrays.rows[:, 1]),
        options={"mip_rel_gap": 1e-9},
    )
    return None if answer.x is None else np.asarray(answer.x, dtype=float)


def held(
    programme: Laid, known: Mapping[tuple[str, ...], float], slack: float, kinds: tuple[str, ...] = FLOWING
) -> list[tuple[Objective, float]]:
    """Return the floors that hold some kinds of flows where they are known to be, give or take a little.

    Of flows of several campaigns on one way the sum is known.
    """
    width = slack * max(known.values(), default=0.0)
    ways: dict[tuple[str, ...], Floats] = {}
    for number, column in enumerate(programme.columns):
        if column.kind in kinds:
            ways.setdefault(column.key, np.zeros(len(programme.columns)))[number] = 1.0
    floors: list[tuple[Objective, float]] = []
    for key, way in ways.items():
        amount = known.get(key, 0.0)
        floors += [(way, amount - width), (-way, -amount - width)]
    return floors
