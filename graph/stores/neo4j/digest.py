"""How a reader of Neo4j knows that it read one moment, without a lock and whatever happens to writers.

A commit comes into view bit by bit. Every write therefore keeps, in its own transaction, a digest of all
rows and loads on the store's node: the sum of a digest of each, so that a write adds and takes away what it
changed and no more. A reader adds up what it read; where the sum is the one kept, it read one moment, and
otherwise reads again. A writer that is killed or stopped at any step leaves rows and digest alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

_SIZE = 16
_MODULUS = 2 ** (8 * _SIZE)

#: Of a store without rows and loads.
EMPTY = f"{0:0{2 * _SIZE}x}"


def summed(name: str, rows: Iterable[Sequence[Any]]) -> int:
    """Return the sum of the digests of rows of one table, in whatever order.

    Examples
    --------
    >>> summed("a", [[1, "x"], [2, "y"]]) == summed("a", [[2, "y"], [1, "x"]])
    True
    >>> summed("a", [[1, "x"]]) == summed("b", [[1, "x"]])
    False
    """
    start = name.encode()
    return sum(
        int.from_bytes(blake2b(start + repr(list(row)).encode(), digest_size=_SIZE).digest(), "big")
        for row in rows
    )


def digest_of(text: str) -> str:
    """Return the digest of a text that is too long to be read with everything else; empty for none."""
    return blake2b(text.encode(), digest_size=_SIZE).hexdigest() if text else ""


def moved_by(digest: str, change: int) -> str:
    """Return the digest of a store after rows came and others went.

    Examples
    --------
    >>> moved_by(EMPTY, 255)[-4:], moved_by(moved_by(EMPTY, 255), -255) == EMPTY
    ('00ff', True)
    """
    return f"{(int(digest, 16) + change) % _MODULUS:0{2 * _SIZE}x}"
