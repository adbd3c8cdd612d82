"""What is no lead, and why."""

from __future__ import annotations

from dataclasses import dataclass

from graph.vocabulary import TechnologyId, Unit
from graph.wording import ListedWord, Message


class NoLead(ListedWord):
    """Why a technology is no lead."""

    NO_SUPPLY = "no supply", "Nothing that the park has passes its gates."
    TOO_SMALL = "too small", "Its scale would be below the least that is built."
    NO_MARKET = "market not known", "Nobody knows who buys its product."
    MARKET_FULL = "market full", "The market of its product has no room."
    CAPACITY_UNKNOWN = "capacity not known", "The park has it, and nobody knows how much it can take."
    NO_GAIN = "no gain", "The plan is no better with it."


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A technology that is no lead, and why; of several sites the one that came furthest.

    Attributes
    ----------
    technology : TechnologyId
        Which.
    reason : NoLead
        Why, in a word.
    detail : Message
        Why, and where a buyer is missing who is to be asked what.
    supply : float or None
        Main input a year that the park could feed it, in five of ten draws; None: none, or no size.
    unit : Unit or None
        Of that.
    """

    technology: TechnologyId
    reason: NoLead
    detail: Message
    supply: float | None = None
    unit: Unit | None = None
