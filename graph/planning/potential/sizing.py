"""How much a prospective receiver might take a year, of whom nothing is on record but its industry.

A recipe has the usual scale of the process class of its cost sheet; a use of which no recipe is known has the
median of the usual scales of the recipes that its industry runs, counted in the same unit, else of the
recipes, whoever runs them, that take what it takes. None is more than the streams could give. Around it lies
the range over which a class may be trusted; where no class says anything, all between nothing and what there
is to take may be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from statistics import median

from graph.matching.prospects import Prospects, is_of_class
from graph.model import Facility, Technology
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.taxonomy import parents_in, upward
from graph.tools import once
from graph.value import SCALE_BOUNDS, Costs
from graph.vocabulary import Direction


def assumed_rooms(prospects: Prospects, offered: Mapping[str, float]) -> dict[str, Range]:
    """Return what each prospective receiver might take of its main input, per year.

    Parameters
    ----------
    prospects : Prospects
    offered : mapping of str to float
        By the id of its facility: what the streams that it is offered have left, per year.

    Returns
    -------
    dict of str to Range
        By the id of its facility. Never more than is offered: a works that nobody asked has no other bound.

    Examples
    --------
    >>> receiver_of(scale=200_000.0, offered=90_000.0)
    Range(low=20000.0, likely=90000.0, high=90000.0)
    >>> receiver_of(scale=None, offered=90_000.0)
    Range(low=0.0, likely=90000.0, high=90000.0)
    """
    scales = _Scales(prospects)
    facilities = prospects.snapshot.by_id(Facility)
    return {name: receiver_of(scales.of(facilities[name]), given) for name, given in sorted(offered.items())}


def receiver_of(scale: float | None, offered: float) -> Range:
    """Return the room of one receiver of a usual scale (None: no class says any), per year."""
    if scale is None:
        return Range(0.0, offered, offered)
    least, most = SCALE_BOUNDS
    return Range(min(least * scale, offered), min(scale, offered), min(most * scale, offered))


class _Scales:
    """Usual scales of recipes and of industries."""

    def __init__(self, prospects: Prospects) -> None:
        snapshot = prospects.snapshot
        self._costs = Costs(snapshot)
        self._units = snapshot.lookup("materials", "unit")
        self._groups = prospects.groups
        self._row = {name: row for row, name in enumerate(snapshot.strings("enterprises", "id").tolist())}
        self._wanted = _main_inputs(snapshot)
        self._upward = parents_in(snapshot, "materials", "kind_of").get
        self._known: defaultdict[str, list[tuple[float, Technology]]] = defaultdict(list)
        for name, technology in self._costs.technologies.items():
            scale = self._costs.usual_scale(name)
            if scale is not None:
                self._known[self._unit(name)].append((scale, technology))

    def of(self, facility: Facility) -> float | None:
        """Return the usual scale of a facility's technology, else of its industry, else of its input."""
        technology = str(facility.technology)
        own = self._costs.usual_scale(technology)
        if own is not None:
            return own
        return self._alike(technology, int(self._groups.of_enterprise[self._row[str(facility.enterprise)]]))

    @once
    def _alike(self, technology: str, group: int) -> float | None:
        """Return the usual scale of what an industry runs, else of what takes what a technology does."""
        found = self._median(technology, lambda other: self._runs(group, other))
        if found is None:
            found = self._median(technology, lambda other: self._takes_alike(technology, other))
        return found

    def _median(self, technology: str, counts: Callable[[Technology], bool]) -> float | None:
        """Return the median scale of the recipes that count, of those fed in the same unit."""
        scales = [scale for scale, other in self._known[self._unit(technology)] if counts(other)]
        return median(scales) if scales else None

    def _unit(self, technology: str) -> str:
        unit: str = self._units.get(self._wanted.get(technology, ""), "")
        return unit

    def _runs(self, group: int, technology: Technology) -> bool:
        """Return whether an industry runs a recipe, by its own scheme or the NACE classes that it means."""
        scheme, digits = self._groups.codes[group]
        own = {(scheme, digits), *(("nace", code) for code in self._groups.classes[group])}
        return any(is_of_class(mine, code) for name, mine in own for code in getattr(technology, name))

    def _takes_alike(self, technology: str, other: Technology) -> bool:
        """Return whether what one takes is a kind of what the other takes, or the other way round."""
        one, another = self._wanted[technology], self._wanted[str(other.id)]
        return one in upward(another, self._upward) or another in upward(one, self._upward)


def _main_inputs(snapshot: Snapshot) -> dict[str, str]:
    """Return the material of each technology's first main input."""
    ports = snapshot.tables["ports"].select(["technology", "direction", "material"]).to_pylist()
    found: dict[str, str] = {}
    for port in ports:
        if port["direction"] == Direction.MAIN_INPUT.value:
            found.setdefault(port["technology"], port["material"])
    return found
