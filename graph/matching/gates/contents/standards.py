"""Which limits hold on a day: a standard that is not in force binds nobody, its successor does.

A limit whose standard has been replaced gives way to the technology's own limit by the successor. Where the
library has none, what is allowed that day is not known, and the limit says so instead of passing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.model import Limit, Standard
from graph.snapshot import Snapshot
from graph.tools import Columns

#: How a limit stands on a day.
IN_FORCE, REPLACED, NOT_YET, WITHDRAWN = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Validity:
    """How a standard stands on a day.

    Attributes
    ----------
    state : int
        `IN_FORCE`, `REPLACED`, `NOT_YET` or `WITHDRAWN` (ended, and no successor is in force).
    standard : str
        The standard that holds that day: itself, its successor or its predecessor; itself where none does.
    """

    state: int
    standard: str


def validity(standards: Mapping[str, Standard], standard: str, on: date) -> Validity:
    """Return how a standard stands on a day, by its dates and those of what replaced it.

    A first day that is not known does not delay a standard. A last day that is not known is the one before
    its successor's first; where that is not known either, what has been replaced no longer holds. A standard
    that is not in the table counts as in force.

    Examples
    --------
    >>> validity({}, "gb-1", date(2026, 7, 1))
    Validity(state=0, standard='gb-1')
    """
    row = standards.get(standard)
    if row is None or _in_force(standards, row, on):
        return Validity(IN_FORCE, standard)
    if row.in_force_from is not None and on < row.in_force_from:
        before = [
            other.id
            for other in standards.values()
            if other.replaced_by == standard and _in_force(standards, other, on)
        ]
        return Validity(NOT_YET, str(min(before)) if before else standard)
    seen = {standard}
    while row.replaced_by is not None and row.replaced_by not in seen and row.replaced_by in standards:
        row = standards[row.replaced_by]
        seen.add(str(row.id))
        if _in_force(standards, row, on):
            return Validity(REPLACED, str(row.id))
    return Validity(WITHDRAWN, standard)


def lies_within(first: date | None, last: date | None, on: date) -> bool:
    """Return whether a day lies between two, both included; None: there is no end on that side.

    Examples
    --------
    >>> day = date(2026, 1, 1)
    >>> lies_within(None, day, day), lies_within(date(2027, 1, 1), None, day)
    (True, False)
    """
    return (first is None or first <= on) and (last is None or on <= last)


def _in_force(standards: Mapping[str, Standard], standard: Standard, on: date) -> bool:
    begun = lies_within(standard.in_force_from, standard.in_force_to, on)
    if standard.in_force_to is not None:
        return begun
    successor = standards.get(str(standard.replaced_by))
    # Replaced nobody knows when is replaced: its limits may hold no more.
    return begun and (
        successor is None or (successor.in_force_from is not None and on < successor.in_force_from)
    )


@dataclass(frozen=True, slots=True)
class DatedLimits(Columns):
    """Limits with how they stand on a day.

    Attributes
    ----------
    limit : int array
        Row of the limits table.
    dated : int array
        `IN_FORCE`, `REPLACED`, `NOT_YET` or `WITHDRAWN`.
    standard : object array
        The one that holds that day, or None.
    """

    limit: NDArray[np.int64]
    dated: NDArray[np.int64]
    standard: NDArray[np.object_]


def dated_limits(snapshot: Snapshot, on: date | None) -> DatedLimits:
    """Return the limits with how they stand on a day, by row; made once, for all who ask.

    Left out are limits of a standard that does not hold where the technology has its own limit of the same
    component, for the same material, by the one that does.

    Parameters
    ----------
    snapshot : Snapshot
    on : date or None
        None: every limit holds as it stands.
    """
    return snapshot.derived(_dated, "limits", "standards", given=(on,))


def _dated(snapshot: Snapshot, on: date | None) -> DatedLimits:
    count = snapshot.count("limits")
    everything = np.arange(count)
    if on is None or not count:
        return DatedLimits(everything, np.full(count, IN_FORCE), snapshot.strings("limits", "standard"))
    rows, standards = snapshot.all(Limit), snapshot.by_id(Standard)
    stands = {row.standard: validity(standards, row.standard, on) for row in rows if row.standard is not None}
    known = {(row.technology, row.material, row.component, row.standard) for row in rows}
    dated, holding, kept = [], [], []
    for row in rows:
        stand = Validity(IN_FORCE, "") if row.standard is None else stands[row.standard]
        dated.append(stand.state)
        holding.append(stand.standard or None)
        replaced = stand.state != IN_FORCE and stand.standard != row.standard
        kept.append(not (replaced and (row.technology, row.material, row.component, stand.standard) in known))
    limits = DatedLimits(everything, np.array(dated), np.array(holding, dtype=object))
    return limits.take(np.array(kept))
