"""The page of the data: which state of it is shown, and every firm with what is on record."""

from __future__ import annotations

from typing import Any

from api.web.pages.paging import page_of_rows
from api.web.reading import Reading
from api.web.state import State
from api.web.things import name_of, thing

NAME = "data"
#: Rows of one page of the table.
PAGE = 200


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return every firm of the park that is chosen."""
    rows = reading.read_all("firms", "enterprises", park=state.park)
    firms = [
        {
            "firm": thing("firm", row),
            "park": name_of(row["park"]),
            "state": row["state"],
            "industry": row["industry"],
            "code": row["gbt4754"],
            "streams": row["wasteStreams"]["totalCount"],
            "facilities": row["facilities"]["totalCount"],
            "evidence": row["evidence"],
        }
        for row in rows
    ]
    return {"firms": page_of_rows(firms, state, PAGE)}
