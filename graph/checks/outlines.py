"""Rules of the outlines of parks: rings have corners with both coordinates and do not cross."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.checks.finding import Finding, finding
from graph.snapshot import Records
from graph.wording import message

#: Corners that a ring has at least and at most: more do not fit in a cell of a file.
FEWEST_CORNERS, MOST_CORNERS = 3, 1500
#: A corner is kept to this part of a degree, a tenth of a metre.
MICRODEGREES = 1e6


def check_outlines(records: Records) -> Iterator[Finding]:
    """Yield every ring that is none."""
    if "outline_rings" not in records:
        return
    part = records["outline_rings"]
    for row, (lons, lats) in enumerate(zip(part["lons"].to_pylist(), part["lats"].to_pylist(), strict=True)):
        lons, lats = lons or [], lats or []
        if len(lons) != len(lats) or not FEWEST_CORNERS <= len(lons) <= MOST_CORNERS:
            expected = message("expected.ring", least=FEWEST_CORNERS, most=MOST_CORNERS)
            shown = f"{len(lons)}, {len(lats)}"
            yield finding("outline_rings", part, row, "lons", "NO_RING", expected, shown)
            continue
        corners = np.array([lons, lats], dtype=float).T
        if np.isfinite(corners).all() and np.abs(corners).max() <= 180.0:
            at = crossing(np.rint(corners * MICRODEGREES))
            if at is not None:
                expected, shown = message("expected.no_crossing"), f"{lons[at]:g}, {lats[at]:g}"
                yield finding("outline_rings", part, row, "lons", "OUTLINE_CROSSES", expected, shown)


def crossing(corners: ArrayLike) -> int | None:
    """Return the first side of a ring that touches or crosses one that it does not follow; None for none.

    Exact: corners are whole millionths of a degree, of which products fit in 64 bits.

    Parameters
    ----------
    corners : array_like of int, shape (n, 2)
        The first is not repeated at the end; side i goes from corner i to the next.

    Examples
    --------
    >>> square, bow = [(0, 0), (2, 0), (2, 2), (0, 2)], [(0, 0), (2, 2), (2, 0), (0, 2)]
    >>> crossing(square), crossing(bow)
    (None, 0)
    """
    start = np.asarray(corners, np.int64)
    end, count = np.roll(start, -1, axis=0), len(start)

    def side(one: NDArray[np.int64], other: NDArray[np.int64], point: NDArray[np.int64]) -> NDArray[np.int64]:
        along, across = other - one, point - one
        turned = along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0]
        signs: NDArray[np.int64] = np.sign(turned)
        return signs

    low, high = np.minimum(start, end), np.maximum(start, end)
    for at in range(count - 2):
        # The next side begins where this one ends, and the last one ends where the first begins.
        others = slice(at + 2, count - 1 if at == 0 else count)
        near = np.all((low[others] <= high[at]) & (high[others] >= low[at]), axis=1)
        apart = side(start[at], end[at], start[others]) * side(start[at], end[at], end[others]) <= 0
        parted = side(start[others], end[others], start[at]) * side(start[others], end[others], end[at]) <= 0
        if bool(np.any(near & apart & parted)):
            return at
    return None
