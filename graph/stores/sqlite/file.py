"""Which file a SQLite store is, and opening it: noticed when it is replaced, deleted or overwritten in use.

SQLite follows the file it opened, whatever the path names later, and lays its write-ahead log over whatever
stands there. A store therefore signs its file: two numbers of the database header that SQLite leaves to
programs hold its lineage (once, at random) and a count of the transactions. Both stand in the file itself
and in every transaction of the log, so a log beside a file that it does not belong to is told apart.
"""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from graph.stores.sqlite import statements as sql

if sys.platform == "linux":
    import fcntl

#: Where the header of a database keeps `user_version` (our count) and `application_id` (our lineage).
_COUNT_AT, _LINEAGE_AT = 60, 68
_SIGNED = struct.Struct(">I4xI")
_WAL_HEADER, _FRAME_HEADER = struct.Struct(">IIIIIIII"), struct.Struct(">IIIIII")
_WAL_MAGIC = (0x377F0682, 0x377F0683)
#: Readings of a log that is being written before it is believed as it is.
_READINGS = 10

#: The bytes that SQLite's readers lock, and a lock of them as the system is asked for it.
_SHARED_AT, _SHARED_SIZE = 0x40000002, 510
_LOCK = struct.Struct("hhxxxxqqixxxx")
#: What is put behind the name of a file whose log was set aside.
_ASIDE = "-wal.replaced"

#: Files that this process holds open to look at: (device, inode) -> descriptor and number of holders. Closing
#: any descriptor of a file ends SQLite's own locks on it, so one is shared and closed after the last.
_held: dict[tuple[int, int], tuple[int, int]] = {}
_held_lock = threading.Lock()


class Replaced(Exception):
    """Another file stands at the path, or none, or this one was written over.

    Parameters
    ----------
    case : {"gone", "other", "again", "log"}
        No file; another one or other content; other content that came through SQLite itself; a log beside it
        that is not its own.
    """

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case


@dataclass(frozen=True, slots=True)
class Signature:
    """What a file says of itself; lineage 0: never signed."""

    lineage: int
    count: int


class StoreFile:
    """One file that is open at a path, until another takes its place.

    Attributes
    ----------
    identity : str
        Other than before once the file is another one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        found = os.stat(path)
        self._key = (found.st_dev, found.st_ino)
        self._descriptor = _hold(path, self._key)
        self._signed = self.signature()
        self.identity = f"{found.st_dev:x}-{found.st_ino:x}-{self._signed.lineage:x}"

    def signature(self) -> Signature:
        """Return what the file, without its log, says of itself."""
        with _held_lock:
            os.lseek(self._descriptor, _COUNT_AT, os.SEEK_SET)
            data = os.read(self._descriptor, _SIGNED.size)
        if len(data) < _SIGNED.size:
            return Signature(0, 0)
        count, lineage = _SIGNED.unpack(data)
        return Signature(lineage, count)

    def refuse_replaced(self, look: Callable[[], Signature]) -> None:
        """Raise `Replaced` if the path names another file now, or if this one was written over.

        Parameters
        ----------
        look : callable
            What SQLite reads on a connection to this file, outside a transaction.
        """
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            raise Replaced("gone") from None
        if (found.st_dev, found.st_ino) != self._key:
            raise Replaced("other")
        now, before = self.signature(), self._signed
        if before.lineage in (0, now.lineage) and now.count >= before.count:
            self._signed = now
            return
        known = look()
        came_by_log = known.lineage == now.lineage and now.count <= known.count
        raise Replaced("again" if came_by_log else "other")

    def refuse_foreign_log(self) -> None:
        """Raise `Replaced` if the log beside the file is provably another's."""
        if self._log_is_foreign():
            raise Replaced("log")

    def log(self) -> tuple[int, int]:
        """Return which file the log at the path is, and its size; zeros where there is none."""
        stamp = _stamp_of(_beside(self.path, "-wal"))
        return (0, 0) if stamp is None else (stamp[0], stamp[2])

    def set_log_aside(self, number: int) -> None:
        """Move a log with this file number away, so that it is not laid over what stands at the path now."""
        found, size = self.log()
        if not number or found != number:
            return
        if size:
            _beside(self.path, "-wal").replace(_free_place(self.path))
        else:
            _beside(self.path, "-wal").unlink(missing_ok=True)
        _beside(self.path, "-shm").unlink(missing_ok=True)

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Have connections closed inside leave the log at the path alone: it may be another file's by now.

        The last connection of a file moves its log into it and deletes whatever bears the log's name. It
        needs the file to itself for that, which a lock of ours prevents.
        """
        if sys.platform != "linux":
            yield  # elsewhere a descriptor has no locks of its own, or a file in use cannot be replaced
            return
        self._set_lock(fcntl.F_RDLCK)
        try:
            yield
        finally:
            self._set_lock(fcntl.F_UNLCK)

    def release(self) -> None:
        """Stop holding the file; every connection to it is closed by now."""
        _let_go(self._key)

    def _set_lock(self, kind: int) -> None:
        if sys.platform == "linux":
            with suppress(OSError):
                lock = _LOCK.pack(kind, os.SEEK_SET, _SHARED_AT, _SHARED_SIZE, 0)
                fcntl.fcntl(self._descriptor, fcntl.F_OFD_SETLK, lock)

    def _log_is_foreign(self) -> bool:
        """Whether the log starts after, or ends before, what the file holds."""
        log = _beside(self.path, "-wal")
        for _ in range(_READINGS):
            first = _signatures(log)
            now = self.signature()
            then = _signatures(log)
            if first is None or then is None or not then[1]:
                return False
            if first[0] != then[0]:
                continue  # begun anew meanwhile
            found = then[1]
            if now.lineage == 0:
                return False
            start = Signature(found[0].lineage, found[0].count - 1)
            return now != start and now not in found
        return False


def logs_set_aside(path: Path) -> list[Path]:
    """Return the logs of files that were replaced, as they are kept beside the one that stands there now."""
    return sorted(path.parent.glob(f"{glob.escape(path.name)}{_ASIDE}*"))


def _free_place(path: Path) -> Path:
    """Return where a log is kept: nothing that was acknowledged into an earlier one is written over."""
    names = (f"{_ASIDE}{'' if number == 1 else f'-{number}'}" for number in count(1))
    return next(place for name in names if not (place := _beside(path, name)).exists())


def _signatures(log: Path) -> tuple[bytes, list[Signature]] | None:
    """Return the salt of a log and the signatures in it, oldest first; None where there is no log."""
    try:
        with log.open("rb") as file:
            header = file.read(_WAL_HEADER.size)
            if len(header) < _WAL_HEADER.size:
                return None
            magic, _, page_size, *_ = _WAL_HEADER.unpack(header)
            salt = header[16:24]
            if magic not in _WAL_MAGIC or not 512 <= page_size <= 65536:
                return None
            found = []
            while len(frame := file.read(_FRAME_HEADER.size)) == _FRAME_HEADER.size:
                page, *_ = _FRAME_HEADER.unpack(frame)
                if frame[8:16] != salt:
                    break
                if page == 1:
                    data = file.read(page_size)
                    if len(data) == page_size:
                        count, lineage = _SIGNED.unpack_from(data, _COUNT_AT)
                        found.append(Signature(lineage, count))
                else:
                    file.seek(page_size, os.SEEK_CUR)
            return salt, found
    except FileNotFoundError:
        return None


def read_signature(connection: sqlite3.Connection) -> Signature:
    """Return the signature as SQLite reads it, its log counted in."""
    return Signature(
        int(connection.execute(sql.READ_LINEAGE).fetchone()[0]),
        int(connection.execute(sql.READ_COUNT).fetchone()[0]),
    )


def sign(connection: sqlite3.Connection) -> None:
    """Sign the transaction that is open: one more of this lineage."""
    found = read_signature(connection)
    if found.lineage == 0:
        lineage = int.from_bytes(os.urandom(4), "big") % (2**31 - 1) + 1
        connection.execute(f"PRAGMA application_id = {lineage}")
    connection.execute(f"PRAGMA user_version = {(found.count + 1) % 2**31}")


def made_private(path: Path) -> None:
    """Make an empty file that only its owner reads, unless there is one; its log takes the same rights."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def connect(path: Path, mode: str, seconds: float, frozen: bool = False) -> sqlite3.Connection:
    """Return a connection that commits onto the disk and refuses rows that point at nothing.

    Parameters
    ----------
    mode : {"rwc", "rw", "ro"}
        A file that is not there stays so but for ``rwc``.
    frozen : bool
        Nobody writes: no lock is taken and nothing beside the file is looked at.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if frozen else ''}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=seconds, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(sql.SET_FOREIGN_KEYS)
        connection.execute(sql.SET_DURABLE)
        connection.execute(sql.SET_LOG_KEPT)
        if mode == "ro":
            connection.execute(sql.COUNT_OBJECTS).fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def may_write(path: Path) -> bool:
    """Return whether this user may write a file and the log beside it."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


class Unwritable:
    """A file that this user may only read, whoever writes it meanwhile.

    Where SQLite cannot follow the log (its index would have to be made in a folder of others), a file
    without a log is read as it stands, and one with a log as a copy of both.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._stamp: tuple[tuple[int, int, int] | None, ...] | None = None

    def connect(self, seconds: float) -> sqlite3.Connection:
        """Return a connection for reading."""
        try:
            return connect(self._path, "ro", seconds)
        except sqlite3.OperationalError:
            if not self._path.exists():
                raise
        for _ in range(_READINGS):
            stamp = self._stamped()
            if stamp[1] is None or stamp[1][2] == 0:
                connection = connect(self._path, "ro", seconds, frozen=True)
            else:
                self.close()
                self._copy = tempfile.TemporaryDirectory(prefix="symbioflow-")
                place = Path(self._copy.name) / self._path.name
                for end in ("", "-wal"):
                    with suppress(FileNotFoundError):
                        shutil.copyfile(_beside(self._path, end), _beside(place, end))
                connection = connect(place, "rw", seconds)
                connection.execute(sql.SET_READ_ONLY)
            if self._stamped() == stamp:
                self._stamp = stamp
                return connection
            connection.close()
        raise sqlite3.OperationalError("the file is written without a pause")

    def moved_on(self) -> bool:
        """Return whether what `connect` gave shows an older state than the file."""
        return self._stamp is not None and self._stamped() != self._stamp

    def close(self) -> None:
        """Clear a copy away."""
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    def _stamped(self) -> tuple[tuple[int, int, int] | None, ...]:
        return tuple(_stamp_of(_beside(self._path, end)) for end in ("", "-wal"))


def _stamp_of(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _hold(path: Path, key: tuple[int, int]) -> int:
    with _held_lock:
        descriptor, holders = _held.get(key, (-1, 0))
        if not holders:
            descriptor = os.open(path, os.O_RDONLY)
        _held[key] = (descriptor, holders + 1)
        return descriptor


def _let_go(key: tuple[int, int]) -> None:
    with _held_lock:
        descriptor, holders = _held[key]
        if holders > 1:
            _held[key] = (descriptor, holders - 1)
        else:
            del _held[key]
            os.close(descriptor)
