"""A smoke of ``python -m tests.fuzz``, always with the same dice."""

from __future__ import annotations

from pathlib import Path

from api.views.service import Service
from graph.snapshot import Snapshot
from graph.stores import open_store
from ingest import shipped_records
from tests.api.conftest import small_park
from tests.fuzz.fuzz import fuzz_files, fuzz_imports, fuzz_pages, fuzz_questions


def test_made_up_questions_are_answered_or_refused_with_a_code(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/park.db")
    store.ensure_schema()
    store.upsert(small_park().tables, "test")
    found = fuzz_questions(Service(store), seed=1, seconds=60.0, most=150)
    store.close()
    assert found.tried > 20
    assert found.wrong == []


def test_broken_files_are_read_or_refused_with_a_code() -> None:
    found = fuzz_files(seed=1, seconds=30.0, most=40)
    assert found.tried > 5
    assert found.wrong == []


def test_odd_sheets_are_understood_or_refused_with_a_code() -> None:
    found = fuzz_imports(Snapshot.from_records(shipped_records()), seed=1, seconds=30.0, most=40)
    assert found.tried > 5
    assert found.wrong == []


def test_hand_edited_addresses_are_answered_or_refused_in_the_readers_language(park_url: str) -> None:
    found = fuzz_pages(park_url, seed=1, seconds=60.0, most=120)
    assert found.tried > 20
    assert found.wrong == []
