"""What is said of a prospective receiver on every face: the room that is assumed, and what to ask."""

from __future__ import annotations

from graph.planning import ProspectiveFlow
from graph.units import show_amount
from graph.wording import LANGUAGES, Message, Words, component_words, message, span


def room_words(found: ProspectiveFlow) -> Words | Message:
    """Return the room that is assumed, from the least to the most a year, or the one amount."""
    unit, room = found.flow.unit.value, found.room
    ends = room.low, room.high
    low, high = (Words(*(show_amount(end, unit, one) for one in LANGUAGES)) for end in ends)
    if low == high:
        return message("plan.prospective_exact", amount=low)
    return Words(span(low.zh, high.zh), span(low.en, high.en))


def ask_words(found: ProspectiveFlow) -> Message:
    """Return what has to be asked before any of it can be planned."""
    components = tuple(component_words(name) for name in found.unverified)
    limits = message("plan.ask_limits", components=components) if components else ""
    market = message("plan.ask_market") if found.market_unknown else ""
    return message("plan.ask_receiver", limits=limits, market=market)
