"""Which documents speak of a material at a place: of its park, county, prefecture, province, or country."""

from __future__ import annotations

from functools import cached_property

from graph.geography import above
from graph.model import Material, Park, Policy
from graph.snapshot import Snapshot
from graph.taxonomy import parents_in, upward
from graph.value.numbers import ELSEWHERE, nearness


class Policies:
    """The documents of a graph, each asked where it holds.

    Examples
    --------
    >>> from graph.evidence import Evidence, Grade
    >>> known = Evidence((), Grade.OFFICIAL)
    >>> rows = [
    ...     Park(id="fuquan", region="522702", evidence=known),
    ...     Policy(id="law", applies_to=("gypsum",), value="", evidence=known),
    ...     Policy(id="yunnan", place="云南省", applies_to=("gypsum",), value="", evidence=known),
    ... ]
    >>> [row.id for row in Policies(Snapshot.of(rows)).speaking_of("gypsum", "fuquan")]
    ['law']
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _said(self) -> list[tuple[Policy, frozenset[str]]]:
        rows = self._snapshot.all(Policy)
        return [(row, frozenset(word.casefold() for word in row.applies_to)) for row in rows]

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return parents_in(self._snapshot, "materials", "kind_of")

    def holds(self, policy: Policy, park: str) -> bool:
        """Return whether a document holds in a park; where none says where it stands, the country's do."""
        return nearness(policy.place, above(self._snapshot.by_id(Park), park)) < ELSEWHERE

    def speaking_of(self, material: str, park: str) -> tuple[Policy, ...]:
        """Return the documents of a place that name a material, or a kind above it, by id or English name.

        Those of the nearest place come first.
        """
        materials = self._snapshot.by_id(Material)
        line = set(upward(material, self._parents.get))
        words = line | {materials[name].name_en.casefold() for name in line if name in materials}
        parks = above(self._snapshot.by_id(Park), park)
        near = ((nearness(row.place, parks), row) for row, said in self._said if words & said)
        found = [(steps, row) for steps, row in near if steps < ELSEWHERE]
        return tuple(row for _, row in sorted(found, key=lambda one: (one[0], one[1].id)))
