"""Where somebody goes to do what would help a remainder: the pages behind each kind of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from api.web.pages.pictures import Rest
from api.web.rendering import page_of
from api.web.state import State
from api.web.things import Thing
from graph.wording import Words

#: So many facilities, products or markets are linked.
MOST_LINKED = 3


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go.

    Attributes
    ----------
    name : Words or str
        What is there: its name, or the key of its words under ``go.<key>``.
    """

    name: Words | str
    address: str


Where = Callable[[Rest, State], list[Link]]


def _things(things: tuple[Thing, ...], state: State) -> list[Link]:
    return [Link(one.name, page_of(one, state)) for one in things[:MOST_LINKED]]


def _to(key: str, path: str, **query: Callable[[Rest], str] | str) -> Where:
    def link(rest: Rest, state: State) -> list[Link]:
        said = {name: value(rest) if callable(value) else value for name, value in query.items()}
        return [Link(key, state.to(path, **said))]

    return link


def _each(*kinds: Where) -> Where:
    return lambda rest, state: [link for kind in kinds for link in kind(rest, state)]


def _facilities(rest: Rest, state: State) -> list[Link]:
    return _things(rest.facilities, state)


_LEADS = _to("leads", "/leads")
_REFUSED = _to("refused", "/matches", tab="refused", stream=lambda rest: rest.stream.id)
_ANALYSIS = _to("analysis", "/analysis.csv", stream=lambda rest: rest.stream.id)
_MATCHES = _to("matches", "/matches", material=lambda rest: rest.material.id, top="10")
#: Kind of step, as GraphQL has it -> where it is taken.
WHERE: Mapping[str, Where] = MappingProxyType(
    {
        "TAKER": _each(_LEADS, lambda rest, state: [Link("uses", page_of(rest.material, state))]),
        "COMPOSITION": _each(_REFUSED, _ANALYSIS),
        "MOISTURE": _REFUSED,
        "PHASE": _REFUSED,
        "LICENCE": _REFUSED,
        "TRANSFER": _REFUSED,
        "DATES": _REFUSED,
        "NEARER": _each(_REFUSED, _to("map", "/map", firm=lambda rest: rest.firm.id), _LEADS),
        "CAPACITY": _facilities,
        "ROOM": _each(_facilities, _LEADS),
        "SEASON": _each(_facilities, _LEADS),
        "MIX": _each(_MATCHES, _LEADS),
        "BUYER": lambda rest, state: _things(rest.products, state),
        "MARKET": lambda rest, state: _things(rest.markets, state),
        "PRICE": _each(_MATCHES, _to("tradeoffs", "/tradeoffs")),
        "DECISION": lambda rest, state: [Link("register", page_of(rest.stream, state))],
        "SIZE": _each(_facilities, _to("portfolio", "/portfolio")),
        "USE": _each(_MATCHES, _LEADS),
    }
)


def links_of(rest: Rest, state: State) -> list[Link]:
    """Return where to go for a remainder, each page once."""
    return list(dict.fromkeys(link for help in rest.helps for link in WHERE[help](rest, state)))
