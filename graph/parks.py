"""One park out of several in a graph: its areas, and the graph as if only that park stood in it."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.snapshot import Snapshot
from graph.wording import Words, folded


def areas_of(snapshot: Snapshot, park: str) -> frozenset[str]:
    """Return a park with the areas that are part of it, and of these.

    Examples
    --------
    >>> areas_of(Snapshot.of([]), "anning")
    frozenset({'anning'})
    """
    part_of = _part_of(snapshot)
    found = {park}
    while more := {area for area, above in part_of.items() if above in found} - found:
        found |= more
    return frozenset(found)


def find_park(snapshot: Snapshot, text: str) -> str:
    """Return the id of the park that bears an id or a name in either language; empty for none."""
    wanted = folded(text)
    parks = snapshot.tables["parks"].select(["id", "name_zh", "name_en"]).to_pylist()
    for column in ("id", "name_zh", "name_en"):
        for row in parks:
            if folded(row[column] or "") == wanted:
                return str(row["id"])
    return ""


def park_named(snapshot: Snapshot, text: str) -> str:
    """Return the id of the park that bears an id or a name in either language.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_PARK``, naming the parks there are.
    """
    found = find_park(snapshot, text)
    if found:
        return found
    parks = snapshot.tables["parks"].select(["id", "name_zh", "name_en"]).to_pylist()
    there = tuple(Words(row["name_zh"] or row["name_en"], row["name_en"] or row["name_zh"]) for row in parks)
    raise SymbioflowError("UNKNOWN_PARK", exit_code=EXIT_USAGE, name=text[:80], expected=there or ("-",))


def within(snapshot: Snapshot, park: str) -> Snapshot:
    """Return the graph with the enterprises of one park and its areas, and the whole library.

    What belongs to other parks is left out: enterprises, facilities, streams, their analyses and linkages,
    targets, and changes of scenarios that name any of these.

    Parameters
    ----------
    park : str
        Id of a park.
    """
    areas = areas_of(snapshot, park)
    tables = dict(snapshot.tables)

    def keep(table: str, column: str, values: Iterable[str]) -> set[str]:
        chosen = pa.array(sorted(values), pa.string())
        part = tables[table]
        tables[table] = part.filter(pc.is_in(part[column], value_set=chosen)).combine_chunks()
        return set(tables[table]["id"].to_pylist())

    keep("parks", "id", areas | _above(snapshot, park))
    enterprises = keep("enterprises", "park", areas)
    facilities = keep("facilities", "enterprise", enterprises)
    keep("projects", "enterprise", enterprises)
    streams = keep("waste_streams", "enterprise", enterprises)
    keep("stream_components", "stream", streams)
    given = pc.or_(
        pc.is_in(tables["linkages"]["stream"], value_set=pa.array(sorted(streams), pa.string())),
        pc.is_in(tables["linkages"]["from_facility"], value_set=pa.array(sorted(facilities), pa.string())),
    )
    tables["linkages"] = tables["linkages"].filter(given).combine_chunks()
    linkages = keep("linkages", "to_facility", facilities)
    keep("linkage_events", "linkage", linkages)
    for table in ("targets", "entry_thresholds", "candidate_firms", "outline_rings"):
        keep(table, "park", areas)
    tables["scenario_changes"] = _changes_within(
        tables["scenario_changes"],
        {
            "enterprises": enterprises,
            "facilities": facilities,
            "waste_streams": streams,
            "linkages": linkages,
        },
    )
    return Snapshot(tables)


def _changes_within(changes: pa.Table, there: dict[str, set[str]]) -> pa.Table:
    """Return the changes of scenarios that name rows which are there, or that they add as copies of such."""
    rows = changes.to_pylist()
    named = {name: set(ids) for name, ids in there.items()}
    for row in rows:
        if row["field"] == "copy_of" and row["value"] in there.get(row["table_name"], ()):
            named[row["table_name"]].add(row["row_id"])
    kept = [row["table_name"] not in named or row["row_id"] in named[row["table_name"]] for row in rows]
    return changes.filter(pa.array(kept, pa.bool_())).combine_chunks()


def _above(snapshot: Snapshot, park: str) -> set[str]:
    """Return what a park is part of: its grid factor and region may stand there."""
    part_of = _part_of(snapshot)
    found: set[str] = set()
    above = part_of.get(park)
    while above is not None and above not in found:
        found.add(above)
        above = part_of.get(above)
    return found


def _part_of(snapshot: Snapshot) -> dict[str, str | None]:
    return dict(zip(snapshot.strings("parks", "id"), snapshot.strings("parks", "part_of"), strict=True))
