"""``python -m tests.chaos``: kill commands and changes at random moments and say what was left."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests import neo4j_server
from tests.chaos import acts
from tests.chaos.campaign import Act, Ground, Tally, empty_ground, killed, sqlite_ground


def main() -> int:
    """Return 1 where something was lost, half or fallen, else 0."""
    asked = _arguments()
    ends = time.monotonic() + 60.0 * asked.minutes
    moments = random.Random(asked.seed)
    broken: list[str] = []
    print(f"{'store':8}{'act':14}{'kills':>6}{'before':>8}{'after':>7}{'late':>6}{'readings':>10}  broken")
    with tempfile.TemporaryDirectory(prefix="symbioflow-chaos-") as name, ExitStack() as grounds:
        folder = Path(name)
        plan = [] if asked.store == "neo4j" else _sqlite(folder)
        if asked.store != "sqlite":
            if neo4j_server.begin_run():
                grounds.callback(neo4j_server.end_run)
            ground = grounds.enter_context(acts.neo4j_ground(folder / "neo4j"))
            plan += [("neo4j", act, ground) for act in acts.CHANGES]
        kills = max(1, round(asked.kills / len(plan)))
        for store, act, ground in plan:
            if time.monotonic() > ends:
                print(f"{store:8}{act.name:14}  left out: the time is over", flush=True)
                continue
            tally = Tally()
            killed(act, ground, moments, kills, tally)
            counts = f"{kills:6}{tally.before:8}{tally.after:7}{tally.late:6}{tally.read:10}"
            print(
                f"{store:8}{act.name:14}{counts}  {'; '.join(sorted(set(tally.broken))) or '-'}", flush=True
            )
            broken += tally.broken
    print(f"{len(broken)} broken")
    return int(bool(broken))


def _sqlite(folder: Path) -> list[tuple[str, Act, Ground]]:
    small = sqlite_ground(folder / "small", acts.small_park)
    anning = sqlite_ground(folder / "anning", acts.anning_park)
    nothing = empty_ground(folder / "nothing", acts.files)
    return [
        *(("sqlite", act, small) for act in acts.CHANGES),
        *(("sqlite", act, anning) for act in acts.COMMANDS),
        *(("sqlite", act, nothing) for act in acts.FIRST_COMMANDS),
    ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=78, help="in all, shared out among the acts")
    parser.add_argument("--minutes", type=float, default=20.0, help="no act begins after this")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--store", choices=("sqlite", "neo4j", "both"), default="both")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
