"""``python -m tests.chaos.crowd``: eight readers and two writers on one SQLite file, a command line beside.

A reader may wait for no lock at all: its wait is set to nothing, so that one lock in its way is a refusal
that is counted. Every round a writer gives all streams one new amount: two amounts in one reading are torn.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from contextlib import closing

from graph.errors import SymbioflowError
from graph.model import WasteStream
from graph.snapshot import records_of
from graph.stores import open_store
from graph.stores.sqlite import store as adapter
from tests.chaos.campaign import ROOT
from tests.parks import park_records, stream

_STREAMS = 200
_READERS, _WRITERS = 8, 2


def measured(seconds: float) -> dict[str, float]:
    """Return what a crowd did in some seconds: readings, torn and refused ones, rounds, commands, waits."""
    with tempfile.TemporaryDirectory(prefix="symbioflow-crowd-") as folder:
        url = f"sqlite:///{folder}/park.db"
        with closing(open_store(url)) as store:
            store.ensure_schema()
            store.upsert(park_records(), "first")
        roles = ["read"] * _READERS + ["write"] * _WRITERS + ["command"]
        crowd = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.crowd", "--role", role, url, str(seconds)],
                stdout=subprocess.PIPE,
                encoding="utf-8",
                cwd=ROOT,
            )
            for role in roles
        ]
        told = [json.loads(member.communicate()[0]) for member in crowd]
        with closing(open_store(url)) as store:
            version = store.version()
    return {
        "readings": sum(one.get("readings", 0) for one in told),
        "torn": sum(one.get("torn", 0) for one in told),
        "refused": sum(one.get("refused", 0) for one in told),
        "rounds": sum(one.get("rounds", 0) for one in told),
        "commands": sum(one.get("commands", 0) for one in told),
        "lost rounds": sum(one.get("rounds", 0) for one in told) + 1 - version,
    }


def read(url: str, until: float) -> dict[str, int]:
    """Read until then, waiting for no lock."""
    adapter._BUSY_SECONDS = 0.0
    counts = {"readings": 0, "torn": 0, "refused": 0}
    with closing(open_store(url)) as store:
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
    with closing(open_store(url)) as store:
        while time.monotonic() < until:
            rounds += 1
            rows = [stream(f"s{number:03}", float(rounds)) for number in range(_STREAMS)]
            store.upsert(records_of(rows), f"round {rounds}")
    return {"rounds": rounds}


def command(url: str, until: float) -> dict[str, int]:
    """Run the command line, one after the other."""
    commands = 0
    words = [sys.executable, "-m", "api.cli", "search", "slag", "--store", url]
    while time.monotonic() < until:
        subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        commands += 1
    return {"commands": commands}


def main() -> int:
    """Return 1 where a reading was torn or refused, or a round lost, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.crowd", description=__doc__)
    parser.add_argument("--role", choices=("read", "write", "command"))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("place", nargs="*")
    asked = parser.parse_args()
    if asked.role:
        url, seconds = asked.place
        work = {"read": read, "write": write, "command": command}[asked.role]
        print(json.dumps(work(url, time.monotonic() + float(seconds))))
        return 0
    found = measured(asked.seconds)
    print("  ".join(f"{name} {number}" for name, number in found.items()))
    return int(bool(found["torn"] or found["refused"] or found["lost rounds"]))


if __name__ == "__main__":
    raise SystemExit(main())
