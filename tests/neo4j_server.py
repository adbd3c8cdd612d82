"""The real Neo4j that the tests run against: the one named in the environment, else one of our own.

``SYMBIOFLOW_TEST_NEO4J`` (a Bolt URL of an empty database, with ``.._USER`` and ``.._PASSWORD``) names a
server; without it the first test that needs one starts it, on a free loopback port, in a temporary home.
All processes of a test run share it, and the one that began the run ends it by its process id.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.stores.neo4j import local

VARIABLE = "SYMBIOFLOW_TEST_NEO4J"
_RUN_FOLDER = "SYMBIOFLOW_TEST_RUN_FOLDER"
JARS = Path.home() / ".cache" / "symbioflow" / "neo4j"
_PREFIX = "symbioflow-tests-"
#: Holds the id of the process that began the run.
_OWNER = "owner"
_PASSWORD_FILE = "password"


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is and how to log in."""

    url: str
    user: str | None
    password: str | None


def begin_run() -> bool:
    """Make the folder that all processes of this run share; False if another process began the run.

    Servers of runs that were killed before they could end them are ended first.
    """
    if _RUN_FOLDER in os.environ:
        return False
    end_leftovers(Path(tempfile.gettempdir()))
    folder = tempfile.mkdtemp(prefix=_PREFIX)
    (Path(folder) / _OWNER).write_text(str(os.getpid()))
    os.environ[_RUN_FOLDER] = folder
    return True


def end_leftovers(place: Path) -> list[Path]:
    """End the servers of runs whose own process is gone, and return the folders that were theirs."""
    left = []
    for folder in place.glob(f"{_PREFIX}*"):
        try:
            os.kill(int((folder / _OWNER).read_text()), 0)
        except ProcessLookupError:
            local.stop(folder / "neo4j", seconds=0.0)
            shutil.rmtree(folder, ignore_errors=True)
            left.append(folder)
        except (OSError, ValueError):
            continue  # another user's, or one that is being made
    return left


def end_run() -> None:
    """End the server if one was started, and clear its folder away."""
    folder = Path(os.environ.pop(_RUN_FOLDER))
    local.stop(folder / "neo4j", seconds=0.0)
    shutil.rmtree(folder)


def server() -> Server:
    """Return the server of this run, started if it is not up."""
    url = os.environ.get(VARIABLE)
    if url:
        return Server(url, os.environ.get(f"{VARIABLE}_USER"), os.environ.get(f"{VARIABLE}_PASSWORD"))
    folder = Path(os.environ[_RUN_FOLDER])
    with _locked(folder / "start.lock"):
        password_file = folder / _PASSWORD_FILE
        if not password_file.exists():
            password_file.write_text(secrets.token_hex(8))
        password = password_file.read_text()
        started = local.start(folder / "neo4j", password, JARS, port=0)
    return Server(started.url, "neo4j", password)


@contextmanager
def exclusive() -> Iterator[None]:
    """Have the one database to oneself; tests of other processes wait."""
    with _locked(Path(os.environ[_RUN_FOLDER]) / "database.lock"):
        yield


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
