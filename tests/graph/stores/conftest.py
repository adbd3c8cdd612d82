"""SQLite stores that the tests of this room open, closed when a test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.stores import Store, open_store
from tests.parks import park_records

#: Opens a file, or the one in the test's folder that is called so.
Opener = Callable[[Path | str], Store]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    stores: list[Store] = []

    def open_file(file: Path | str) -> Store:
        path = file if isinstance(file, Path) else tmp_path / f"{file}.db"
        stores.append(open_store(f"sqlite:///{path}"))
        return stores[-1]

    yield open_file
    for store in stores:
        store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "园区 100%.db"


@pytest.fixture
def loaded(opened: Opener, file: Path) -> Store:
    store = opened(file)
    store.ensure_schema()
    store.upsert(park_records(), "first")
    return store
