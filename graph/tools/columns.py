"""Things of one kind as columns: a frozen dataclass whose fields are arrays, one value a thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Columns:
    """What every such dataclass can do; its fields are arrays of one length.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> import numpy as np
    >>> @dataclass(frozen=True, slots=True)
    ... class Heaps(Columns):
    ...     material: np.ndarray
    ...     tonnes: np.ndarray
    >>> heaps = Heaps(np.array([3, 1]), np.array([20.0, 5.0]))
    >>> len(heaps), heaps.take(heaps.tonnes > 10.0).material.tolist()
    (2, [3])
    >>> Heaps.joined([heaps, heaps]).material.tolist()
    [3, 1, 3, 1]
    """

    __slots__ = ()

    def _columns(self) -> list[NDArray[Any]]:
        return [getattr(self, field.name) for field in fields(self)]  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self._columns()[0])

    def take(self, rows: NDArray[np.integer] | NDArray[np.bool_] | slice) -> Self:
        """Return some of the rows, in the order of `rows`."""
        return type(self)(*(column[rows] for column in self._columns()))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the rows of one part after those of another."""
        import numpy as np

        return cls(*map(np.concatenate, zip(*(part._columns() for part in parts), strict=True)))
