"""The part of a page that says how far the plan's figures may spread; worked out once the page is there."""

from __future__ import annotations

from typing import Any

from api.web.pages.overview import main_target
from api.web.pages.pictures.year import read_year
from api.web.reading import Reading
from api.web.state import State
from api.web.things import UNITS, name_of

NAME = "spread"


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what may be expected in words, the spread of the net amounts by unit, and the chances.

    Apart from it stands the technical potential in tonnes with what it assumes.
    """
    plan = reading.read("spread", park=state.park, scenario=state.scenario)["plan"]
    found, potential = plan["expected"], plan["technicalPotential"]
    could = next((row["net"] for row in potential["totals"] if UNITS[row["unit"]] == "t"), None)
    shown = {
        "rows": [],
        "draws": 0,
        "seed": 0,
        "chances": [],
        "main": None,
        "sentences": [],
        "potential": could,
        "assumes": potential["assumesZh" if state.language == "zh" else "assumesEn"],
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
