"""Backups: one file that holds everything of a store at one moment, proves itself, and is put back whole.

A backup of either store is a SQLite store with a digest over all of its content, written aside, opened and
compared before it takes the place of an older one. Putting it back is one transaction of the store, so that
readers see the older state or the restored one, and whoever has the store open goes on.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graph.errors import SymbioflowError
from graph.stores.protocol import SCHEMA_VERSION, Dump, Store
from graph.stores.sqlite import SqliteStore, connect
from graph.stores.sqlite import statements as sql
from graph.tools import is_database, written_whole

_DIGEST = tuple(f"digest_{part}" for part in range(1, 5))


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes
    ----------
    rows : int
        Of all tables.
    version : int
        The data version of the store when it was made.
    digest : str
        SHA-256 over everything in it.
    fingerprint : str
        Of the graph in it (`graph.snapshot.Snapshot.fingerprint`).
    """

    rows: int
    version: int
    digest: str
    fingerprint: str


def write_backup(store: Store, path: str | Path) -> Backup:
    """Write everything a store holds to a file, while others read and write it.

    Parameters
    ----------
    path : path
        An older backup of the name is replaced once the new one was read back.

    Raises
    ------
    SymbioflowError
        ``BACKUP_DAMAGED`` if the file does not give back what was written; ``CANNOT_WRITE``;
        ``WOULD_DESTROY`` where a store stands, or a backup that was changed since, perhaps by use as one.
    """
    _refuse_a_store(Path(path))
    dump = store.dump()
    with written_whole(path, 0o600, database=True) as aside:
        with closing(SqliteStore(aside, f"sqlite:///{path}")) as target:
            target.ensure_schema()
            target.replace(dump, "")
        _seal(aside)
        if read_backup(aside) != dump:
            raise SymbioflowError("BACKUP_DAMAGED", file=str(path))
        return _account(aside, dump)


def read_backup(path: str | Path) -> Dump:
    """Return what a backup holds, of whatever schema it is, after seeing that nothing in it changed.

    Raises
    ------
    SymbioflowError
        ``NOT_A_BACKUP``, or ``BACKUP_DAMAGED``
    """
    _digest_of(Path(path))
    with closing(SqliteStore(Path(path), f"sqlite:///{path}")) as store:
        if store.schema_version() == SCHEMA_VERSION:
            return store.dump()
    with tempfile.TemporaryDirectory(prefix="symbioflow-") as folder:
        # An older schema is brought up to date in a copy; the backup stays what it is.
        place = Path(folder) / "backup.db"
        shutil.copyfile(path, place)
        with closing(SqliteStore(place, f"sqlite:///{path}")) as store:
            store.ensure_schema()
            return store.dump()


def restore_backup(store: Store, path: str | Path, at: str) -> tuple[Backup, tuple[str, ...]]:
    """Put a backup in place of everything a store holds, in one transaction.

    Parameters
    ----------
    at : str
        UTC time, ISO 8601.

    Returns
    -------
    Backup
    tuple of str
        Linkages that had moved on since, whose state of the backup is a new step of their history.
    """
    dump = read_backup(path)
    store.ensure_schema()
    return _account(Path(path), dump), store.replace(dump, at)


def _refuse_a_store(path: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    if not is_database(path):
        return
    try:
        _digest_of(path)
    except SymbioflowError as error:
        raise SymbioflowError("WOULD_DESTROY", path=str(path)) from error
    if log.exists() and log.stat().st_size:
        raise SymbioflowError("WOULD_DESTROY", path=str(path))


def _account(path: Path, dump: Dump) -> Backup:
    rows = sum(part.num_rows for part in dump.snapshot.tables.values())
    return Backup(rows, dump.version, _digest_of(path), dump.snapshot.fingerprint)


def _seal(path: Path) -> None:
    """Write the digest into a file that nobody else has open, and leave it without a log."""
    with closing(connect(path, "rw", 0.0)) as connection:
        connection.execute(sql.SET_NO_LOG)
        digest = _computed(connection)
        parts = (int.from_bytes(digest[at : at + 8], "big", signed=True) for at in range(0, 32, 8))
        connection.executemany(sql.ADD_META, list(zip(_DIGEST, parts, strict=True)))


def _digest_of(path: Path) -> str:
    """Return the digest of a backup after computing it anew."""
    if not path.is_file():
        raise SymbioflowError("NOT_A_BACKUP.missing", file=str(path))
    try:
        with closing(connect(path, "ro", 0.0, frozen=True)) as connection:
            found = dict(connection.execute(sql.READ_ALL_META).fetchall())
            if not set(_DIGEST) <= found.keys():
                raise SymbioflowError("NOT_A_BACKUP", file=str(path))
            digest = b"".join(int(found[part]).to_bytes(8, "big", signed=True) for part in _DIGEST)
            if _computed(connection) != digest:
                raise SymbioflowError("BACKUP_DAMAGED", file=str(path))
    except sqlite3.Error as error:
        raise SymbioflowError("BACKUP_DAMAGED", file=str(path)) from error
    return digest.hex()


def _computed(connection: sqlite3.Connection) -> bytes:
    """Return a digest over every value of every table, whatever schema it is of."""
    digest = sha256()
    for (name,) in connection.execute(sql.LIST_TABLES).fetchall():
        digest.update(f"\n{name}\n".encode())
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY 1'):
            if name != "meta" or row[0] not in _DIGEST:
                digest.update(repr(row).encode())
    return digest.digest()
