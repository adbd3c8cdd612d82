"""Ranking at any scale: the best options of every stream, as columns and within a memory bound.

`graph.matching.explanation` makes objects of what is shown; nothing here does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

import numpy as np

from graph.errors import SymbioflowError
from graph.knowledge import Reader
from graph.matching.options import MatchOptions
from graph.matching.prospects import Prospects, prospects_of
from graph.matching.ranking.arrays import Floats, Ints, Rows
from graph.matching.ranking.few import FEW, best_of_few, pairs_of
from graph.matching.ranking.preparing import MatchColumns, prepare
from graph.matching.weights import Weights
from graph.snapshot import Snapshot

#: The most pairs of a stream and an option that one ranking keeps, 12 bytes each. A store that has more keeps
#: the best of each stream.
MOST_KEPT = 2_000_000
#: A store of so many streams that fewer than this many options of each could be kept is refused.
LEAST_EACH = 5

_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Ranking:
    """The best options of each stream, best first, streams by id; equal scores by facility and port.

    Attributes
    ----------
    columns : MatchColumns
    wanted : int array
        Rows of the streams that were asked for.
    start : int array
        Rows of stream s are start[s] to start[s + 1].
    option : int array
        Row of the option in the kernel's columns, by row of the ranking.
    score : float array
    most : int or None
        Where the park has more than could be kept: the most options that are kept of a stream.
    """

    columns: MatchColumns
    wanted: Ints
    start: Ints
    option: Rows
    score: Floats
    most: int | None = None

    def __len__(self) -> int:
        return len(self.option)

    @cached_property
    def stream(self) -> Rows:
        """Row of the stream in the snapshot, by row of the ranking."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))

    @cached_property
    def facility(self) -> Rows:
        """Row of the facility in the snapshot, by row of the ranking."""
        return self.columns.facility(self.offer)

    @property
    def offer(self) -> Rows:
        """Row in `MatchColumns.offers`, by row of the ranking."""
        return self.columns.offer[self.option]

    @cached_property
    def place(self) -> Rows:
        """Place within the stream, by row of the ranking; 1 is the best."""
        return np.asarray(np.arange(len(self)) - self.start[self.stream] + 1, dtype=np.int32)

    def row_of(self, stream: int, facility: int, port: int) -> int | None:
        """Return the row of the ranking that links a stream and a facility's port (rows of the snapshot)."""
        if stream < 0:
            return None
        begin, end = self.start[stream], self.start[stream + 1]
        offer = self.columns.offer[self.option[begin:end]]
        found = (self.columns.facility(offer) == facility) & (self.columns.port(offer) == port)
        return int(begin + np.argmax(found)) if found.any() else None


def rank_candidates(
    snapshot: Snapshot, options: MatchOptions, most: int = MOST_KEPT, reader: Reader | None = None
) -> Ranking:
    """Return the best options of every stream, or of those asked for, as columns.

    Parameters
    ----------
    snapshot : Snapshot
    options : MatchOptions
    most : int
        The most pairs that may be kept.
    reader : Reader, optional
        Of this snapshot, where there is one already.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_STREAM``, ``UNKNOWN_WEIGHT``, ``BAD_WEIGHT``, ``NOT_FINITE``, or ``TOO_LARGE`` for a store
        of more streams than the bound leaves room for.
    """
    weights = Weights.of(snapshot, options.weights)
    wanted = wanted_streams(snapshot, options)
    prospects = prospects_of(snapshot, weights, reader, wanted) if options.prospective else None
    columns = prepare(snapshot, weights, options.radius, options.on, prospects, wanted)
    # Of a prospective receiver one recipe is shown, so that which are the first is known only of all.
    top = options.top if prospects is None else 0
    room, each = room_of(columns, wanted, top or None, most)
    ranking = Ranking(columns, wanted, *rank_into(columns, room), each)
    return ranking if prospects is None else _once_each(_by_words(ranking, prospects), options.top)


def _by_words(ranking: Ranking, prospects: Prospects) -> Ranking:
    """Return the ranking with prospective receivers in the order that the words of each stream give them.

    The score counts times a power of how usual it is that the receiver's industry takes what they mean.
    Compiled code goes by the material alone, and keeps everything unless a store is very large.
    """
    columns = ranking.columns
    at = columns.offers.at[ranking.offer]
    prospective = columns.facilities.basis[at] > 0
    usual = prospects.usual.for_streams(ranking.stream, columns.facilities.enterprise[at])
    with np.errstate(divide="ignore"):
        weighed = np.log(ranking.score) + columns.weights.usual_power() * np.log(usual)
    # What is on record stands first already, best first.
    order = np.lexsort((np.where(prospective, -weighed, 0.0), prospective, ranking.stream))
    return replace(ranking, option=ranking.option[order], score=ranking.score[order])


def _once_each(ranking: Ranking, top: int) -> Ranking:
    """Return the ranking with each prospective receiver once a stream, and never that of its own waste.

    What a works could do with its own waste it knows; of several recipes of its industry the best stands.
    """
    columns, stream = ranking.columns, ranking.stream
    at = columns.offers.at[ranking.offer]
    facilities = columns.facilities
    prospective = facilities.basis[at] > 0
    site = facilities.enterprise[at]
    pairs = stream * np.int64(columns.snapshot.count("enterprises") + 1) + site
    first = np.zeros(len(pairs), dtype=bool)
    first[np.unique(pairs, return_index=True)[1]] = True
    own = columns.streams.enterprise[columns.place[stream]] == site
    kept = ~prospective | (first & ~own)
    counts = np.bincount(stream[kept], minlength=len(ranking.start) - 1)
    if top:
        start = np.cumsum(counts) - counts
        rows = np.flatnonzero(kept)
        kept[rows[np.arange(len(rows)) - start[stream[rows]] >= top]] = False
        counts = np.minimum(counts, top)
    begins = np.concatenate(([0], np.cumsum(counts)))
    return replace(ranking, start=begins, option=ranking.option[kept], score=ranking.score[kept])


def wanted_streams(snapshot: Snapshot, options: MatchOptions) -> Ints:
    """Return the rows of the streams that are asked for."""
    if not options.streams:
        return np.arange(snapshot.count("waste_streams"))
    rows = snapshot.positions("waste_streams", list(options.streams))
    if (rows < 0).any():
        unknown = min(name for name, row in zip(options.streams, rows, strict=True) if row < 0)
        raise SymbioflowError("UNKNOWN_STREAM", id=unknown)
    return np.unique(rows)


def room_of(columns: MatchColumns, wanted: Ints, top: int | None, most: int) -> tuple[Ints, int | None]:
    """Return how many options are kept of each stream, and that bound where it is below what was asked.

    Raises
    ------
    SymbioflowError
        ``TOO_LARGE``.
    """
    every = np.append(np.diff(columns.first), 0)
    room = np.zeros(len(columns.place), dtype=np.int64)
    room[wanted] = every[columns.streams.material[columns.place[wanted]]]
    if top is not None:
        room = np.minimum(room, top)
    if room.sum() <= most:
        return room, None
    each = most // int(np.count_nonzero(room))
    if each < min(LEAST_EACH, int(room.max())):
        raise SymbioflowError(
            "TOO_LARGE", streams=f"{np.count_nonzero(room):,}", most=f"{most:,}", each=LEAST_EACH
        )
    return np.minimum(room, each), each


def rank(columns: MatchColumns, k: int, mixing: bool = False) -> Ranking:
    """Return the k best options of every stream.

    Parameters
    ----------
    columns : MatchColumns
        From `prepare`.
    k : int
        At least 1.
    mixing : bool
        See `rank_into`.
    """
    room = np.full(len(columns.place), k, dtype=np.int64)
    return Ranking(columns, np.arange(len(room)), *rank_into(columns, room, mixing))


def rank_into(columns: MatchColumns, room: Ints, mixing: bool = False) -> tuple[Ints, Rows, Floats]:
    """Return the best options of every stream, as many as it has room for.

    Parameters
    ----------
    columns : MatchColumns
    room : int array
        By row of the stream.
    mixing : bool
        Also return what scores 0, and what only a mix may take: what a plan asks for.

    Returns
    -------
    start, option, score
        As in `Ranking`.
    """
    if pairs_of(columns, room).sum() <= FEW:
        return best_of_few(columns, room, mixing)
    return best_by_kernel(columns, room, mixing)


def best_by_kernel(columns: MatchColumns, room: Ints, mixing: bool = False) -> tuple[Ints, Rows, Floats]:
    """Return the best options of every stream, found by compiled code; see `rank_into`."""
    # Numba is imported where so much is ranked: most commands never do.
    from graph.matching.ranking.kernel import best_options

    start = np.concatenate(([0], np.cumsum(room)))
    scores, chosen = np.empty(start[-1]), np.full(start[-1], -1, dtype=np.int32)

    # Not every threading layer of Numba bears to be called by two threads at once.
    with _ONE_AT_A_TIME:
        best_options(
            columns.streams,
            columns.options,
            columns.checks,
            columns.followed.columns,
            columns.transfer,
            columns.offers.licensing.verdict,
            columns.rates,
            columns.constants,
            columns.seasons.shares,
            columns.first,
            columns.placed,
            columns.width,
            start,
            scores,
            chosen,
            mixing,
        )
    held = chosen >= 0
    kept = np.concatenate(([0], np.cumsum(held)))[start]
    option = chosen[held]
    return kept, option, np.exp(scores[held] - columns.handicap[option])
