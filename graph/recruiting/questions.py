"""What has to be asked before a lead is certain, in both languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from graph.matching import Outcome
from graph.model import Facility, Market, Material, Technology, WasteStream
from graph.recruiting.lead import OutletKind
from graph.recruiting.writing import Written
from graph.snapshot import Snapshot
from graph.wording.messages import Words, message, names_or_id

#: Gates that one lead asks about at most.
_ASKED = 5
#: Beginnings of the phrases in which a worth says what it lacks (`graph.value.worth`), the sentence of each
#: and what its rest is the id of.
_MISSING: MappingProxyType[str, tuple[str, type[Any]]] = MappingProxyType(
    {
        "capital cost of ": ("number.capital", Technology),
        "operating cost of ": ("number.operating", Technology),
        "electricity use of ": ("number.electricity", Technology),
        "heat use of ": ("number.heat", Technology),
        "direct emissions of ": ("number.direct_emissions", Technology),
        "product displaced by ": ("lead.number.displaced", Technology),
        "disposal cost of ": ("lead.number.disposal", Material),
        "price of ": ("number.price", Material),
        "emission factor of ": ("number.emissions", Material),
    }
)
_NAMELESS = MappingProxyType(
    {
        "cost of the pipe": "lead.number.pipe",
        "transport cost": "lead.number.transport",
        "price of electricity": "lead.number.electricity",
        "price of heat": "lead.number.heat",
        "emission factor of electricity": "lead.number.grid",
        "emission factor of heat": "lead.number.heat_factor",
    }
)


def questions_of(snapshot: Snapshot, written: Written) -> tuple[Words, ...]:
    """Return what has to be asked: the markets, the open gates of who brings most, the numbers missing."""
    markets = snapshot.by_id(Market)
    found: list[Words] = []
    for product in written.products:
        market = markets.get(str(product.market))
        if market is not None and (market.question_zh or market.question_en):
            found.append(
                Words(market.question_zh or market.question_en, market.question_en or market.question_zh)
            )
        if product.outlet is OutletKind.PASSED_ON:
            taker = _called(snapshot, Facility, str(product.facility))
            found.append(
                _said("lead.ask.price", taker=taker, what=_called(snapshot, Material, str(product.material)))
            )
    bringing = [donor.stream for donor in written.donors]
    gates = [gate for gate in written.gates if gate.outcome is Outcome.UNVERIFIED and gate.stream in bringing]
    for gate in gates[:_ASKED]:
        stream = _called(snapshot, WasteStream, str(gate.stream))
        found.append(_said("lead.ask.gate", stream=stream, reason=gate.reason))
    numbers = (missing_number(snapshot, phrase) for phrase in written.economics.missing)
    found += [_said("lead.ask.number", number=number) for number in numbers]
    return tuple(dict.fromkeys(found))


def missing_number(snapshot: Snapshot, phrase: str) -> Words:
    """Return what a number that nobody could say is called, by the phrase that a worth has for it.

    Examples
    --------
    >>> missing_number(Snapshot.of([]), "price of lime")
    Words(zh='lime的价格', en='price of lime')
    """
    if phrase in _NAMELESS:
        return _said(_NAMELESS[phrase])
    begin = next(begin for begin in _MISSING if phrase.startswith(begin))
    key, kind = _MISSING[begin]
    return _said(key, name=_called(snapshot, kind, phrase.removeprefix(begin)))


def _called(snapshot: Snapshot, kind: type[Any], id: str) -> Words:
    return names_or_id(snapshot.by_id(kind).get(id), id)


def _said(key: str, **arguments: object) -> Words:
    return message(key, **arguments).words()
