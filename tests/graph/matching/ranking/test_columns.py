"""What the kernel reads is small, and holds what the gates of facilities and enterprises leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa

from graph.matching.gates import Verdict
from graph.matching.ranking import MatchColumns, prepare
from graph.matching.weights import Weights
from graph.snapshot import Snapshot, records_of
from graph.synthetic import synthetic_records
from graph.vocabulary import Hazard, OperatingState
from tests.build import PARK, WEIGHTS, analysis, enterprise, facility, limit, material, recipe, stream

PLANT = [PARK, *WEIGHTS, material("slag"), material("brick"), *recipe("kiln", "slag", "brick")]


def columns_of(*parts: object, on: date | None = None) -> MatchColumns:
    snapshot = Snapshot.of([*PLANT, *parts])
    return prepare(snapshot, Weights.of(snapshot), on=on)


def bytes_a_row(columns: tuple[np.ndarray, ...]) -> float:
    return sum(column.nbytes for column in columns) / len(columns[0])


def doubts_of(columns: MatchColumns) -> dict[str, int]:
    """Return how many fixed gates are unverified, by facility of the options."""
    names = columns.snapshot.strings("facilities", "id")[columns.facility(columns.offer)]
    licence = columns.offers.licensing.verdict[0, columns.options.licence]
    unverified = columns.options.unverified + (licence == Verdict.UNVERIFIED)
    return dict(zip(names, unverified.tolist(), strict=True))


def test_a_stream_takes_89_bytes_an_option_129_and_no_id_is_copied() -> None:
    snapshot = Snapshot.from_records({**synthetic_records("park"), **records_of(WEIGHTS)})
    columns = prepare(snapshot, Weights.of(snapshot))
    assert bytes_a_row(columns.streams) <= 89
    assert bytes_a_row(columns.options) <= 129
    ids = snapshot.tables["waste_streams"]["id"]
    held = [chunk.buffers()[2].address for chunk in columns.stream.chunks]
    assert held == [chunk.buffers()[2].address for chunk in ids.chunks]


def test_only_streams_with_an_analysis_or_another_moisture_have_checks_of_their_own() -> None:
    streams = [stream(f"s{number}", "e", "slag", 1.0) for number in range(3)]
    wet, known = stream("wet", "e", "slag", 1.0, moisture=20.0), stream("known", "e", "slag", 1.0)
    columns = columns_of(
        enterprise("e", 25.0, 102.0),
        facility("f", "e", "kiln", 1.0),
        limit("kiln", "Cl", maximum=1.0),
        *streams,
        wet,
        known,
        analysis("known", "Cl", 2.0),
    )
    names = columns.stream.take(pa.array(columns.streams.row)).to_pylist()
    at = dict(zip(names, columns.streams.checks.tolist(), strict=True))
    assert len(columns.checks.refused) == 3
    assert at["s0"] == at["s1"] == at["s2"]
    assert len({at["s0"], at["wet"], at["known"]}) == 3
    assert columns.checks.refused[at["known"]]
    assert not columns.checks.refused[at["s0"]]


def test_facilities_that_are_closed_full_or_not_open_that_day_are_no_options() -> None:
    day = date(2026, 7, 1)
    late = replace(facility("late", "e", "kiln", 1.0), opens=date(2026, 7, 2))
    over = replace(facility("over", "e", "kiln", 1.0), closes=date(2026, 6, 30))
    open_now = replace(facility("open", "e", "kiln", 1.0), opens=day, closes=day)
    parts = (
        enterprise("e", 25.0, 102.0),
        replace(enterprise("shut", 25.0, 102.0), state=OperatingState.CLOSED),
        stream("s", "e", "slag", 1.0),
        facility("at-shut", "shut", "kiln", 1.0),
        facility("closed", "e", "kiln", 1.0, state=OperatingState.CLOSED),
        facility("none", "e", "kiln", 0.0),
        facility("unknown", "e", "kiln", None),
        late,
        over,
        open_now,
    )
    columns = columns_of(*parts, on=day)
    assert doubts_of(columns) == {"open": 0, "unknown": 1}
    assert len(columns_of(*parts).offer) == 4


def test_a_licence_counts_for_its_enterprise_only() -> None:
    parts = (
        enterprise("licensed", 25.0, 102.0, licences=("HW08",)),
        enterprise("other", 25.0, 102.0, licences=("HW49",)),
        enterprise("unknown", 25.0, 102.0),
        material("oil", hazard=Hazard.HAZARDOUS, hw_codes=("HW08",)),
        *recipe("refinery", "oil", "brick"),
        stream("s", "other", "oil", 1.0),
        *(facility(f"f-{name}", name, "refinery", 1.0) for name in ("licensed", "other", "unknown")),
    )
    columns = columns_of(*parts)
    assert doubts_of(columns) == {"f-licensed": 0, "f-unknown": 1}
    ports = columns.snapshot.strings("ports", "id")[columns.port(columns.offer)]
    assert set(ports) == {"refinery:in_main:oil"}
