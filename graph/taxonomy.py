"""The one walk up a hierarchy: from a material to its more general kinds, from an area to its park."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd


def upward(start: str, parent_of: Callable[[str], str | None]) -> tuple[str, ...]:
    """Return `start` and what stands above it, nearest first; a walk that comes round ends there.

    Parameters
    ----------
    parent_of : callable
        Id -> the id above it; None at the top and for an id that is not known.

    Examples
    --------
    >>> upward("converter-slag", {"converter-slag": "steel-slag", "steel-slag": None}.get)
    ('converter-slag', 'steel-slag')
    >>> upward("a", {"a": "b", "b": "a"}.get)
    ('a', 'b')
    """
    line: dict[str, None] = {}
    current: str | None = start
    while current is not None and current not in line:
        line[current] = None
        current = parent_of(current)
    return tuple(line)


def parents_in(snapshot: Snapshot, table: str, column: str) -> dict[str, str | None]:
    """Return the id above each row of a table, for example of ``materials`` by ``kind_of``."""
    return dict(zip(snapshot.strings(table, "id"), snapshot.strings(table, column), strict=True))


def lines_of(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Return each material with itself and its more general kinds, the nearest first; made once.

    Examples
    --------
    >>> lines_of(Snapshot.of([]))
    {}
    """
    return snapshot.derived(_lines, "materials")


def _lines(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    parent_of = parents_in(snapshot, "materials", "kind_of")
    return {material: upward(material, parent_of.get) for material in parent_of}


def ancestors(snapshot: Snapshot) -> pd.DataFrame:
    """Return every material with itself and its more general kinds; a walk that comes round ends there.

    The frame is made once, for all who ask: nobody writes in it.

    Returns
    -------
    DataFrame
        Columns `material`, `ancestor` (ids) and `steps` (0 for itself).

    Examples
    --------
    >>> ancestors(Snapshot.of([])).columns.tolist()
    ['material', 'ancestor', 'steps']
    """
    return snapshot.derived(_ancestors, "materials")


def _ancestors(snapshot: Snapshot) -> pd.DataFrame:
    # Here, because who only reads words walks up without a frame and need not wait for pandas.
    import pandas as pd

    rows = [
        (start, above, steps)
        for start, line in lines_of(snapshot).items()
        for steps, above in enumerate(line)
    ]
    return pd.DataFrame(rows, columns=["material", "ancestor", "steps"]).astype(
        {"material": object, "ancestor": object, "steps": np.int64}
    )
