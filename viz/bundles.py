"""What goes between firms, put together: one line for each pair and kind, few enough to be read at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.vocabulary import Unit

_UNITS = tuple(unit.value for unit in Unit)
#: Lines that a picture of a whole park opens with.
MOST_BUNDLES = 39


@dataclass(frozen=True, slots=True)
class Line:
    """One flow.

    Attributes
    ----------
    source, target : str
        Keys of what gives and takes, or of their firms.
    amount : float
        Per year, in `unit`.
    kind : str
    """

    source: str
    target: str
    amount: float
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """All flows of one unit and kind from one firm to another.

    Attributes
    ----------
    takers : tuple of str
        Who takes them, sorted.
    count : int
        How many flows it holds.
    """

    line: Line
    takers: tuple[str, ...]
    count: int


def bundled(
    lines: Iterable[Line], firm: Mapping[str, str], most: int = MOST_BUNDLES
) -> tuple[tuple[Bundle, ...], int]:
    """Return the largest bundles of each unit, tonnes first, and how many found no room.

    Tonnes, cubic metres and gigajoules are not compared: a bundle ranks by its share of the largest of its
    unit. What stays within a firm goes nowhere.

    Parameters
    ----------
    firm : mapping of str to str
        What gives or takes -> its firm; what is not there stands for itself.

    Examples
    --------
    >>> lines = [Line("s1", "f1", 5.0, "t", "planned"), Line("s2", "f1", 2.0, "t", "planned")]
    >>> bundles, left = bundled(lines, {"s1": "mill", "s2": "mill", "f1": "kiln"})
    >>> bundles[0].line.amount, bundles[0].count, left
    (7.0, 2, 0)
    """
    groups: dict[tuple[str, str, str, str], list[Line]] = {}
    for line in lines:
        source, target = firm.get(line.source, line.source), firm.get(line.target, line.target)
        if source != target:
            groups.setdefault((source, target, line.unit, line.kind), []).append(line)
    sums = [
        Bundle(
            Line(source, target, sum(line.amount for line in group), unit, kind),
            tuple(sorted({line.target for line in group})),
            len(group),
        )
        for (source, target, unit, kind), group in groups.items()
    ]
    largest = _largest(sums)
    sums.sort(key=lambda one: (-one.line.amount / largest[one.line.unit], one.line.source, one.line.target))
    # Which are drawn is chosen by their shares; as a list they stand unit by unit, the largest first.
    drawn = sorted(sums[:most], key=lambda one: (_UNITS.index(one.line.unit), -one.line.amount))
    return tuple(drawn), max(0, len(sums) - most)


def _largest(sums: Sequence[Bundle]) -> dict[str, float]:
    largest: dict[str, float] = {}
    for one in sums:
        largest[one.line.unit] = max(largest.get(one.line.unit, 0.0), one.line.amount)
    # A unit in which nothing flows yet divides nothing.
    return {unit: value or 1.0 for unit, value in largest.items()}
