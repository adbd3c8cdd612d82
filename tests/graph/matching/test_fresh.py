from __future__ import annotations

import subprocess
import sys

_WITHOUT = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pandas":
            raise ImportError(name)

sys.meta_path.insert(0, Hidden())
from graph.matching import suggest
from graph.snapshot import Snapshot
from ingest import shipped_records

print(len(suggest(Snapshot.from_records(shipped_records())).items))
"""


def test_matching_runs_where_there_is_no_pandas() -> None:
    """Neither to import nor to suggest are frames needed; Arrow looks for pandas and does without."""
    run = subprocess.run([sys.executable, "-c", _WITHOUT], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 0
