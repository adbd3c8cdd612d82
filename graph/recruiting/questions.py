"""What has to be asked before a lead is certain, in both languages."""

from __future__ import annotations

from typing import Any

from graph.matching import Outcome
from graph.model import Facility, Market, Material, WasteStream
from graph.recruiting.lead import OutletKind
from graph.recruiting.writing import Written
from graph.snapshot import Snapshot
from graph.value import missing_number
from graph.wording import Words, message, names_or_id

#: Gates that one lead asks about at most.
_ASKED = 5


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


def _called(snapshot: Snapshot, kind: type[Any], id: str) -> Words:
    return names_or_id(snapshot.by_id(kind).get(id), id)


def _said(key: str, **arguments: object) -> Words:
    return message(key, **arguments).words()
