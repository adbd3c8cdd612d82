"""Writing a file whole or not at all: aside, onto the disk, then in place of the older one at once."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import SymbioflowError

#: How a SQLite file begins, so also every store of a park that is one.
_DATABASE = b"SQLite format 3\0"


@contextmanager
def written_whole(path: str | Path, mode: int | None = None, database: bool = False) -> Iterator[Path]:
    """Yield a file to write beside `path`; what stands in it at the end takes the place of `path`.

    Whoever reads `path` meanwhile, and whatever is left after a crash, is the older file or the new one,
    whole. A failure inside leaves the older one and nothing beside it.

    Parameters
    ----------
    mode : int, optional
        Permissions of the new file; by default those of the older one, or what the system gives.
    database : bool
        Whether `path` may be a database. A park's store is one, and whoever writes a page or a workbook over
        it, perhaps by a slip of the name, would lose the park.

    Raises
    ------
    SymbioflowError
        ``CANNOT_WRITE``, or ``WOULD_DESTROY`` for a database in place of `path`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     page = Path(folder) / "page.html"
    ...     _ = page.write_text("older")
    ...     with written_whole(page) as aside:
    ...         _ = aside.write_text("newer")
    ...         page.read_text()
    ...     page.read_text()
    'older'
    'newer'
    """
    target = Path(path)
    aside, before = _begun(target, 0o666 if mode is None else mode, database)
    try:
        yield aside
        kept = before if mode is None else mode
        if kept is not None:
            aside.chmod(kept)
        on_disk(aside)
        aside.replace(target)
        on_disk(target.parent)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        aside.unlink(missing_ok=True)


def check_place(path: str | Path) -> None:
    """Refuse a file that `written_whole` could not write, before the work that is to stand in it is done.

    Raises
    ------
    SymbioflowError
        ``CANNOT_WRITE`` or ``WOULD_DESTROY``.
    """
    _begun(Path(path), 0o600, database=False)[0].unlink()


def _begun(target: Path, mode: int, database: bool) -> tuple[Path, int | None]:
    """Return a new, empty file beside `target`, and what permissions the older one has."""
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        if not database and is_database(target):
            raise SymbioflowError("WOULD_DESTROY", path=str(target))
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        before = target.stat().st_mode & 0o777 if target.exists() else None
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
    except OSError as error:
        raise cannot_write(target, error) from error
    return aside, before


def is_database(path: Path) -> bool:
    """Return whether a file is there and is a SQLite database."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE


def on_disk(path: Path) -> None:
    """Return once a file, or which names a folder holds, would survive the power going."""
    if sys.platform == "win32":
        return  # which opens no folder, and no file for reading, to be brought onto the disk
    place = os.open(path, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def cannot_write(path: Path, error: OSError) -> SymbioflowError:
    """Return the refusal of a place that cannot be written."""
    return SymbioflowError("CANNOT_WRITE", path=str(path), reason=error.strerror or str(error))
