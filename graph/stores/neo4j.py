"""The production store: Neo4j 5.26 or later over the official driver.

A write takes one lock on the store's own node first, so that writers queue as they do in SQLite and no two
of them can deadlock. Neo4j reads what is committed, but shows a commit bit by bit; whoever reads the whole
graph therefore compares it with a digest that every write keeps (`neo4j_digest`). No read takes a lock, and
nothing is waited for without end.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

import neo4j
import neo4j.time
import pyarrow as pa
from neo4j.exceptions import DriverError, IncompleteCommit, Neo4jError, TransientError

from graph.errors import EXIT_STORE_REFUSED, EXIT_STORE_UNREACHABLE, SymbioflowError
from graph.messages import message
from graph.model import Linkage, LinkageEvent
from graph.snapshot import Records, Snapshot
from graph.stores import migrations, neo4j_digest
from graph.stores import neo4j_statements as cypher
from graph.stores.changing import NO_LOAD, changed, unknown_linkage
from graph.stores.damage import Damage, damaged, damaged_rows, damaged_values
from graph.stores.histories import refuse_older, restored
from graph.stores.loads import Before, decoded, encoded, prepared, refuse_moved, taken_back
from graph.stores.naming import is_chinese, ranked, words_of
from graph.stores.neo4j_digest import digest_of, moved_by, summed
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

#: Readings before a reader gives up, and how many in a row must be alike where the digest is not ours: an
#: earlier version of the program, or somebody in Neo4j Browser, wrote without it.
_READINGS = 40
_ALIKE = 3
_READING_PAUSE = 0.1
#: How long the server may be silent while it is read, written, or a writer waits for another one.
_SILENT_READING, _SILENT_WRITING, _BUSY_SECONDS = 10.0, 120.0, 30.0
#: After this the server ends a transaction by itself: of a client that was stopped, too.
_LONGEST_READING, _LONGEST_WRITING = 120.0, 600.0

#: What loads are called in the digest, and how many columns of them it counts.
_LOADS, _LOAD_COLUMNS = "loads", 10

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
            created = {"schema_version": SCHEMA_VERSION, "digest": neo4j_digest.EMPTY}
            session.run(cypher.CREATE_STORE_NODE, created).consume()
            if found and found < SCHEMA_VERSION:
                session.run(cypher.WRITE_SCHEMA_VERSION, schema_version=SCHEMA_VERSION).consume()
        if found and found < SCHEMA_VERSION:
            with self._writing() as write:
                write.run(cypher.WRITE_DIGEST, digest=None).consume()

    def schema_version(self) -> int:
        """Return the schema version found in the database; 0 if it holds no store."""
        return int(self._read(_store_state)["schema_version"])

    def version(self) -> int:
        """Return the data version."""
        return self.moment().version

    def moment(self) -> Moment:
        """Return which store this is, and its data version."""
        state = self._checked_read(_store_state)
        return Moment(state["identity"], int(state["data_version"]))

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
            before = _load_sum(write, number)
            write.run(cypher.CLOSE_LOAD, number=number, at=at).consume()
            _move_digest(write, _load_sum(write, number) - before)
        return replace(load, undone=at)

    def load_tags(self) -> LoadTags:
        """Return the load tag of every row; tables without rows are left out."""
        return self._of_one_moment(_graph).tags()

    def read(self) -> Snapshot:
        """Return the whole graph, consistent at one moment."""
        return self._of_one_moment(_graph).snapshot(self._url)

    def dump(self) -> Dump:
        """Return everything the store holds, consistent at one moment."""
        return self._of_one_moment(_whole_store).dump(self._url)

    def replace(self, dump: Dump, at: str) -> tuple[str, ...]:
        """Hold what a dump holds and nothing else, in one transaction; the data version still rises."""
        batches = batches_of(dump.snapshot.tables, dump.tags)
        with self._writing() as write:
            held = {
                name: [row["id"] for row in write.run(statement)]
                for name, statement in cypher.READ_LOAD_TAGS.items()
            }
            own = {name: held[name] for name in ("linkages", "linkage_events")}
            written, moved = restored(batches, _tagged_rows(write, own), at)
            write.run(cypher.WRITE_DIGEST, digest=None).consume()
            for name, ids in held.items():
                for statement in (*cypher.DELETE_ROW_RELATIONS.get(name, ()), cypher.DELETE_ROWS[name]):
                    for some in pieces(ids, _ROWS_AT_ONCE):
                        write.run(statement, ids=some).consume()
            write.run(cypher.DELETE_LOADS).consume()
            _change(write, written, {})
            for load, before in dump.loads:
                write.run(cypher.ADD_LOAD, load=_account(load, before)).consume()
            if not written:
                write.run(cypher.RAISE_DATA_VERSION).consume()
            write.run(cypher.RAISE_DATA_VERSION_TO, version=dump.version).consume()
        return moved

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
            touched: Ids = {"linkages": [after.id], "linkage_events": [event.id]}
            before = _rows_sum(write, touched)
            write.run(cypher.CHANGE_LINKAGE, id=after.id, state=state, version=after.version).consume()
            write.run(cypher.CHANGE_SUPPLY, id=after.id, state=state).consume()
            batch = Batch(TABLES["linkage_events"], ({**to_row(event), LOAD_TAG: NO_LOAD},))
            write.run(cypher.MERGE_ROWS["linkage_events"], rows=batch.rows).consume()
            _relate(write, batch)
            write.run(cypher.RAISE_DATA_VERSION).consume()
            _move_digest(write, _rows_sum(write, touched) - before)
        return after

    def history(self, linkage: LinkageId) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""
        table = TABLES["linkage_events"]
        rows = self._checked_read(lambda read: _rows(read, table, cypher.READ_HISTORY, linkage=linkage))
        return tuple(from_row(table, row) for row in rows)

    def _of_one_moment(self, ask: Callable[[Runner], _Reading]) -> _Reading:
        """Return a reading that its digest proves, or that stays the same where the digest is not ours."""
        found: list[_Reading] = []
        for _ in range(_READINGS):
            found = [*found, self._checked_read(ask)][-_ALIKE:]
            if found[-1].is_proven or found.count(found[-1]) == _ALIKE:
                return found[-1]
            time.sleep(_READING_PAUSE)
        raise SymbioflowError(
            "STORE_BUSY.read", exit_code=EXIT_STORE_UNREACHABLE, url=self._url, count=_READINGS
        )

    def examine(self) -> tuple[Damage, ...]:
        """Return everything that is wrong with the store, as far as it can be read."""
        reading = self._checked_read(_graph)
        rows = {
            name: [[_plain(cell) for cell in row[:-1]] for row in part] for name, part in reading.rows.items()
        }
        wrong = tuple(damaged_rows(rows))
        digest = reading.state["digest"]
        if digest is not None and self._of_one_moment(_graph).total != digest:
            wrong = (Damage(message("damage.digest"), message("remedy.digest")), *wrong)
        return wrong

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

            @neo4j.unit_of_work(timeout=_LONGEST_READING)
            def asked(read: neo4j.ManagedTransaction) -> Answer:
                _bound_silence(session, _SILENT_READING)
                return ask(read)

            return session.execute_read(asked)

    def _checked_read(self, ask: Callable[[neo4j.ManagedTransaction], Answer]) -> Answer:
        """Ask in one transaction, on a schema that this version of the program knows."""

        def asked(read: neo4j.ManagedTransaction) -> Answer:
            checked_schema(self._url, _store_state(read)["schema_version"])
            return ask(read)

        return self._read(asked)

    @contextmanager
    def _writing(self) -> Iterator[neo4j.Transaction]:
        """Yield a transaction that holds the write lock, and commit it with its digest."""
        with (
            self._told(),
            self._session(neo4j.WRITE_ACCESS) as session,
            session.begin_transaction(timeout=_LONGEST_WRITING) as write,
        ):
            self._wait_for_lock(session, write)
            _bound_silence(session, _SILENT_WRITING)
            checked_schema(self._url, _store_state(write)["schema_version"])
            yield write
            if _store_state(write)["digest"] is None:
                write.run(cypher.WRITE_DIGEST, digest=_graph(write).total).consume()
            write.run(cypher.UNLOCK_STORE).consume()
            write.commit()

    def _wait_for_lock(self, session: neo4j.Session, write: neo4j.Transaction) -> None:
        """Take the write lock, or say that another program has it for long."""
        _bound_silence(session, _BUSY_SECONDS)
        began = time.monotonic()
        try:
            write.run(cypher.LOCK_STORE).consume()
        except (DriverError, Neo4jError, OSError) as error:
            if time.monotonic() - began < _BUSY_SECONDS:
                raise
            raise SymbioflowError(
                "STORE_BUSY", exit_code=EXIT_STORE_UNREACHABLE, url=self._url, seconds=_BUSY_SECONDS
            ) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the driver reports into a coded error of one line."""
        try:
            yield
        except (DriverError, Neo4jError, OSError) as error:
            raise _coded(error, self._url, self._database) from error


def _bound_silence(session: neo4j.Session, seconds: float) -> None:
    """Have the session's connection give up when the server says nothing for so long.

    The driver takes this from the server's own settings and has no option for it; without it a server that
    hangs, or a network that swallows what is sent, is waited for until the system gives up.
    """
    connection = getattr(session, "_connection", None)
    if connection is not None:
        connection.socket.set_read_timeout(seconds)


def _store_state(runner: Runner) -> Mapping[str, Any]:
    return runner.run(cypher.READ_STORE).single(strict=True).data()


@dataclass(frozen=True)
class _Reading:
    """The whole store as one reader saw it.

    Attributes
    ----------
    state : mapping
        Of the store's node, read after all else.
    total : str
        Digest of what was read.
    rows, loads
        As the statements give them.
    """

    state: Mapping[str, Any]
    total: str
    rows: Mapping[str, list[list[Any]]] = field(compare=False)
    loads: list[list[Any]] = field(compare=False)

    @property
    def is_proven(self) -> bool:
        return bool(self.total == self.state["digest"])

    def snapshot(self, url: str) -> Snapshot:
        return Snapshot.from_records(
            {name: _arrow(url, TABLES[name], rows) for name, rows in self.rows.items()}
        )

    def tags(self) -> LoadTags:
        return {name: {row[0]: row[-1] for row in rows} for name, rows in self.rows.items() if rows}

    def dump(self, url: str) -> Dump:
        loads = tuple(
            (Load(number, tag, at, source, json.loads(rows), new, changed, gone, undone), before)
            for number, tag, at, source, rows, new, changed, gone, undone, _, before in self.loads
        )
        return Dump(int(self.state["data_version"]), self.snapshot(url), self.tags(), loads)


def _graph(read: Runner) -> _Reading:
    return _reading(read, read.run(cypher.READ_SUMMED_LOADS).values(), 0)


def _whole_store(read: Runner) -> _Reading:
    loads = read.run(cypher.READ_WHOLE_LOADS).values()
    # A text that is not the one its load was kept with is of another moment.
    torn = sum(digest not in ("", digest_of(before)) for *_, digest, before in loads)
    return _reading(read, loads, torn)


def _reading(read: Runner, loads: list[list[Any]], torn: int) -> _Reading:
    rows = _all_rows(read)
    counted = [load[:_LOAD_COLUMNS] for load in loads]
    total = sum(summed(name, part) for name, part in rows.items()) + summed(_LOADS, counted) + torn
    return _Reading(_store_state(read), moved_by(neo4j_digest.EMPTY, total), rows, loads)


def _all_rows(runner: Runner) -> dict[str, list[list[Any]]]:
    return {name: runner.run(statement).values() for name, statement in cypher.READ_ROWS.items()}


def _rows_sum(runner: Runner, ids: Ids) -> int:
    """Return the sum of the digests of the rows with these ids, as readers read them."""
    return sum(
        summed(name, runner.run(cypher.READ_TAGGED_ROWS[name], ids=list(some)).values())
        for name, wanted in ids.items()
        for some in pieces(list(wanted), _ROWS_AT_ONCE)
    )


def _load_sum(runner: Runner, number: int) -> int:
    return summed(_LOADS, runner.run(cypher.READ_SUMMED_LOAD, number=number).values())


def _move_digest(write: Runner, change: int) -> None:
    """Keep the digest in step with what was written; one that is missing is made when the write ends."""
    digest = _store_state(write)["digest"]
    if digest is not None:
        write.run(cypher.WRITE_DIGEST, digest=moved_by(digest, change)).consume()


def _arrow(url: str, table: Table, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows, whose load tags stand last, as a table; ``STORE_DAMAGED`` where one does not fit."""
    cells = [[_plain(cell) for cell in row[:-1]] for row in rows]
    for damage in damaged_values(table, cells):
        raise damaged(url, damage)
    columns = list(zip(*cells, strict=True)) if cells else [()] * len(table.columns)
    return pa.table([list(column) for column in columns], schema=table.schema)


def _rows(runner: Runner, table: Table, statement: str, **parameters: Any) -> list[dict[str, Any]]:
    rows = [record.data() for record in runner.run(statement, parameters)]
    for column in table.columns:
        if column.kind is Kind.DATE:
            for row in rows:
                row[column.name] = _plain(row[column.name])
    return rows


def _plain(cell: Any) -> Any:
    """Return a day as Python has it, and all else as it is."""
    return cell.to_native() if isinstance(cell, neo4j.time.Date) else cell


def _apply(write: Runner, change: Change, batches: list[Batch]) -> Load:
    number = 1 + max((load.number for load in _loads(write)), default=0)
    made = prepared(change, batches, number, partial(_tagged_rows, write))
    _change(write, made.written, made.gone)
    write.run(cypher.ADD_LOAD, load=_account(made.load, encoded(made.before))).consume()
    _move_digest(write, _load_sum(write, number))
    return made.load


def _account(load: Load, before: str) -> dict[str, Any]:
    rows = json.dumps(dict(load.rows))
    return {**asdict(load), "rows": rows, "before": before, "before_digest": digest_of(before)}


def _change(write: Runner, batches: Sequence[Batch], gone: Ids) -> None:
    """Write rows, delete others, and refuse what would then point at nothing."""
    touched = {name: list(ids) for name, ids in gone.items()}
    for batch in batches:
        touched[batch.table.name] = list({*touched.get(batch.table.name, ()), *batch.ids})
    before = _rows_sum(write, touched)
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
        _move_digest(write, _rows_sum(write, touched) - before)


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
    if isinstance(error, IncompleteCommit):
        return SymbioflowError("STORE_UNREACHABLE.commit", exit_code=EXIT_STORE_UNREACHABLE, url=url)
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
