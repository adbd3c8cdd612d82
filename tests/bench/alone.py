"""Ours alone, in a process of its own: seconds, pairs and peak memory where table engines cannot follow."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from graph.matching.ranking import MatchColumns, rank
from tests.bench.made_up import TOP, columns_at


@dataclass(frozen=True, slots=True)
class Alone:
    """One scale from nothing to its ranking.

    Attributes
    ----------
    prepared, ranked : float
        Seconds to make the park up and bring it into columns, and to rank it.
    pairs : int
        Streams with options of their material in the grid cells within reach.
    peak : float
        Most memory resident at any time, GB (1e9 bytes): interpreter, libraries, snapshot, columns, ranking.
    """

    prepared: float
    ranked: float
    pairs: int
    peak: float


def alone(scale: str) -> Alone:
    """Measure a scale in a fresh process, so that nothing of this one counts."""
    command = [sys.executable, "-m", "tests.bench.alone", scale]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Alone(**json.loads(done.stdout))


def measure(scale: str) -> Alone:
    """Measure a scale in this process; the kernel is compiled on a park first."""
    rank(columns_at("park"), TOP)
    start = time.perf_counter()
    columns = columns_at(scale)
    prepared = time.perf_counter()
    ranking = rank(columns, TOP)
    ranked = time.perf_counter()
    peak = peak_memory()
    if len(ranking.start) != len(columns.stream) + 1:
        raise AssertionError("every stream has a row of the ranking")
    return Alone(prepared - start, ranked - prepared, pairs_within_reach(columns), peak)


def peak_memory() -> float:
    """Return the most memory this process had resident, GB, as Linux tells.

    Not `resource.getrusage`: its maximum takes over that of the process which started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e9


def pairs_within_reach(columns: MatchColumns) -> int:
    """Return how many pairs of a stream and an option the kernel's grid search comes past."""
    streams, options = columns.streams, columns.options
    material = np.repeat(np.arange(len(columns.first) - 1), np.diff(columns.first))
    lost = np.isnan(streams.x)
    counts = np.where(lost, columns.first[streams.material + 1], columns.placed[streams.material])
    pairs = int((counts - columns.first[streams.material]).sum())
    edge = 10_000

    def cell(material: np.ndarray, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        # One more each way: -1 stands for no position.
        return (material * np.int64(edge) + row + 1) * edge + np.clip(column + 1, 0, edge - 1)

    placed = options.cell_row >= 0
    cells = cell(material[placed], options.cell_row[placed], options.cell_column[placed])
    width = columns.width[streams.cell_row]
    for step in range(-columns.constants.reach, columns.constants.reach + 1):
        row = streams.cell_row + step
        near = cell(streams.material, row, streams.cell_column - width)
        far = cell(streams.material, row, streams.cell_column + width)
        found = np.searchsorted(cells, far, side="right") - np.searchsorted(cells, near)
        pairs += int(found[~lost & (row >= 0)].sum())
    return pairs


if __name__ == "__main__":
    print(json.dumps(asdict(measure(sys.argv[1]))))
