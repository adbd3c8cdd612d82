"""``python -m tests.chaos.crowd``: readers, writers and a command line on one store at the same moment.

On a SQLite file a reader may wait for no lock at all: its wait is set to nothing, so that one lock in its way
is a refusal that is counted. Every round a writer gives all streams one new amount: two amounts in one
reading are torn. Movers take one linkage from state to state, each by the version that it read: two that come
by the same version are one step and one conflict, and every acknowledged step is in the history.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from graph.errors import SymbioflowError
from graph.model import WasteStream
from graph.snapshot import Snapshot, records_of
from graph.stores import Dump, StateChange, Store, open_store
from graph.stores.sqlite import store as adapter
from graph.vocabulary import LINKAGE_CHANGES, LinkageState
from tests import neo4j_server
from tests.chaos.campaign import ROOT
from tests.chaos.worker import AT
from tests.parks import LINKAGE, park_records, stream

_STREAMS = 200
#: Store -> how many of each role.
_CROWDS = {
    "sqlite": ["read"] * 8 + ["write"] * 2 + ["move"] * 2 + ["command"],
    # The server itself needs one of two cores.
    "neo4j": ["read"] * 3 + ["write"] * 2 + ["move"] * 2 + ["command"],
}
#: What must be 0.
WRONG = ("torn", "refused", "lost rounds", "lost moves")


def measured(seconds: float, kind: str = "sqlite") -> dict[str, int]:
    """Return what a crowd did in some seconds: readings, torn and refused ones, rounds, moves, commands.

    Parameters
    ----------
    kind : {"sqlite", "neo4j"}
        Of the store.
    """
    with _place(kind) as (url, login):
        with closing(_opened(url, login)) as store:
            store.upsert(park_records(), "first")
            first, at_first = store.version(), store.get("linkages", [LINKAGE])[0].version
        crowd = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.crowd", "--role", role, url, str(seconds)],
                stdout=subprocess.PIPE,
                encoding="utf-8",
                cwd=ROOT,
                env={**os.environ, **login},
            )
            for role in _CROWDS[kind]
        ]
        told: list[dict[str, Any]] = [json.loads(member.communicate()[0]) for member in crowd]
        with closing(_opened(url, login)) as store:
            version = store.version()
            kept = {event.version for event in store.history(LINKAGE)}
            stands_at = store.get("linkages", [LINKAGE])[0].version
    acknowledged = [number for one in told for number in one.get("acknowledged", ())]
    names = ("readings", "torn", "refused", "rounds", "conflicts", "commands")
    counts = {name: sum(one.get(name, 0) for one in told) for name in names}
    lost = [number for number in acknowledged if number not in kept]
    return {
        **counts,
        "moves": len(acknowledged),
        "lost rounds": counts["rounds"] + len(acknowledged) - (version - first),
        # A version given twice is one step that wrote over another.
        "lost moves": len(lost) + len(acknowledged) - (stands_at - at_first),
    }


@contextmanager
def _place(kind: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the URL of an empty store, and the environment in which whoever opens it can log in."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="symbioflow-crowd-") as folder:
            url = f"sqlite:///{folder}/park.db"
            with closing(_opened(url, {})) as store:
                store.ensure_schema()
            yield url, {}
        return
    login = neo4j_server.server()
    names = ("CHAOS", "SYMBIOFLOW_STORE")
    environment = {f"{name}_USER": login.user or "" for name in names}
    environment |= {f"{name}_PASSWORD": login.password or "" for name in names}
    with neo4j_server.exclusive():
        with closing(_opened(login.url, environment)) as store:
            store.ensure_schema()
            store.replace(Dump(0, Snapshot.of([]), {}, ()), AT)
        yield login.url, environment


def _opened(url: str, login: Mapping[str, str] = os.environ) -> Store:
    return open_store(url, login.get("CHAOS_USER"), login.get("CHAOS_PASSWORD"))


def read(url: str, until: float) -> dict[str, int]:
    """Read until then, waiting for no lock."""
    adapter._BUSY_SECONDS = 0.0
    counts = {"readings": 0, "torn": 0, "refused": 0}
    with closing(_opened(url)) as store:
        while time.monotonic() < until:
            try:
                streams = store.read().all(WasteStream)
            except SymbioflowError:
                counts["refused"] += 1
                continue
            counts["readings"] += 1
            counts["torn"] += len({item.supply.likely for item in streams if item.id != "stack"}) > 1
    return counts


def write(url: str, until: float) -> dict[str, int]:
    """Give all streams a new amount, round after round."""
    rounds = 0
    with closing(_opened(url)) as store:
        while time.monotonic() < until:
            rounds += 1
            rows = [stream(f"s{number:03}", float(rounds)) for number in range(_STREAMS)]
            store.upsert(records_of(rows), f"round {rounds}")
    return {"rounds": rounds}


def move(url: str, until: float) -> dict[str, Any]:
    """Take the linkage from state to state by the version that was read, as several people may at once."""
    acknowledged: list[int] = []
    conflicts = 0
    with closing(_opened(url)) as store:
        while time.monotonic() < until:
            linkage = store.get("linkages", [LINKAGE])[0]
            after = sorted(LINKAGE_CHANGES[LinkageState(linkage.state)])[0]
            at = f"{AT}-{os.getpid()}-{len(acknowledged)}"
            try:
                moved = store.change_state(StateChange(LINKAGE, after, linkage.version, "crowd", at))
            except SymbioflowError as error:
                if error.code != "VERSION_CONFLICT":
                    raise
                conflicts += 1
                continue
            acknowledged.append(moved.version)
    return {"acknowledged": acknowledged, "conflicts": conflicts}


def command(url: str, until: float) -> dict[str, int]:
    """Run the command line, one after the other."""
    commands = 0
    words = [sys.executable, "-m", "api.cli", "search", "slag", "--store", url]
    while time.monotonic() < until:
        subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        commands += 1
    return {"commands": commands}


def main() -> int:
    """Return 1 where a reading was torn or refused, or a round or a move lost, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.crowd", description=__doc__)
    parser.add_argument("--role", choices=("read", "write", "move", "command"))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--store", choices=tuple(_CROWDS), default="sqlite")
    parser.add_argument("place", nargs="*")
    asked = parser.parse_args()
    if asked.role:
        url, seconds = asked.place
        work = {"read": read, "write": write, "move": move, "command": command}[asked.role]
        print(json.dumps(work(url, time.monotonic() + float(seconds))))
        return 0
    began = asked.store == "neo4j" and neo4j_server.begin_run()
    try:
        found = measured(asked.seconds, asked.store)
    finally:
        if began:
            neo4j_server.end_run()
    print("  ".join(f"{name} {number}" for name, number in found.items()))
    return int(any(found[name] for name in WRONG))


if __name__ == "__main__":
    raise SystemExit(main())
