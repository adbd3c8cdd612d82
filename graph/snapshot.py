"""The whole graph as columns, with a fingerprint: what every algorithm reads.

A snapshot holds one Arrow table per word of the model, each sorted by `id`, so that two stores with the
same content give the same snapshot and the same fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast
from weakref import ReferenceType, ref

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.tables import TABLES, Kind, from_columns, table_of, to_row
from graph.tools import places

Entity = TypeVar("Entity")
Derived = TypeVar("Derived")

#: A part of the graph, as it is loaded: table name -> Arrow table with the columns of `TABLES`.
Records = Mapping[str, pa.Table]


def records_of(entities: Iterable[Any]) -> dict[str, pa.Table]:
    """Return model objects of any kinds as records, each table sorted by id.

    Examples
    --------
    >>> records_of([])
    {}
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for entity in entities:
        rows.setdefault(table_of(type(entity)).name, []).append(to_row(entity))
    return {
        name: pa.Table.from_pylist(sorted(rows[name], key=lambda row: str(row["id"])), TABLES[name].schema)
        for name in TABLES
        if name in rows
    }


@dataclass(frozen=True)
class Snapshot:
    """An unchanging copy of the whole graph.

    Attributes
    ----------
    tables : mapping of str to pyarrow.Table
        One for each name of `TABLES`, sorted by `id`, empty where the graph has none.

    Examples
    --------
    >>> Snapshot.of([]).count("waste_streams")
    0
    """

    tables: Mapping[str, pa.Table]
    _objects: dict[str, tuple[Any, ...]] = field(default_factory=dict, repr=False, compare=False)
    _derived: dict[Callable[..., Any], tuple[list[pa.Table], tuple[Hashable, ...], Any]] = field(
        default_factory=dict, repr=False, compare=False
    )
    #: The snapshot that this one was made from by replacing tables, as long as somebody else holds it.
    _before: ReferenceType[Snapshot] | None = field(default=None, repr=False, compare=False)
    _by_id: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        # What goes to another process has no forebears there.
        return {**self.__dict__, "_before": None}

    @classmethod
    def of(cls, entities: Iterable[Any]) -> Snapshot:
        """Return the snapshot of model objects."""
        return cls.from_records(records_of(entities))

    @classmethod
    def from_records(cls, records: Records) -> Snapshot:
        """Return the snapshot of records; missing tables are empty, rows are sorted by id."""
        tables = {}
        for name, table in TABLES.items():
            part = records.get(name)
            if part is None:
                tables[name] = table.schema.empty_table()
            else:
                part = part.select(table.schema.names).cast(table.schema)
                tables[name] = part.take(_order(part["id"])).combine_chunks()
        return cls(tables)

    def with_records(self, records: Records) -> Snapshot:
        """Return a snapshot in which `records` are added, replacing rows of the same id."""
        merged = {}
        for name, part in records.items():
            kept = self.tables[name]
            keep = pc.invert(pc.is_in(kept["id"], value_set=part["id"].combine_chunks()))
            merged[name] = pa.concat_tables(
                [kept.filter(keep), part.select(kept.schema.names).cast(kept.schema)]
            )
        sorted_tables = Snapshot.from_records(merged).tables
        return self.replacing({name: sorted_tables[name] for name in merged})

    def replacing(self, tables: Records) -> Snapshot:
        """Return a snapshot that holds other tables in some places; what was made of the rest is kept.

        Parameters
        ----------
        tables : mapping of str to pyarrow.Table
            Each sorted by id.
        """
        kept = {name: objects for name, objects in self._objects.items() if name not in tables}
        return Snapshot({**self.tables, **tables}, kept, dict(self._derived), ref(self))

    def derived(
        self, make: Callable[..., Derived], *tables: str, given: tuple[Hashable, ...] = ()
    ) -> Derived:
        """Return what is made of some tables alone: once, for all snapshots that differ in others only.

        Parameters
        ----------
        make : callable
            Of the snapshot and what is given; reads no table but these.
        tables : str
        given : tuple
            What else it is made for, a day for example; only what was made for the last one is kept.

        Examples
        --------
        >>> from graph.evidence import Evidence, Grade
        >>> from graph.model import Park
        >>> def names(snapshot: Snapshot) -> list[str]:
        ...     return list(snapshot.strings("parks", "id"))
        >>> before = Snapshot.of([])
        >>> park = Park(id="anning", evidence=Evidence((), Grade.OFFICIAL))
        >>> after = before.with_records(records_of([park]))
        >>> before.derived(names, "parks"), after.derived(names, "parks")
        ([], ['anning'])
        """
        before = self._holding(tables)
        if before is not None:
            return before.derived(make, *tables, given=given)
        read = [self.tables[name] for name in tables]
        kept = self._derived.get(make)
        if (
            kept is None
            or kept[1] != given
            or any(table is not other for table, other in zip(kept[0], read, strict=True))
        ):
            kept = self._derived[make] = read, given, make(self, *given)
        return cast(Derived, kept[2])

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return int(self.tables[table].num_rows)

    def strings(self, table: str, column: str) -> np.ndarray[Any, np.dtype[np.object_]]:
        """Return a text column as an object array; None where there is no value."""
        values: np.ndarray[Any, Any] = self.tables[table][column].to_numpy(zero_copy_only=False)
        return values

    def numbers(self, table: str, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return a number column as float64; NaN where the number is not known."""
        values = pc.fill_null(self.tables[table][column].cast(pa.float64()), float("nan"))
        result: np.ndarray[Any, np.dtype[np.float64]] = values.to_numpy(zero_copy_only=False)
        return result

    def flags(self, table: str, column: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return a column of yes and no as bools; False where there is no value."""
        values: np.ndarray[Any, Any] = self.tables[table][column].to_numpy(zero_copy_only=False)
        return values.astype(bool)

    def all(self, entity: type[Entity]) -> tuple[Entity, ...]:
        """Return every object of one kind, sorted by id; built once and kept.

        Meant for the library and for results; loops over candidates use columns.
        """
        table = table_of(entity)
        if table.name not in self._objects:
            before = self._holding((table.name,))
            if before is not None:
                return before.all(entity)
            self._objects[table.name] = tuple(from_columns(table, self.tables[table.name].to_pydict()))
        return self._objects[table.name]

    def at(self, entity: type[Entity], row: int) -> Entity:
        """Return the object of one row, without building the others."""
        table = table_of(entity)
        if table.name in self._objects:
            found: Entity = self._objects[table.name][row]
            return found
        return cast(Entity, next(from_columns(table, self.tables[table.name].slice(row, 1).to_pydict())))

    def by_id(self, entity: type[Entity]) -> Mapping[str, Entity]:
        """Return every object of one kind by its id; built once and kept."""
        name = table_of(entity).name
        if name not in self._by_id:
            items: tuple[Any, ...] = self.all(entity)
            self._by_id[name] = {item.id: item for item in items}
        return self._by_id[name]

    def lookup(self, table: str, column: str) -> dict[str, Any]:
        """Return one column by the ids of its rows; None where there is no value.

        Examples
        --------
        >>> Snapshot.of([]).lookup("materials", "unit")
        {}
        """
        rows = self.tables[table]
        return dict(zip(rows["id"].to_pylist(), rows[column].to_pylist(), strict=True))

    def positions(self, table: str, ids: Sequence[str]) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Return the row of each id; -1 where there is none."""
        return places(pa.array(ids, pa.string()), self.tables[table]["id"].combine_chunks())

    def rows(self, table: str, column: str) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Return the row of what each row of a table names in a column; -1 where it names nothing.

        Looked up once, for all who ask.

        Examples
        --------
        >>> Snapshot.of([]).rows("facilities", "technology").tolist()
        []
        """
        named = _Named(table, column)
        return self.derived(named, table, named.referenced)

    def _holding(self, tables: Iterable[str]) -> Snapshot | None:
        """Return the snapshot that this one was made from if it holds the same tables, and is still there.

        So what is made for one snapshot that differs in a few tables is there for its kin too.
        """
        before = None if self._before is None else self._before()
        if before is None or any(self.tables[name] is not before.tables[name] for name in tables):
            return None
        return before

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over every table; equal content gives an equal fingerprint, whatever the store."""
        digest = hashlib.sha256()
        for name in sorted(self.tables):
            table = self.tables[name]
            digest.update(f"{name}:{table.num_rows}".encode())
            for column in TABLES[name].columns:
                digest.update(column.name.encode())
                _digest_column(digest, table[column.name], column.kind)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Named:
    """Reads which rows a column names; equal ones are one key of what is derived, in every process."""

    table: str
    column: str

    @property
    def referenced(self) -> str:
        """The table whose ids the column holds."""
        return str(TABLES[self.table].column(self.column).references)

    def __call__(self, snapshot: Snapshot) -> np.ndarray[Any, np.dtype[np.int64]]:
        rows = snapshot.positions(self.referenced, snapshot.tables[self.table][self.column].combine_chunks())
        # All who ask share it.
        rows.setflags(write=False)
        return rows


def _order(ids: pa.ChunkedArray) -> pa.Array:
    """Return the order that sorts ids by their UTF-8 bytes, the order both stores can promise."""
    return pc.array_sort_indices(ids.cast(pa.binary()).combine_chunks())


def _digest_column(digest: Any, column: pa.ChunkedArray, kind: Kind) -> None:
    if kind in (Kind.NUMBER, Kind.INTEGER):
        digest.update(pc.is_valid(column).to_numpy(zero_copy_only=False).tobytes())
        digest.update(pc.fill_null(column, 0).to_numpy(zero_copy_only=False).tobytes())
    else:
        digest.update(json.dumps(column.to_pylist(), ensure_ascii=False, default=str).encode())
