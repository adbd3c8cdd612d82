"""Suggestions as a list that is explained only where it is looked at: a page costs what the page holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from graph.matching import Ranking, Suggestion, explain_rows, row_named

#: How many are explained at a time where all are gone through one after the other.
_PART = 500


class RankedRows(Sequence[Suggestion]):
    """Some rows of a ranking, in its order; their length and order are known without any being explained.

    Parameters
    ----------
    ranking : Ranking
    rows : int array
        Rows of the ranking.
    """

    def __init__(self, ranking: Ranking, rows: NDArray[np.int64]) -> None:
        self._ranking = ranking
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Suggestion: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Suggestion]: ...

    def __getitem__(self, at: int | slice) -> Suggestion | Sequence[Suggestion]:
        if isinstance(at, slice):
            return explain_rows(self._ranking, self._rows[at])
        (found,) = explain_rows(self._ranking, self._rows[[at]])
        return found

    def __iter__(self) -> Iterator[Suggestion]:
        for begin in range(0, len(self), _PART):
            yield from self[begin : begin + _PART]

    def position(self, id: str) -> int | None:
        """Return where a suggestion stands in the list; None where it is not in it."""
        row = row_named(self._ranking, id)
        if row is None or row not in self._rows:
            return None
        return int(np.argmax(self._rows == row))
