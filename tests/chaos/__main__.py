"""``python -m tests.chaos``: kill commands and changes at random moments and say what was left."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path

from tests import neo4j_server
from tests.chaos import acts
from tests.chaos.campaign import Act, Ground, Tally, empty_ground, killed, sqlite_ground
from tests.chaos.pauses import STEPS, paused


def main() -> int:
    """Return 1 where something was lost, half or fallen, else 0."""
    asked = _arguments()
    ends = time.monotonic() + 60.0 * asked.minutes
    moments = random.Random(asked.seed)
    broken: list[str] = []
    print(f"{'store':8}{'act':16}{'kills':>6}{'before':>8}{'after':>7}{'late':>6}{'readings':>10}  broken")
    with tempfile.TemporaryDirectory(prefix="symbioflow-chaos-") as name, ExitStack() as grounds:
        folder = Path(name)
        stores = ("sqlite", "neo4j") if asked.store == "both" else (asked.store,)
        if "neo4j" in stores and neo4j_server.begin_run():
            grounds.callback(neo4j_server.end_run)
        plan = [(store, *part) for store in stores for part in _PARTS[store]]
        wanted = asked.acts.split(",") if asked.acts else None
        plan = [
            (store, make, tuple(act for act in some if wanted is None or act.name in wanted))
            for store, make, some in plan
        ]
        number = max(1, sum(len(some) for *_, some in plan))
        kills = max(1, round(asked.kills / number))
        total = Tally()
        for place, (store, make, some) in enumerate(part for part in plan if part[2]):
            with make(folder / str(place)) as ground:
                for act in some:
                    if time.monotonic() > ends:
                        print(f"{store:8}{act.name:16}  left out: the time is over", flush=True)
                        continue
                    tally = Tally()
                    killed(act, ground, moments, kills, tally)
                    total.add(tally)
                    print(f"{store:8}{act.name:16}{_counts(tally)}", flush=True)
        print(f"{'':8}{'in all':16}{_counts(total)}", flush=True)
        broken += total.broken
        if "neo4j" in stores and asked.pauses:
            found = paused(asked.pauses, moments, ends, asked.steps.split(",") if asked.steps else STEPS)
            for step, whole in found.whole.items():
                print(f"neo4j   a writer at {step!r}: {whole} of {found.tried[step]} whole", flush=True)
            print(f"longest wait of a reader meanwhile {found.longest:.2f} s")
            broken += found.broken
    for line in broken:
        print(line)
    print(f"{len(broken)} broken")
    return int(bool(broken))


def _counts(tally: Tally) -> str:
    kills = tally.before + tally.after
    counts = f"{kills:6}{tally.before:8}{tally.after:7}{tally.late:6}{tally.read:10}"
    return f"{counts}  {'; '.join(sorted(set(tally.broken))) or '-'}"


@contextmanager
def _small(folder: Path) -> Iterator[Ground]:
    yield sqlite_ground(folder, acts.small_park)


@contextmanager
def _anning(folder: Path) -> Iterator[Ground]:
    yield sqlite_ground(folder, acts.anning_park)


@contextmanager
def _nothing(folder: Path) -> Iterator[Ground]:
    yield empty_ground(folder, acts.files)


@contextmanager
def _old(folder: Path) -> Iterator[Ground]:
    yield acts.old_ground(folder)


#: Store -> where its acts happen, and which.
_PARTS: dict[str, list[tuple[Callable[[Path], AbstractContextManager[Ground]], tuple[Act, ...]]]] = {
    "sqlite": [
        (_small, acts.CHANGES),
        (_nothing, acts.FIRST_COMMANDS),
        (_old, (acts.MIGRATION,)),
        (_anning, acts.COMMANDS),
    ],
    "neo4j": [
        (partial(acts.neo4j_ground, prepared=acts.small_park), acts.CHANGES),
        (partial(acts.neo4j_ground, prepared=acts.anning_park), acts.NEO4J_COMMANDS),
    ],
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=102, help="in all, shared out among the acts")
    parser.add_argument("--pauses", type=int, default=10, help="at each step of a write to Neo4j")
    parser.add_argument("--steps", default="", help="only these of a write, a comma between them")
    parser.add_argument("--minutes", type=float, default=30.0, help="no act begins after this")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--acts", default="", help="only these, by name, a comma between them")
    parser.add_argument("--store", choices=("sqlite", "neo4j", "both"), default="both")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
