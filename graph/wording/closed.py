"""Closed lists of words, each word with what it means."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class ListedWord(StrEnum):
    """A word of a closed list, written with what it means: ``OPERATING = "operating", "Runs."``.

    The first paragraph of a list's docstring says what the list is of; faces show both.

    Attributes
    ----------
    description : str
        What the word means, a sentence.
    """

    description: str

    def __new__(cls, word: str, description: str = "") -> Self:
        """Make a word of how it is written and what it means."""
        made = str.__new__(cls, word)
        made._value_ = word
        made.description = description
        return made
