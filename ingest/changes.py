"""What a load would do to a store, before it does it: rows that are new, changed cell by cell, or gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.snapshot import Records, Snapshot
from graph.stores import LoadTags
from graph.tables import TABLES, Kind


@dataclass(frozen=True, slots=True, order=True)
class CellChange:
    """One cell that gets another value; None stands for an unknown one."""

    table: str
    id: str
    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What a load does, by row and cell.

    Attributes
    ----------
    new, gone : tuple of (str, str)
        Table and id.
    changed : tuple of CellChange
    """

    new: tuple[tuple[str, str], ...]
    changed: tuple[CellChange, ...]
    gone: tuple[tuple[str, str], ...]

    @property
    def changed_rows(self) -> int:
        """How many rows have at least one other value."""
        return len({(change.table, change.id) for change in self.changed})


def row_changes(known: Snapshot, written: Records, gone: Mapping[str, Sequence[str]]) -> RowChanges:
    """Compare the rows that a load writes with those that are there.

    Parameters
    ----------
    known : Snapshot
        What the store holds.
    written : Records
    gone : mapping of str to sequence of str
        Table -> ids that the load deletes.

    Examples
    --------
    >>> row_changes(Snapshot.of([]), {}, {"materials": ["slag"]}).gone
    (('materials', 'slag'),)
    """
    new: list[tuple[str, str]] = []
    changed: list[CellChange] = []
    for name in TABLES:
        part = written.get(name)
        if part is None or not part.num_rows:
            continue
        ids = part["id"].to_pylist()
        at = known.positions(name, ids)
        old = known.tables[name]
        new += [(name, id_) for id_, row in zip(ids, at, strict=True) if row < 0]
        there = [position for position, row in enumerate(at) if row >= 0]
        if not there:
            continue
        before = old.take(at[there])
        after = part.take(there)
        for column in TABLES[name].schema.names:
            for row, was, now in zip(
                there, before[column].to_pylist(), after[column].to_pylist(), strict=True
            ):
                if was != now:
                    changed.append(CellChange(name, ids[row], column, was, now))
    going = tuple((name, id_) for name in TABLES for id_ in sorted(gone.get(name, ())))
    return RowChanges(tuple(sorted(new)), tuple(changed), going)


def unwritten(tags: LoadTags, tag: str, written: Records) -> dict[str, list[str]]:
    """Return the rows that bear a tag and that `written` has no more: table -> ids.

    Examples
    --------
    >>> unwritten({"materials": {"slag": "mine", "ash": "other"}}, "mine", {})
    {'materials': ['slag']}
    """
    missing = {}
    for name, of_rows in tags.items():
        part = written.get(name)
        ids = set() if part is None else set(part["id"].to_pylist())
        lost = [id_ for id_, of_row in of_rows.items() if of_row == tag and id_ not in ids]
        if lost:
            missing[name] = lost
    return missing


def without_needed(known: Snapshot, gone: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the ids of `gone` that no row which stays points at; what is needed stays, and what it needs.

    Examples
    --------
    >>> without_needed(Snapshot.of([]), {"materials": ["slag"]})
    {'materials': ['slag']}
    """
    going = {name: set(ids) for name, ids in gone.items()}
    kept_more = any(going.values())
    while kept_more:
        kept_more = False
        for name, target, pointing in _references(known):
            for id_, values in pointing:
                if id_ not in going.get(name, ()):
                    needed = going.get(target, set()).intersection(values)
                    kept_more |= bool(needed)
                    going.get(target, set()).difference_update(needed)
    return {name: sorted(ids) for name, ids in going.items() if ids}


def _references(known: Snapshot) -> list[tuple[str, str, list[tuple[str, tuple[str, ...]]]]]:
    """Return (table, table pointed at, rows with what they point at) for every column that points."""
    found = []
    for name, table in TABLES.items():
        ids = known.tables[name]["id"].to_pylist()
        for column in table.columns:
            if column.references is None or not ids:
                continue
            values = known.tables[name][column.name].to_pylist()
            as_tuples = (
                (tuple(value or ()) for value in values)
                if column.kind is Kind.TEXTS
                else ((value,) if value is not None else () for value in values)
            )
            found.append((name, column.references, list(zip(ids, as_tuples, strict=True))))
    return found
