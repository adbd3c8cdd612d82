"""Writers to Neo4j held up at every step of a write, then killed or let go on: what readers see meanwhile.

No reader waits for such a writer, none sees a part of what it writes, and whatever becomes of it the digest
is that of the rows. Run as a program this is the writer: its arguments are the login and the step.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from graph.snapshot import Snapshot, records_of
from graph.stores import Dump, Store, open_store
from graph.stores.neo4j import statements as cypher
from graph.stores.neo4j import store as adapter
from graph.stores.neo4j.reading import graph_of
from tests import neo4j_server
from tests.chaos.campaign import ROOT
from tests.chaos.worker import AT
from tests.parks import stream, whole_park

#: Step of a write -> the statement after which the writer is held up.
_STATEMENTS = {
    "lock": cypher.LOCK_STORE,
    "rows": cypher.MERGE_ROWS["waste_streams"],
    "digest": cypher.WRITE_DIGEST,
    "unlock": cypher.UNLOCK_STORE,
}
STEPS = (*_STATEMENTS, "before commit", "after commit")
ENDS = ("killed", "goes on")
#: How many streams the writer writes, and how many there are before.
_WRITTEN, _BEFORE = 20, 1
#: No reader waits longer for a writer that is held up, seconds.
_LONGEST = 10.0


@dataclass
class Paused:
    """What became of writers that were held up.

    Attributes
    ----------
    tried, whole : dict of str to int
        Step -> rounds, and those in which nothing was wrong.
    longest : float
        The longest reading while a writer was held up, seconds.
    broken : list of str
        What must not have been.
    """

    tried: dict[str, int] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)
    longest: float = 0.0
    broken: list[str] = field(default_factory=list)


def paused(times: int, moments: random.Random, until: float, steps: Sequence[str] = STEPS) -> Paused:
    """Hold writers up so many times at each step of a write, and end half of them there."""
    found, login = Paused(), neo4j_server.server()
    with neo4j_server.exclusive(), closing(open_store(login.url, login.user, login.password)) as store:
        store.ensure_schema()
        for step in steps:
            found.whole[step] = found.tried[step] = 0
            for number in range(times):
                if time.monotonic() > until:
                    break
                store.replace(Dump(0, Snapshot.of([]), {}, ()), AT)
                store.replace(Dump(0, Snapshot.of(whole_park()), {}, ()), AT)
                waited, wrong = held_up(store, login, step, ENDS[number % 2], moments.uniform(0.0, 0.5))
                found.longest = max(found.longest, waited)
                found.broken += [f"{step}, {ENDS[number % 2]}: {line}" for line in wrong]
                found.whole[step] += not wrong
                found.tried[step] += 1
    return found


def held_up(
    store: Store, login: neo4j_server.Server, step: str, end: str, seconds: float = 0.0
) -> tuple[float, list[str]]:
    """Hold one writer up at a step; return how long a reading took meanwhile, and what was wrong.

    Parameters
    ----------
    store : Store
        The park of `tests.parks`, as somebody else has it open.
    seconds : float
        How long it is held up at least.
    """
    wrong: list[str] = []
    version, seen = store.version(), _WRITTEN + _BEFORE if step == "after commit" else _BEFORE
    words = [login.url, login.user or "", login.password or "", step]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.pauses", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        if writer.stdout.readline() != "held up\n":
            wrong.append("the writer did not come to the step")
        began = time.monotonic()
        if store.read().count("waste_streams") != seen:
            wrong.append("a reader saw a part of what was written")
        if store.version() != version + (step == "after commit"):
            wrong.append("the data version is of another moment than the rows")
        waited = time.monotonic() - began
        if waited > _LONGEST:
            wrong.append(f"a reader waited {waited:.1f} s")
        time.sleep(seconds)
        if end == "killed":
            writer.kill()
        else:
            writer.stdin.write("\n")
            writer.stdin.flush()
            if writer.stdout.readline() != "done\n":
                wrong.append("the writer could not go on")
    kept = end == "goes on" or step == "after commit"
    store.upsert(records_of([stream("last", 1.0)]), "third")
    if store.read().count("waste_streams") != _BEFORE + 1 + (_WRITTEN if kept else 0):
        wrong.append("what was acknowledged is lost, or what was not is there")
    if not store._checked_read(graph_of).is_proven:  # type: ignore[attr-defined]
        wrong.append("the digest is not that of the rows")
    return waited, wrong


def _write(url: str, user: str, password: str, step: str) -> None:
    """Write some streams, and wait for a word at the step."""
    run, commit = adapter.neo4j.Transaction.run, adapter.neo4j.Transaction.commit

    def hold_up() -> None:
        print("held up", flush=True)
        sys.stdin.readline()

    def counted(self: Any, query: Any, *arguments: Any, **named: Any) -> Any:
        result = run(self, query, *arguments, **named)
        if query == _STATEMENTS.get(step):
            result.consume()
            hold_up()
        return result

    def committed(self: Any) -> None:
        if step == "before commit":
            hold_up()
        commit(self)
        if step == "after commit":
            hold_up()

    adapter.neo4j.Transaction.run = counted
    adapter.neo4j.Transaction.commit = committed
    with closing(open_store(url, user, password)) as store:
        store.upsert(records_of([stream(f"s{number}", 7.0) for number in range(_WRITTEN)]), "second")
    print("done", flush=True)


if __name__ == "__main__":
    _write(*sys.argv[1:])
