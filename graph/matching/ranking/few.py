"""Ranking of few pairs: every one judged and scored as an array, by the formulas that explain a score.

Compiled code takes 0.6 s to load in a fresh process, more than all pairs of a park of fifty streams.
"""

from __future__ import annotations

import numpy as np

from graph.matching.gates import REFUSED
from graph.matching.ranking.arrays import Floats, Ints, Rows
from graph.matching.ranking.pairs import judge
from graph.matching.ranking.preparing import MatchColumns
from graph.matching.ranking.scores import scores_of
from graph.matching.suggestion import GateName

#: So many pairs take 20 ms here.
FEW = 20_000


def pairs_of(columns: MatchColumns, room: Ints) -> Ints:
    """Return how many options there are of each stream that has room for any, by row of the stream."""
    every = np.append(np.diff(columns.first), 0)
    return np.where(room > 0, every[columns.streams.material[columns.place]], 0)


def best_of_few(columns: MatchColumns, room: Ints, mixing: bool = False) -> tuple[Ints, Rows, Floats]:
    """Return the best options of every stream; see `ranking.rank_into`."""
    count = pairs_of(columns, room)
    stream = np.repeat(np.arange(len(room), dtype=np.int32), count)
    shift = columns.first[columns.streams.material[columns.place]] - np.cumsum(count) + count
    option = (np.arange(len(stream)) + np.repeat(shift, count)).astype(np.int32)
    pairs = judge(columns, stream, columns.offer[option])
    score = scores_of(columns, pairs).score
    checks = columns.checks
    closed = checks.refused[pairs.entry] & ~(mixing & checks.mixes[pairs.entry])
    for gate in (GateName.DISTANCE, GateName.TRANSFER, GateName.LICENCE):
        closed |= pairs.says(gate) == REFUSED
    rows = np.flatnonzero(~closed & ((score > 0.0) | mixing))
    with np.errstate(divide="ignore"):
        behind = -np.log(score[rows]) - columns.handicap[option[rows]]
    rows = rows[np.lexsort((columns.options.order[option[rows]], behind, stream[rows]))]
    found = np.bincount(stream[rows], minlength=len(room))
    first = np.cumsum(found) - found
    rows = rows[np.arange(len(rows)) - first[stream[rows]] < room[stream[rows]]]
    start = np.concatenate(([0], np.cumsum(np.minimum(found, room))))
    return start, option[rows], score[rows]
