"""The other side of the lane: a process that holds a view of the graph and computes one thing at a time."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, parent_process, set_start_method
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.tables import TABLES
from graph.wording import Message, Words

if TYPE_CHECKING:
    from api.views import View

#: States of the graph that a worker holds; the one before the newest may still be asked for.
_VIEWS = 2
#: What heavy work gives way to: everything else on the computer.
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be computed.

    Attributes
    ----------
    folder : str
        Where the snapshot lies (`write_snapshot`).
    version : int
        Of the data.
    steps : tuple of (str, tuple)
        Methods of `View` that lead from the whole graph to the view asked, with their arguments.
    method : str
        Of that view.
    arguments : mapping of str to object
    told : bool
        Whether the method takes a function as `progress` that is told how far it is.
    """

    folder: str
    version: int
    steps: tuple[tuple[str, tuple[Any, ...]], ...]
    method: str
    arguments: Mapping[str, Any]
    told: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """How far the work is, 0 to 1."""

    done: float


@dataclass(frozen=True, slots=True)
class Done:
    """What was computed."""

    result: Any


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal of the graph, which is no fault of the worker."""

    code: str
    said: Message | Words
    exit_code: int


@dataclass(frozen=True, slots=True)
class Failed:
    """What went wrong unexpectedly."""

    trace: str


def write_snapshot(snapshot: Snapshot, folder: Path) -> None:
    """Write a snapshot so that other processes can map it into their memory without a copy."""
    folder.mkdir(mode=0o700)
    for name, table in snapshot.tables.items():
        with (
            pa.OSFile(str(folder / f"{name}.arrow"), "wb") as file,
            pa.ipc.new_file(file, table.schema) as out,
        ):
            out.write_table(table)


def read_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot that was written to a folder; its columns stay in the files."""
    tables: Mapping[str, pa.Table] = {
        name: pa.ipc.open_file(pa.memory_map(str(folder / f"{name}.arrow"))).read_all() for name in TABLES
    }
    return Snapshot(tables)


def compute_tasks(connection: Connection) -> None:
    """Compute what comes in by the connection, until it or the process that started this one ends."""
    from api.views import View

    if "fork" in get_all_start_methods():
        # Locks that libraries make here are then gone with the process, however it ends.
        set_start_method("fork", force=True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    views: OrderedDict[tuple[str, int], View] = OrderedDict()
    while True:
        try:
            task: Task = connection.recv()
        except EOFError:
            return
        key = task.folder, task.version
        answer: Done | Refused | Failed
        try:
            if key not in views:
                views[key] = View(read_snapshot(Path(task.folder)), task.version)
            views.move_to_end(key)
            while len(views) > _VIEWS:
                views.popitem(last=False)
            answer = Done(_computed(views[key], task, connection))
        except SymbioflowError as error:
            answer = Refused(error.code, error.said, error.exit_code)
        except Exception:
            answer = Failed(traceback.format_exc())
        try:
            connection.send(answer)
        except BrokenPipeError:
            return


def _computed(view: View, task: Task, connection: Connection) -> Any:
    for step, arguments in task.steps:
        view = getattr(view, step)(*arguments)

    def tell(done: float) -> bool:
        connection.send(Told(done))
        return True

    told = {"progress": tell} if task.told else {}
    return getattr(view, task.method)(**task.arguments, **told)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)
