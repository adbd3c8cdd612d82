"""One change of a store in a process of its own, to be killed: ``python -m tests.chaos.worker ACT URL FILE``.

What the store has acknowledged is printed at once, a line each.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import closing

from graph.snapshot import records_of
from graph.stores import Change, StateChange, Store, copy, open_store, restore_backup, write_backup
from graph.vocabulary import LINKAGE_CHANGES, LinkageState
from tests.parks import LINKAGE, linkages, material, stream

AT = "2026-06-01T08:00:00+00:00"
STREAMS = 300


def apply(store: Store, file: str) -> None:
    """Load three hundred streams, and a file that knows an older state of the linkage."""
    rows = [*(stream(f"s{number:03}", 2.0) for number in range(STREAMS)), linkages()[0]]
    store.apply_all(
        (
            Change("metals", AT, "a.csv", records_of([material("coal", "煤", "Coal")])),
            Change("streams", AT, "b.csv", records_of(rows)),
        ),
        store.moment(),
    )


def undo(store: Store, file: str) -> None:
    """Take the first load of the store back."""
    store.undo(1, AT)


def states(store: Store, file: str) -> None:
    """Move the linkage on, time and again."""
    for number in range(2_000):
        linkage = store.get("linkages", [LINKAGE])[0]
        after = sorted(LINKAGE_CHANGES[LinkageState(linkage.state)])[0]
        moved = store.change_state(StateChange(LINKAGE, after, linkage.version, "chaos", f"{AT}-{number}"))
        print(moved.version, flush=True)


def restore(store: Store, file: str) -> None:
    """Put the backup back."""
    restore_backup(store, file, AT)


def backup(store: Store, file: str) -> None:
    """Write the backup anew."""
    write_backup(store, file)


def copied(store: Store, file: str) -> None:
    """Bring the store up to date from another one that stands in the file."""
    with closing(open_store(f"sqlite:///{file}")) as source:
        copy(source, store)


def renamed(store: Store, file: str) -> None:
    """Write one row, as a copy does."""
    store.upsert(records_of([material("slag", "渣", "renamed")]), "renamed")


def twice(store: Store, file: str) -> None:
    """Write in two transactions: what the campaign is there to see."""
    for name in ("one", "two"):
        store.upsert(records_of([material(name, name, name)]), name)
        time.sleep(3.0)


ACTS = {act.__name__: act for act in (apply, undo, states, restore, backup, copied, renamed, twice)}

if __name__ == "__main__":
    act, url, file = sys.argv[1:]
    with closing(open_store(url, os.environ.get("CHAOS_USER"), os.environ.get("CHAOS_PASSWORD"))) as opened:
        ACTS[act](opened, file)
