"""Answers to words, remembered: the same few stand in thousands of rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """A function of words that remembers its last answers.

    Sent to another process it goes without them: a cache cannot be pickled, and what was asked here says
    nothing of what is asked there.

    Parameters
    ----------
    of : callable
    most : int
        How many answers are remembered.

    Examples
    --------
    >>> import pickle
    >>> length = pickle.loads(pickle.dumps(Remembered(len, 100)))
    >>> length("fly ash")
    7
    """

    def __init__(self, of: Callable[[str], Answer], most: int) -> None:
        self._of, self._most = of, most
        self._asked = lru_cache(maxsize=most)(of)

    def __call__(self, words: str) -> Answer:
        """Return the answer, which is made once as long as it is remembered."""
        return self._asked(words)

    def __reduce__(self) -> tuple[type[Remembered[Answer]], tuple[Callable[[str], Answer], int]]:
        """Return how another process makes it anew."""
        return type(self), (self._of, self._most)
