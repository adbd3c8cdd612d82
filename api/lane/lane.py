"""The lane itself: who may enter, who waits for what, and when work is given up."""

from __future__ import annotations

import logging
import multiprocessing
import shutil
import tempfile
import threading
import time
import weakref
from collections import Counter
from collections.abc import Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from api.lane.asking import ASKING, WHO, Progress
from api.lane.worker import Done, Failed, Refused, Task, Told, compute_tasks, write_snapshot
from graph.errors import SymbioflowError
from graph.snapshot import Snapshot

logger = logging.getLogger("symbioflow.lane")

#: How often it is looked whether somebody left or time is up, seconds.
_LOOK = 0.05
#: What a new worker finds imported.
_PRELOADED = ["api.lane.worker", "api.views.service"]


class Unserved(SymbioflowError):
    """Work that was not done for no fault of the question: no place, no time, or nobody waits."""


class _Work:
    """One task, who asked for it first, and how many wait for it."""

    def __init__(self, task: Task, ends: float, who: str) -> None:
        self.task, self.ends, self.who = task, ends, who
        self.answer: Future[Any] = Future()
        self.waiting = 0
        self.done, self.told = 0.0, threading.Event()
        self.given_up = threading.Event()


class Lane:
    """Processes that compute, and the order in which they do.

    Parameters
    ----------
    workers : int
        How many compute at once.
    places : int
        How many may wait for work, those whose work is computed now among them; who finds none is refused
        (``BUSY``).
    seconds : float
        How long a task may wait and be computed (``TOOK_TOO_LONG``).
    each : int, optional
        How many of the places one of those may take who are told apart (`WHO`); by default all. Whoever was
        served longest ago comes next, so that who asks much makes others wait for one computation at most.
    """

    def __init__(self, workers: int, places: int, seconds: float, each: int | None = None) -> None:
        self.places, self.seconds, self.each = places, seconds, places if each is None else each
        start = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(start)
        if start == "forkserver":
            # A new worker after one was stopped need not import everything again.
            self._context.set_forkserver_preload(_PRELOADED)
        self._changed, self._writing = threading.Condition(), threading.Lock()
        self._queue: list[tuple[Hashable, _Work]] = []
        self._works: dict[Hashable, _Work] = {}
        self._waiting: Counter[str] = Counter()
        #: Who was served, in which turn.
        self._served: dict[str, int] = {}
        self._turn = 0
        self._closed = False
        self._folder = tempfile.TemporaryDirectory(prefix="symbioflow-")
        self._written: dict[int, str] = {}
        self._number = 0
        self._threads = [
            threading.Thread(target=self._serve, name=f"lane-{n}", daemon=True) for n in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def folder_of(self, snapshot: Snapshot) -> str:
        """Return where a snapshot lies for the workers; it is written once and goes with the snapshot."""
        with self._writing:
            known = self._written.get(id(snapshot))
            if known is not None:
                return known
            self._number += 1
            folder = Path(self._folder.name) / str(self._number)
            write_snapshot(snapshot, folder)
            self._written[id(snapshot)] = str(folder)
            weakref.finalize(snapshot, self._forget, id(snapshot), folder).atexit = False
            return str(folder)

    def run(self, key: Hashable, task: Task, progress: Progress | None = None) -> Any:
        """Return what a task computes; those who ask for the same at the same time share one computation.

        Parameters
        ----------
        progress : callable, optional
            Told how far it is once that is known, and asked whether to go on. Who follows work shares it with
            others who follow it, and it goes on while one of them waits.

        Raises
        ------
        Unserved
            ``BUSY``, ``TOOK_TOO_LONG``, or ``CANCELLED`` for a client who left.
        SymbioflowError
            The refusals of what is computed.
        """
        client, who = ASKING.get(), WHO.get()
        with self._changed:
            if self._closed or self._waiting.total() >= self.places:
                raise Unserved("BUSY", places=self.places)
            if who and self._waiting[who] >= self.each:
                raise Unserved("BUSY.yours", places=self.each)
            # Work that tells how far it is is not the work that tells nothing.
            key = key, task.told
            work = self._works.get(key)
            if work is None or work.given_up.is_set():
                work = _Work(task, time.monotonic() + self.seconds, who)
                self._works[key] = work
                self._queue.append((key, work))
                self._changed.notify()
            self._waiting[who] += 1
            work.waiting += 1
        try:
            while True:
                try:
                    return work.answer.result(_LOOK)
                except NotYet:
                    if work.answer.done():
                        return work.answer.result()
                if time.monotonic() > work.ends:
                    raise Unserved("TOOK_TOO_LONG", seconds=self.seconds)
                told = progress is not None and work.told.is_set()
                if client.gone or (told and progress is not None and not progress(work.done)):
                    raise Unserved("CANCELLED", done=f"{100.0 * work.done:.0f} %")
        finally:
            with self._changed:
                self._waiting -= Counter([who])
                work.waiting -= 1
                if not work.waiting and not work.answer.done():
                    work.given_up.set()
                    self._leave(key, work)

    def busy(self) -> int:
        """Return how many tasks are computed or waited for."""
        with self._changed:
            return len(self._works)

    def close(self) -> None:
        """Stop all work and end the processes."""
        with self._changed:
            self._closed = True
            for work in self._works.values():
                work.given_up.set()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(10.0)
        self._folder.cleanup()

    def _forget(self, number: int, folder: Path) -> None:
        self._written.pop(number, None)
        shutil.rmtree(folder, ignore_errors=True)

    def _leave(self, key: Hashable, work: _Work) -> None:
        if self._works.get(key) is work:
            del self._works[key]

    def _next(self) -> tuple[Hashable, _Work]:
        """Return what comes next: of who was served longest ago, what was asked for first."""
        at = min(range(len(self._queue)), key=lambda place: self._served.get(self._queue[place][1].who, 0))
        key, work = self._queue.pop(at)
        if not work.given_up.is_set():
            self._turn += 1
            self._served[work.who] = self._turn
        waiting = {other.who for _, other in self._queue} | {work.who}
        self._served = {who: turn for who, turn in self._served.items() if who in waiting}
        return key, work

    def _serve(self) -> None:
        """Run one worker after another, each for as long as nobody has to stop it."""
        worker: _Worker | None = None
        while True:
            with self._changed:
                while not self._queue and not self._closed:
                    self._changed.wait()
                if self._closed:
                    break
                key, work = self._next()
            if work.given_up.is_set():
                continue
            try:
                worker = worker if worker is not None and worker.alive else _Worker(self._context)
                if not worker.compute(work):
                    worker.stop()
            except Exception as error:
                logger.exception("a worker could not be used")
                work.answer.set_exception(error)
            with self._changed:
                self._leave(key, work)
            if not work.answer.done():
                work.answer.set_exception(Unserved("CANCELLED", done=f"{100.0 * work.done:.0f} %"))
            del work
        if worker is not None:
            worker.stop()


class _Worker:
    """A process that computes one task after the other."""

    def __init__(self, context: Any) -> None:
        ours, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=compute_tasks, args=(theirs,), daemon=True)
        self._connection: Connection = ours
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def compute(self, work: _Work) -> bool:
        """Have one task computed; False where the process has to be stopped or is gone."""
        self._connection.send(work.task)
        while True:
            if self._connection.poll(_LOOK):
                try:
                    word = self._connection.recv()
                except (EOFError, ConnectionError):
                    return self._ended(work)
                if isinstance(word, Told):
                    work.done = word.done
                    work.told.set()
                    continue
                _settle(work, word)
                return True
            if not self.alive:
                return self._ended(work)
            if work.given_up.is_set():
                return False

    def _ended(self, work: _Work) -> bool:
        work.answer.set_exception(RuntimeError("the worker ended before its work did"))
        return False

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        with suppress(OSError):
            self._connection.close()


def _settle(work: _Work, word: Done | Refused | Failed) -> None:
    if isinstance(word, Done):
        work.answer.set_result(word.result)
    elif isinstance(word, Refused):
        work.answer.set_exception(SymbioflowError(word.code, word.said, word.exit_code))
    else:
        work.answer.set_exception(RuntimeError(word.trace))
