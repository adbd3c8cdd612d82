"""The production store: Neo4j 5.26 or later over the official driver.

A write takes one lock on the store's own node first, so that writers queue as they do in SQLite and no two
of them can deadlock. Neo4j reads what is committed, but shows a commit bit by bit; `read` therefore compares
two counters that every write raises around its commit, and reads again when they moved.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from typing import Any, TypeVar

import neo4j
import pyarrow as pa
from neo4j.exceptions import DriverError, Neo4jError, TransientError

from graph.errors import EXIT_STORE_REFUSED, EXIT_STORE_UNREACHABLE, SymbioflowError
from graph.model import Linkage, LinkageEvent
from graph.snapshot import Records, Snapshot
from graph.stores import migrations
from graph.stores import neo4j_statements as cypher
from graph.stores.changing import NO_LOAD, changed, unknown_linkage
from graph.stores.histories import refuse_older
from graph.stores.loads import Before, decoded, encoded, prepared, refuse_moved, taken_back
from graph.stores.naming import is_chinese, ranked, words_of
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
    LOAD_TAG,
    Batch,
    batches_of,
    checked_schema,
    pieces,
    references_of,
    referring_columns,
    searched_tables,
    still_referenced,
    table_named,
    unknown_reference,
)
from graph.tables import TABLES, Kind, Table, from_row, to_row
from graph.vocabulary import LinkageId

Answer = TypeVar("Answer")
Runner = neo4j.Transaction | neo4j.ManagedTransaction

_CONNECT_SECONDS = 3.0
_RETRY_SECONDS = 1.0
#: A connection that lay idle for longer is tried before it is used: the server may have been restarted.
_IDLE_SECONDS = 1.0
_ROWS_AT_ONCE = 5000

#: Names of one table that the full-text index hands on to be ranked.
_CANDIDATES = 500

#: Readings before a reader takes the write lock to have the graph to itself.
_READINGS = 40
_READING_PAUSE = 0.05

_KEEP_QUIET = logging.NullHandler()


class Neo4jStore:
    """A store in a Neo4j database; see `graph.stores.protocol.Store` for what each method promises.

    Parameters
    ----------
    url : str
        Bolt or routing URL, with neither user nor password.
    user, password : str or None
        None for a server that asks for none.
    shown_url : str
        How `url` is shown to people.
    """

    def __init__(
        self, url: str, user: str | None, password: str | None, database: str, shown_url: str
    ) -> None:
        logging.getLogger("neo4j").addHandler(_KEEP_QUIET)
        self._url = shown_url
        self._database = database
        self._closed = False
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        with self._told():
            self._driver = neo4j.GraphDatabase.driver(
                url,
                auth=None if user is None else (user, password or ""),
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=_CONNECT_SECONDS,
                liveness_check_timeout=_IDLE_SECONDS,
                max_transaction_retry_time=_RETRY_SECONDS,
                notifications_min_severity="OFF",
            )

    @property
    def url(self) -> str:
        """The URL it was opened with, without a password."""
        return self._url

    def ensure_schema(self) -> None:
        """Create constraints, indexes and the store's nodes, or bring older ones to `SCHEMA_VERSION`."""
        found = self.schema_version()
        if found > SCHEMA_VERSION:
            checked_schema(self._url, found)
        with self._told(), self._session(neo4j.WRITE_ACCESS) as session:
            for version in range(found + 1, SCHEMA_VERSION + 1) if found else ():
                for statement in migrations.NEO4J[version]:
                    session.run(statement).consume()
            with session.begin_transaction() as create:
                for statement in (*cypher.CREATE_CONSTRAINTS, *cypher.CREATE_INDEXES):
                    create.run(statement).consume()
                create.commit()
            session.run(cypher.AWAIT_INDEXES).consume()
            session.run(cypher.CREATE_STORE_NODES, schema_version=SCHEMA_VERSION).consume()
            if found:
                session.run(cypher.WRITE_SCHEMA_VERSION, schema_version=SCHEMA_VERSION).consume()

    def schema_version(self) -> int:
        """Return the schema version found in the database; 0 if it holds no store."""
        return int(self._read(_store_state)["schema_version"])

    def version(self) -> int:
        """Return the data version."""
        return int(self._checked_read(_store_state)["data_version"])

    def upsert(self, records: Records, load_tag: str | LoadTags) -> dict[str, int]:
        """Insert or replace rows by id in one transaction, tag them, and return rows per table."""
        batches = batches_of(records, load_tag)
        linkages = {batch.table.name: batch.ids for batch in batches if batch.table.name == "linkages"}
        with self._writing() as write:
            refuse_older(batches, _tagged_rows(write, linkages))
            _change(write, batches, {})
        return {batch.table.name: len(batch.rows) for batch in batches}

    def apply(self, change: Change) -> Load:
        """Write and delete rows in one transaction, and keep account of it with what stood there before."""
        return self.apply_all((change,))[0]

    def apply_all(self, changes: Sequence[Change], based_on: int | None = None) -> tuple[Load, ...]:
        """Make several changes in one transaction, in order, each as `apply` does."""
        written = [batches_of(change.written, change.tag) for change in changes]
        with self._writing() as write:
            refuse_moved(based_on, int(_store_state(write)["data_version"]))
            return tuple(_apply(write, *one) for one in zip(changes, written, strict=True))

    def loads(self) -> tuple[Load, ...]:
        """Return every load that `apply` made, oldest first, the undone ones too."""
        return self._checked_read(_loads)

    def undo(self, number: int, at: str) -> Load:
        """Take a load back in one transaction."""
        with self._writing() as write:
            load, back, gone = taken_back(
                number, at, _loads(write), partial(_before, write), partial(_tagged_rows, write)
            )
            _change(write, back, gone)
            write.run(cypher.CLOSE_LOAD, number=number, at=at).consume()
        return replace(load, undone=at)

    def load_tags(self) -> LoadTags:
        """Return the load tag of every row; tables without rows are left out."""

        def tags(read: neo4j.ManagedTransaction) -> dict[str, dict[str, str]]:
            return {
                name: {row["id"]: row[LOAD_TAG] for row in read.run(statement)}
                for name, statement in cypher.READ_LOAD_TAGS.items()
            }

        return {name: rows for name, rows in self._checked_read(tags).items() if rows}

    def read(self) -> Snapshot:
        """Return the whole graph, consistent at one moment."""
        for _ in range(_READINGS):
            tables = self._checked_read(_whole_graph)
            if tables is not None:
                return Snapshot.from_records(tables)
            time.sleep(_READING_PAUSE)
        with self._writing() as alone:
            return Snapshot.from_records(_all_tables(alone))

    def get(self, table: str, ids: Sequence[str]) -> list[Any]:
        """Return the model objects with these ids, in the order asked, missing ones left out."""
        described = table_named(table)
        rows = self._checked_read(lambda read: _rows(read, described, cypher.READ_ROWS_BY_ID[table], ids=ids))
        found = {row["id"]: from_row(described, row) for row in rows}
        return [found[id_] for id_ in ids if id_ in found]

    def search(self, text: str, tables: Sequence[str] = SEARCHED_TABLES, limit: int = 20) -> list[Hit]:
        """Return the rows whose zh or en names match `text` best, ties by table and id."""
        names = searched_tables(tables)
        words = words_of(text)
        if not words:
            return []
        query = " OR ".join(_lucene(word) for word in words)

        def candidates(read: neo4j.ManagedTransaction) -> list[tuple[str, dict[str, Any]]]:
            return [
                (name, row)
                for name in names
                for row in _rows(read, TABLES[name], cypher.SEARCH_NAMES[name], text=query, limit=_CANDIDATES)
            ]

        return ranked(text, self._checked_read(candidates), limit)

    def change_state(self, change: StateChange) -> Linkage:
        """Move a linkage to another state and keep the event."""
        with self._writing() as write:
            table = TABLES["linkages"]
            rows = _rows(write, table, cypher.READ_ROWS_BY_ID["linkages"], ids=[change.linkage])
            if not rows:
                raise unknown_linkage(change.linkage)
            after, event = changed(from_row(table, rows[0]), change)
            state = after.state.value
            write.run(cypher.CHANGE_LINKAGE, id=after.id, state=state, version=after.version).consume()
            write.run(cypher.CHANGE_SUPPLY, id=after.id, state=state).consume()
            batch = Batch(TABLES["linkage_events"], ({**to_row(event), LOAD_TAG: NO_LOAD},))
            write.run(cypher.MERGE_ROWS["linkage_events"], rows=batch.rows).consume()
            _relate(write, batch)
            write.run(cypher.RAISE_DATA_VERSION).consume()
        return after

    def history(self, linkage: LinkageId) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""
        table = TABLES["linkage_events"]
        rows = self._checked_read(lambda read: _rows(read, table, cypher.READ_HISTORY, linkage=linkage))
        return tuple(from_row(table, row) for row in rows)

    def close(self) -> None:
        """Close every connection; a closed store cannot be used again."""
        self._closed = True
        self._driver.close()

    def _session(self, access: str) -> neo4j.Session:
        if self._closed:
            raise SymbioflowError("STORE_CLOSED", exit_code=EXIT_STORE_UNREACHABLE, url=self._url)
        return self._driver.session(
            database=self._database, default_access_mode=access, bookmark_manager=self._bookmarks
        )

    def _read(self, ask: Callable[[neo4j.ManagedTransaction], Answer]) -> Answer:
        with self._told(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(ask)

    def _checked_read(self, ask: Callable[[neo4j.ManagedTransaction], Answer]) -> Answer:
        """Ask in one transaction, on a schema that this version of the program knows."""

        def asked(read: neo4j.ManagedTransaction) -> Answer:
            checked_schema(self._url, _store_state(read)["schema_version"])
            return ask(read)

        return self._read(asked)

    @contextmanager
    def _writing(self) -> Iterator[neo4j.Transaction]:
        """Yield a transaction that holds the write lock; it is committed between the two counters."""
        with self._told(), self._session(neo4j.WRITE_ACCESS) as session:
            with session.begin_transaction() as write:
                write.run(cypher.LOCK_STORE).consume()
                checked_schema(self._url, _store_state(write)["schema_version"])
                yield write
                write.run(cypher.UNLOCK_STORE).consume()
                self._count(cypher.BEGIN_COMMIT)
                write.commit()
            self._count(cypher.END_COMMIT)

    def _count(self, statement: str) -> None:
        with self._session(neo4j.WRITE_ACCESS) as session:
            session.run(statement).consume()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the driver reports into a coded error of one line."""
        try:
            yield
        except (DriverError, Neo4jError, OSError) as error:
            raise _coded(error, self._url, self._database) from error


def _store_state(runner: Runner) -> Mapping[str, int]:
    return runner.run(cypher.READ_STORE).single(strict=True).data()


def _whole_graph(read: Runner) -> dict[str, pa.Table] | None:
    """Return every table, or None if a commit came into view meanwhile."""
    before = _store_state(read)
    if before["begun"] != before["done"]:
        return None
    tables = _all_tables(read)
    return tables if _store_state(read)["begun"] == before["begun"] else None


def _all_tables(runner: Runner) -> dict[str, pa.Table]:
    return {name: _arrow(table, runner.run(cypher.READ_ROWS[name])) for name, table in TABLES.items()}


def _arrow(table: Table, result: neo4j.Result) -> pa.Table:
    rows = result.values()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    values = [
        [_native(cell) for cell in cells] if column.kind is Kind.DATE else list(cells)
        for column, cells in zip(table.columns, columns, strict=True)
    ]
    return pa.table(values, schema=table.schema)


def _rows(runner: Runner, table: Table, statement: str, **parameters: Any) -> list[dict[str, Any]]:
    rows = [record.data() for record in runner.run(statement, parameters)]
    for column in table.columns:
        if column.kind is Kind.DATE:
            for row in rows:
                row[column.name] = _native(row[column.name])
    return rows


def _native(cell: Any) -> Any:
    return None if cell is None else cell.to_native()


def _apply(write: Runner, change: Change, batches: list[Batch]) -> Load:
    number = 1 + max((load.number for load in _loads(write)), default=0)
    made = prepared(change, batches, number, partial(_tagged_rows, write))
    _change(write, made.written, made.gone)
    account = {**asdict(made.load), "rows": json.dumps(dict(made.load.rows)), "before": encoded(made.before)}
    write.run(cypher.ADD_LOAD, load=account).consume()
    return made.load


def _change(write: Runner, batches: Sequence[Batch], gone: Ids) -> None:
    """Write rows, delete others, and refuse what would then point at nothing."""
    for batch in batches:
        for rows in pieces(batch.rows, _ROWS_AT_ONCE):
            write.run(cypher.MERGE_ROWS[batch.table.name], rows=rows).consume()
    for reference in references_of(batches):
        for ids in pieces(sorted(reference.values), _ROWS_AT_ONCE):
            missing = write.run(cypher.FIND_MISSING_IDS[reference.target], ids=ids).single()
            if missing:
                raise unknown_reference(reference, missing["id"])
    for batch in batches:
        _relate(write, batch)
    going = {name: list(ids) for name, ids in gone.items() if ids}
    for target, ids in going.items():
        for table, column in referring_columns(target):
            statement = cypher.FIND_REFERRING_ROW[table.name, column.name]
            held = write.run(statement, going=going.get(table.name, []), ids=ids).single()
            if held:
                raise still_referenced(table.name, held["id"], column.name, target)
    for name, ids in going.items():
        for statement in (*cypher.DELETE_ROW_RELATIONS.get(name, ()), cypher.DELETE_ROWS[name]):
            for some in pieces(ids, _ROWS_AT_ONCE):
                write.run(statement, ids=some).consume()
    if batches or going:
        write.run(cypher.RAISE_DATA_VERSION).consume()


def _tagged_rows(runner: Runner, ids: Ids) -> list[Batch]:
    """Return the rows with these ids as they stand, with their load tags."""
    batches = []
    for name, wanted in ids.items():
        rows = _rows(runner, TABLES[name], cypher.READ_TAGGED_ROWS[name], ids=list(wanted))
        if rows:
            batches.append(Batch(TABLES[name], tuple(rows)))
    return batches


def _loads(runner: Runner) -> tuple[Load, ...]:
    found = (record.data() for record in runner.run(cypher.READ_LOADS))
    return tuple(Load(**{**row, "rows": json.loads(row["rows"])}) for row in found)


def _before(runner: Runner, number: int) -> Before:
    return decoded(str(runner.run(cypher.READ_BEFORE, number=number).single(strict=True)["before"]))


def _relate(write: Runner, batch: Batch) -> None:
    """Make the relationships of rows anew, those of their columns and those of the whole row."""
    name = batch.table.name
    for ids in pieces(batch.ids, _ROWS_AT_ONCE):
        for statement in cypher.DELETE_ROW_RELATIONS.get(name, ()):
            write.run(statement, ids=ids).consume()
    for rows in pieces(batch.rows, _ROWS_AT_ONCE):
        for statement in cypher.CREATE_ROW_RELATIONS.get(name, ()):
            write.run(statement, rows=rows).consume()
    columns = [column.name for column in batch.table.columns if column.references is not None]
    # Two columns may make the same type of relationship: all are removed before any is made.
    for column in columns:
        for ids in pieces(batch.ids, _ROWS_AT_ONCE):
            write.run(cypher.DELETE_RELATIONS[name, column], ids=ids).consume()
    for column in columns:
        pointing = [{"id": row["id"], column: row[column]} for row in batch.rows if row[column]]
        for rows in pieces(pointing, _ROWS_AT_ONCE):
            write.run(cypher.CREATE_RELATIONS[name, column], rows=rows).consume()


def _lucene(word: str) -> str:
    """Return a word of `words_of` as the ``cjk`` index is asked for it; words hold no special character."""
    if not is_chinese(word):
        return f"{word}*"
    return f"*{word}*" if len(word) == 1 else f'"{word}"'


def _coded(error: Exception, url: str, database: str) -> SymbioflowError:
    first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    if code.startswith("Neo.ClientError.Security"):
        reason = code.rsplit(".", 1)[-1]
        return SymbioflowError("STORE_LOGIN_REFUSED", exit_code=EXIT_STORE_REFUSED, url=url, reason=reason)
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return SymbioflowError(
            "UNKNOWN_DATABASE", exit_code=EXIT_STORE_UNREACHABLE, url=url, database=database
        )
    if isinstance(error, Neo4jError) and not isinstance(error, TransientError):
        return SymbioflowError("STORE_FAILED", exit_code=EXIT_STORE_UNREACHABLE, url=url, reason=first_line)
    return SymbioflowError("STORE_UNREACHABLE", exit_code=EXIT_STORE_UNREACHABLE, url=url, reason=first_line)
