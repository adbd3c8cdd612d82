"""The part of a page that says how far the plan's figures may spread; worked out once the page is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.web.pages.overview import main_target
from api.web.pages.pictures import read_year
from api.web.reading import Reading
from api.web.state import State
from api.web.things import UNITS, name_of, thing
from graph.wording import Words

NAME = "spread"
#: Receivers that are listed; `plan --json` and GraphQL have all.
MOST_ROWS = 100


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what may be expected in words, the spread of the net amounts by unit, and the chances.

    Apart from it stand the technical potential, and who of no facility on record could take what. Where
    nothing on record could take anything, that is all that is said.
    """
    plan = reading.read("spread", park=state.park, scenario=state.scenario)["plan"]
    potential = plan["technicalPotential"]
    bare, could = potential["nothingOnRecord"], potential["saidZh" if state.language == "zh" else "saidEn"]
    found = None if bare else plan["expected"]
    shown = {
        "rows": [],
        "draws": 0,
        "seed": 0,
        "chances": [],
        "main": None,
        "sentences": could if bare else [],
        "bare": bare,
        "potential": could,
        "assumes": potential["assumesZh" if state.language == "zh" else "assumesEn"],
        "prospective": [_receiver(row) for row in potential["prospective"]],
        "most": MOST_ROWS,
    }
    if found is None:
        return shown
    # The last sentence names every chance, which the table does more readably.
    sentences = found["saidZh" if state.language == "zh" else "saidEn"]
    chances = [{**chance, "name": name_of(chance["target"])} for chance in plan["chanceOfTarget"]]
    target = main_target(read_year(reading, state.park, state.scenario))
    return {
        **shown,
        "rows": [{**row, "unit": UNITS[row["unit"]]} for row in found["totals"] if row["measure"] == "NET"],
        "draws": found["draws"],
        "seed": found["seed"],
        "sentences": sentences[:-1] if chances else sentences,
        "chances": chances,
        "main": next((row for row in chances if target and row["target"]["localId"] == target.id), None),
    }


def _receiver(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what somebody of no facility on record could take."""
    source = thing("material", row["material"]) if row["stream"] is None else thing("stream", row["stream"])
    return {
        "source": source,
        "firm": thing("firm", row["enterprise"]),
        "basis": row["basis"],
        "what": Words(row["whatZh"], row["whatEn"]),
        "amount": row["amount"],
        "unit": UNITS[row["unit"]],
        "least": row["room"]["low"],
        "most": row["room"]["high"],
        "ask": Words(row["askZh"], row["askEn"]),
        "suggestion": row["suggestion"],
    }
