"""A campaign of kills: every act starts from one state, is ended at a random moment, and all is looked at.

What an act left must be the state before it or the one it leads to when nobody ends it (its *end*), never
anything between; readers meanwhile see the one or the other; what was acknowledged is there; no version of
a linkage or of the data falls; and the older file stands until the new one does.
"""

from __future__ import annotations

import json
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import networkx as nx
import openpyxl

from graph.stores import SCHEMA_VERSION, Dump, Store, open_store, read_backup
from ingest.strict.export import finish_export
from tests.parks import LINKAGE

ROOT = Path(__file__).parents[2]
#: An act that is not killed ends within this.
_LONGEST = 300.0
_PAUSE = 0.02

#: What a store or a file holds, as far as it does not depend on the hour.
State = tuple[object, ...]


@dataclass(frozen=True)
class Act:
    """Something that changes a store or a file.

    Attributes
    ----------
    words : tuple of str
        The command line; ``{url}``, ``{file}`` and ``{folder}`` stand for the round's.
    file : str
        Name in the round's folder of the file that it writes, or reads.
    reads : callable
        What stands in that file; None: it is not looked at.
    endless : bool
        It acknowledges step after step and has no end.
    """

    name: str
    words: tuple[str, ...]
    file: str = "unused"
    reads: Callable[[Path], State] | None = None
    endless: bool = False


@dataclass
class Tally:
    """What became of the kills.

    Attributes
    ----------
    before, after : int
        Kills that left the state before the act, and its end.
    late : int
        Acts that ended before they were killed.
    read : int
        Readings while acts ran.
    broken : list of str
        What must not have been.
    """

    before: int = 0
    after: int = 0
    late: int = 0
    read: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        self.before += other.before
        self.after += other.after
        self.late += other.late
        self.read += other.read
        self.broken += other.broken


@dataclass(frozen=True)
class Ground:
    """Where acts happen.

    Attributes
    ----------
    url : str
        Of the store.
    folder : Path
        Of the files of a round.
    reset : callable
        Puts store and folder back to the state before.
    opened : callable
        Opens the store.
    environment : mapping of str to str
        Of the acts.
    """

    url: str
    folder: Path
    reset: Callable[[], None]
    opened: Callable[[], Store]
    environment: Mapping[str, str] = field(default_factory=dict)


def state_of(dump: Dump) -> State:
    """Return what a dump holds but for the hour of its loads."""
    tags = tuple(
        (name, tuple(sorted(rows.items())))
        for name, rows in sorted(dump.tags.items())
        if name != "linkage_events"
    )
    loads = tuple((load.number, load.tag, bool(load.undone)) for load, _ in dump.loads)
    return (_without_hours(dump), tags, loads)


def killed(act: Act, ground: Ground, moments: random.Random, kills: int, tally: Tally) -> None:
    """Run an act to its end once, then `kills` times to a random moment before it."""
    ground.reset()
    before = _look(act, ground)
    began = time.monotonic()
    with _started(act, ground) as (process, _):
        try:
            process.wait(5.0 if act.endless else _LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
        lasted = time.monotonic() - began
        if not act.endless and process.wait() != 0:
            tally.broken.append(f"{act.name}: ended with {process.returncode}")
            return
    end = _look(act, ground)
    for _ in range(kills):
        ground.reset()
        # An act that was over before it was killed says how long it takes by now, on a store that is warm.
        ran = _kill_once(act, ground, moments.uniform(0.45, 1.0) * lasted, (before, end), tally)
        lasted = min(lasted, ran)


def _kill_once(act: Act, ground: Ground, seconds: float, states: tuple[State, State], tally: Tally) -> float:
    """Kill an act after some seconds, look at what it left, and return how long it ran if nobody had to."""
    before, end = states
    with closing(ground.opened()) as reader, _started(act, ground) as (process, told):
        linkages, version = _versions(reader), _version(reader)
        began = time.monotonic()
        deadline = began + seconds
        while time.monotonic() < deadline and process.poll() is None:
            seen = _held(reader)
            tally.read += 1
            if not act.endless and seen not in (before[0], end[0]):
                tally.broken.append(f"{act.name}: a reader saw what is neither before nor after")
            time.sleep(_PAUSE)
        ran = time.monotonic() - began if process.poll() == 0 else math.inf
        process.send_signal(signal.SIGKILL)
        tally.late += process.wait() == 0
        told.seek(0)
        said = told.read()
    found = _look(act, ground)
    with closing(ground.opened()) as store:
        wrong = store.examine() if _version(store) else []
        if wrong:
            tally.broken.append(f"{act.name}: {wrong[0].what.text('en')}")
        if _version(store) < version:
            tally.broken.append(f"{act.name}: the data version fell")
        now = _versions(store)
        fell = [name for name, number in linkages.items() if name in now and now[name] < number]
        if fell:
            tally.broken.append(f"{act.name}: the version of {fell[0]} fell")
        if act.endless:
            acknowledged = [int(line) for line in said.split()]
            if acknowledged and now[LINKAGE] < acknowledged[-1]:
                tally.broken.append(f"{act.name}: version {acknowledged[-1]} was acknowledged and is lost")
            if {event.version for event in store.history(LINKAGE)} < set(acknowledged):
                tally.broken.append(f"{act.name}: an acknowledged step is not in the history")
            tally.after += 1
            return ran
    if any(part not in (old, new) for part, old, new in zip(found, before, end, strict=True)):
        tally.broken.append(f"{act.name}: left something that is neither before nor after")
    elif found == end:
        tally.after += 1
    else:
        tally.before += 1
    return ran


def _look(act: Act, ground: Ground) -> State:
    with closing(ground.opened()) as store:
        held = _held(store)
    if act.reads is None:
        return (held, None)
    try:
        return (held, act.reads(ground.folder / act.file))
    except Exception as error:
        # Whatever it is: a file that is not there, or not whole.
        return (held, f"unreadable: {type(error).__name__}")


@contextmanager
def _started(act: Act, ground: Ground) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """Yield the process of an act and the file that it tells what it did; a pipe would fill and stop it."""
    named = {"url": ground.url, "file": str(ground.folder / act.file), "folder": str(ground.folder)}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as told,
        subprocess.Popen(
            [sys.executable, "-m", *(word.format(**named) for word in act.words)],
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **ground.environment},
            encoding="utf-8",
        ) as process,
    ):
        yield process, told


def _held(store: Store) -> State:
    """Return what a store holds; one that is not there, or holds nothing yet, is the same."""
    schema = store.schema_version()
    if schema not in (0, SCHEMA_VERSION):
        return ("of an earlier schema", schema)
    return state_of(store.dump()) if _version(store) else ("nothing",)


def _version(store: Store) -> int:
    return store.version() if store.schema_version() == SCHEMA_VERSION else 0


def _versions(store: Store) -> dict[str, int]:
    if not _version(store):
        return {}
    rows = store.read().tables["linkages"]
    return dict(zip(rows["id"].to_pylist(), rows["version"].to_pylist(), strict=True))


def _without_hours(dump: Dump) -> str:
    """Return the fingerprint of the rows, events being told by their steps and not by their hour."""
    events = dump.snapshot.tables["linkage_events"]
    if not events.num_rows:
        return dump.snapshot.fingerprint
    rest = {name: part for name, part in dump.snapshot.tables.items() if name != "linkage_events"}
    steps = sorted(zip(*(events[name].to_pylist() for name in ("linkage", "version", "after")), strict=True))
    return f"{type(dump.snapshot).from_records(rest).fingerprint} {steps}"


def sqlite_ground(folder: Path, prepared: Callable[[Store, Path], None]) -> Ground:
    """Return a ground on a SQLite file, made once by `prepared` with the files beside it."""
    kept = folder / "kept"
    kept.mkdir(parents=True)
    with closing(open_store(f"sqlite:///{kept / 'park.db'}")) as store:
        store.ensure_schema()
        prepared(store, kept)
    return _ground(kept, folder / "live")


def empty_ground(folder: Path, files: Callable[[Path], None]) -> Ground:
    """Return a ground with files and a store that does not exist yet."""
    kept = folder / "kept"
    kept.mkdir(parents=True)
    files(kept)
    return _ground(kept, folder / "live")


def _ground(kept: Path, live: Path) -> Ground:

    def reset() -> None:
        shutil.rmtree(live, ignore_errors=True)
        shutil.copytree(kept, live)

    url = f"sqlite:///{live / 'park.db'}"
    return Ground(url, live, reset, lambda: open_store(url))


def backup_state(path: Path) -> State:
    """Return what a backup holds."""
    return state_of(read_backup(path))


def export_state(path: Path) -> State:
    """Return what an exported folder holds, as the next reader finds it."""
    from ingest.strict.reading import read

    finish_export(path)
    found = read(path / "datapackage.json").records
    return tuple((name, part.num_rows, str(part.to_pylist())) for name, part in sorted(found.items()))


def store_state(path: Path) -> State:
    """Return what another store holds."""
    with closing(open_store(f"sqlite:///{path}")) as store:
        return _held(store)


def text_state(path: Path) -> State:
    """Return a text."""
    return (path.read_text(encoding="utf-8"),)


def graph_state(path: Path) -> State:
    """Return whether the file of a graph is whole: the older text, or a graph that can be read."""
    text = path.read_text(encoding="utf-8")
    if text == "older":
        return (text,)
    if path.suffix == ".json":
        return tuple(
            sorted(
                (name, len(part))
                for name, part in json.loads(text).items()
                if part and isinstance(part, list)
            )
        )
    graph = nx.parse_graphml(text)
    return (graph.number_of_nodes(), graph.number_of_edges())


def book_state(path: Path) -> State:
    """Return how many rows each sheet of a workbook has."""
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return tuple((sheet.title, sum(1 for _ in sheet.iter_rows())) for sheet in book.worksheets)
    finally:
        book.close()


def page_state(path: Path) -> State:
    """Return whether a page is whole, by its end; what is drawn in it may differ."""
    return (path.read_text(encoding="utf-8").rstrip().endswith("</html>"),)
