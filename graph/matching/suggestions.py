"""Suggested linkages: every candidate ranked within its stream, and those returned explained.

Candidates are columns from the snapshot to the ranking; objects are made for what is returned only.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.errors import SymbioflowError
from graph.matching.explanation import explain_rows, refusals_of, unmatched
from graph.matching.options import MatchOptions
from graph.matching.ranking import Ranking, rank_candidates
from graph.matching.suggestion import Suggestion, Suggestions
from graph.snapshot import Snapshot
from graph.vocabulary import StreamId


def suggest(snapshot: Snapshot, options: MatchOptions | None = None) -> Suggestions:
    """Return the best linkages for every waste stream, with scores, gates and reasons.

    Returns
    -------
    Suggestions
        Streams by id, within each the best first; equal scores by facility and port.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_STREAM``, ``UNKNOWN_WEIGHT``, ``BAD_WEIGHT``, ``BAD_OPTION``, or ``TOO_LARGE`` for more than
        can be shown at once: rank a large park (`rank_candidates`) and explain a page (`explain_rows`).

    Examples
    --------
    >>> suggest(Snapshot.of([])).items
    ()
    """
    ranking = rank_candidates(snapshot, options or MatchOptions())
    return Suggestions(
        fingerprint=snapshot.fingerprint,
        items=explain_rows(ranking, np.arange(len(ranking))),
        refusals=refusals_of(ranking, ranking.wanted.tolist()),
        unmatched=unmatched(ranking),
    )


def explain(snapshot: Snapshot, suggestion: str, options: MatchOptions | None = None) -> Suggestion:
    """Return one suggestion by its id ``stream>facility>port``, with exactly the score that ranked it.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_SUGGESTION`` if the id names no candidate, ``REFUSED_SUGGESTION`` if a gate refuses it.
    """
    stream = suggestion.split(">")[0]
    options = options or MatchOptions()
    if snapshot.positions("waste_streams", [stream])[0] < 0:
        raise _unknown(suggestion)
    ranking = rank_candidates(snapshot, replace(options, top=0, streams=(StreamId(stream),)))
    return explain_one(ranking, suggestion)


def explain_one(ranking: Ranking, suggestion: str) -> Suggestion:
    """Return one suggestion of a ranking by its id; errors as of `explain`."""
    snapshot, parts = ranking.columns.snapshot, suggestion.split(">")
    if len(parts) == 3:
        row = row_named(ranking, suggestion)
        if row is not None:
            return explain_rows(ranking, [row])[0]
        stream = int(snapshot.positions("waste_streams", parts[:1])[0])
        for refusal in refusals_of(ranking, [stream] if stream >= 0 else []):
            if [refusal.stream, refusal.facility, refusal.port] == parts:
                gates = ", ".join(gate.gate.value for gate in refusal.gates)
                raise SymbioflowError("REFUSED_SUGGESTION", suggestion=suggestion, gates=gates)
    raise _unknown(suggestion)


def row_named(ranking: Ranking, suggestion: str) -> int | None:
    """Return the row of a ranking that a suggestion's id names; None where it holds no such row."""
    parts = suggestion.split(">")
    if len(parts) != 3:
        return None
    snapshot = ranking.columns.snapshot
    tables = ("waste_streams", "facilities", "ports")
    stream, facility, port = (
        int(snapshot.positions(table, [id])[0]) for table, id in zip(tables, parts, strict=True)
    )
    return ranking.row_of(stream, facility, port)


def _unknown(suggestion: str) -> SymbioflowError:
    return SymbioflowError("UNKNOWN_SUGGESTION", given=suggestion[:80])
