"""The production store: Neo4j 5.26 or later over the official driver.

A write takes one lock on the store's own node first, so that writers queue as they do in SQLite and no two
of them can deadlock. Neo4j reads what is committed, but shows a commit bit by bit; whoever reads the whole
graph therefore compares it with a digest that every write keeps (`digest`). No read takes a lock, and
nothing is waited for without end.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import neo4j
import neo4j.time
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import EXIT_STORE_UNREACHABLE, SymbioflowError
from graph.model import Linkage, LinkageEvent
from graph.snapshot import Records, Snapshot
from graph.stores import migrations
from graph.stores.changing import NO_LOAD, changed, unknown_linkage
from graph.stores.damage import Damage
from graph.stores.histories import refuse_older, restored
from graph.stores.loads import refuse_moved, taken_back
from graph.stores.naming import is_chinese, ranked, words_of
from graph.stores.neo4j import digest
from graph.stores.neo4j import statements as cypher
from graph.stores.neo4j.errors import coded
from graph.stores.neo4j.reading import (
    Reading,
    Runner,
    before_of,
    checked_state,
    damaged_graph,
    damaged_relations,
    damaged_state,
    graph_of,
    load_sum,
    loads_of,
    moment_of,
    rows_of,
    rows_sum,
    store_state,
    tagged_rows,
    whole_store,
)
from graph.stores.neo4j.writing import account, apply_change, delete_rows, move_digest, relate, write_change
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
    searched_tables,
    table_named,
)
from graph.tables import TABLES, from_row, to_row
from graph.vocabulary import LinkageId
from graph.wording import message

Answer = TypeVar("Answer")

_CONNECT_SECONDS = 3.0
_RETRY_SECONDS = 1.0
#: A connection that lay idle for longer is tried before it is used: the server may have been restarted.
_IDLE_SECONDS = 1.0

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
        # Only members of a cluster, which a routing URL leads to, may lag behind one another.
        self._is_routed = url.startswith("neo4j")
        self._bookmarks = self._no_bookmarks()
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
            created = {"schema_version": SCHEMA_VERSION, "digest": digest.EMPTY}
            session.run(cypher.CREATE_STORE_NODE, created).consume()
            if found and found < SCHEMA_VERSION:
                session.run(cypher.WRITE_SCHEMA_VERSION, schema_version=SCHEMA_VERSION).consume()
        if found and found < SCHEMA_VERSION:
            with self._writing() as write:
                write.run(cypher.WRITE_DIGEST, digest=None).consume()

    def schema_version(self) -> int:
        """Return the schema version found in the database; 0 if it holds no store."""
        return int(self._read(partial(checked_state, self._url))["schema_version"])

    def version(self) -> int:
        """Return the data version."""
        return self.moment().version

    def moment(self) -> Moment:
        """Return which store this is, and its data version."""
        return self._checked_read(moment_of)

    def upsert(self, records: Records, load_tag: str | LoadTags) -> dict[str, int]:
        """Insert or replace rows by id in one transaction, tag them, and return rows per table."""
        batches = batches_of(records, load_tag)
        with self._writing() as write:
            refuse_older(batches, partial(tagged_rows, self._url, write))
            write_change(write, batches, {})
        return {batch.table.name: len(batch.rows) for batch in batches}

    def apply(self, change: Change) -> Load:
        """Write and delete rows in one transaction, and keep account of it with what stood there before."""
        return self.apply_all((change,))[0]

    def apply_all(self, changes: Sequence[Change], based_on: Moment | None = None) -> tuple[Load, ...]:
        """Make several changes in one transaction, in order, each as `apply` does."""
        written = [batches_of(change.written, change.tag) for change in changes]
        with self._writing() as write:
            refuse_moved(based_on, moment_of(write))
            return tuple(apply_change(self._url, write, *one) for one in zip(changes, written, strict=True))

    def loads(self) -> tuple[Load, ...]:
        """Return every load that `apply` made, oldest first, the undone ones too."""
        return self._checked_read(partial(loads_of, self._url))

    def undo(self, number: int, at: str) -> Load:
        """Take a load back in one transaction."""
        with self._writing() as write:
            load, back, gone = taken_back(
                number,
                at,
                loads_of(self._url, write),
                partial(before_of, self._url, write),
                partial(tagged_rows, self._url, write),
            )
            write_change(write, back, gone)
            before = load_sum(write, number)
            write.run(cypher.CLOSE_LOAD, number=number, at=at).consume()
            move_digest(write, load_sum(write, number) - before)
        return replace(load, undone=at)

    def load_tags(self) -> LoadTags:
        """Return the load tag of every row; tables without rows are left out."""
        return self._of_one_moment(graph_of).tags()

    def read(self) -> Snapshot:
        """Return the whole graph, consistent at one moment."""
        return self._of_one_moment(graph_of).snapshot(self._url)

    def dump(self) -> Dump:
        """Return everything the store holds, consistent at one moment."""
        return self._of_one_moment(whole_store).dump(self._url)

    def replace(self, dump: Dump, at: str) -> tuple[str, ...]:
        """Hold what a dump holds and nothing else, in one transaction; the data version still rises."""
        batches = batches_of(dump.snapshot.tables, dump.tags)
        with self._writing() as write:
            held = {
                name: [row["id"] for row in write.run(statement)]
                for name, statement in cypher.READ_LOAD_TAGS.items()
            }
            own = {name: held[name] for name in ("linkages", "linkage_events")}
            written, moved = restored(batches, tagged_rows(self._url, write, own), at)
            write.run(cypher.WRITE_DIGEST, digest=None).consume()
            delete_rows(write, held)
            write.run(cypher.DELETE_LOADS).consume()
            write_change(write, written, {})
            for load, before in dump.loads:
                write.run(cypher.ADD_LOAD, load=account(load, before)).consume()
            if not written:
                write.run(cypher.RAISE_DATA_VERSION).consume()
            write.run(cypher.RAISE_DATA_VERSION_TO, version=dump.version).consume()
        return moved

    def get(self, table: str, ids: Sequence[str]) -> list[Any]:
        """Return the model objects with these ids, in the order asked, missing ones left out."""
        described = table_named(table)
        rows = self._checked_read(
            lambda read: rows_of(read, self._url, described, cypher.READ_ROWS_BY_ID[table], ids=ids)
        )
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
                for row in rows_of(
                    read, self._url, TABLES[name], cypher.SEARCH_NAMES[name], text=query, limit=_CANDIDATES
                )
            ]

        return ranked(text, self._checked_read(candidates), limit)

    def change_state(self, change: StateChange) -> Linkage:
        """Move a linkage to another state and keep the event."""
        with self._writing() as write:
            table = TABLES["linkages"]
            rows = rows_of(write, self._url, table, cypher.READ_ROWS_BY_ID["linkages"], ids=[change.linkage])
            if not rows:
                raise unknown_linkage(change.linkage)
            after, event = changed(from_row(table, rows[0]), change)
            state = after.state.value
            touched: Ids = {"linkages": [after.id], "linkage_events": [event.id]}
            before = rows_sum(write, touched)
            write.run(cypher.CHANGE_LINKAGE, id=after.id, state=state, version=after.version).consume()
            write.run(cypher.CHANGE_SUPPLY, id=after.id, state=state).consume()
            batch = Batch(TABLES["linkage_events"], ({**to_row(event), LOAD_TAG: NO_LOAD},))
            write.run(cypher.MERGE_ROWS["linkage_events"], rows=batch.rows).consume()
            relate(write, batch)
            write.run(cypher.RAISE_DATA_VERSION).consume()
            move_digest(write, rows_sum(write, touched) - before)
        return after

    def history(self, linkage: LinkageId) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""
        table = TABLES["linkage_events"]
        rows = self._checked_read(
            lambda read: rows_of(read, self._url, table, cypher.READ_HISTORY, linkage=linkage)
        )
        return tuple(from_row(table, row) for row in rows)

    def _of_one_moment(self, ask: Callable[[Runner], Reading]) -> Reading:
        """Return a reading that its digest proves, or that stays the same where the digest is not ours."""
        found: list[Reading] = []
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
        wrong = self._read(lambda read: tuple(damaged_state(read, store_state(read))))
        if wrong:
            return wrong
        reading = self._of_one_moment(whole_store)
        found = (*damaged_graph(reading),) or self._damaged_relations()
        if reading.is_proven or reading.state["digest"] is None:
            return found
        return (Damage(message("damage.digest"), message("remedy.digest")), *found)

    def _damaged_relations(self) -> tuple[Damage, ...]:
        """Return what is wrong with relationships twice: once may be a write that comes into view."""

        def ask(read: Runner) -> tuple[Damage, ...]:
            return tuple(damaged_relations(read))

        found = self._checked_read(ask)
        again = self._checked_read(ask) if found else ()
        return tuple(damage for damage in found if damage in again)

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
            checked_schema(self._url, checked_state(self._url, read)["schema_version"])
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
            checked_schema(self._url, checked_state(self._url, write)["schema_version"])
            yield write
            if store_state(write)["digest"] is None:
                write.run(cypher.WRITE_DIGEST, digest=graph_of(write).total).consume()
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
            # A database that was restored by its own tools waits for bookmarks of the one before for ever.
            self._bookmarks = self._no_bookmarks()
            raise coded(error, self._url, self._database) from error

    def _no_bookmarks(self) -> neo4j.api.BookmarkManager | None:
        return neo4j.GraphDatabase.bookmark_manager() if self._is_routed else None


def _bound_silence(session: neo4j.Session, seconds: float) -> None:
    """Have the session's connection give up when the server says nothing for so long.

    The driver takes this from the server's own settings and has no option for it; without it a server that
    hangs, or a network that swallows what is sent, is waited for until the system gives up.
    """
    connection = getattr(session, "_connection", None)
    if connection is not None:
        connection.socket.set_read_timeout(seconds)


def _lucene(word: str) -> str:
    """Return a word of `words_of` as the ``cjk`` index is asked for it; words hold no special character."""
    if not is_chinese(word):
        return f"{word}*"
    return f"*{word}*" if len(word) == 1 else f'"{word}"'
