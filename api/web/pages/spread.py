"""The part of a page that says how far the plan's figures may spread; worked out once the page is there."""

from __future__ import annotations

from typing import Any

from api.web.reading import Reading
from api.web.state import State
from api.web.things import UNITS, name_of

NAME = "spread"
#: Enough that P10 and P90 stand to a few per cent, in a few seconds for a park like Anning.
DRAWS = 200


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return how likely each target is met, and the spread of the net amounts by unit, tonnes first."""
    found = reading.read("spread", park=state.park, scenario=state.scenario, draws=DRAWS)["planUncertainty"]
    rows = [{**row, "unit": UNITS[row["unit"]]} for row in found["totals"] if row["measure"] == "NET"]
    chances = [{**chance, "name": name_of(chance["target"])} for chance in found["chances"]]
    return {"rows": rows, "draws": found["draws"], "chances": chances}
