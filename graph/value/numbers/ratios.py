"""How far the ratio of a recipe may be off that nobody published and that stands as one value.

A ratio is no price: it is a part of a balance. So an estimate of one is an interval only where the mass of
the recipe is known to bound it, as wide as ratios of such ports that have an interval usually are; and it is
none where the mass of the input sets it: what is used in place is all of it. What has no mass (heat, power)
and recipes of which an input was never weighed stay as they stand, since nobody could tell whether such a
draw makes something of nothing. What chemistry sets is *derived* and no estimate.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graph.model import Port
from graph.ranges import Range
from graph.recipes import MASS, bounds
from graph.snapshot import Snapshot
from graph.value.numbers.estimates import Estimates, ends_of
from graph.value.numbers.terms import JUDGED, Floats
from graph.vocabulary import Direction

#: Tables that say what a recipe is and what bounds it.
_READ = (
    "ports",
    "technologies",
    "materials",
    "element_contents",
    "material_components",
    "imbalances",
    "port_yields",
    "limits",
    "weights",
)


def estimated_ratios(snapshot: Snapshot) -> Mapping[str, Range]:
    """Return the intervals of ratios that are estimates and stand as one value, by port.

    Their ends are the rows ``estimate.ports.ratio.<direction>.low`` and ``.high`` of `weights`, as shares of
    what is likely; a table without these rows leaves ratios as they are. Besides, who draws them keeps the
    balance of the recipe (`graph.recipes.bounds`).

    Examples
    --------
    >>> estimated_ratios(Snapshot.of([]))
    {}
    """
    return snapshot.derived(_estimated, *_READ)


def ratio_ends(snapshot: Snapshot) -> Floats:
    """Return low, likely and high of the ratio of each port, estimates as intervals; one row a port."""
    ends, found = ends_of(snapshot, "ports", "ratio"), estimated_ratios(snapshot)
    rows = snapshot.positions("ports", list(found))
    for row, ratio in zip(rows.tolist(), found.values(), strict=True):
        ends[row] = ratio.low, ratio.likely, ratio.high
    return ends


def _estimated(snapshot: Snapshot) -> Mapping[str, Range]:
    usual = Estimates.of(snapshot).usual
    ends, direction = ends_of(snapshot, "ports", "ratio"), snapshot.strings("ports", "direction")
    judged = np.isin(snapshot.strings("ports", "grade").astype(str), JUDGED)
    judged &= (ends[:, 0] == ends[:, 2]) & (ends[:, 1] > 0.0) & (direction != Direction.MAIN_INPUT.value)
    if not judged.any():
        return {}
    asked = set(snapshot.strings("ports", "id")[judged].tolist())
    recipes = set(snapshot.strings("ports", "technology")[judged].tolist())
    weighed = {
        port
        for bound in bounds(snapshot, recipes)
        if bound.element == MASS and not bound.pinned
        for port, _ in (*bound.given, *bound.taken)
    }
    found = {}
    for port in snapshot.all(Port):
        widths = usual.get(f"ports.ratio.{port.direction.value}")
        if widths is not None and port.id in asked & weighed:
            likely = port.ratio.likely
            found[str(port.id)] = Range(likely * widths[0], likely, likely * widths[1])
    return found
