from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.neo4j_server import end_leftovers


def run_folder(place: Path, name: str, owner: str) -> Path:
    folder = place / f"symbioflow-tests-{name}"
    folder.mkdir()
    (folder / "owner").write_text(owner)
    return folder


def test_only_what_runs_left_whose_process_is_gone_is_ended(tmp_path: Path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = run_folder(tmp_path, "gone", str(ended.pid))
    alive = run_folder(tmp_path, "alive", str(os.getpid()))
    begun = run_folder(tmp_path, "begun", "")
    assert end_leftovers(tmp_path) == [gone]
    assert not gone.exists()
    assert alive.exists()
    assert begun.exists()
