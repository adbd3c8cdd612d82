"""The connections of one SQLite store: idle ones are kept, and all follow the file that bears its name.

Before each use the file is looked at (`file`). Where another one stands at the path, or this one was
written over, every connection is closed without touching anything, and the next use begins with what stands
there now. Once a change is committed the file is looked at again, so that none is acknowledged that went
into a file which is gone.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import EXIT_STORE_UNREACHABLE, SymbioflowError
from graph.stores.sqlite import statements as sql
from graph.stores.sqlite.file import (
    Replaced,
    Signature,
    StoreFile,
    Unwritable,
    connect,
    made_private,
    may_write,
    read_signature,
)

#: The log is moved into the file when it has grown to this many bytes.
_LONG_LOG = 4_000_000


@dataclass
class _Opened:
    """One file with its connections, until another takes its place.

    Attributes
    ----------
    reader : Unwritable or None
        How it is read where this user may not write it.
    log : int
        File number of its log, 0 until there is one.
    out : int
        Connections in use.
    """

    file: StoreFile
    reader: Unwritable | None
    idle: list[sqlite3.Connection] = field(default_factory=list)
    log: int = 0
    out: int = 0

    def connect(self, seconds: float) -> sqlite3.Connection:
        if self.reader is not None:
            return self.reader.connect(seconds)
        return connect(self.file.path, "rw", seconds)

    def look(self) -> Signature:
        """Return what SQLite reads of the file, its log counted in."""
        if self.idle:
            return read_signature(self.idle[-1])
        connection = self.connect(0.0)
        try:
            return read_signature(connection)
        finally:
            connection.close()

    def close_idle(self, quietly: bool) -> None:
        idle, self.idle = self.idle, []
        if quietly:
            with self.file.untouched():
                _close(idle)
        else:
            _close(idle)
        if not self.out:
            if self.reader is not None:
                self.reader.close()
            self.file.release()


class Connections:
    """Connections to whatever file stands at a path."""

    def __init__(self, path: Path, url: str) -> None:
        self._path = path
        self._url = url
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._of: dict[int, _Opened] = {}
        self._generation = 0
        self._closed = False
        self._seen = False

    def has_file(self) -> bool:
        """Return whether there is a file; ``STORE_REPLACED`` if there was one and it is gone."""
        if self._path.exists():
            return True
        if self._seen and not self._closed:
            with self._lock:
                self._drop()
            raise self._replaced("STORE_REPLACED.gone")
        return False

    def identity(self, connection: sqlite3.Connection) -> str:
        """Return which file a connection in use is of; another one after it was replaced."""
        return f"{self._of[id(connection)].file.identity}-{self._generation}"

    @contextmanager
    def one(self, seconds: float, create: bool = False) -> Iterator[sqlite3.Connection]:
        """Yield a connection for one use.

        Parameters
        ----------
        seconds : float
            How long a new one waits for another program that writes.
        create : bool
            A file that is not there is made, for its owner alone.
        """
        connection = self._taken(seconds, create)
        try:
            yield connection
            self._refuse_moved_on(connection)
        finally:
            self._given_back(connection)

    def refuse_lost(self, connection: sqlite3.Connection) -> None:
        """Raise ``STORE_REPLACED`` if a change that was just committed went into a file that is gone."""
        opened = self._of[id(connection)]
        try:
            opened.file.refuse_replaced(lambda: read_signature(connection))
        except Replaced as replaced:
            raise self._replaced("STORE_REPLACED.lost") from replaced
        opened.log, size = opened.file.log()
        if size > _LONG_LOG:
            with suppress(sqlite3.OperationalError):  # readers need it still
                connection.execute(sql.MOVE_LOG)

    def close(self) -> None:
        """Close every connection; one in use closes when it is given back."""
        with self._lock:
            self._closed = True
            opened, self._opened = self._opened, None
            if opened is not None:
                opened.close_idle(quietly=self._is_replaced(opened))

    def _taken(self, seconds: float, create: bool) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise SymbioflowError("STORE_CLOSED", exit_code=EXIT_STORE_UNREACHABLE, url=self._url)
            if self._opened is not None:
                self._follow(self._opened)
            if self._opened is None:
                self._opened = self._adopted(create)
            opened = self._opened
            connection = opened.idle.pop() if opened.idle else opened.connect(seconds)
            opened.out += 1
            self._of[id(connection)] = opened
            return connection

    def _given_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            opened = self._of.pop(id(connection))
            opened.out -= 1
            if opened.log == 0:
                opened.log = opened.file.log()[0]
            opened.idle.append(connection)
            if opened is not self._opened:
                # The store was closed, or stands on another file by now.
                opened.close_idle(quietly=self._is_replaced(opened))

    def _follow(self, opened: _Opened) -> None:
        """Give up a file that another one took the place of."""
        try:
            opened.file.refuse_replaced(opened.look)
        except Replaced as replaced:
            self._drop()
            if replaced.case == "gone":
                raise self._replaced("STORE_REPLACED.gone") from replaced
            if replaced.case == "other":
                opened.file.set_log_aside(opened.log)
            return
        except sqlite3.Error:
            # What is there now cannot even be read as a database.
            self._drop()
            opened.file.set_log_aside(opened.log)
            return
        if opened.reader is not None and opened.reader.moved_on():
            self._drop()

    def _drop(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            self._generation += 1
            opened.close_idle(quietly=True)

    def _adopted(self, create: bool) -> _Opened:
        if create:
            made_private(self._path)
        file = StoreFile(self._path)
        try:
            file.refuse_foreign_log()
        except Replaced as replaced:
            file.release()
            raise self._replaced("STORE_REPLACED.log") from replaced
        self._seen = True
        return _Opened(file, None if may_write(self._path) else Unwritable(self._path))

    def _is_replaced(self, opened: _Opened) -> bool:
        try:
            opened.file.refuse_replaced(opened.look)
        except (Replaced, sqlite3.Error):
            return True
        return False

    def _refuse_moved_on(self, connection: sqlite3.Connection) -> None:
        """Refuse what was read of a file whose writer this process cannot see the log of."""
        reader = self._of[id(connection)].reader
        if reader is not None and reader.moved_on():
            raise self._replaced("STORE_REPLACED.read")

    def _replaced(self, key: str) -> SymbioflowError:
        log = f"{self._path.name}-wal"
        return SymbioflowError(key, exit_code=EXIT_STORE_UNREACHABLE, url=self._url, log=log)


def _close(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()
