"""Running the command line in tests: in this process, or in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import main

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "api.cli")


@dataclass(frozen=True, slots=True)
class Run:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: str, store: str = "") -> Run:
    """Run the command in this process."""
    options = ["--store", store] if store else []
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main([*words, *options])
    assert isinstance(left.value.code, int)
    return Run(left.value.code, out.getvalue(), err.getvalue())


def run_apart(*words: str, store: str = "", **environment: str) -> Run:
    """Run the command in a process of its own, in another environment."""
    options = ["--store", store] if store else []
    done = subprocess.run(
        [*COMMAND, *words, *options],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=ROOT,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)
