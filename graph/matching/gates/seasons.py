"""What each month has of a year: of what a stream gives, and of what a facility takes.

What can lie in a yard waits for its month; what cannot be stored is taken in the month it comes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.snapshot import Snapshot
from graph.vocabulary import Phase

#: Months of a year.
MONTHS = 12
#: What can lie in a yard until it is wanted; the rest must be taken in the month it comes.
STORABLE = (Phase.SOLID.value, Phase.SLUDGE.value)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def shares_of_year(snapshot: Snapshot, table: str, rows: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Return what each month has of the year of some rows, twelve a row, and which rows say so themselves.

    A year of which nobody says otherwise is even: a twelfth a month.
    """
    said = snapshot.tables[table]["monthly"].take(rows).to_pylist()
    shares = np.full((len(said), MONTHS), 1.0 / MONTHS)
    for row, profile in enumerate(said):
        if profile:
            shares[row] = profile
    return shares, np.array([bool(profile) for profile in said], dtype=bool)


def most_in_season(snapshot: Snapshot, stream: Ints, facility: Ints, supply: Floats, room: Floats) -> Floats:
    """Return the most of a year that some streams can give to some facilities, units per year.

    Parameters
    ----------
    stream, facility : int array
        Rows of each pair; -1 for a facility of which nothing is on record.
    supply, room : float array
        What there is, and what it can take of it (NaN: not known), per year.
    """
    most = np.fmin(supply, room)
    materials = snapshot.strings("waste_streams", "material")[stream].tolist()
    phase = snapshot.strings("materials", "phase")[snapshot.positions("materials", materials)]
    passing = np.flatnonzero(~np.isin(phase.astype(str), STORABLE) & ~np.isnan(room))
    if not len(passing):
        return most
    given, uneven = shares_of_year(snapshot, "waste_streams", stream[passing])
    on_record = np.flatnonzero(facility[passing] >= 0)
    asked = np.full(given.shape, 1.0 / MONTHS)
    asked[on_record], stops = shares_of_year(snapshot, "facilities", facility[passing[on_record]])
    uneven[on_record] |= stops
    passing, given, asked = passing[uneven], given[uneven], asked[uneven]
    by_month = np.minimum(given * supply[passing, None], asked * room[passing, None])
    most[passing] = by_month.sum(axis=1)
    return most
