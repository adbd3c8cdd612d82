"""What matching is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from graph.errors import SymbioflowError
from graph.vocabulary import StreamId


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """What to look for.

    Attributes
    ----------
    top : int
        Suggestions for each stream; 0 for all.
    radius : float or None
        Farthest road distance, km; None takes the weights table's.
    on : date or None
        Day on which both sides must run; None leaves dates out of account.
    streams : tuple of StreamId
        Only these; empty for all.
    weights : mapping of str to float
        Overrides of the weights table by id.
    prospective : bool
        Also offer to those of whom no facility is on record, by what their industry is known to take.
    """

    top: int = 5
    radius: float | None = None
    on: date | None = None
    streams: tuple[StreamId, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    prospective: bool = True

    def __post_init__(self) -> None:
        if self.top < 0:
            raise SymbioflowError("BAD_OPTION.top", name="top", given=self.top)
        if self.radius is not None and not self.radius >= 0.0:
            raise SymbioflowError("BAD_OPTION.radius", given=self.radius)
