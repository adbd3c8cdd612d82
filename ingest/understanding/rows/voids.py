"""Manifests that moved nothing: void, rejected, withdrawn or only drafted."""

from __future__ import annotations

from ingest.understanding.heads import Kind
from ingest.understanding.result import LeftOut, Row
from ingest.words import listed

#: States of a manifest that moved nothing.
_VOID = listed("state", "void")


def without_void(rows: tuple[Row, ...], kind: Kind) -> tuple[tuple[Row, ...], tuple[LeftOut, ...]]:
    """Return records without those whose state says that nothing was moved, and these with why."""
    if not kind.record:
        return rows, ()
    void = [row for row in rows if row.texts.get("state", "").strip().casefold() in _VOID]
    left_out = (LeftOut(row.number, "VOID", " ".join(row.texts.values())[:80]) for row in void)
    return tuple(row for row in rows if row not in void) if void else rows, tuple(left_out)
