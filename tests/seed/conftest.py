from __future__ import annotations

import pytest

from graph.snapshot import Snapshot
from ingest import shipped_records


@pytest.fixture(scope="session")
def anning() -> Snapshot:
    """The shipped Anning park, read through the same checks as any file."""
    return Snapshot.from_records(shipped_records())
