"""Documented exchanges that are like a suggested one, and how far they speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.matching.acceptance import ancestors
from graph.matching.suggestion import CitedPrecedent
from graph.model import Material, Precedent
from graph.snapshot import Snapshot

#: How many precedents a suggestion cites.
CITED = 3


@dataclass(frozen=True)
class PrecedentBook:
    """The precedents of one snapshot by the material they exchanged.

    Attributes
    ----------
    prior : float
        Shrinkage: how many precedents of the material without a like receiver are assumed beforehand.
    """

    snapshot: Snapshot
    prior: float

    @cached_property
    def _by_material(self) -> dict[str, list[tuple[Precedent, float]]]:
        """Precedents about each material itself (1.0), or about a kind above it (halved each step up)."""
        own: dict[str, list[Precedent]] = {}
        precedents = self.snapshot.all(Precedent)
        for material in self.snapshot.all(Material):
            names = [name.lower() for name in (material.name_en, *material.synonyms_en) if len(name) > 3]
            codes = set(material.ewc_codes)
            own[str(material.id)] = [
                precedent
                for precedent in precedents
                if codes & set(precedent.ewc_codes) or any(name in precedent.waste.lower() for name in names)
            ]
        found: dict[str, list[tuple[Precedent, float]]] = {}
        lineage = ancestors(self.snapshot)
        for material, ancestor, steps in zip(
            lineage["material"], lineage["ancestor"], lineage["steps"], strict=True
        ):
            pairs = found.setdefault(str(material), [])
            seen = {precedent.id for precedent, _ in pairs}
            pairs.extend((item, 0.5**steps) for item in own[str(ancestor)] if item.id not in seen)
        return found

    def nearest(self, material: str, receivers: Sequence[str]) -> tuple[CitedPrecedent, ...]:
        """Return the precedents most like `material` going to one of the NACE classes `receivers`."""
        likeness = [
            CitedPrecedent(precedent.id, weight * _receiver_likeness(precedent.receiver_nace, receivers))
            for precedent, weight in self._by_material.get(material, [])
        ]
        like = [cited for cited in likeness if cited.similarity > 0.0]
        return tuple(sorted(like, key=lambda cited: (-cited.similarity, cited.precedent)))

    def lift(self, material: str, receivers: Sequence[str]) -> float | None:
        """Return the shrunk share of the material's precedents that went to a like receiver, 0 to 1.

        None where no precedent is about the material.
        """
        about = self._by_material.get(material, [])
        if not about:
            return None
        like = sum(cited.similarity for cited in self.nearest(material, receivers))
        return like / (sum(weight for _, weight in about) + self.prior)


def _receiver_likeness(documented: Sequence[str], receivers: Sequence[str]) -> float:
    """Return 1 for the same four-digit class, 0.5 for the same division, else 0."""
    if set(documented) & set(receivers):
        return 1.0
    divisions = {code[:2] for code in documented} & {code[:2] for code in receivers}
    return 0.5 if divisions else 0.0
