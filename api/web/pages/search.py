"""The page of what a search found: firms, wastes, facilities and materials, each with its own page."""

from __future__ import annotations

from typing import Any

from api.web.reading import Reading
from api.web.state import State
from api.web.things import thing

NAME = "search"
#: Hits that the document asks for, of the park's own and of the library each.
MOST = 50
#: Tables whose rows have a page -> the kind of thing.
_KINDS = {
    "enterprises": "firm",
    "waste_streams": "stream",
    "facilities": "facility",
    "materials": "material",
}


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what was found for the text of the address; nothing is asked for no text."""
    text = state.said.get("q", "")
    found = reading.read("find", text=text) if text else {"own": [], "library": []}
    # The library knows hundreds of materials, so that it is asked apart and comes after the park's own.
    hits = [*found["own"], *found["library"]]
    return {
        "text": text,
        "hits": [{"thing": thing(_KINDS[hit["table"]], hit), "why": hit["why"]} for hit in hits],
        "more": max(map(len, found.values())) >= MOST,
    }
