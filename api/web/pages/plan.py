"""The page of the plan: what to expect and what is possible, which facilities fill up, what stays and why."""

from __future__ import annotations

from typing import Any

from api.figures import carbon_sum, money_sum, reach_of
from api.web.pages.helping import links_of
from api.web.pages.pictures import FlowState, read_year
from api.web.pages.taken import taken_rows
from api.web.reading import Reading
from api.web.state import State
from api.web.things import UNITS, name_of, thing
from api.web.words import speaker

NAME = "plan"
#: Rows of one table; the file of flows has all.
MOST_ROWS = 200


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what the page shows."""
    year = read_year(reading, state.park, state.scenario)
    plan = year.plan
    runs = [
        {
            "facility": thing("facility", run["facility"]),
            "firm": thing("firm", run["facility"]["enterprise"]),
            "runs": run["facility"]["state"] == "OPERATING",
            "throughput": run["throughput"],
            "capacity": run["capacity"],
            "full": run["throughput"] / run["capacity"] if run["capacity"] else None,
            "unit": UNITS[run["unit"]],
            "sold": [
                (name_of(row["material"]) if row["material"] else None, row["amount"], UNITS[row["unit"]])
                for row in run["sold"]
            ],
        }
        for run in plan["runs"]
    ]
    beside = read_year(reading, state.park, None) if state.scenario else None
    return {
        "year": year,
        # As things are, beside the plan under a scenario.
        "net_beside": {} if beside is None else {row.unit: row.net for row in beside.totals},
        "potential_beside": {} if beside is None else {row.id: row.potential for row in beside.targets},
        "plan": plan,
        "benefit": money_sum(reach_of(plan["benefitRange"]), plan["coverage"]["money"]).text(state.language),
        "co2": carbon_sum(reach_of(plan["co2Range"]), plan["coverage"]["carbon"]).text(state.language),
        "flows": [flow for flow in year.flows if flow.state is not FlowState.TODAY],
        "runs": sorted(runs, key=lambda run: (year.units.index(run["unit"]), -run["throughput"])),
        "most": MOST_ROWS,
        "left": year.left,
        "links_of": lambda rest: links_of(rest, state),
        "taken": taken_rows(year, speaker(NAME, state.language), state.language),
    }
