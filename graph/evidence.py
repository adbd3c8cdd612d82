"""Where a number comes from and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from graph.wording import ListedWord

SourceId = NewType("SourceId", str)


class Grade(ListedWord):
    """How far a number can be trusted, best first."""

    OFFICIAL = "official", "A law, statistics or an official plan."
    STANDARD = "standard", "A national, industry or local standard."
    JOURNAL = "journal", "A scientific publication."
    TRADE = "trade", "Trade press or an industry association."
    COMPANY = "company", "A firm's own claim."
    DERIVED = "derived", "Stoichiometry or arithmetic on better grades."
    TEXTBOOK = "textbook", "Common engineering knowledge."
    CLASS = (
        "class estimate",
        "The interval of the class of processes that it belongs to; nobody published its own.",
    )
    ESTIMATE = "demo estimate", "A demo estimate: nobody could source it."


#: Grades of a place that nobody who knows it told: the seat of a district, a point on a sketch.
ESTIMATED_PLACES = frozenset((Grade.ESTIMATE, Grade.CLASS, Grade.TEXTBOOK, Grade.DERIVED))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a row is believed.

    Attributes
    ----------
    sources : tuple of SourceId
        What it rests on: rows of the `sources` table; empty only for a demo estimate.
    grade : Grade
        Grade of the row's weakest number.
    """

    sources: tuple[SourceId, ...]
    grade: Grade
