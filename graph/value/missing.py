"""What the numbers are called that nobody could say and a worth lacks."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from graph.model import Material, Technology
from graph.snapshot import Snapshot
from graph.wording import Words, message, names_or_id

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
        "distance to the buyers of ": ("number.buyers", Material),
        "price of ": ("number.price", Material),
        "emission factor of ": ("number.emissions", Material),
    }
)
#: Of these none is a number of money: where a product has no price either, that is missing by itself.
_OF_CARBON = ("emission factor of ", "direct emissions of ", "product displaced by ")
_NAMELESS = MappingProxyType(
    {
        "cost of the pipe": "lead.number.pipe",
        "cost of the line": "lead.number.line",
        "transport cost": "lead.number.transport",
        "carrying between works": "number.between",
        "price of electricity": "lead.number.electricity",
        "price of heat": "lead.number.heat",
        "emission factor of electricity": "lead.number.grid",
        "emission factor of heat": "lead.number.heat_factor",
    }
)


def unpriced(missing: Iterable[str]) -> list[str]:
    """Return which of the phrases in which a worth says what it lacks are of something bought or sold.

    Examples
    --------
    >>> unpriced(["price of lime", "transport cost"])
    ['price of lime']
    """
    return [phrase for phrase in missing if phrase.startswith("price of ")]


def of_money(missing: Iterable[str]) -> list[str]:
    """Return which of the phrases in which a worth says what it lacks leave a sum of money open.

    Examples
    --------
    >>> of_money(["cost of the pipe", "emission factor of lime", "product displaced by mill"])
    ['cost of the pipe']
    """
    return [phrase for phrase in missing if not phrase.startswith(_OF_CARBON)]


def missing_number(snapshot: Snapshot, phrase: str) -> Words:
    """Return what a number that nobody could say is called, by the phrase that a worth has for it.

    Examples
    --------
    >>> missing_number(Snapshot.of([]), "price of lime")
    Words(zh='lime的价格', en='price of lime')
    """
    if phrase in _NAMELESS:
        return message(_NAMELESS[phrase]).words()
    begin = next(begin for begin in _MISSING if phrase.startswith(begin))
    key, kind = _MISSING[begin]
    id = phrase.removeprefix(begin)
    return message(key, name=names_or_id(snapshot.by_id(kind).get(id), id)).words()
