"""The licence gate: who may take hazardous waste, by licence or by an exemption of giver, waste and taker.

A licence names classes or items, of whoever gives them. The exemption for directed use (点对点定向利用,
`DirectedUse`) frees one named waste of one named firm at one named user and nothing else, so it is judged for
a pair of firms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.knowledge import class_of
from graph.matching.gates.contents import lies_within
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED, Verdict
from graph.model import DirectedUse, Material
from graph.snapshot import Snapshot
from graph.taxonomy import lines_of
from graph.vocabulary import Hazard, MaterialStatus


def is_waste_otherwise(material: Material) -> bool:
    """Return whether a by-product is hazardous waste where nobody shows that it is one.

    Examples
    --------
    >>> from graph.evidence import Evidence, Grade
    >>> from graph.vocabulary import Phase, Unit
    >>> listed = {"hazard": Hazard.HAZARDOUS, "hw_codes": ("HW06",), "status": MaterialStatus.BY_PRODUCT}
    >>> guess = Evidence((), Grade.ESTIMATE)
    >>> is_waste_otherwise(Material(id="nmp", phase=Phase.LIQUID, unit=Unit.TONNE, evidence=guess, **listed))
    True
    """
    by_product = material.status is MaterialStatus.BY_PRODUCT
    return by_product and material.hazard is not Hazard.NONE and bool(material.hw_codes)


@dataclass(frozen=True)
class Directed:
    """The exemptions for directed use that a snapshot holds.

    Attributes
    ----------
    uses : mapping of str to tuple of DirectedUse
        By who uses the waste; those that have ended by the day are left out.
    lines : mapping of str to tuple of str
        Each material with what it is a kind of.
    on : date or None
        None: nobody says which day, so that one which ends is only asked about.
    """

    uses: Mapping[str, tuple[DirectedUse, ...]]
    lines: Mapping[str, tuple[str, ...]]
    on: date | None

    @classmethod
    def of(cls, snapshot: Snapshot, on: date | None = None) -> Directed:
        """Return the exemptions of a snapshot on a day, made once for all who ask."""
        return snapshot.derived(cls._made, "directed_uses", "materials", given=(on,))

    @classmethod
    def _made(cls, snapshot: Snapshot, on: date | None) -> Directed:
        uses: dict[str, list[DirectedUse]] = {}
        for use in snapshot.all(DirectedUse):
            if on is None or lies_within(use.in_force_from, use.in_force_to, on):
                uses.setdefault(use.taker, []).append(use)
        return cls({taker: tuple(some) for taker, some in uses.items()}, lines_of(snapshot), on)

    @cached_property
    def givers(self) -> tuple[str, ...]:
        """Whose waste some exemption names."""
        named = {use.giver for some in self.uses.values() for use in some}
        return tuple(sorted(giver for giver in named if giver is not None))

    def verdict(self, material: Material, giver: str, taker: str) -> tuple[Verdict, DirectedUse | None]:
        """Return the mildest that exemptions say of a waste of a giver at a taker, and which says it.

        Parameters
        ----------
        giver : str
            Empty: nobody in particular.
        """
        found: tuple[Verdict, DirectedUse | None] = (REFUSED, None)
        for use in self.uses.get(taker, ()):
            if use.giver is None or use.giver == giver:
                open_ended = use.giver is None or (self.on is None and use.in_force_to is not None)
                said = max(self._covered(use, material), UNVERIFIED if open_ended else PASSED)
                if said < found[0]:
                    found = said, use
        return found

    def _covered(self, use: DirectedUse, material: Material) -> Verdict:
        if use.material is not None:
            return PASSED if use.material in self.lines[material.id] else REFUSED
        return covered(material.hw_codes, use.hw_codes)


def covered(codes: Iterable[str], named: Iterable[str]) -> Verdict:
    """Return whether what names classes or items covers a waste of some codes.

    A class covers its items; items of a class may cover what is known by the class alone, or by another item
    of it, so that must be asked. What has no code nobody can tell.

    Examples
    --------
    >>> [covered(["HW08"], named).name for named in (["HW08"], ["900-249-08"], ["HW49"])]
    ['PASSED', 'UNVERIFIED', 'REFUSED']
    """
    codes, named = set(codes), set(named)
    if named & {code for own in codes for code in (own, class_of(own))}:
        return PASSED
    near = {class_of(code) for code in named} & {class_of(code) for code in codes}
    return UNVERIFIED if near or not codes else REFUSED


def licence_gate(
    snapshot: Snapshot,
    material: NDArray[np.integer],
    taken_as: NDArray[np.integer],
    licences: Sequence[Iterable[str] | None],
    donor: NDArray[np.integer],
    taker: NDArray[np.integer],
    on: date | None = None,
) -> NDArray[np.int8]:
    """Hazardous waste needs a licence for it, or an exemption of this giver, waste and taker.

    Of whom no licence is known nobody can tell; what is a by-product unless it is hazardous waste is never
    refused, only asked about.

    Parameters
    ----------
    material, taken_as : int array
        Rows of what comes and of what it is taken as.
    licences : sequence
        Those of the taker.
    donor, taker : int array
        Rows of the enterprises; -1 for nobody in particular.
    on : date or None
        Day on which exemptions must be in force.
    """
    materials, directed = snapshot.all(Material), Directed.of(snapshot, on)
    hazardous = np.array([one.hazard is Hazard.HAZARDOUS for one in materials], dtype=bool)
    waste = [one.status is MaterialStatus.WASTE or is_waste_otherwise(one) for one in materials]
    named = hazardous & np.array(waste, dtype=bool)
    names = np.append(snapshot.strings("enterprises", "id"), "")
    outcome = np.zeros(len(material), dtype=np.int8)
    for column in (material, taken_as):
        rows = np.flatnonzero(named[column])
        firms = names[donor[rows]].tolist(), names[taker[rows]].tolist()
        cases = zip(rows.tolist(), column[rows].tolist(), material[rows].tolist(), *firms, strict=True)
        for row, what, own, giver, user in cases:
            verdict = _licensed(materials[what], licences[row] or ())
            if verdict is not PASSED and user in directed.uses:
                # What is exempt as what it is may be taken as what it is called.
                exempt = (directed.verdict(materials[one], giver, user)[0] for one in (what, own))
                verdict = min(verdict, *exempt)
            outcome[row] = max(outcome[row], verdict)
    return outcome


def _licensed(material: Material, licences: Iterable[str]) -> Verdict:
    licensed = tuple(licences)
    verdict = covered(material.hw_codes, licensed)
    # Of whom no licence is known nobody can tell.
    asked = not licensed or material.status is not MaterialStatus.WASTE
    return UNVERIFIED if asked and verdict is REFUSED else verdict
