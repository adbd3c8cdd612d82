"""The default store: one SQLite file, with the standard library alone.

Write-ahead logging lets the command line load while a server reads. Every public method is one
transaction on a connection of its own (`connections`), writers queue for the one write lock, and a
commit is on the disk before the method returns, in the file that bears the store's name.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from graph.model import Linkage, LinkageEvent
from graph.snapshot import Records, Snapshot
from graph.stores import migrations
from graph.stores.changing import NO_LOAD, changed, unknown_linkage
from graph.stores.damage import Damage, damaged, damaged_meta
from graph.stores.histories import refuse_older, restored
from graph.stores.loads import Before, decoded, encoded, load_of, prepared, refuse_moved, taken_back
from graph.stores.naming import is_chinese, ranked, words_of
from graph.stores.protocol import (
    SCHEMA_VERSION,
    SEARCHED_TABLES,
    Change,
    Dump,
    Hit,
    Ids,
    Load,
    LoadTags,
    Moment,
    StateChange,
)
from graph.stores.rows import (
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
from graph.stores.sqlite import statements as sql
from graph.stores.sqlite.connections import Connections
from graph.stores.sqlite.errors import coded, unreadable
from graph.stores.sqlite.examined import examined
from graph.stores.sqlite.file import sign
from graph.stores.sqlite.rows import arrow, plain, write
from graph.tables import TABLES, from_row, to_row
from graph.vocabulary import LinkageId
from graph.wording import message

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
            raise unreadable(url, f"this Python has SQLite {sqlite3.sqlite_version}, needed is {needed}")
        self._path = path
        self._url = url
        self._connections = Connections(path, url)

    @property
    def url(self) -> str:
        """The URL it was opened with."""
        return self._url

    def ensure_schema(self) -> None:
        """Create the file and its tables, or bring older ones to `SCHEMA_VERSION`."""
        self._refuse_no_folder()
        if self.schema_version() == SCHEMA_VERSION and self._is_written_ahead():
            return
        with self._told(), self._connections.one(_BUSY_SECONDS, create=True) as connection:
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
                sign(connection)
            self._connections.refuse_lost(connection)
            # So that the file itself bears its signature from the first change on.
            connection.execute(sql.MOVE_LOG)

    def schema_version(self) -> int:
        """Return the schema version found in the file; 0 if it is empty or not there."""
        if not self._connections.has_file():
            return 0
        with (
            self._told(),
            self._connections.one(_BUSY_SECONDS) as connection,
            self._transaction(connection, sql.BEGIN_READ),
        ):
            return self._found_version(connection)

    def version(self) -> int:
        """Return the data version."""
        return self.moment().version

    def moment(self) -> Moment:
        """Return which store this is, and its data version."""
        with self._reading() as connection:
            return self._moment(connection)

    def _moment(self, connection: sqlite3.Connection) -> Moment:
        return Moment(self._connections.identity(connection), self._meta(connection, "data_version"))

    def upsert(self, records: Records, load_tag: str | LoadTags) -> dict[str, int]:
        """Insert or replace rows by id in one transaction, tag them, and return rows per table."""
        batches = batches_of(records, load_tag)
        with self._writing() as connection:
            refuse_older(batches, partial(_tagged_rows, self._url, connection))
            _change(connection, batches, {})
        return {batch.table.name: len(batch.rows) for batch in batches}

    def apply(self, change: Change) -> Load:
        """Write and delete rows in one transaction, and keep account of it with what stood there before."""
        return self.apply_all((change,))[0]

    def apply_all(self, changes: Sequence[Change], based_on: Moment | None = None) -> tuple[Load, ...]:
        """Make several changes in one transaction, in order, each as `apply` does."""
        written = [batches_of(change.written, change.tag) for change in changes]
        with self._writing() as connection:
            refuse_moved(based_on, self._moment(connection))
            return tuple(_apply(self._url, connection, *one) for one in zip(changes, written, strict=True))

    def loads(self) -> tuple[Load, ...]:
        """Return every load that `apply` made, oldest first, the undone ones too."""
        with self._reading() as connection:
            return _loads(self._url, connection)

    def undo(self, number: int, at: str) -> Load:
        """Take a load back in one transaction."""
        with self._writing() as connection:
            rows_of = partial(_tagged_rows, self._url, connection)
            load, back, gone = taken_back(
                number, at, _loads(self._url, connection), partial(_before, self._url, connection), rows_of
            )
            _change(connection, back, gone)
            connection.execute(sql.CLOSE_LOAD, (at, number))
        return replace(load, undone=at)

    def load_tags(self) -> LoadTags:
        """Return the load tag of every row; tables without rows are left out."""
        with self._reading() as connection:
            return _load_tags(connection)

    def read(self) -> Snapshot:
        """Return the whole graph, consistent at one moment."""
        with self._reading() as connection:
            return self._snapshot(connection)

    def get(self, table: str, ids: Sequence[str]) -> list[Any]:
        """Return the model objects with these ids, in the order asked, missing ones left out."""
        described = table_named(table)
        with self._reading() as connection:
            rows = connection.execute(sql.READ_ROWS_BY_ID[table], (json.dumps(list(ids)),)).fetchall()
        found = {row[0]: from_row(described, plain(self._url, described, row)) for row in rows}
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
                (name, plain(self._url, TABLES[name], row))
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
            after, event = changed(from_row(table, plain(self._url, table, row)), change)
            connection.execute(sql.CHANGE_LINKAGE, (after.state.value, after.version, after.id))
            write(connection, Batch(TABLES["linkage_events"], ({**to_row(event), LOAD_TAG: NO_LOAD},)))
            connection.execute(sql.RAISE_DATA_VERSION)
        return after

    def history(self, linkage: LinkageId) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""
        table = TABLES["linkage_events"]
        with self._reading() as connection:
            rows = connection.execute(sql.READ_HISTORY, (linkage,)).fetchall()
        return tuple(from_row(table, plain(self._url, table, row)) for row in rows)

    def dump(self) -> Dump:
        """Return everything the store holds, consistent at one moment."""
        with self._reading() as connection:
            loads = tuple(
                (load_of(self._url, row[:-1]), row[-1]) for row in connection.execute(sql.READ_WHOLE_LOADS)
            )
            version = self._meta(connection, "data_version")
            return Dump(version, self._snapshot(connection), _load_tags(connection), loads)

    def replace(self, dump: Dump, at: str) -> tuple[str, ...]:
        """Hold what a dump holds and nothing else, in one transaction; the data version still rises."""
        batches = batches_of(dump.snapshot.tables, dump.tags)
        with self._writing() as connection:
            own = {name: _ids(connection, name) for name in ("linkages", "linkage_events")}
            written, moved = restored(batches, _tagged_rows(self._url, connection, own), at)
            version = max(self._meta(connection, "data_version") + 1, dump.version)
            for statement in (*sql.DELETE_ALL_ROWS, sql.DELETE_LOADS):
                connection.execute(statement)
            _change(connection, written, {})
            connection.executemany(sql.ADD_LOAD, [_account(load, before) for load, before in dump.loads])
            connection.execute(sql.WRITE_META, (version, "data_version"))
        return moved

    def examine(self) -> tuple[Damage, ...]:
        """Return everything that is wrong with the file, as far as it can be read."""
        if not self._connections.has_file():
            return ()
        with (
            self._told(),
            self._connections.one(_BUSY_SECONDS) as connection,
            self._transaction(connection, sql.BEGIN_READ),
        ):
            return tuple(examined(connection, self._path, self._url))

    def close(self) -> None:
        """Close every connection; one still in use closes when its call ends."""
        self._connections.close()

    def _snapshot(self, connection: sqlite3.Connection) -> Snapshot:
        found = {name: connection.execute(sql.READ_ROWS[name]).fetchall() for name in TABLES}
        return Snapshot.from_records(
            {name: arrow(self._url, TABLES[name], rows) for name, rows in found.items()}
        )

    def _is_written_ahead(self) -> bool:
        with self._told(), self._connections.one(_BUSY_SECONDS) as connection:
            return bool(connection.execute(sql.READ_JOURNAL).fetchone()[0] == "wal")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._ready() as connection, self._transaction(connection, sql.BEGIN_READ):
            checked_schema(self._url, self._found_version(connection))
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._ready() as connection:
            with self._transaction(connection, sql.BEGIN_WRITE):
                checked_schema(self._url, self._found_version(connection))
                # A change that no version tells of would be seen by nobody.
                self._meta(connection, "data_version")
                yield connection
                sign(connection)
            self._connections.refuse_lost(connection)

    @contextmanager
    def _ready(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection to a file that is there."""
        self._refuse_no_folder()
        if not self._connections.has_file():
            checked_schema(self._url, 0)
        with self._told(), self._connections.one(_BUSY_SECONDS) as connection:
            yield connection

    @contextmanager
    def _transaction(self, connection: sqlite3.Connection, begin: str) -> Iterator[None]:
        connection.execute(begin)
        try:
            yield
            connection.commit()
        finally:
            connection.rollback()

    def _refuse_no_folder(self) -> None:
        if not self._path.parent.is_dir():
            folder = str(self._path.parent)
            raise unreadable(self._url, message("STORE_UNREADABLE.no_folder", folder=folder))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite reports into a coded error."""
        try:
            yield
        except sqlite3.Error as error:
            raise coded(error, self._url, _BUSY_SECONDS) from error

    def _found_version(self, connection: sqlite3.Connection) -> int:
        if connection.execute(sql.FIND_META).fetchone()[0]:
            return self._meta(connection, "schema_version")
        if connection.execute(sql.COUNT_OBJECTS).fetchone()[0]:
            raise unreadable(self._url, message("STORE_UNREADABLE.other_program"))
        return 0

    def _meta(self, connection: sqlite3.Connection, name: str) -> int:
        row = connection.execute(sql.READ_META, (name,)).fetchone()
        if row is None:
            raise damaged(self._url, damaged_meta(name))
        return int(row[0])


def _apply(url: str, connection: sqlite3.Connection, change: Change, batches: list[Batch]) -> Load:
    number = int(connection.execute(sql.NEXT_LOAD).fetchone()[0])
    made = prepared(change, batches, number, partial(_tagged_rows, url, connection))
    _change(connection, made.written, made.gone)
    connection.execute(sql.ADD_LOAD, _account(made.load, encoded(made.before)))
    return made.load


def _account(load: Load, before: str) -> tuple[Any, ...]:
    rows = json.dumps(dict(load.rows))
    counts = (load.new, load.changed, load.gone)
    return load.number, load.tag, load.at, load.source, rows, *counts, load.undone, before


def _change(connection: sqlite3.Connection, batches: Sequence[Batch], gone: Ids) -> None:
    """Write rows, delete others, and refuse what would then point at nothing."""
    for batch in batches:
        write(connection, batch)
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


def _tagged_rows(url: str, connection: sqlite3.Connection, ids: Ids) -> list[Batch]:
    """Return the rows with these ids as they stand, with their load tags."""
    batches = []
    for name, wanted in ids.items():
        table = TABLES[name]
        found = connection.execute(sql.READ_TAGGED_ROWS[name], (json.dumps(list(wanted)),)).fetchall()
        if found:
            batches.append(
                Batch(table, tuple({**plain(url, table, row[:-1]), LOAD_TAG: row[-1]} for row in found))
            )
    return batches


def _loads(url: str, connection: sqlite3.Connection) -> tuple[Load, ...]:
    return tuple(load_of(url, row) for row in connection.execute(sql.READ_LOADS))


def _load_tags(connection: sqlite3.Connection) -> LoadTags:
    tags = {name: dict(connection.execute(sql.READ_LOAD_TAGS[name])) for name in TABLES}
    return {name: rows for name, rows in tags.items() if rows}


def _ids(connection: sqlite3.Connection, table: str) -> list[str]:
    return [id_ for id_, _ in connection.execute(sql.READ_LOAD_TAGS[table])]


def _before(url: str, connection: sqlite3.Connection, number: int) -> Before:
    return decoded(url, number, connection.execute(sql.READ_BEFORE, (number,)).fetchone()[0])
