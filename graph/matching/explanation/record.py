"""The record behind a check: every analysis of a component with day and laboratory, and what is typical.

Who reads that an analysis refuses a waste has to see the other one that would not, and whose they are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import INDICES, stream_values
from graph.matching.suggestion import Content
from graph.model import StreamComponent
from graph.ranges import Range
from graph.snapshot import Snapshot


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
        self._ids = dict(zip(streams.tolist(), table.take(streams)["id"].to_pylist(), strict=True))
        self._snapshot = snapshot
        self._values: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
        values = stream_values(snapshot.replacing({"waste_streams": table.take(streams)}))
        # Indices are shown by the nuclides that they are reckoned from, and as analysed.
        told = values["basis"].ne("index") | values["analysis"].ge(0)
        for row in values[told & values["likely"].notna()].itertuples():
            self._values[str(row.stream), str(row.component)].append(row)

    def contents(self, stream: int, component: str, analysis: int) -> tuple[Content, ...]:
        """Return what is known of a component of a stream.

        Parameters
        ----------
        stream : int
            Row of the stream.
        analysis : int
            Row of stream_components on which the check rests; -1: on no analysis alone.
        """
        stream_id = self._ids[stream]
        shown = [self._content(row, row.analysis == analysis) for row in self._values[stream_id, component]]
        # No analysis of the index itself decides, so its nuclides do.
        for nuclide in INDICES.get(component, ()):
            shown += [self._content(row, analysis < 0) for row in self._values[stream_id, nuclide]]
        return tuple(shown)

    def _content(self, row: Any, decides: bool) -> Content:
        found = self._snapshot.at(StreamComponent, int(row.analysis)) if row.analysis >= 0 else None
        return Content(
            row.component,
            row.basis,
            Range(*sorted((float(row.low), float(row.likely), float(row.high)))),
            measured=bool(row.measured),
            decides=decides and bool(row.measured),
            sampled_on=None if found is None else found.sampled_on,
            laboratory="" if found is None else found.laboratory,
        )
