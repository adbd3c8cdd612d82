"""Things by what they have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> defaultdict[Key, list[Item]]:
    """Return items by their key, keys and items in the order they come; a key that none has holds nothing.

    Examples
    --------
    >>> dict(grouped(["slag", "ash", "gypsum", "salt"], lambda name: name[0]))
    {'s': ['slag', 'salt'], 'a': ['ash'], 'g': ['gypsum']}
    """
    groups: defaultdict[Key, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def values_by(key: NDArray[np.int64], value: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """Return the values of each key, keys rising, values in the order they come.

    Examples
    --------
    >>> import numpy as np
    >>> {key: found.tolist() for key, found in values_by(np.array([2, 0, 2]), np.array([5, 6, 4])).items()}
    {0: [6], 2: [5, 4]}
    """
    import numpy as np

    order = np.argsort(key, kind="stable")
    keys, first = np.unique(key[order], return_index=True)
    return dict(zip(keys.tolist(), np.split(value[order], first[1:]), strict=True)) if len(keys) else {}


def numbered(*columns: NDArray[np.generic]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return a number for each row of some columns, equal rows alike, and where each number comes first.

    Numbers are given in the order the rows come.

    Examples
    --------
    >>> import numpy as np
    >>> number, first = numbered(np.array([7, 3, 7, 3]), np.array([0.5, 0.0, 0.5, 0.5]))
    >>> number.tolist(), first.tolist()
    ([0, 1, 0, 2], [0, 1, 3])
    """
    import numpy as np

    number = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        kind, kinds = _kinds(column)
        # Numbered anew each time, so that none grows beyond rows times kinds.
        number, _ = _kinds(number * kinds + kind)
    return number, np.unique(number, return_index=True)[1]


def _kinds(column: NDArray[Any]) -> tuple[NDArray[np.int64], int]:
    import numpy as np
    import pyarrow as pa

    # The zero added makes one kind of 0.0 and -0.0.
    kinds = pa.array(column + column.dtype.type(0)).dictionary_encode()
    return kinds.indices.to_numpy().astype(np.int64), len(kinds.dictionary)


def matching(
    left: NDArray[np.int64], right: NDArray[np.int64], every: bool = False
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of all pairs of equal keys, in the order of the first, then of the second.

    Parameters
    ----------
    left, right : int array
        Keys.
    every : bool
        Whether a row of the first that nothing equals is there too, with -1.

    Examples
    --------
    >>> import numpy as np
    >>> [rows.tolist() for rows in matching(np.array([7, 5, 9, 7]), np.array([7, 9, 7]))]
    [[0, 0, 2, 3, 3], [0, 2, 1, 0, 2]]
    >>> [rows.tolist() for rows in matching(np.array([7, 5]), np.array([7]), every=True)]
    [[0, 1], [0, -1]]
    """
    import numpy as np

    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right[order], left)
    count = np.searchsorted(right[order], left, side="right") - first
    alone = every & (count == 0)
    # What is alone picks the place behind the last, where -1 stands.
    order, first = np.append(order, -1), np.where(alone, len(right), first)
    place, row = spread(first, np.where(alone, 1, count))
    return place, order[row]


def spread(first: NDArray[np.int64], count: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every row of some spans, with the place of its span before it.

    Examples
    --------
    >>> import numpy as np
    >>> [rows.tolist() for rows in spread(np.array([4, 0]), np.array([2, 3]))]
    [[0, 0, 1, 1, 1], [4, 5, 0, 1, 2]]
    """
    import numpy as np

    place = np.repeat(np.arange(len(count)), count)
    return place, np.arange(len(place)) + (first + count - np.cumsum(count))[place]


def places(values: pa.Array, among: pa.Array) -> NDArray[np.int64]:
    """Return where each value stands among others; -1 where it does not.

    Examples
    --------
    >>> import pyarrow as pa
    >>> places(pa.array(["slag", "salt"]), pa.array(["ash", "slag"])).tolist()
    [1, -1]
    """
    import numpy as np
    import pyarrow.compute as pc

    found: NDArray[np.int64] = (
        pc.fill_null(pc.index_in(values, value_set=among), -1).to_numpy().astype(np.int64)
    )
    return found


def distinct(rows: NDArray[np.int64]) -> list[int]:
    """Return rows once each, rising; of a few Python finds them ten times as fast as numpy.

    Examples
    --------
    >>> import numpy as np
    >>> distinct(np.array([4, 1, 4]))
    [1, 4]
    """
    return sorted(set(rows.tolist()))
