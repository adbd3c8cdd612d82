"""The default store: one SQLite file, with the standard library alone.

Write-ahead logging lets the command line load while a server reads. Every public method is one
transaction on a connection of its own (idle ones are kept for the next call, whatever its thread), writers
queue for the one write lock, and a commit is on the disk before the method returns.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.errors import EXIT_STORE_UNREACHABLE, SymbioflowError
from graph.messages import Message, message
from graph.model import Linkage, LinkageEvent
from graph.snapshot import Records, Snapshot
from graph.stores import migrations
from graph.stores import sqlite_statements as sql
from graph.stores.changing import NO_LOAD, changed, unknown_linkage
from graph.stores.histories import refuse_older
from graph.stores.loads import Before, decoded, encoded, prepared, refuse_moved, taken_back
from graph.stores.naming import is_chinese, names_in, ranked, words_of
from graph.stores.protocol import (
    SCHEMA_VERSION,
    SEARCHED_TABLES,
    Change,
    Hit,
    Ids,
    Load,
    LoadTags,
    StateChange,
)
from graph.stores.rows import (
    LISTS,
    LOAD_TAG,
    Batch,
    batches_of,
    checked_schema,
    references_of,
    referring_columns,
    searched_tables,
    still_referenced,
    table_named,
    unknown_reference,
)
from graph.tables import TABLES, Kind, Table, from_row, to_row
from graph.vocabulary import LinkageId

#: How long a writer waits for another one.
_BUSY_SECONDS = 30.0

#: Rows of one table that the full-text index hands on to be ranked.
_CANDIDATES = 500

_OLDEST_SQLITE = (3, 37, 0)


class SqliteStore:
    """A store in one file; see `graph.stores.protocol.Store` for what each method promises.

    Parameters
    ----------
    path : pathlib.Path
        The file; `ensure_schema` makes it, its folder must exist.
    url : str
        How the user wrote it.
    """

    def __init__(self, path: Path, url: str) -> None:
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            needed = ".".join(map(str, _OLDEST_SQLITE))
            raise _unreadable(url, f"this Python has SQLite {sqlite3.sqlite_version}, needed is {needed}")
        self._path = path
        self._url = url
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    @property
    def url(self) -> str:
        """The URL it was opened with."""
        return self._url

    def ensure_schema(self) -> None:
        """Create the file and its tables, or bring older ones to `SCHEMA_VERSION`."""
        if not self._path.parent.is_dir():
            raise _unreadable(self._url, message("STORE_UNREADABLE.no_folder", folder=str(self._path.parent)))
        with self._connection(create=True) as connection:
            with self._transaction(connection, sql.BEGIN_READ):
                self._found_version(connection)
            with self._told():
                connection.execute(sql.SET_JOURNAL)
            with self._transaction(connection, sql.BEGIN_WRITE):
                found = self._found_version(connection)
                if found > SCHEMA_VERSION:
                    checked_schema(self._url, found)
                steps = [sql.CREATE_SCHEMA] if found == 0 else []
                steps += [migrations.SQLITE[v] for v in range(found + 1, SCHEMA_VERSION + 1) if found]
                for statement in (statement for step in steps for statement in step):
                    connection.execute(statement)
                connection.execute(sql.WRITE_META, (SCHEMA_VERSION, "schema_version"))

    def schema_version(self) -> int:
        """Return the schema version found in the file; 0 if it is empty or not there."""
        if not self._path.exists():
            return 0
        with self._connection() as connection, self._transaction(connection, sql.BEGIN_READ):
            return self._found_version(connection)

    def version(self) -> int:
        """Return the data version."""
        with self._reading() as connection:
            return _meta(connection, "data_version")

    def upsert(self, records: Records, load_tag: str | LoadTags) -> dict[str, int]:
        """Insert or replace rows by id in one transaction, tag them, and return rows per table."""
        batches = batches_of(records, load_tag)
        linkages = {batch.table.name: batch.ids for batch in batches if batch.table.name == "linkages"}
        with self._writing() as connection:
            refuse_older(batches, _tagged_rows(connection, linkages))
            _change(connection, batches, {})
        return {batch.table.name: len(batch.rows) for batch in batches}

    def apply(self, change: Change) -> Load:
        """Write and delete rows in one transaction, and keep account of it with what stood there before."""
        return self.apply_all((change,))[0]

    def apply_all(self, changes: Sequence[Change], based_on: int | None = None) -> tuple[Load, ...]:
        """Make several changes in one transaction, in order, each as `apply` does."""
        written = [batches_of(change.written, change.tag) for change in changes]
        with self._writing() as connection:
            refuse_moved(based_on, _meta(connection, "data_version"))
            return tuple(_apply(connection, *one) for one in zip(changes, written, strict=True))

    def loads(self) -> tuple[Load, ...]:
        """Return every load that `apply` made, oldest first, the undone ones too."""
        with self._reading() as connection:
            return _loads(connection)

    def undo(self, number: int, at: str) -> Load:
        """Take a load back in one transaction."""
        with self._writing() as connection:
            rows_of = partial(_tagged_rows, connection)
            load, back, gone = taken_back(
                number, at, _loads(connection), partial(_before, connection), rows_of
            )
            _change(connection, back, gone)
            connection.execute(sql.CLOSE_LOAD, (at, number))
        return replace(load, undone=at)

    def load_tags(self) -> LoadTags:
        """Return the load tag of every row; tables without rows are left out."""
        with self._reading() as connection:
            tags = {name: dict(connection.execute(sql.READ_LOAD_TAGS[name])) for name in TABLES}
        return {name: rows for name, rows in tags.items() if rows}

    def read(self) -> Snapshot:
        """Return the whole graph, consistent at one moment."""
        with self._reading() as connection:
            found = {name: connection.execute(sql.READ_ROWS[name]).fetchall() for name in TABLES}
        return Snapshot.from_records({name: _arrow(TABLES[name], rows) for name, rows in found.items()})

    def get(self, table: str, ids: Sequence[str]) -> list[Any]:
        """Return the model objects with these ids, in the order asked, missing ones left out."""
        described = table_named(table)
        with self._reading() as connection:
            rows = connection.execute(sql.READ_ROWS_BY_ID[table], (json.dumps(list(ids)),)).fetchall()
        found = {row[0]: from_row(described, _plain(described, row)) for row in rows}
        return [found[id_] for id_ in ids if id_ in found]

    def search(self, text: str, tables: Sequence[str] = SEARCHED_TABLES, limit: int = 20) -> list[Hit]:
        """Return the rows whose zh or en names match `text` best, ties by table and id."""
        names = searched_tables(tables)
        words = words_of(text)
        if not words:
            return []
        query = " OR ".join(f'"{word}"' if is_chinese(word) else f'"{word}" *' for word in words)
        with self._reading() as connection:
            rows = [
                (name, _plain(TABLES[name], row))
                for name in names
                for row in connection.execute(sql.SEARCH_WORDS[name], (query, _CANDIDATES))
            ]
        return ranked(text, rows, limit)

    def change_state(self, change: StateChange) -> Linkage:
        """Move a linkage to another state and keep the event."""
        table = TABLES["linkages"]
        with self._writing() as connection:
            ids = json.dumps([change.linkage])
            row = connection.execute(sql.READ_ROWS_BY_ID["linkages"], (ids,)).fetchone()
            if row is None:
                raise unknown_linkage(change.linkage)
            after, event = changed(from_row(table, _plain(table, row)), change)
            connection.execute(sql.CHANGE_LINKAGE, (after.state.value, after.version, after.id))
            _write(connection, Batch(TABLES["linkage_events"], ({**to_row(event), LOAD_TAG: NO_LOAD},)))
            connection.execute(sql.RAISE_DATA_VERSION)
        return after

    def history(self, linkage: LinkageId) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""
        table = TABLES["linkage_events"]
        with self._reading() as connection:
            rows = connection.execute(sql.READ_HISTORY, (linkage,)).fetchall()
        return tuple(from_row(table, _plain(table, row)) for row in rows)

    def close(self) -> None:
        """Close every connection; one still in use closes when its call ends."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._ready(sql.BEGIN_READ) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._ready(sql.BEGIN_WRITE) as connection:
            yield connection

    @contextmanager
    def _ready(self, begin: str) -> Iterator[sqlite3.Connection]:
        """Yield a connection inside a transaction, on a schema that this version of the program knows."""
        if not self._path.exists():
            if not self._path.parent.is_dir():
                raise _unreadable(
                    self._url, message("STORE_UNREADABLE.no_folder", folder=str(self._path.parent))
                )
            checked_schema(self._url, 0)
        with self._connection() as connection, self._transaction(connection, begin):
            checked_schema(self._url, self._found_version(connection))
            yield connection

    @contextmanager
    def _connection(self, create: bool = False) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise SymbioflowError("STORE_CLOSED", exit_code=EXIT_STORE_UNREACHABLE, url=self._url)
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = self._connect(create)
        try:
            yield connection
        finally:
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    def _connect(self, create: bool) -> sqlite3.Connection:
        """Open a connection; without `create` a missing file stays missing."""
        uri = f"{self._path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
        with self._told():
            connection = sqlite3.connect(
                uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute(sql.SET_FOREIGN_KEYS)
                connection.execute(sql.SET_DURABLE)
            except sqlite3.Error:
                connection.close()
                raise
        return connection

    @contextmanager
    def _transaction(self, connection: sqlite3.Connection, begin: str) -> Iterator[None]:
        with self._told():
            connection.execute(begin)
            try:
                yield
                connection.commit()
            finally:
                connection.rollback()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite reports into a coded error."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise SymbioflowError(
                    "STORE_BUSY", exit_code=EXIT_STORE_UNREACHABLE, url=self._url, seconds=_BUSY_SECONDS
                ) from error
            raise _unreadable(self._url, str(error)) from error

    def _found_version(self, connection: sqlite3.Connection) -> int:
        if connection.execute(sql.FIND_META).fetchone()[0]:
            return _meta(connection, "schema_version")
        if connection.execute(sql.COUNT_OBJECTS).fetchone()[0]:
            raise _unreadable(self._url, message("STORE_UNREADABLE.other_program"))
        return 0


def _meta(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(sql.READ_META, (name,)).fetchone()[0])


def _apply(connection: sqlite3.Connection, change: Change, batches: list[Batch]) -> Load:
    number = int(connection.execute(sql.NEXT_LOAD).fetchone()[0])
    made = prepared(change, batches, number, partial(_tagged_rows, connection))
    _change(connection, made.written, made.gone)
    load = made.load
    counts = (load.new, load.changed, load.gone)
    rows = json.dumps(dict(load.rows))
    account = (number, load.tag, load.at, load.source, rows, *counts, load.undone, encoded(made.before))
    connection.execute(sql.ADD_LOAD, account)
    return load


def _change(connection: sqlite3.Connection, batches: Sequence[Batch], gone: Ids) -> None:
    """Write rows, delete others, and refuse what would then point at nothing."""
    for batch in batches:
        _write(connection, batch)
    for reference in references_of(batches):
        ids = json.dumps(sorted(reference.values))
        missing = connection.execute(sql.FIND_MISSING_IDS[reference.target], (ids,)).fetchone()
        if missing:
            raise unknown_reference(reference, missing[0])
    going = {name: json.dumps(list(ids)) for name, ids in gone.items() if ids}
    for target, ids in going.items():
        for table, column in referring_columns(target):
            statement = sql.FIND_REFERRING_ROW[table.name, column.name]
            held = connection.execute(statement, (going.get(table.name, "[]"), ids)).fetchone()
            if held:
                raise still_referenced(table.name, held[0], column.name, target)
    for name, ids in going.items():
        if name in sql.DELETE_WORDS:
            connection.execute(sql.DELETE_WORDS[name], (ids,))
        connection.execute(sql.DELETE_ROWS[name], (ids,))
    if batches or going:
        connection.execute(sql.RAISE_DATA_VERSION)


def _tagged_rows(connection: sqlite3.Connection, ids: Ids) -> list[Batch]:
    """Return the rows with these ids as they stand, with their load tags."""
    batches = []
    for name, wanted in ids.items():
        table = TABLES[name]
        found = connection.execute(sql.READ_TAGGED_ROWS[name], (json.dumps(list(wanted)),)).fetchall()
        if found:
            batches.append(
                Batch(table, tuple({**_plain(table, row[:-1]), LOAD_TAG: row[-1]} for row in found))
            )
    return batches


def _loads(connection: sqlite3.Connection) -> tuple[Load, ...]:
    return tuple(
        Load(number, tag, at, source, json.loads(rows), *counts)
        for number, tag, at, source, rows, *counts in connection.execute(sql.READ_LOADS)
    )


def _before(connection: sqlite3.Connection, number: int) -> Before:
    return decoded(connection.execute(sql.READ_BEFORE, (number,)).fetchone()[0])


def _write(connection: sqlite3.Connection, batch: Batch) -> None:
    name = batch.table.name
    kinds = {column.name: column.kind for column in batch.table.columns}
    rows = ([*(_cell(kinds[key], row[key]) for key in kinds), row[LOAD_TAG]] for row in batch.rows)
    connection.executemany(sql.UPSERT_ROWS[name], rows)
    if name in sql.INSERT_WORDS:
        connection.execute(sql.DELETE_WORDS[name], (json.dumps(batch.ids),))
        words = ((_indexed_words(row), row["id"]) for row in batch.rows)
        connection.executemany(sql.INSERT_WORDS[name], words)


def _indexed_words(row: dict[str, Any]) -> str:
    """Return the words of a row's names, and each Chinese character for texts of one character."""
    words = set(words_of(" ".join(names_in(row))))
    characters = {character for word in words if is_chinese(word) for character in word}
    return " ".join(sorted(words | characters))


def _cell(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind in LISTS:
        return json.dumps(value, ensure_ascii=False)
    if kind is Kind.DATE:
        return value.isoformat()
    return int(value) if kind is Kind.FLAG else value


def _value(kind: Kind, cell: Any) -> Any:
    if cell is None:
        return None
    if kind in LISTS:
        return json.loads(cell)
    if kind is Kind.DATE:
        return date.fromisoformat(cell)
    return bool(cell) if kind is Kind.FLAG else cell


def _plain(table: Table, row: Sequence[Any]) -> dict[str, Any]:
    return {column.name: _value(column.kind, cell) for column, cell in zip(table.columns, row, strict=True)}


def _arrow(table: Table, rows: Sequence[Sequence[Any]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    values = [_values(column.kind, cells) for column, cells in zip(table.columns, columns, strict=True)]
    return pa.table(values, schema=table.schema)


def _values(kind: Kind, cells: Sequence[Any]) -> Sequence[Any]:
    if kind not in (*LISTS, Kind.DATE, Kind.FLAG):
        return cells
    # The same few texts stand in most rows, and each is read once.
    known = {cell: _value(kind, cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _unreadable(url: str, reason: str | Message) -> SymbioflowError:
    return SymbioflowError("STORE_UNREADABLE", exit_code=EXIT_STORE_UNREACHABLE, url=url, reason=reason)
