"""Loads as things: what each one wrote, what stood there before, and how it is taken back.

A change is rows to write and ids that go, in one transaction. The store keeps, beside the graph, the rows as
they were before, so that undoing a load gives every old value back. Both stores share what is decided here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.errors import SymbioflowError
from graph.stores.protocol import Change, Ids, Load
from graph.stores.rows import LOAD_TAG, Batch
from graph.tables import TABLES, Kind


@dataclass(frozen=True, slots=True)
class Before:
    """What stood where a load wrote: rows with their load tags, and the ids that were not there.

    Attributes
    ----------
    rows : tuple of Batch
        Rows that were replaced or deleted, as they were.
    new : mapping of str to tuple of str
        Table -> ids that the load brought.
    """

    rows: tuple[Batch, ...]
    new: Mapping[str, tuple[str, ...]]

    def touched(self) -> set[tuple[str, str]]:
        """Return (table, id) of every row the load wrote or deleted."""
        old = {(batch.table.name, id_) for batch in self.rows for id_ in batch.ids}
        return old | {(table, id_) for table, ids in self.new.items() for id_ in ids}


def prepared(
    change: Change, batches: Sequence[Batch], number: int, rows_of: Callable[[Ids], list[Batch]]
) -> tuple[list[Batch], Before, Load]:
    """Return what a change writes, what stands there before it, and its account.

    Parameters
    ----------
    change : Change
    batches : sequence of Batch
        The rows of `change.written`.
    number : int
        Of the load.
    rows_of : callable
        The rows with these ids as they stand in the store, with their load tags.
    """
    old = rows_of(_touched_ids(batches, change.gone))
    written = _with_own_states(batches, old)
    before = _before_of(written, old)
    return written, before, _load_of(change, written, before, number)


def taken_back(
    number: int,
    loads: Iterable[Load],
    before_of: Callable[[int], Before],
    rows_of: Callable[[Ids], list[Batch]],
) -> tuple[Load, list[Batch], Ids]:
    """Return the load that is undone, the rows that are written back and the ids that go.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_LOAD``, or ``LOAD_OVERWRITTEN`` where a later load wrote the same rows.
    """
    holding = {load.number: load for load in loads if not load.undone}
    if number not in holding:
        raise SymbioflowError("UNKNOWN_LOAD.done", number=number)
    before = before_of(number)
    later = [(load, before_of(other)) for other, load in holding.items() if other > number]
    _refuse_overwritten(holding[number], before, later)
    now = rows_of({batch.table.name: batch.ids for batch in before.rows})
    return holding[number], _with_own_states(before.rows, now), before.new


def _touched_ids(batches: Iterable[Batch], gone: Ids) -> dict[str, list[str]]:
    """Return the ids that a change writes or deletes, by table."""
    found = {name: list(ids) for name, ids in gone.items() if ids}
    for batch in batches:
        found[batch.table.name] = [*found.get(batch.table.name, ()), *batch.ids]
    return found


def _before_of(batches: Sequence[Batch], old: Sequence[Batch]) -> Before:
    """Return what stood where `batches` are written and `old` rows were found."""
    known = {batch.table.name: set(batch.ids) for batch in old}
    new = {
        batch.table.name: tuple(id_ for id_ in batch.ids if id_ not in known.get(batch.table.name, ()))
        for batch in batches
    }
    return Before(tuple(old), {name: ids for name, ids in new.items() if ids})


def _load_of(change: Change, batches: Sequence[Batch], before: Before, number: int) -> Load:
    """Return the account of a change."""
    old = {(batch.table.name, row["id"]): row for batch in before.rows for row in batch.rows}
    changed = sum(
        (batch.table.name, row["id"]) in old and _differs(old[batch.table.name, row["id"]], row)
        for batch in batches
        for row in batch.rows
    )
    return Load(
        number=number,
        tag=change.tag,
        at=change.at,
        source=change.source,
        rows={batch.table.name: len(batch.rows) for batch in batches},
        new=sum(map(len, before.new.values())),
        changed=changed,
        gone=sum(map(len, change.gone.values())),
    )


def _differs(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return any(value != new[name] for name, value in old.items() if name != LOAD_TAG)


def _with_own_states(batches: Sequence[Batch], old: Sequence[Batch]) -> list[Batch]:
    """Return the batches with linkages that moved on since their file was written left in their state.

    A linkage's state and version belong to its history in the store: a file with an older version changes
    the other fields only, so that versions never fall.
    """
    kept = {row["id"]: row for batch in old if batch.table.name == "linkages" for row in batch.rows}
    if not kept:
        return list(batches)

    def merged(row: dict[str, Any]) -> dict[str, Any]:
        own = kept.get(row["id"])
        if own is None or own["version"] <= row["version"]:
            return row
        return {**row, "state": own["state"], "version": own["version"]}

    return [
        replace(batch, rows=tuple(map(merged, batch.rows))) if batch.table.name == "linkages" else batch
        for batch in batches
    ]


def _refuse_overwritten(load: Load, before: Before, later: Iterable[tuple[Load, Before]]) -> None:
    """Refuse to undo a load whose rows a later one wrote again: ``LOAD_OVERWRITTEN`` names that one."""
    mine = before.touched()
    for other, its in later:
        both = mine & its.touched()
        if both:
            table, row = min(both)
            raise SymbioflowError(
                "LOAD_OVERWRITTEN",
                number=load.number,
                tag=load.tag,
                later=other.number,
                later_tag=other.tag,
                table=table,
                row=row,
            )


def encoded(before: Before) -> str:
    """Return what stood before as JSON text."""
    return json.dumps(
        {
            "rows": {batch.table.name: list(batch.rows) for batch in before.rows},
            "new": {name: list(ids) for name, ids in before.new.items()},
        },
        ensure_ascii=False,
        default=date.isoformat,
    )


def decoded(text: str) -> Before:
    """Return what `encoded` wrote; a column that the table has got since is left unknown."""
    found = json.loads(text)
    batches = []
    for name, rows in found["rows"].items():
        table = TABLES[name]
        dates = [column.name for column in table.columns if column.kind is Kind.DATE]
        for row in rows:
            for column in table.columns:
                row.setdefault(column.name, None)
            for column_name in dates:
                if row[column_name] is not None:
                    row[column_name] = date.fromisoformat(row[column_name])
        batches.append(Batch(table, tuple(rows)))
    return Before(tuple(batches), {name: tuple(ids) for name, ids in found["new"].items()})
