"""Which transfers close no circle (docs/programme.md, Circles)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

#: Technologies of who gives and of who takes.
Pair = tuple[str, str]


def forward(pairs: Iterable[Pair], brought: Mapping[str, float]) -> set[Pair]:
    """Return the pairs of technologies that something may be passed on between.

    Parameters
    ----------
    brought : mapping
        What streams could bring to each technology that they feed; those are at step 0.
    """
    edges = sorted(set(pairs))
    names = sorted({name for edge in edges for name in edge} | set(brought))
    at = {name: number for number, name in enumerate(names)}
    ends = np.array([(at[giver], at[taker]) for giver, taker in edges], dtype=int).reshape(-1, 2)
    graph = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(names), len(names)))
    _, part = connected_components(graph, connection="strong") if names else (0, ())
    steps = _steps(edges, brought)
    order = {name: (steps.get(name, len(names)), -brought.get(name, 0.0)) for name in names}
    return {
        (giver, taker)
        for giver, taker in edges
        if part[at[giver]] != part[at[taker]] or order[giver] < order[taker]
    }


def _steps(edges: Iterable[Pair], brought: Mapping[str, float]) -> dict[str, int]:
    """Return the fewest transfers that each technology is away from the streams."""
    takers: dict[str, list[str]] = {}
    for giver, taker in edges:
        takers.setdefault(giver, []).append(taker)
    found, layer = dict.fromkeys(brought, 0), list(brought)
    while layer:
        layer = [taker for giver in layer for taker in takers.get(giver, ()) if taker not in found]
        found.update({name: max(found.values()) + 1 for name in layer})
    return found
