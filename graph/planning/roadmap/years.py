"""The graph as one year of a roadmap has it, and the options that year is planned with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa

from graph.model import Project
from graph.planning.options import PlanOptions
from graph.snapshot import Snapshot
from graph.vocabulary import FacilityId, OperatingState

_ENDS = ("low", "likely", "high")


def first_day(year: int) -> date:
    """Return the day that a year is planned for: what does not run by then does not run that year."""
    return date(year, 1, 1)


def options_of(options: PlanOptions, year: int) -> PlanOptions:
    """Return the options of one year: its dates, standards and rules, and its markets."""
    return replace(options, matching=replace(options.matching, on=first_day(year)))


def opening_days(snapshot: Snapshot) -> dict[FacilityId, date]:
    """Return the first day of each facility that has one: its own, or that of its project's first whole year.

    Where both are known the later one holds.
    """
    table = snapshot.tables["facilities"].select(["id", "opens"]).to_pylist()
    days: dict[FacilityId, date] = {
        FacilityId(row["id"]): row["opens"] for row in table if row["opens"] is not None
    }
    for project in snapshot.all(Project):
        if project.year is not None:
            for facility in project.facilities:
                days[facility] = max(days.get(facility, date.min), first_day(project.year))
    return days


def undated(snapshot: Snapshot) -> tuple[FacilityId, ...]:
    """Return the facilities that do not stand yet and of which nobody said when they will; by id."""
    known = opening_days(snapshot)
    ids, states = (snapshot.strings("facilities", column) for column in ("id", "state"))
    waiting = (OperatingState.PLANNED.value, OperatingState.BUILDING.value)
    return tuple(
        FacilityId(id) for id, state in zip(ids, states, strict=True) if state in waiting and id not in known
    )


def graph_of(snapshot: Snapshot, since: int, year: int) -> Snapshot:
    """Return the graph of a year: facilities with their first days, supplies grown by their trends.

    Parameters
    ----------
    snapshot : Snapshot
    since : int
        The first year of the roadmap, whose supplies are those on record.
    year : int
    """
    days = opening_days(snapshot)
    facilities, streams = (snapshot.tables[name] for name in ("facilities", "waste_streams"))
    opens = [days.get(FacilityId(id)) for id in facilities["id"].to_pylist()]
    place = facilities.schema.get_field_index("opens")
    dated = facilities.set_column(place, facilities.schema.field(place), pa.array(opens, pa.date32()))
    changed = {"facilities": dated}
    grown = (1.0 + np.nan_to_num(snapshot.numbers("waste_streams", "trend")) / 100.0) ** (year - since)
    if (grown != 1.0).any():
        for end in _ENDS:
            supply = snapshot.numbers("waste_streams", f"supply_{end}") * grown
            in_use = np.minimum(snapshot.numbers("waste_streams", f"in_use_{end}"), supply)
            for name, values in ((f"supply_{end}", supply), (f"in_use_{end}", in_use)):
                place = streams.schema.get_field_index(name)
                streams = streams.set_column(place, streams.schema.field(place), pa.array(values))
        changed["waste_streams"] = streams
    return snapshot.replacing(changed)
