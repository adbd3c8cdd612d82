"""Mixed load on a real server with the Anning park: ``python -m tests.load [seconds]``."""

from __future__ import annotations

import sys
import tempfile

from graph.stores import open_store
from ingest import shipped_records
from tests.load.load import mixed, serving, steady


def main(seconds: float) -> None:
    """Print what 30 heavy requests do to 50 light ones, then what a while of both leaves behind."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/anning.db"
        store = open_store(url)
        store.ensure_schema()
        store.upsert(shipped_records(), "seed")
        store.close()
        with serving(url) as server:
            found = mixed(server)
            heavy = f"{found.answered} answered, {found.busy} found no place"
            light = f"light p95 {1e3 * found.alone:.0f} ms alone, {1e3 * found.beside:.0f} ms beside"
            idle = f"idle {found.idle:.1f} s after the last left"
            print(f"30 heavy, 50 light: {light}; {heavy}; {idle}; {found.failed} failed", flush=True)
            if seconds > 0.0:
                before, after, failed = steady(server, seconds)
                print(f"{seconds:.0f} s of both: before {before}, after {after}; {failed} failed", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 300.0)
