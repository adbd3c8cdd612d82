"""The one walk up a hierarchy: from a material to its more general kinds, from an area to its park."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.snapshot import Snapshot
from graph.tools import Columns, matching, spread


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


@dataclass(frozen=True, slots=True)
class Lineage(Columns):
    """Materials with what they are kinds of, by row of the materials table.

    Attributes
    ----------
    material, ancestor : int array
    steps : int array
        Levels between them; 0 for itself.
    """

    material: NDArray[np.int64]
    ancestor: NDArray[np.int64]
    steps: NDArray[np.int64]

    def levels(self, material: NDArray[np.integer], ancestor: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the levels between materials and what they may be kinds of (-1: nothing that is known).

        Infinite where they are none of them.
        """
        count = int(self.material.max(initial=0)) + 1
        _, row = matching(ancestor * count + material, self.ancestor * count + self.material, every=True)
        return np.append(self.steps, np.inf)[row]


def ancestors(snapshot: Snapshot) -> Lineage:
    """Return every material with itself and its more general kinds, by material, the nearest first.

    Made once, for all who ask; a walk that comes round ends there.

    Examples
    --------
    >>> len(ancestors(Snapshot.of([])))
    0
    """
    return snapshot.derived(_ancestors, "materials")


def _ancestors(snapshot: Snapshot) -> Lineage:
    lines = list(lines_of(snapshot).values())
    place, steps = spread(np.zeros(len(lines), dtype=np.int64), np.array([*map(len, lines)], dtype=np.int64))
    above = snapshot.positions("materials", [name for line in lines for name in line])
    return Lineage(place, above, steps).take(above >= 0)


def kinds_of(snapshot: Snapshot, materials: Iterable[str]) -> frozenset[str]:
    """Return some materials and all that are kinds of them.

    Examples
    --------
    >>> kinds_of(Snapshot.of([]), ["slag"])
    frozenset()
    """
    wanted = frozenset(materials)
    return frozenset(name for name, line in lines_of(snapshot).items() if not wanted.isdisjoint(line))
