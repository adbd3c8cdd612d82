"""A park with a lead added by hand, which the search for leads is held against."""

from __future__ import annotations

from graph.planning import PlanOptions
from graph.ranges import Range
from graph.recruiting.finding.field import Field, Option
from graph.snapshot import Snapshot


def with_lead(snapshot: Snapshot, option: Option, size: Range) -> Snapshot:
    """Return the park with an option added by hand, as a scenario would have it."""
    return Field(snapshot, (option,), PlanOptions()).with_options({option.facility: size})
