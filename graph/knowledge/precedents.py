"""Documented exchanges that are like a suggested one, and how far they speak for it.

A precedent is like a suggestion when its waste is like the stream's material (by name in either language, by
code of a waste list, by the taxonomy) and its industries are like those at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.knowledge.industries import IndustryReader
from graph.knowledge.materials import TEXT_LIMIT, MaterialReader
from graph.knowledge.words import Candidate
from graph.model import Precedent
from graph.snapshot import Snapshot
from graph.taxonomy import lines_of
from graph.vocabulary import RowId

#: How many precedents a suggestion cites.
CITED = 3
#: Power of text likeness: a doubtful reading of a precedent's waste counts little.
_SHARPNESS = 4
#: What a precedent about a kind of the material, or a family of it, counts per step of the taxonomy.
_PER_STEP = 0.5
#: What a precedent counts, of what one with the same donor does, when its donor is of another division.
_STRANGER = 0.5
#: Below this a precedent is not about the material.
_LEAST_LIKENESS = 0.05


@dataclass(frozen=True, slots=True)
class CitedPrecedent:
    """A documented exchange that is like this one; `similarity` is 0 to 1.

    Attributes
    ----------
    similarity : float
        How like it is, 0 to 1.
    """

    precedent: RowId
    similarity: float


#: Tables that say what a precedent's waste means.
_READ = ("materials", "waste_codes", "ports", "industries", "technologies", "enterprises", "precedents")


def readings_of(snapshot: Snapshot) -> tuple[tuple[Candidate, ...], ...]:
    """Return what the waste of each precedent may mean when its donor's industry gives it off.

    Read once, for whoever weighs precedents.

    Examples
    --------
    >>> readings_of(Snapshot.of([]))
    ()
    """
    return snapshot.derived(_read_all, *_READ)


def _read_all(snapshot: Snapshot) -> tuple[tuple[Candidate, ...], ...]:
    if not snapshot.count("precedents"):
        return ()  # as in what a plan leaves over: nobody reads the library for nothing
    reader, industries = MaterialReader.of(snapshot), IndustryReader.of(snapshot)
    wastes = [(row.waste[:TEXT_LIMIT], row.donor_nace) for row in snapshot.all(Precedent)]
    # Every third is told again, of another place or year.
    found = {
        (waste, donor): reader.read(waste, industries.isic_of(industries.all_below(donor))).candidates
        for waste, donor in dict.fromkeys(wastes)
    }
    return tuple(found[told] for told in wastes)


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
    def _about(self) -> dict[str, list[tuple[Precedent, float]]]:
        """Precedents about each material with their likeness, 0 to 1."""
        return self.snapshot.derived(_by_material, *_READ)

    def nearest(self, material: str, receivers: Sequence[str], donor: str = "") -> tuple[CitedPrecedent, ...]:
        """Return the precedents most like `material` going from `donor` to one of `receivers`.

        Parameters
        ----------
        receivers : sequence of str
            NACE classes.
        donor : str
            NACE class of the enterprise that gives the material off; empty when not known.
        """
        likeness = [
            CitedPrecedent(
                precedent.id,
                about
                * sector_likeness(precedent.receiver_nace, receivers)
                * (_STRANGER + (1.0 - _STRANGER) * sector_likeness(precedent.donor_nace, (donor,))),
            )
            for precedent, about in self._about.get(material, [])
        ]
        like = [cited for cited in likeness if cited.similarity > 0.0]
        return tuple(sorted(like, key=lambda cited: (-cited.similarity, cited.precedent)))

    def lift(self, material: str, receivers: Sequence[str]) -> float | None:
        """Return the shrunk share of the material's precedents that went to a like receiver, 0 to 1.

        None where no precedent is about the material. The donor does not count here, so that the lift holds
        for every stream of a material.
        """
        about = self._about.get(material, [])
        if not about:
            return None
        like = sum(value * sector_likeness(item.receiver_nace, receivers) for item, value in about)
        return like / (sum(value for _, value in about) + self.prior)


def _by_material(snapshot: Snapshot) -> dict[str, list[tuple[Precedent, float]]]:
    """Return the precedents about each material, by the words of their waste and by its codes."""
    relations: dict[str, list[tuple[str, int]]] = {}
    for material, line in lines_of(snapshot).items():
        for steps, ancestor in enumerate(line):
            relations.setdefault(ancestor, []).append((material, steps))
            if steps:
                relations.setdefault(material, []).append((ancestor, steps))
    found: dict[str, list[tuple[Precedent, float]]] = {}
    for precedent, candidates in zip(snapshot.all(Precedent), readings_of(snapshot), strict=True):
        meant = {item.id: item.likeness for item in candidates}
        for material, score in MaterialReader.of(snapshot).by_codes(precedent.ewc_codes).items():
            meant[material] = max(meant.get(material, 0.0), score)
        likeness: dict[str, float] = {}
        for material, score in meant.items():
            for kin, steps in relations[material]:
                value = score**_SHARPNESS * _PER_STEP**steps
                likeness[kin] = max(likeness.get(kin, 0.0), value)
        for kin, value in likeness.items():
            if value >= _LEAST_LIKENESS:
                found.setdefault(kin, []).append((precedent, value))
    return found


def sector_likeness(documented: Sequence[str], wanted: Sequence[str]) -> float:
    """Return 1 where both name the same four-digit class of NACE, 0.5 for the same division, else 0.

    Examples
    --------
    >>> sector_likeness(("2351",), ("2351", "2410")), sector_likeness(("2351",), ("2352",))
    (1.0, 0.5)
    """
    if set(documented) & set(wanted):
        return 1.0
    divisions = {code[:2] for code in documented} & {code[:2] for code in wanted if code}
    return 0.5 if divisions else 0.0
