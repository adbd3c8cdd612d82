"""The score: a weighted geometric mean of seven parts, each 0 to 1, as arrays over candidates.

A part that cannot be known takes its neutral value from the `weights` table and says so; a zero kills.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graph.matching.suggestion import PartName
from graph.matching.weights import Weights

Numbers = NDArray[np.float64]

#: Power of what meets in its months: both roots of `quantity_fit` speak of less.
IN_SEASON = 0.75


def taxonomy_factor(steps: NDArray[np.integer], narrower: NDArray[np.bool_], weights: Weights) -> Numbers:
    """Return the factor on the technical fit for the levels between a material and the port's own.

    Parameters
    ----------
    steps : int array
    narrower : bool array
        Whether the port wants a kind of the material; see `acceptance.accepted_materials`.
    weights : Weights

    Examples
    --------
    >>> weights = Weights({"constant.per-step-up": 0.9, "constant.per-step-down": 0.6})
    >>> taxonomy_factor(np.array([2, 1]), np.array([False, True]), weights).tolist()
    [0.81, 0.6]
    """
    up, down = weights["constant.per-step-up"], weights["constant.per-step-down"]
    return np.asarray(np.where(narrower, down, up) ** steps.astype(float))


def technical_fit(margin: Numbers, unverified: Numbers, neutral: float, taxonomy: Numbers) -> Numbers:
    """Return how well a stream meets the port's limits.

    Parameters
    ----------
    margin : array
        Smallest relative distance to a known limit, 0 (at it) to 1; NaN where no limit is known.
    unverified : array
        Share of the checks that could not be verified, 0 to 1.
    neutral : float
        Fit where nothing is known.
    taxonomy : array
        From `taxonomy_factor`.

    Examples
    --------
    >>> technical_fit(np.array([0.5]), np.array([0.0]), 0.5, np.array([1.0]))
    array([0.75])
    """
    known = 0.5 + 0.5 * np.clip(margin, 0.0, 1.0)
    fit = np.where(np.isnan(margin), np.where(unverified > 0, neutral, 1.0), known)
    return np.asarray((fit * (1.0 - unverified) + neutral * unverified) * taxonomy)


def quantity_fit(
    supply: Numbers, capacity: Numbers, neutral: float, overlap: Numbers | float = 1.0
) -> Numbers:
    r"""Return how well the amounts fit: :math:`\sqrt{\min(1, c/s)} \sqrt[4]{\min(1, s/c)}`.

    The share of the stream that finds a place counts more than the share of the port that is filled.
    Scaling both amounts changes nothing. No supply gives 0; an unknown capacity the neutral value. Where only
    a share o of the smaller amount comes when it can be taken, both roots are of less: it counts
    :math:`o^{3/4}` times.

    Examples
    --------
    >>> quantity_fit(np.array([100.0]), np.array([25.0]), 0.5)
    array([0.5])
    >>> quantity_fit(np.array([100.0]), np.array([100.0]), 0.5, 0.0)
    array([0.])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        placed, filled = np.minimum(1.0, capacity / supply), np.minimum(1.0, supply / capacity)
    fit = np.sqrt(placed) * filled**0.25
    even = np.where(
        supply <= 0.0, 0.0, np.where(np.isnan(capacity), neutral, np.where(capacity <= 0, 0.0, fit))
    )
    return np.asarray(even * overlap**IN_SEASON)


def proximity(transport_cost: Numbers, reference: float, neutral: float) -> Numbers:
    """Return :math:`1 / (1 + c/r)` for a transport cost c (CNY/t) and a reference cost r; NaN is neutral.

    Examples
    --------
    >>> proximity(np.array([30.0]), 30.0, 0.5)
    array([0.5])
    """
    return np.where(np.isnan(transport_cost), neutral, 1.0 / (1.0 + transport_cost / reference))


def logistic(gain: Numbers, scale: float, neutral: float) -> Numbers:
    """Return :math:`1 / (1 + e^{-g/s})`: a half where nothing is gained; NaN is neutral.

    Examples
    --------
    >>> logistic(np.array([0.0]), 100.0, 0.4)
    array([0.5])
    """
    bounded = np.clip(gain / scale, -50.0, 50.0)
    return np.where(np.isnan(gain), neutral, 1.0 / (1.0 + np.exp(-bounded)))


def readiness(trl: Numbers, state_factor: Numbers) -> Numbers:
    """Return TRL / 9 times the factor of the facility's state.

    Examples
    --------
    >>> readiness(np.array([9.0]), np.array([0.8]))
    array([0.8])
    """
    return trl / 9.0 * state_factor


def precedent_part(lift: Numbers, neutral: float) -> Numbers:
    """Return the neutral value raised towards 1 by the share of like precedents; NaN is neutral.

    Examples
    --------
    >>> precedent_part(np.array([0.5]), 0.5)
    array([0.75])
    """
    return np.where(np.isnan(lift), neutral, neutral + (1.0 - neutral) * lift)


def weighted_logarithm(share: float, part: Numbers) -> Numbers:
    """Return the logarithm of a part times its weight; a part of weight 0 does not count, whatever it is.

    Examples
    --------
    >>> weighted_logarithm(0.5, np.array([1.0, 0.0])).tolist()
    [0.0, -inf]
    >>> weighted_logarithm(0.0, np.array([0.0])).tolist()
    [0.0]
    """
    if share == 0.0:
        return np.zeros_like(part)
    with np.errstate(divide="ignore"):
        return np.asarray(share * np.log(part))


def geometric_mean(parts: Mapping[PartName, Numbers], shares: Mapping[PartName, float]) -> Numbers:
    r"""Return :math:`\prod_i p_i^{w_i}`; a part of weight 0 does not count, a part of 0 kills.

    Examples
    --------
    >>> round(float(geometric_mean({PartName.CO2: np.array([0.25])}, {PartName.CO2: 0.5})[0]), 3)
    0.5
    """
    score = np.ones_like(next(iter(parts.values())))
    for name, values in parts.items():
        if shares[name] > 0.0:
            score = score * values ** shares[name]
    return score
