"""A copy of the tree, a mutation in it, and whether tests see it; the tree itself is never touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from tests.mutate.operators import Mutation

ROOT = Path(__file__).parents[2]
_COPIED = ("graph", "ingest", "api", "viz", "seed_data", "tests", "pyproject.toml", "README.md")
#: Exit codes of pytest: all passed, some failed, could not even be collected.
_PASSED, _FAILED, _INTERRUPTED = 0, 1, 2


class Seen(Enum):
    """What tests say of a tree."""

    NO = "not seen"
    YES = "seen"
    TIME = "seen: ran too long"


@contextmanager
def copied_tree() -> Iterator[Path]:
    """Give a copy of what tests need, in a temporary folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="symbioflow-mutate-") as folder:
        copy = Path(folder)
        for name in _COPIED:
            if (ROOT / name).is_dir():
                # Compiled Python would stand in for mutated source of the same second and size.
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.pyc"))
            else:
                shutil.copy2(ROOT / name, copy / name)
        yield copy


@contextmanager
def mutated(copy: Path, mutation: Mutation) -> Iterator[None]:
    """Plant a mutation in a copy, and take it out again."""
    file = copy / mutation.file
    whole = file.read_bytes()
    file.write_bytes(mutation.applied(whole))
    try:
        yield
    finally:
        file.write_bytes(whole)


def look(copy: Path, tests: Sequence[str], seconds: float) -> Seen:
    """Run tests in a copy until the first fails.

    Raises
    ------
    RuntimeError
        If pytest found no test to run, or was asked in a way that it does not know.
    """
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        run = subprocess.run(
            command, cwd=copy, env=surroundings, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return Seen.TIME
    if run.returncode == _PASSED:
        return Seen.NO
    if run.returncode in (_FAILED, _INTERRUPTED):
        return Seen.YES
    raise RuntimeError(f"{' '.join(command)} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
