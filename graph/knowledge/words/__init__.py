"""Words as texts have them: one spelling, phrases, likeness, names, and what a reading gives."""

from graph.knowledge.words.foreign import foreign_names
from graph.knowledge.words.likeness import GrowingIndex, LikenessIndex
from graph.knowledge.words.names import NameBook
from graph.knowledge.words.phrases import (
    WEAK_ENDS,
    WEAK_WORDS,
    forms_of,
    normalised,
    phrases_of,
    says_waste,
    slips_of,
    waste_of,
)
from graph.knowledge.words.reading import MARGIN, SURE, Candidate, Decision, Reading, Why, decided
from graph.knowledge.words.remembering import Remembered

__all__ = [
    "MARGIN",
    "SURE",
    "WEAK_ENDS",
    "WEAK_WORDS",
    "Candidate",
    "Decision",
    "GrowingIndex",
    "LikenessIndex",
    "NameBook",
    "Reading",
    "Remembered",
    "Why",
    "decided",
    "foreign_names",
    "forms_of",
    "normalised",
    "phrases_of",
    "says_waste",
    "slips_of",
    "waste_of",
]
