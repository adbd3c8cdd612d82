"""Where a number comes from and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

SourceId = NewType("SourceId", str)


class Grade(StrEnum):
    """How far a number can be trusted, best first."""

    OFFICIAL = "official"
    STANDARD = "standard"
    JOURNAL = "journal"
    TRADE = "trade"
    COMPANY = "company"
    DERIVED = "derived"
    TEXTBOOK = "textbook"
    CLASS = "class estimate"
    ESTIMATE = "demo estimate"


#: Grades of a place that nobody who knows it told: the seat of a district, a point on a sketch.
ESTIMATED_PLACES = frozenset((Grade.ESTIMATE, Grade.CLASS, Grade.TEXTBOOK, Grade.DERIVED))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a row is believed.

    Attributes
    ----------
    sources : tuple of SourceId
        Rows of the `sources` table; empty only for a demo estimate.
    grade : Grade
        The grade of the row's weakest number.
    """

    sources: tuple[SourceId, ...]
    grade: Grade
