"""What a stream contains: analyses, typical contents, their bases, and limits of them."""

from graph.matching.gates.contents.bases import (
    ACTIVITY,
    DRY,
    MASS,
    WET,
    Content,
    averages,
    basis_family,
    comparable,
    turned,
)
from graph.matching.gates.contents.composition import check_limits, margins
from graph.matching.gates.contents.contents import FREE_WATER, INDICES, stream_values
from graph.matching.gates.contents.standards import IN_FORCE, dated_limits, lies_within
from graph.matching.gates.contents.yields import DRY_MATTER, Contents, Part, Yield, Yields, waters

__all__ = [
    "ACTIVITY",
    "DRY",
    "DRY_MATTER",
    "FREE_WATER",
    "INDICES",
    "IN_FORCE",
    "MASS",
    "WET",
    "Content",
    "Contents",
    "Part",
    "Yield",
    "Yields",
    "averages",
    "basis_family",
    "check_limits",
    "comparable",
    "dated_limits",
    "lies_within",
    "margins",
    "stream_values",
    "turned",
    "waters",
]
