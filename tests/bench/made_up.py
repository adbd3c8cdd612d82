"""What every benchmark of matching ranks: a made-up park as the kernel's columns."""

from __future__ import annotations

from graph.matching.ranking import MatchColumns, prepare
from graph.matching.weights import Weights
from graph.snapshot import Snapshot, records_of
from graph.synthetic import synthetic_records
from tests.build import WEIGHTS

TOP = 10
RADIUS_KM = 130.0


def snapshot_at(scale: str) -> Snapshot:
    """Return the made-up park of a scale."""
    return Snapshot.from_records({**synthetic_records(scale, 1), **records_of(WEIGHTS)})


def columns_of(snapshot: Snapshot) -> MatchColumns:
    """Return a park as the kernel's columns."""
    return prepare(snapshot, Weights.of(snapshot), RADIUS_KM)


def columns_at(scale: str) -> MatchColumns:
    """Return the made-up park of a scale as the kernel's columns."""
    return columns_of(snapshot_at(scale))
