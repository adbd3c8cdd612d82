"""Which missing datum would change the list: what draws in which a lead is among the first have in common.

For everything unknown that a lead touches (what its streams give and have in use, whether their owners
agree, what its markets take) the draws are parted in two halves: where it is low (or refused) and where it is
high. The unknown that decides is the one between whose halves the lead's place among the first ten differs
most, where the difference is more than chance makes of so few draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.model import Market, WasteStream
from graph.planning import Additions, DrawnGains, Objective
from graph.recruiting.choosing.drawn import among_first
from graph.recruiting.lead import Deciding
from graph.wording import Message, Words, message, names_or_id

#: Halves must differ by so many standard errors: of twenty unknowns one in a hundred leads has one by chance.
_ERRORS = 3.0
#: Fewer draws on one side say nothing.
_FEWEST = 5


@dataclass(frozen=True)
class _Unknown:
    """Something unknown, with the draws in which it is high or agreed to."""

    what: Message
    high: NDArray[np.bool_]


def deciding_of(
    additions: Additions, drawn: DrawnGains, site: int, place: int, objective: Objective
) -> Deciding | None:
    """Return the unknown that decides whether an option is among the first; None where nothing drawn does.

    Parameters
    ----------
    additions : Additions
        That the draws are of.
    site : int
        The option's row of `Layout.sites`.
    place : int
        Among the options drawn.
    """
    first = among_first(drawn, place, objective)
    if not len(first) or first.all() or not first.any():
        return None
    best: tuple[float, _Unknown, float, float] | None = None
    for unknown in _unknowns(additions, drawn, site):
        high, low = first[unknown.high], first[~unknown.high]
        if min(len(high), len(low)) < _FEWEST:
            continue
        spread = float(first.mean() * (1.0 - first.mean()))
        error = float(np.sqrt(spread * (1.0 / len(high) + 1.0 / len(low))))
        apart = abs(float(high.mean() - low.mean())) / error
        if apart >= _ERRORS and (best is None or apart > best[0] + 1e-9):
            best = apart, unknown, float(low.mean()), float(high.mean())
    if best is None:
        return None
    return Deciding(best[1].what, best[2], best[3])


def _unknowns(additions: Additions, drawn: DrawnGains, site: int) -> Iterator[_Unknown]:
    """Yield what is unknown of the streams and markets of an option, what is named the same once."""
    layout, unknown = additions.problem.programme.layout, drawn.unknown
    flows, own = layout.flows, additions.columns_of([site])
    streams = np.unique(flows.stream[own][flows.stream[own] >= 0])
    for stream in streams.tolist():
        name = _name(additions, WasteStream, layout.text("waste_streams", "id", stream))
        columns = own[flows.stream[own] == stream]
        agreed: NDArray[np.bool_] = np.logical_or.reduce(drawn.accepted[:, columns], axis=1)
        yield _Unknown(message("lead.decides.consent", name=name), agreed)
        for sentence, slots in (
            ("number.supply", unknown.supply_slot),
            ("number.in_use", unknown.in_use_slot),
        ):
            yield from _halves(drawn, int(slots[stream]), message(sentence, name=name))
    markets = np.unique(flows.market[own][flows.market[own] >= 0])
    for market in markets.tolist():
        name = _name(additions, Market, layout.markets[market].id)
        yield from _halves(drawn, int(unknown.market_slot[market]), message("number.demand", name=name))


def _halves(drawn: DrawnGains, slot: int, what: Message) -> Iterator[_Unknown]:
    if drawn.unknown.high[slot] > drawn.unknown.low[slot]:
        values = drawn.slots[:, slot]
        high: NDArray[np.bool_] = values > np.full(len(values), np.median(values))
        yield _Unknown(what, high)


def _name(additions: Additions, kind: type[Any], id: str) -> Words:
    return names_or_id(additions.problem.snapshot.by_id(kind).get(id), id)
