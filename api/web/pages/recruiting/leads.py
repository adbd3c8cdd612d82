"""The page of recruiting (招商): product chains as pictures; the leads come once they are worked out."""

from __future__ import annotations

from typing import Any

from api.web.pages.recruiting.chains import shown_chain
from api.web.reading import Reading
from api.web.state import State

NAME = "leads"


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return every chain of the park that is chosen."""
    found = reading.read("chains", park=state.park, scenario=state.scenario)["chains"]
    return {"chains": tuple(shown_chain(row, NAME, state.language) for row in found)}
