"""The pages about one thing (firm, stream, facility, material, market): all that is known, and how well."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from api.graphql.nodes import kind_words
from api.web.reading import Reading
from api.web.state import State
from api.web.things import UNITS, name_of, thing
from graph.errors import SymbioflowError

#: Kind of thing (page, template, words and document alike) -> its type in GraphQL.
KINDS: Mapping[str, str] = {
    "firm": "Enterprise",
    "stream": "WasteStream",
    "facility": "Facility",
    "material": "Material",
    "market": "Market",
}


def about(kind: str) -> Callable[[Reading, State], dict[str, Any]]:
    """Return what reads the page about a thing of a kind."""

    def values(reading: Reading, state: State) -> dict[str, Any]:
        id = state.said.get("id", "")
        found = reading.read(kind, id=global_id(KINDS[kind], id))["node"] if id else None
        if not id:
            raise SymbioflowError("NOT_FOUND.page", path=state.path)
        if not found:
            raise SymbioflowError("NOT_FOUND.thing", kind=kind_words(KINDS[kind]), id=id)
        unit = found["material"]["unit"] if kind in ("stream", "market") else found.get("unit")
        return {
            "found": found,
            "subject": thing(kind, found),
            "named": name_of,
            "thing": thing,
            "units": UNITS,
            "unit": UNITS.get(unit, ""),
        }

    return values


def global_id(type_name: str, id: str) -> str:
    """Return the id that GraphQL knows an object by.

    Examples
    --------
    >>> global_id("Facility", "mill-1")
    'RmFjaWxpdHk6bWlsbC0x'
    """
    return base64.b64encode(f"{type_name}:{id}".encode()).decode("ascii")
