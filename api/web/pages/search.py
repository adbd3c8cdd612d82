"""The page of what a search found: firms, wastes, facilities and materials, each with its own page."""

from __future__ import annotations

from typing import Any

from api.web.reading import Reading
from api.web.state import State
from api.web.things import thing

NAME = "search"
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
    hits = reading.read("find", text=text)["search"] if text else []
    found = [hit for hit in hits if hit["table"] in _KINDS]
    # The library knows hundreds of materials; what the park itself has comes before them.
    found.sort(key=lambda hit: hit["table"] == "materials")
    return {
        "text": text,
        "hits": [{"thing": thing(_KINDS[hit["table"]], hit), "why": hit["why"]} for hit in found],
    }
