"""The whole shipped park gives the same answers from both stores, number for number."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.matching import suggest
from graph.planning import make_plan
from graph.stores import Store, copy, open_store
from ingest import ensure_library, load_anning


@pytest.mark.neo4j
@pytest.mark.timeout(600)
def test_suggestions_and_plan_are_the_same_from_sqlite_and_from_neo4j(
    tmp_path: Path, neo4j_store: Store
) -> None:
    sqlite = open_store(f"sqlite:///{tmp_path / 'park.db'}")
    sqlite.ensure_schema()
    ensure_library(sqlite, "2026-01-01T00:00:00+00:00")
    load_anning(sqlite)
    neo4j_store.ensure_schema()
    copy(sqlite, neo4j_store)
    one, other = sqlite.read(), neo4j_store.read()
    sqlite.close()
    assert one.fingerprint == other.fingerprint
    assert suggest(one) == suggest(other)
    assert make_plan(one) == make_plan(other)
    assert make_plan(one).flows
