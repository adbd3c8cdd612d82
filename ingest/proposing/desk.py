"""What everything that is found in sheets is read with, asked through and written by."""

from __future__ import annotations

from dataclasses import dataclass

from graph.evidence import Evidence
from graph.knowledge import Reader
from graph.snapshot import Snapshot
from ingest.proposing.asking import Asker


@dataclass(frozen=True, slots=True)
class Desk:
    """What one proposal is made with.

    Attributes
    ----------
    known : Snapshot
        What the store holds, the library included.
    reader : Reader
        Of words and codes.
    asker : Asker
        Collects what has to be asked.
    evidence : Evidence
        Of rows that the files alone speak of.
    """

    known: Snapshot
    reader: Reader
    asker: Asker
    evidence: Evidence
