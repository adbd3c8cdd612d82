"""What each month has of a year: of what a stream gives, and of what a facility takes.

What can lie in a yard waits for its month; what cannot be stored is taken in the month it comes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.snapshot import Snapshot
from graph.vocabulary import Phase

#: Months of a year.
MONTHS = 12
#: What can lie in a yard until it is wanted; the rest must be taken in the month it comes.
STORABLE = (Phase.SOLID.value, Phase.SLUDGE.value)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Rows = NDArray[np.integer]


def shares_of_year(snapshot: Snapshot, table: str, rows: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Return what each month has of the year of some rows, twelve a row, and which rows say so themselves.

    A year of which nobody says otherwise is even: a twelfth a month.
    """
    profiles = snapshot.tables[table]["monthly"].take(rows)
    said: NDArray[np.bool_] = (pc.fill_null(pc.list_value_length(profiles), 0).to_numpy() > 0).astype(bool)
    shares = np.full((len(said), MONTHS), 1.0 / MONTHS)
    shares[said] = np.array(profiles.filter(said).to_pylist()).reshape(-1, MONTHS)
    return shares, said


class Seasons(NamedTuple):
    """Which season streams and facilities have.

    Attributes
    ----------
    shares : float array, shape (seasons, months)
        What each month has of a year; season 0 is the even one.
    stream : int array
        Season of each stream, by row; -1 where what it gives can lie in a yard.
    facility : int array
        Season of each facility, by row.
    """

    shares: Floats
    stream: Rows
    facility: Rows

    def meet(self, stream: Rows, facility: Rows) -> NDArray[np.bool_]:
        """Return which streams come in a month in which their facility runs, or can wait for one."""
        found = np.ones(len(stream), dtype=bool)
        bound = self._bound(stream, facility)
        given, asked = self.stream[stream[bound]], self.facility[facility[bound]]
        found[bound] = ((self.shares[given] > 0.0) & (self.shares[asked] > 0.0)).any(axis=1)
        return found

    def overlap(self, stream: Rows, facility: Rows, room: Floats) -> Floats:
        """Return what share of the least of a year's supply and room comes when it can be taken.

        Parameters
        ----------
        stream, facility : int array
            Rows of each pair.
        room : float array
            What the facility takes of a year's supply, as a share of it; NaN where that is not known.

        Examples
        --------
        A twelfth a month, and a user of a half year that could take twice as much:

        >>> half = np.array([1.0 / 6.0] * 6 + [0.0] * 6)
        >>> seasons = Seasons(np.stack([np.full(12, 1.0 / 12.0), half]), np.array([0]), np.array([1]))
        >>> seasons.overlap(np.array([0]), np.array([0]), np.array([2.0])).round(9).tolist()
        [0.5]
        """
        found = np.ones(len(stream))
        bound = self._bound(stream, facility)
        bound = bound[~(room[bound] <= 0.0)]
        asked, taken = self.shares[self.facility[facility[bound]]], room[bound, None]
        # Of unknown room only the months in which nothing runs are known to take nothing.
        most = np.where(np.isnan(taken) & (asked > 0.0), np.inf, asked * np.nan_to_num(taken))
        by_month = np.minimum(self.shares[self.stream[stream[bound]]], most)
        found[bound] = np.minimum(by_month.sum(axis=1) / np.fmin(room[bound], 1.0), 1.0)
        return found

    def _bound(self, stream: Rows, facility: Rows) -> Ints:
        given = self.stream[stream]
        return np.flatnonzero((given >= 0) & ((given > 0) | (self.facility[facility] > 0)))


def seasons_of(snapshot: Snapshot) -> Seasons:
    """Return the seasons of a snapshot's streams and facilities."""
    streams, facilities = (
        shares_of_year(snapshot, table, np.arange(snapshot.count(table)))
        for table in ("waste_streams", "facilities")
    )
    number: dict[tuple[float, ...], int] = {(1.0 / MONTHS,) * MONTHS: 0}
    rows = []
    for shares, said in (streams, facilities):
        season = np.zeros(len(said), dtype=np.int32)
        for row in np.flatnonzero(said).tolist():
            season[row] = number.setdefault(tuple(shares[row].tolist()), len(number))
        rows.append(season)
    materials = snapshot.rows("waste_streams", "material")
    phase = np.append(snapshot.strings("materials", "phase").astype(str), "")[materials]
    return Seasons(
        np.array(list(number)), np.where(np.isin(phase, STORABLE), -1, rows[0]).astype(np.int32), rows[1]
    )
