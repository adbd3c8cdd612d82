"""Run the benchmarks: ``python -m tests.bench [scale ...]``; each line compares two ways in one run.

No table engine ranks a nation on one machine: its line says what ours takes, in a process of its own.
"""

from __future__ import annotations

import sys

from graph.synthetic import SCALES
from tests.bench.alone import alone
from tests.bench.analysis import analysis
from tests.bench.cases import Measured
from tests.bench.leads import leads
from tests.bench.matching import matching
from tests.bench.planning import planning
from tests.bench.uncertainty import uncertainty


def main(scales: list[str]) -> None:
    """Print the lines of the scales named, or of park and province."""
    unknown = set(scales) - set(SCALES)
    if unknown:
        sys.exit(f"no such scale: {', '.join(sorted(unknown))} (expected {', '.join(SCALES)})")
    print(f"{'case':<20}{'ours s':>10}  {'other':<18}{'other s':>10}{'ratio':>8}", flush=True)
    for scale in scales or ["park", "province"]:
        if scale == "nation":
            ours = alone(scale)
            line = f"{'matching nation':<20}{ours.ranked:>10.4f}  prepared in {ours.prepared:.1f} s"
            print(f"{line}, {ours.pairs / 1e6:.0f} M pairs looked at, peak {ours.peak:.2f} GB", flush=True)
            continue
        for case in (matching, planning, uncertainty, analysis, leads):
            for result in case(scale):
                _report(result)


def _report(result: Measured) -> None:
    line = f"{result.name:<20}{result.ours:>10.4f}  {result.other:<18}{result.theirs:>10.3f}"
    print(f"{line}{result.ratio:>8.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
