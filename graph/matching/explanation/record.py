"""The record behind a check: every analysis of a component with day and laboratory, and what is typical.

Who reads that an analysis refuses a waste has to see the other one that would not, and whose they are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import INDICES, stream_values
from graph.matching.suggestion import Content
from graph.model import StreamComponent
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.tools import grouped


class Record:
    """What is known of the contents of some streams.

    Parameters
    ----------
    snapshot : Snapshot
    streams : int array
        Rows of the streams; nothing is read of others.
    """

    def __init__(self, snapshot: Snapshot, streams: NDArray[np.int32]) -> None:
        table = snapshot.tables["waste_streams"]
        self._snapshot = snapshot
        values = stream_values(snapshot.replacing({"waste_streams": table.take(streams)}))
        # Indices are shown by the nuclides that they are reckoned from, and as analysed.
        told = (values.basis != "index") | (values.analysis >= 0)
        self._values = values.take(told & ~np.isnan(values.likely))
        about = zip(streams[self._values.owner].tolist(), self._values.component.tolist(), strict=True)
        self._rows = grouped(range(len(self._values)), dict(enumerate(about)).__getitem__)

    def contents(self, stream: int, component: str, analysis: int) -> tuple[Content, ...]:
        """Return what is known of a component of a stream.

        Parameters
        ----------
        stream : int
            Row of the stream.
        analysis : int
            Row of stream_components on which the check rests; -1: on no analysis alone.
        """
        rows = self._rows[stream, component]
        shown = [self._content(row, self._values.analysis[row] == analysis) for row in rows]
        # No analysis of the index itself decides, so its nuclides do.
        for nuclide in INDICES.get(component, ()):
            shown += [self._content(row, analysis < 0) for row in self._rows[stream, nuclide]]
        return tuple(shown)

    def _content(self, row: int, decides: bool) -> Content:
        values, analysis = self._values, int(self._values.analysis[row])
        found = self._snapshot.at(StreamComponent, analysis) if analysis >= 0 else None
        measured = bool(values.measured[row])
        return Content(
            str(values.component[row]),
            str(values.basis[row]),
            Range(*sorted(float(end[row]) for end in (values.low, values.likely, values.high))),
            measured=measured,
            decides=bool(decides) and measured,
            sampled_on=None if found is None else found.sampled_on,
            laboratory="" if found is None else found.laboratory,
        )
