"""What is said of a prospective receiver on every face: the room that is assumed, and what to ask."""

from __future__ import annotations

from graph.planning import ProspectiveFlow
from graph.units import show_amount
from graph.wording import LANGUAGES, Message, Words, component_words, message, span


def room_words(found: ProspectiveFlow) -> Words:
    """Return the room that is assumed, from the least to the most a year; once where both are shown alike."""
    unit, room = found.flow.unit.value, found.room
    return Words(
        *(span(show_amount(room.low, unit, one), show_amount(room.high, unit, one)) for one in LANGUAGES)
    )


def ask_words(found: ProspectiveFlow) -> Message:
    """Return what has to be asked before any of it can be planned."""
    components = tuple(component_words(name) for name in found.unverified)
    limits = message("plan.ask_limits", components=components) if components else ""
    market = message("plan.ask_market") if found.market_unknown else ""
    return message("plan.ask_receiver", limits=limits, market=market)
