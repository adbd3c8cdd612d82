"""Rules that a graph must keep before anything is computed on it: keys, references, bounds and ranges."""

from graph.checks.checks import check_records, check_snapshot, require_sound
from graph.checks.finding import Finding

__all__ = ["Finding", "check_records", "check_snapshot", "require_sound"]
