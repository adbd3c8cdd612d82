"""A linkage's state and version belong to its history in the store, whatever channel brings its row.

Files, the demonstration, copies and undone loads write rows of linkages as they knew them. Here is decided,
for both stores, what of it holds: a version never falls, nobody's change of state is lost, and a state that
a file changes is an event like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.errors import SymbioflowError
from graph.stores.protocol import Ids
from graph.stores.rows import LOAD_TAG, Batch, rows_in
from graph.tables import TABLES

_LINKAGES, _EVENTS = "linkages", "linkage_events"


def merged(batches: Sequence[Batch], old: Sequence[Batch], at: str, source: str) -> list[Batch]:
    """Return the batches of a load as they are written onto the histories of the linkages they meet.

    A row with an older version than the store's changes the other fields only. A row with the same version
    and another state changes the state, which raises the version and is kept as an event of the load. A row
    with a newer version knows more of the history than the store.

    Parameters
    ----------
    old : sequence of Batch
        The rows as they stand in the store.
    at, source : str
        When, and the files, for the events.
    """
    own = _by_id(old, _LINKAGES)
    told = {(row["linkage"], row["version"]) for row in rows_in(batches, _EVENTS)}
    events: list[dict[str, Any]] = []

    def written(row: dict[str, Any]) -> dict[str, Any]:
        known = own.get(row["id"])
        if known is None or (known["state"] == row["state"] and known["version"] <= row["version"]):
            return row
        if known["version"] > row["version"]:
            return {**row, "state": known["state"], "version": known["version"]}
        after = {**row, "version": max(row["version"], known["version"] + 1)}
        if (row["id"], after["version"]) not in told:
            events.append(_event(known, after, at, row[LOAD_TAG], source))
        return after

    return with_events(_rewritten(batches, written), events)


def refuse_older(batches: Sequence[Batch], rows_of: Callable[[Ids], list[Batch]]) -> None:
    """Refuse rows that come with their own past where the store's history of a linkage goes on differently.

    Parameters
    ----------
    rows_of : callable
        The rows with these ids as they stand in the store.

    Raises
    ------
    SymbioflowError
        ``VERSION_CONFLICT``
    """
    written = rows_in(batches, _LINKAGES)
    own = _by_id(rows_of({_LINKAGES: [row["id"] for row in written]}), _LINKAGES) if written else {}
    for row in written:
        known = own.get(row["id"])
        if known is None or known["version"] < row["version"]:
            continue
        if known["version"] > row["version"] or known["state"] != row["state"]:
            raise SymbioflowError(
                "VERSION_CONFLICT.stored",
                linkage=row["id"],
                state=known["state"],
                version=known["version"],
                other_state=row["state"],
                other_version=row["version"],
            )


def taken_back(
    before: Sequence[Batch], now: Sequence[Batch], made: Iterable[Mapping[str, Any]], at: str, tag: str
) -> list[Batch]:
    """Return the rows that undoing a load writes back, linkages brought on and never back.

    Where the load's own step is a linkage's last one, the state before it is taken up again as a new step;
    where somebody has moved the linkage since, the state stays.

    Parameters
    ----------
    before : sequence of Batch
        The rows as they were before the load.
    now : sequence of Batch
        The same rows as they are.
    made : iterable of mapping
        The events that the load brought.
    tag : str
        Of the load.
    """
    own = _by_id(now, _LINKAGES)
    last = {(row["linkage"], row["version"], row["after"]) for row in made}
    events: list[dict[str, Any]] = []

    def written(row: dict[str, Any]) -> dict[str, Any]:
        known = own.get(row["id"])
        if known is None or known["version"] <= row["version"]:
            return row
        if known["state"] == row["state"]:
            return {**row, "version": known["version"]}
        if (row["id"], known["version"], known["state"]) not in last:
            return {**row, "state": known["state"], "version": known["version"]}
        after = {**row, "version": known["version"] + 1}
        events.append(_event(known, after, at, tag, ""))
        return after

    return with_events(_rewritten(before, written), events)


def restored(batches: Sequence[Batch], own: Sequence[Batch], at: str) -> tuple[list[Batch], tuple[str, ...]]:
    """Return the batches of a dump as they replace what a store holds, and the linkages that had moved on.

    Their state of the dump is taken up as a new step, and what happened since stays in their histories.

    Parameters
    ----------
    own : sequence of Batch
        Linkages and events of the store.
    """
    known = _by_id(own, _LINKAGES)
    coming = {row["id"] for row in rows_in(batches, _LINKAGES)}
    told = {row["id"] for row in rows_in(batches, _EVENTS)}
    events = [row for row in rows_in(own, _EVENTS) if row["linkage"] in coming and row["id"] not in told]
    moved: list[str] = []

    def written(row: dict[str, Any]) -> dict[str, Any]:
        mine = known.get(row["id"])
        if mine is None or mine["version"] < row["version"]:
            return row
        if mine["state"] == row["state"]:
            return {**row, "version": mine["version"]}
        after = {**row, "version": mine["version"] + 1}
        events.append(_event(mine, after, at, "restore", ""))
        moved.append(row["id"])
        return after

    return with_events(_rewritten(batches, written), events), tuple(moved)


def staying_events(
    gone: Mapping[str, Sequence[str]], events: Iterable[Mapping[str, Any]]
) -> dict[str, Sequence[str]]:
    """Return what goes without the events of linkages that stay: a history is kept for ever."""
    going = set(gone.get(_LINKAGES, ()))
    stay = {row["id"] for row in events if row["linkage"] not in going}
    return {
        name: [id_ for id_ in ids if id_ not in stay] if name == _EVENTS else ids
        for name, ids in gone.items()
    }


def with_events(batches: Sequence[Batch], events: Sequence[dict[str, Any]]) -> list[Batch]:
    """Return the batches with events added to those that they have, in the order of the tables."""
    if not events:
        return list(batches)
    others = [batch for batch in batches if batch.table.name != _EVENTS]
    every = (*rows_in(batches, _EVENTS), *events)
    places = list(TABLES)
    found = [*others, Batch(TABLES[_EVENTS], tuple(every))]
    return sorted(found, key=lambda batch: places.index(batch.table.name))


def _event(
    known: Mapping[str, Any], after: Mapping[str, Any], at: str, actor: str, note: str
) -> dict[str, Any]:
    return {
        "id": f"{after['id']}:{after['version']}:{at}",
        "linkage": after["id"],
        "at": at,
        "before": known["state"],
        "after": after["state"],
        "version": after["version"],
        "actor": actor,
        "note": note,
        LOAD_TAG: after[LOAD_TAG],
    }


def _rewritten(batches: Iterable[Batch], written: Callable[[dict[str, Any]], dict[str, Any]]) -> list[Batch]:
    """Return batches with every linkage as `written` has it."""
    return [
        replace(batch, rows=tuple(map(written, batch.rows))) if batch.table.name == _LINKAGES else batch
        for batch in batches
    ]


def _by_id(batches: Iterable[Batch], table: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows_in(batches, table)}
