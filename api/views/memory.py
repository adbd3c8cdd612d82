"""What was computed, by its key: by one thread while others wait, and of some answers only the latest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar, cast

Result = TypeVar("Result")


class Memory:
    """Answers that are computed once; safe to use from several threads.

    Parameters
    ----------
    most : int
        How many answers that make room for each other (`of_some`) are kept.

    Examples
    --------
    >>> memory = Memory(1)
    >>> memory.once("sum", lambda: 3), memory.once("sum", lambda: 4)
    (3, 3)
    >>> [memory.of_some(key, lambda: value) for key, value in (("a", 1), ("b", 2), ("a", 5))]
    [1, 2, 5]
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: dict[Hashable, Future[Any]] = {}
        #: Keys that make room for each other, the one asked for last at the end.
        self._asked: dict[Hashable, None] = {}

    def at(self, key: Hashable) -> Future[Any] | None:
        """Return what is kept under a key, or computed for it at this moment; None for neither."""
        with self._lock:
            return self._kept.get(key)

    def done(self) -> dict[Hashable, Any]:
        """Return every answer that is there, by its key."""
        with self._lock:
            return {key: future.result() for key, future in self._kept.items() if _answered(future)}

    def take_over(self, before: Memory, keys: Iterable[Hashable]) -> None:
        """Keep the answers of another memory under these keys instead of one's own."""
        wanted = frozenset(keys)
        with before._lock:
            self._kept = {
                key: future for key, future in before._kept.items() if key in wanted and _answered(future)
            }
            self._asked = {key: None for key in before._asked if key in self._kept}

    def of_some(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return what was kept under the key; what was asked for longest ago makes room for what is new."""
        with self._lock:
            self._asked.pop(key, None)
            self._asked[key] = None
            while len(self._asked) > self._most:
                oldest = next(iter(self._asked))
                del self._asked[oldest]
                self._kept.pop(oldest, None)
        try:
            return self.once(key, compute)
        except BaseException:
            with self._lock:
                self._asked.pop(key, None)
            raise

    def once(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return what was kept under the key; one thread computes it, others wait for that one."""
        with self._lock:
            future = self._kept.get(key)
            mine = future is None
            if future is None:
                future = self._kept[key] = Future()
        if mine:
            try:
                future.set_result(compute())
            except BaseException as error:
                with self._lock:
                    self._kept.pop(key, None)
                future.set_exception(error)
        return cast(Result, future.result())


def _answered(future: Future[Any]) -> bool:
    return future.done() and future.exception() is None
