"""What a plan may choose from: every open pair of a stream and a facility's port; and what closes others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.geography import as_told
from graph.matching.gates import REFUSED, Conveyances, LimitChecks, conveyances, warm_reach
from graph.matching.options import MatchOptions
from graph.matching.ranking.arrays import Floats, Ints
from graph.matching.ranking.pairs import Pairs, judge
from graph.matching.ranking.preparing import MatchColumns, prepare
from graph.matching.ranking.ranking import Ranking, rank_into, room_of, wanted_streams
from graph.matching.ranking.scores import fit_of
from graph.matching.suggestion import GateName
from graph.matching.weights import Weights
from graph.snapshot import Snapshot

#: The most linkages that a plan chooses from. A park that has more plans with the best of each stream.
MOST_LINKED = 1_000_000


class Cooled(NamedTuple):
    """A taker that a pipe could reach, where what leaves warm enough would arrive too cold.

    Attributes
    ----------
    facility : int
        Row in the snapshot.
    distance : float
        Road km.
    arrives, needed : float
        Degrees C.
    """

    facility: int
    distance: float
    arrives: float
    needed: float


@dataclass(frozen=True)
class Candidates:
    """The linkages that a plan may choose from, one value a linkage; streams by id, best first.

    Attributes
    ----------
    pairs : Pairs
        What no gate refuses, or only a composition that a mix may meet.
    score : float array
    most : int or None
        Where the park has more than `MOST_LINKED`: the most linkages of each stream that are in it.
    """

    columns: MatchColumns
    pairs: Pairs
    score: Floats
    most: int | None
    #: Where the checks of those who take a material stand among a stream's, by material.
    _slots: dict[int, Ints] = field(default_factory=dict, repr=False, compare=False)

    @property
    def stream(self) -> Ints:
        """Rows of the streams in the snapshot."""
        return self.pairs.stream.astype(np.int64)

    @property
    def facility(self) -> Ints:
        """Rows of the facilities in the snapshot."""
        return self.columns.facility(self.pairs.offer).astype(np.int64)

    @property
    def port(self) -> Ints:
        """Rows of the ports in the snapshot."""
        return self.columns.port(self.pairs.offer).astype(np.int64)

    @property
    def blended(self) -> np.ndarray:
        """Which may pass in a mix only."""
        return self.columns.checks.refused[self.pairs.entry]

    def take(self, some: NDArray[np.bool_]) -> Candidates:
        """Return some of the linkages, as if no others were there."""
        return replace(self, pairs=self.pairs.take(some), score=self.score[some])

    @cached_property
    def fit(self) -> Floats:
        """How well each fits by what stream and taker are, whatever becomes of it later; see `fit_of`."""
        return fit_of(self.columns, self.pairs)

    def checks(self) -> tuple[LimitChecks, Ints]:
        """Return the checks of all linkages, and the place of each one's linkage."""
        rows, place = self.columns.checked.rows_of(self.pairs.entry)
        return self.columns.checked.checks.take(rows), place

    def has_takers(self, stream: int) -> bool:
        """Return whether any facility takes the material of a stream (row in the snapshot)."""
        return len(self.columns.offers_to(stream)) > 0

    def closing(self, stream: int) -> tuple[tuple[GateName, ...], float]:
        """Return the gates that refuse a stream anywhere, and the road to the nearest taker, km."""
        offer = self.columns.offers_to(stream)
        pairs = judge(self.columns, np.full(len(offer), stream, dtype=np.int32), offer)
        closed = (pairs.verdict == REFUSED).any(axis=0)
        known = pairs.distance[~np.isnan(pairs.distance)]
        nearest = as_told(known.min()) if len(known) else float("nan")
        return tuple(gate for gate, refuses in zip(GateName, closed, strict=True) if refuses), nearest

    @cached_property
    def _piped(self) -> Conveyances:
        return conveyances(self.columns.snapshot)

    def cooled(self, stream: int) -> list[Cooled]:
        """Return who would take a stream if it did not cool on the way, the nearest first."""
        columns, piped = self.columns, self._piped
        material = int(columns.streams.material[columns.place[stream]])
        if material < 0 or not piped.drop[material] > 0.0:
            return []
        drop = float(piped.drop[material])
        offer = columns.offers_to(stream)
        pairs = judge(columns, np.full(len(offer), stream, dtype=np.int32), offer)
        farthest = np.fmin(columns.facilities.radius[columns.offers.at[offer]], columns.reach)
        farthest = np.fmin(farthest, piped.farthest[material])
        gates = [place for place, gate in enumerate(GateName) if gate is not GateName.DISTANCE]
        alone = (pairs.verdict[:, gates] != REFUSED).all(axis=1)
        cold = np.flatnonzero(alone & (pairs.distance > pairs.reach) & (pairs.distance <= farthest))
        found = []
        for place in cold[np.argsort(pairs.distance[cold], kind="stable")].tolist():
            rows, _ = columns.checked.rows_of(pairs.entry[place : place + 1])
            checks = columns.checked.checks.take(rows)
            reach = warm_reach(checks, np.full(len(checks), drop))
            tightest = int(np.argmin(reach))
            distance = float(pairs.distance[place])
            arrives = float(checks.value[tightest] - drop * distance)
            facility = int(columns.facility(offer[place : place + 1])[0])
            found.append(Cooled(facility, as_told(distance), arrives, float(checks.minimum[tightest])))
        return found

    def broken(self, stream: int) -> list[tuple[int, float]]:
        """Return the limits (rows) that a stream breaks where its material is taken, and what it holds."""
        columns = self.columns
        material = int(columns.streams.material[columns.place[stream]])
        if material not in self._slots:
            taking = columns.offers.taking[columns.offers_to(stream)]
            self._slots[material] = np.unique(columns.taken.slot[taking])
        entry = self._slots[material] + columns.streams.checks[columns.place[stream]].astype(np.int64)
        entry = entry[columns.checks.refused[entry]]
        if not len(entry):
            return []
        rows, _ = columns.checked.rows_of(entry)
        checks = columns.checked.checks.take(rows)
        refused = checks.take(checks.verdict == REFUSED)
        return sorted(set(zip(refused.limit.tolist(), refused.value.tolist(), strict=True)))


def plan_candidates(
    snapshot: Snapshot,
    options: MatchOptions,
    most: int = MOST_LINKED,
    added: frozenset[str] = frozenset(),
) -> Candidates:
    """Return what a plan may choose from: every open linkage, or the best of each stream of a large park.

    Parameters
    ----------
    snapshot : Snapshot
    options : MatchOptions
        `top` is left out of account.
    most : int
        The most linkages.
    added : frozenset of str
        See `prepare`.

    Raises
    ------
    SymbioflowError
        As `rank_candidates`.
    """
    columns = prepare(
        snapshot, Weights.of(snapshot, options.weights), options.radius, options.on, added=added
    )
    wanted = wanted_streams(snapshot, options)
    room, each = room_of(columns, wanted, None, most)
    found = Ranking(columns, wanted, *rank_into(columns, room, mixing=True), each)
    return Candidates(columns, judge(columns, found.stream, found.offer), found.score, each)
