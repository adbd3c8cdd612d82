"""Made-up questions and broken files: ``python -m tests.fuzz [minutes] [seed]``; 1 if any was wrong."""

from __future__ import annotations

import sys
import tempfile
import time

from api.views.service import Service
from graph.snapshot import Snapshot
from graph.stores import open_store
from ingest import shipped_records
from tests.api.conftest import small_park
from tests.fuzz.fuzz import fuzz_files, fuzz_imports, fuzz_pages, fuzz_questions


def main(minutes: float, seed: int) -> int:
    """Print how much was tried and what was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/park.db")
        store.ensure_schema()
        store.upsert(small_park().tables, "test")
        results = {
            "questions": fuzz_questions(Service(store), seed, 15.0 * minutes),
            "files": fuzz_files(seed, 15.0 * minutes),
            "imports": fuzz_imports(Snapshot.from_records(shipped_records()), seed, 15.0 * minutes),
            "pages": fuzz_pages(store.url, seed, 15.0 * minutes),
        }
        store.close()
    for name, found in results.items():
        print(f"{name}: {found.tried} tried, {len(found.wrong)} wrong (seed {seed})")
        for line in found.wrong:
            print(f"  {line}")
    return int(any(found.wrong for found in results.values()))


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(float(given[0]) if given else 10.0, int(given[1]) if len(given) > 1 else int(time.time())))
