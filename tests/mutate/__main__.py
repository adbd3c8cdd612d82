"""``python -m tests.mutate``: plant single mutations and say which of them no test sees."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from tests.mutate.fixed import KNOWN, planted
from tests.mutate.operators import Mutation, mutations_of
from tests.mutate.planting import Seen, copied_tree, look, mutated
from tests.mutate.selection import INDEPENDENT, mirrored, missing, modules

#: One run of tests may take as long; a mutation that makes it longer is seen.
_SECONDS = 300.0


def main() -> int:
    """Return 1 where a known mutation is not seen or not found any more, else 0."""
    asked = _arguments()
    ends = time.monotonic() + 60.0 * asked.minutes
    with copied_tree() as copy:
        if missing(copy):
            print(f"NOT FOUND in graph/: {', '.join(missing(copy))} (tests/mutate/selection.py names them)")
        known = _known(copy, asked.known_only)
        if asked.known_only:
            return int(not known)
        found = [
            mutation
            for module in modules(copy)
            if not asked.module or asked.module in str(module)
            for mutation in mutations_of(module, (copy / module).read_text(encoding="utf-8"))
        ]
        random.Random(asked.seed).shuffle(found)
        print(f"{len(found)} mutations in {len({mutation.file for mutation in found})} modules", flush=True)
        _try(copy, found, lambda: time.monotonic() < ends)
    return int(not known)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="how long new mutations are begun")
    parser.add_argument("--seed", type=int, default=0, help="of the order in which they are tried")
    parser.add_argument("--module", default="", help="only modules whose path has this in it")
    parser.add_argument("--known-only", action="store_true", help="only the ones that no test saw once")
    return parser.parse_args()


def _known(copy: Path, loudly: bool) -> bool:
    """Try the known mutations; say which were not found or not seen."""
    well = True
    for known in KNOWN:
        mutation = planted(known, copy)
        if mutation is None:
            print(
                f"NO LONGER FOUND: {known.name}; give its pattern anew in tests/mutate/fixed.py", flush=True
            )
            well = False
            continue
        with mutated(copy, mutation):
            seen = look(copy, [known.question], _SECONDS)
        well = well and seen is not Seen.NO
        if loudly or seen is Seen.NO:
            print(f"{seen.value.upper():8}  {mutation}", flush=True)
    print("known mutations: " + ("all seen" if well else "NOT ALL SEEN"), flush=True)
    return well


def _try(copy: Path, mutations: list[Mutation], in_time: Callable[[], bool]) -> None:
    """Try mutations while there is time; each first with the tests that mirror its module."""
    sound: dict[tuple[str, ...], bool] = {}
    tried = unseen = 0
    for mutation in mutations:
        if not in_time():
            break
        tried += 1
        seen = Seen.NO
        for tests in (tuple(mirrored(copy, mutation.file)), INDEPENDENT):
            if not tests:
                continue
            if tests not in sound:
                sound[tests] = look(copy, tests, _SECONDS) is Seen.NO
                if not sound[tests]:
                    print(f"LEFT OUT, because they fail without any mutation: {' '.join(tests)}", flush=True)
            if sound[tests] and seen is Seen.NO:
                with mutated(copy, mutation):
                    seen = look(copy, tests, _SECONDS)
        if seen is Seen.NO:
            unseen += 1
            print(f"NOT SEEN  {mutation}", flush=True)
    print(f"tried {tried} of {len(mutations)}: {tried - unseen} seen, {unseen} not seen")


if __name__ == "__main__":
    raise SystemExit(main())
