"""What would help a remainder of a stream to a use: for each kind of reason a step that somebody can take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from graph.matching import GateName
from graph.wording import ListedWord, Message, Words, message


class UnplacedHelp(ListedWord):
    """What would help a remainder of a stream to a use.

    The sentence of each is the message ``unplaced.help.<value>``.
    """

    TAKER = "taker", "A firm that takes the material."
    COMPOSITION = "composition", "An analysis or a treatment that brings it within the limits that it breaks."
    MOISTURE = "moisture", "Drying or dewatering to the limit."
    PHASE = "phase", "Another form, such as dried or dissolved."
    LICENCE = "licence", "A taker with the licence, or an exemption."
    TRANSFER = "transfer", "A taker that the transfer rule lets it go to."
    DATES = "dates", "The day on which the taker runs."
    NEARER = "nearer", "A taker within reach."
    CAPACITY = "capacity", "Asking how much the takers can take."
    ROOM = "room", "More room at the takers that are full."
    SEASON = "season", "A user that runs in the months in which it comes."
    MIX = "mix", "Cleaner input beside it in the mix."
    BUYER = "buyer", "A buyer of what it becomes."
    MARKET = "market", "More demand where the market is full."
    PRICE = "price", "A better price or a lower cost."
    DECISION = "decision", "Taking a rejection back, or larger lots."
    SIZE = "size", "A larger budget, or enough input for facilities that stand still."
    USE = "use", "A use of which more is left than residue."


#: What helps where a gate refuses.
OF_GATES: Mapping[GateName, UnplacedHelp] = MappingProxyType(
    {
        GateName.PHASE: UnplacedHelp.PHASE,
        GateName.HAZARD: UnplacedHelp.LICENCE,
        GateName.LICENCE: UnplacedHelp.LICENCE,
        GateName.COMPOSITION: UnplacedHelp.COMPOSITION,
        GateName.MOISTURE: UnplacedHelp.MOISTURE,
        GateName.CAPACITY: UnplacedHelp.ROOM,
        GateName.DISTANCE: UnplacedHelp.NEARER,
        GateName.TRANSFER: UnplacedHelp.TRANSFER,
        GateName.DATES: UnplacedHelp.DATES,
        GateName.MATERIAL: UnplacedHelp.TAKER,
    }
)


def help_words(helps: Iterable[UnplacedHelp]) -> Message | Words:
    """Return the steps as one sentence; empty where none is needed.

    Examples
    --------
    >>> help_words([UnplacedHelp.MOISTURE]).text("en")
    'dry or dewater it to the limit of a taker'
    >>> help_words([]).text("en")
    ''
    """
    said: Message | None = None
    for one in helps:
        step = message(f"unplaced.help.{one.value}")
        said = step if said is None else message("unplaced.also", first=said, also=step)
    return Words("", "") if said is None else said
