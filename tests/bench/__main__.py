"""Run the benchmarks: ``python -m tests.bench [scale ...]``; each line compares two ways in one run."""

from __future__ import annotations

import sys

from graph.synthetic import SCALES
from tests.bench.cases import Measured
from tests.bench.matching import matching
from tests.bench.planning import planning
from tests.bench.uncertainty import uncertainty


def main(scales: list[str]) -> None:
    """Print a line for every comparison at the scales named, or at park and province."""
    unknown = set(scales) - set(SCALES)
    if unknown:
        sys.exit(f"no such scale: {', '.join(sorted(unknown))} (expected {', '.join(SCALES)})")
    print(f"{'case':<20}{'ours s':>10}  {'other':<18}{'other s':>10}{'ratio':>8}", flush=True)
    for scale in scales or ["park", "province"]:
        for case in (matching, planning, uncertainty):
            for result in case(scale):
                _report(result)


def _report(result: Measured) -> None:
    line = f"{result.name:<20}{result.ours:>10.4f}  {result.other:<18}{result.theirs:>10.3f}"
    print(f"{line}{result.ratio:>8.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
