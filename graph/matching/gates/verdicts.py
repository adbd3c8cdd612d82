"""What gates and checks of limits come to, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from graph.tools import Columns


class Verdict(IntEnum):
    """What a gate says of a pair, in columns; unknown never passes silently."""

    PASSED = 0
    UNVERIFIED = 1
    REFUSED = 2


PASSED, UNVERIFIED, REFUSED = Verdict


class Reason(IntEnum):
    """Why a check of a limit came out as it did."""

    WITHIN = 0
    EXCEEDED = 1
    BELOW_MINIMUM = 2
    LIMIT_NOT_VERIFIED = 3
    NOT_MEASURED = 4
    TYPICAL_ONLY = 5
    BASIS_NOT_COMPARABLE = 6
    BASIS_NOT_STATED = 7
    RANGE_REACHES_PAST = 8
    TYPICAL_EXCEEDS = 9
    INDEX_INCOMPLETE = 10
    STANDARD_REPLACED = 11
    STANDARD_NOT_YET = 12
    STANDARD_WITHDRAWN = 13
    NO_DRY_MATTER = 14
    ADDED_TO_MAIN = 15
    ADDITION_UNKNOWN = 16


@dataclass(frozen=True, slots=True)
class LimitChecks(Columns):
    """Checks of compositions against limits, one value a check.

    Attributes
    ----------
    pair : int array
        Which of those that `check_limits` was asked about, by place.
    limit : int array
        Row of the limits table.
    component, basis : object array
        What is limited, and in which basis.
    value, minimum, maximum : float array
        What was found and what is allowed; NaN: not known, or no such bound.
    verdict, reason : int array
        `Verdict` and `Reason`.
    standard : object array
        The one that holds that day, or None.
    margin : float array
        Distance of the likely value to the nearest bound, relative to it; NaN when not known.
    mixes : bool array
        Whether the mean of several contents could meet the limit: not of a pH, nor where the content is only
        known to be at least or at most that, nor of what is added to a main input at a limit of every input.
    reckoned : float array
        What sums reckon with: the worst content known exactly, whichever decides; NaN where none is.
    analysis : int array
        Row of stream_components that decided; -1: none alone.
    """

    pair: NDArray[np.int64]
    limit: NDArray[np.int64]
    component: NDArray[np.object_]
    basis: NDArray[np.object_]
    value: NDArray[np.float64]
    minimum: NDArray[np.float64]
    maximum: NDArray[np.float64]
    verdict: NDArray[np.int8]
    reason: NDArray[np.int8]
    standard: NDArray[np.object_]
    margin: NDArray[np.float64]
    mixes: NDArray[np.bool_]
    reckoned: NDArray[np.float64]
    analysis: NDArray[np.int64]
