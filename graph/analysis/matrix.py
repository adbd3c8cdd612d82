"""Who gives how much to whom in one unit: the flows that every indicator of a network is computed from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.vocabulary import Unit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Compartment of all that is not an enterprise of the network: the environment of Finn and Ulanowicz.
OUTSIDE = "outside"


@dataclass(frozen=True, eq=False)
class FlowMatrix:
    """Flows between compartments, in one unit per year; t, m3 and GJ are never in one matrix.

    Attributes
    ----------
    unit : Unit
    names : tuple of str
        `OUTSIDE` first, then the compartments (enterprises, by id). One without a flow is a compartment too.
    source, target : int array
        Places in `names`; one entry for each pair that something flows between, sorted, and none from a
        compartment to itself.
    amount : float array
        Above 0.
    kept : float
        What stays within one compartment: a use, and no exchange between two.

    Examples
    --------
    >>> print(flow_matrix([("a", "b", 2.0), ("b", "a", 1.0)]))
    a -> b  2 t
    b -> a  1 t
    """

    unit: Unit
    names: tuple[str, ...]
    source: Ints
    target: Ints
    amount: Floats
    kept: float = 0.0

    @property
    def size(self) -> int:
        """Number of compartments, `OUTSIDE` not counted."""
        return len(self.names) - 1

    @property
    def inner(self) -> NDArray[np.bool_]:
        """Which entries are between two compartments."""
        inside: NDArray[np.bool_] = (self.source > 0) & (self.target > 0)
        return inside

    def throughflow(self) -> Floats:
        """Return what goes through each place of `names`: the larger of what comes in and what goes out.

        Where the matrix is balanced both are the same.
        """
        count = len(self.names)
        arriving = np.bincount(self.target, self.amount, minlength=count)
        leaving = np.bincount(self.source, self.amount, minlength=count)
        return np.maximum(arriving, leaving)

    def exchanges(self) -> list[tuple[str, str, float]]:
        """Return the flows between compartments: giver, taker, amount."""
        found = np.flatnonzero(self.inner)
        return [
            (self.names[source], self.names[target], float(amount))
            for source, target, amount in zip(
                self.source[found], self.target[found], self.amount[found], strict=True
            )
        ]

    def __str__(self) -> str:
        return "\n".join(
            f"{self.names[source]} -> {self.names[target]}  {amount:,.10g} {self.unit.value}"
            for source, target, amount in zip(self.source, self.target, self.amount, strict=True)
        )


def flow_matrix(
    flows: Iterable[tuple[str, str, float]], unit: Unit = Unit.TONNE, names: Iterable[str] = ()
) -> FlowMatrix:
    """Return the matrix of flows; those of one pair are added up, and nothing is a flow of nothing.

    Parameters
    ----------
    flows : iterable of (giver, taker, amount)
        `OUTSIDE` may be either; a giver that is its own taker counts in `FlowMatrix.kept`.
    unit : Unit
    names : iterable of str
        Compartments that are there whether or not something flows.

    Examples
    --------
    >>> flow_matrix([("a", "b", 2.0), ("a", "b", 1.0), ("b", "b", 5.0)], names=["c"]).names
    ('outside', 'a', 'b', 'c')
    """
    total: dict[tuple[str, str], float] = {}
    seen, kept = set(names), 0.0
    for giver, taker, amount in flows:
        if amount <= 0.0:
            continue
        seen.update((giver, taker))
        if giver == taker:
            kept += amount
        else:
            total[giver, taker] = total.get((giver, taker), 0.0) + amount
    ordered = (OUTSIDE, *sorted(seen - {OUTSIDE}))
    place = {name: at for at, name in enumerate(ordered)}
    entries = sorted((place[giver], place[taker], amount) for (giver, taker), amount in total.items())
    source, target, amounts = ([entry[part] for entry in entries] for part in range(3))
    return FlowMatrix(
        unit,
        ordered,
        np.array(source, dtype=np.int64),
        np.array(target, dtype=np.int64),
        np.array(amounts, dtype=np.float64),
        kept,
    )
