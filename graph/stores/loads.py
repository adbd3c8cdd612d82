"""Loads as things: what each one wrote, what stood there before, and how it is taken back.

A change is rows to write and ids that go, in one transaction. The store keeps, beside the graph, the rows as
they were before, so that undoing a load gives every old value back. Both stores share what is decided here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

from graph.errors import SymbioflowError
from graph.stores import histories
from graph.stores.damage import Damage, damaged, damaged_value
from graph.stores.protocol import Change, Ids, Load, Moment
from graph.stores.rows import LOAD_TAG, Batch, rows_in
from graph.tables import TABLES, Kind
from graph.wording import message

_EVENTS = "linkage_events"
#: The columns of an account as stores keep them, and what they hold where it is no text.
_COLUMNS = tuple(field.name for field in fields(Load))
_KINDS: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(("number", "new", "changed", "gone"), (int, "damage.number")),
    "rows": (str, "damage.account"),
}
#: What reading what stood before a load raises where no program of ours wrote it.
_NOT_UNDERSTOOD = (ValueError, TypeError, KeyError, AttributeError)
#: How often a change is worked out anew because somebody else wrote meanwhile.
_TRIES = 5

Result = TypeVar("Result")


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


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one change comes to in a store.

    Attributes
    ----------
    written : list of Batch
        The rows that are written.
    gone : Ids
        The ids that go.
    before : Before
        What stands there before.
    load : Load
        Its account.
    """

    written: list[Batch]
    gone: Ids
    before: Before
    load: Load


def refuse_moved(based_on: Moment | None, now: Moment) -> None:
    """Refuse changes that were worked out on other data than those of the store now: ``DATA_MOVED``."""
    if based_on is not None and based_on != now:
        raise SymbioflowError("DATA_MOVED", based_on=based_on.version, version=now.version)


def worked_out(attempt: Callable[[], Result]) -> Result:
    """Return what an attempt gives; one that others wrote past meanwhile (``DATA_MOVED``) is made anew."""
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except SymbioflowError as error:
            if error.code != "DATA_MOVED":
                raise
    return attempt()


def prepared(
    change: Change, batches: Sequence[Batch], number: int, rows_of: Callable[[Ids], list[Batch]]
) -> Prepared:
    """Return what a change writes and deletes, what stands there before it, and its account.

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
    gone = histories.staying_events(change.gone, rows_in(old, _EVENTS))
    written = histories.merged(batches, old, change.at, change.source)
    before = _before_of(written, gone, old)
    return Prepared(written, gone, before, _load_of(change, written, gone, before, number))


def taken_back(
    number: int,
    at: str,
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
    load, before = holding[number], before_of(number)
    later = [(other, before_of(other.number)) for other in holding.values() if other.number > number]
    _refuse_overwritten(load, before, later)
    now = rows_of({batch.table.name: batch.ids for batch in before.rows})
    made = rows_in(rows_of({_EVENTS: before.new.get(_EVENTS, ())}), _EVENTS)
    back = histories.taken_back(before.rows, now, made, at, load.tag)
    return load, back, histories.staying_events(before.new, made)


def _touched_ids(batches: Iterable[Batch], gone: Ids) -> dict[str, list[str]]:
    """Return the ids that a change writes or deletes, by table."""
    found = {name: list(ids) for name, ids in gone.items() if ids}
    for batch in batches:
        found[batch.table.name] = [*found.get(batch.table.name, ()), *batch.ids]
    return found


def _before_of(batches: Sequence[Batch], gone: Ids, old: Sequence[Batch]) -> Before:
    """Return what stood where `batches` are written and ids go, of the `old` rows found."""
    touched = {(batch.table.name, id_) for batch in batches for id_ in batch.ids}
    touched |= {(name, id_) for name, ids in gone.items() for id_ in ids}
    standing = [
        replace(batch, rows=tuple(row for row in batch.rows if (batch.table.name, row["id"]) in touched))
        for batch in old
    ]
    known = {batch.table.name: set(batch.ids) for batch in old}
    new = {
        batch.table.name: tuple(id_ for id_ in batch.ids if id_ not in known.get(batch.table.name, ()))
        for batch in batches
    }
    return Before(
        tuple(batch for batch in standing if batch.rows), {name: ids for name, ids in new.items() if ids}
    )


def _load_of(change: Change, batches: Sequence[Batch], gone: Ids, before: Before, number: int) -> Load:
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
        gone=sum(map(len, gone.values())),
    )


def _differs(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return any(value != new[name] for name, value in old.items() if name != LOAD_TAG)


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


def load_of(url: str, row: Sequence[Any]) -> Load:
    """Return the account of a load from its columns as stores keep them, or ``STORE_DAMAGED``."""
    for damage in damaged_load(row):
        raise damaged(url, damage)
    number, tag, at, source, rows, *counts = row
    return Load(number, tag, at, source, json.loads(rows), *counts)


def damaged_load(row: Sequence[Any], before: str = "") -> Iterator[Damage]:
    """Yield what no program of ours wrote in the account of a load, and in what stood before it."""
    for column, value in zip(_COLUMNS, row, strict=True):
        kind, expected = _KINDS.get(column, (str, "damage.text"))
        if not isinstance(value, kind) or (column == "rows" and not _counts_rows(value)):
            yield _damaged_account(row[0], column, value, expected)
    if before and not _is_understood(before):
        yield _damaged_account(row[0], "before", before, "damage.account")


def _counts_rows(text: Any) -> bool:
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, dict) and all(isinstance(count, int) for count in found.values())


def _is_understood(text: str) -> bool:
    try:
        _decoded(text)
    except _NOT_UNDERSTOOD:
        return False
    return True


def _damaged_account(number: Any, column: str, value: Any, expected: str) -> Damage:
    return damaged_value("loads", str(number), column, value, message(expected), "remedy.account")


def decoded(url: str, number: int, text: str) -> Before:
    """Return what `encoded` wrote of a load; a column that the table has got since is left unknown."""
    try:
        return _decoded(text)
    except _NOT_UNDERSTOOD as error:
        raise damaged(url, _damaged_account(number, "before", text, "damage.account")) from error


def _decoded(text: str) -> Before:
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
