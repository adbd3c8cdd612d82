"""Rules that a graph must keep before anything is computed on it: keys, references, bounds and ranges."""

from graph.checks.checks import check_records, check_snapshot, require_sound
from graph.checks.finding import Finding
from graph.checks.outlines import FEWEST_CORNERS, MICRODEGREES, MOST_CORNERS, crossing

__all__ = [
    "FEWEST_CORNERS",
    "MICRODEGREES",
    "MOST_CORNERS",
    "Finding",
    "check_records",
    "check_snapshot",
    "crossing",
    "require_sound",
]
