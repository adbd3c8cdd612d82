"""Which technologies could be missing at all: those that something of the park feeds, or another of them."""

from __future__ import annotations

from collections.abc import Collection

from graph.matching import Weights
from graph.matching.gates import accepted_materials
from graph.model import Port
from graph.planning import PlanOptions
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, TechnologyId

#: What comes out of a facility and may go on to another.
_OUTPUTS = (Direction.PRODUCT, Direction.RESIDUE)


class Feeds:
    """Who makes and who takes what, by technology, whatever else there is.

    Parameters
    ----------
    snapshot : Snapshot
    plan : PlanOptions
        Whose weights say whether a general material passes for its kinds.
    """

    def __init__(self, snapshot: Snapshot, plan: PlanOptions) -> None:
        self._given = set(snapshot.strings("waste_streams", "material"))
        weights = Weights.of(snapshot, plan.matching.weights)
        if not snapshot.count("weights"):
            weights = weights.or_neutral()
        accepted = accepted_materials(snapshot, weights.downward())
        self._takers = accepted.take(accepted.main).by_material(snapshot)
        self._made: dict[str, set[str]] = {}
        for port in snapshot.all(Port):
            if port.direction in _OUTPUTS:
                self._made.setdefault(str(port.technology), set()).add(str(port.material))

    def taking(self, present: Collection[str]) -> frozenset[str]:
        """Return the technologies whose main input something could be that the park has or makes."""
        given = self._given.union(*(self._made.get(technology, set()) for technology in present))
        return frozenset(taker for material in given for taker in self._takers.get(material, ()))

    def partners(
        self, fed: Collection[str], present: Collection[str]
    ) -> list[tuple[TechnologyId, TechnologyId]]:
        """Return each technology that is fed and missing with each missing one that takes what it makes.

        Parameters
        ----------
        fed, present : collection of str
            Technologies that something of the park could feed, and those that it has.
        """
        found = {
            (TechnologyId(first), TechnologyId(second))
            for first in fed
            if first not in present
            for material in self._made.get(first, ())
            for second in self._takers.get(material, ())
            if second != first and second not in present
        }
        return sorted(found)
