"""What is odd about a park's data, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.wording import Words, message, numbered


class Oddity(StrEnum):
    """What is odd."""

    TWIN_FIRMS = "twin firms"
    TWIN_STREAMS = "twin streams"
    NO_POSITION = "no position"
    ZERO_POSITION = "position 0, 0"
    FAR_FROM_PARK = "far from its park"
    NO_INDUSTRY = "no industry"
    USE_ABOVE_SUPPLY = "use above supply"
    OPEN_USE = "open use"
    USE_UNEXPLAINED = "use that no room explains"
    HUGE_AMOUNT = "huge amount"
    NO_AMOUNT = "no amount"
    UNKNOWN_CAPACITY = "unknown capacity"
    OLD_AMOUNT = "old amount"
    OLD_PRICE = "old price"
    OLD_COST = "old cost"
    PRICES_CONTRADICT = "prices that contradict"
    COSTS_CONTRADICT = "costs that contradict"
    PRICES_ON_TWO_BASES = "prices on two bases"
    YEAR_WITHOUT_INDEX = "year without index"
    FULL_SINK = "full sink"
    DEMAND_BELOW_SERVED = "demand below what is served"
    NO_DENSITY = "no density"
    CONTRADICTING_ANALYSES = "contradicting analyses"
    LIMIT_OF_NOTHING = "limit of what nothing carries"
    GOES_ROUND = "goes round without loss"


@dataclass(frozen=True, slots=True)
class Symptom:
    """One odd thing.

    Attributes
    ----------
    table : str
    ids : tuple of str
        The rows concerned.
    values : tuple of str
        What stands in the words.
    """

    oddity: Oddity
    table: str
    ids: tuple[str, ...]
    values: tuple[str | Words, ...]

    def text(self, language: str) -> str:
        """Return what is odd, in ``zh`` or ``en``."""
        return numbered(f"odd.{self.oddity.name}", self.values).text(language)

    def advice(self, language: str) -> str:
        """Return what would settle it, in ``zh`` or ``en``."""
        return message(f"settle.{self.oddity.name}").text(language)
