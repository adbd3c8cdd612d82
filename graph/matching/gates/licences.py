"""The licence gate: who may take hazardous waste, by licence or by an exemption of giver, waste and taker.

A licence names classes or items, of whoever gives them. The exemption for directed use (点对点定向利用,
`DirectedUse`) frees one named waste of one named firm at one named user and nothing else, so it is judged for
a pair of firms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.knowledge import class_of
from graph.matching.gates.standards import lies_within
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED, Verdict
from graph.model import DirectedUse, Material
from graph.snapshot import Snapshot
from graph.taxonomy import ancestors
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
    on : date or None
        None: nobody says which day, so that one which ends is only asked about.
    """

    uses: Mapping[str, tuple[DirectedUse, ...]]
    kinds: frozenset[tuple[str, str]]
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
        kinds: frozenset[tuple[str, str]] = frozenset()
        if uses:
            lineage = ancestors(snapshot)
            kinds = frozenset(zip(lineage["material"], lineage["ancestor"], strict=True))
        return cls({taker: tuple(some) for taker, some in uses.items()}, kinds, on)

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
            same = material.id == use.material or (material.id, use.material) in self.kinds
            return PASSED if same else REFUSED
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


def licence_gate(snapshot: Snapshot, pairs: pd.DataFrame, on: date | None = None) -> NDArray[np.int64]:
    """Hazardous waste needs a licence for it, or an exemption of this giver, waste and taker.

    Of whom no licence is known nobody can tell; what is a by-product unless it is hazardous waste is never
    refused, only asked about.

    Parameters
    ----------
    pairs : DataFrame
        With `material`, `taken_as`, `licences` and `enterprise` (of the taker), and `donor`: whose it is,
        empty for nobody in particular.
    on : date or None
        Day on which exemptions must be in force.
    """
    materials, directed = snapshot.by_id(Material), Directed.of(snapshot, on)
    named = {
        name: material
        for name, material in materials.items()
        if material.hazard is Hazard.HAZARDOUS
        and (material.status is MaterialStatus.WASTE or is_waste_otherwise(material))
    }
    outcome = np.zeros(len(pairs), dtype=np.int64)
    for column in ("material", "taken_as"):
        rows = np.flatnonzero(pairs[column].isin(named))
        needed = pairs.iloc[rows]
        cases = zip(
            *(needed[name].tolist() for name in ("licences", column, "material", "donor", "enterprise")),
            strict=True,
        )
        for row, (licences, name, own, giver, taker) in zip(rows, cases, strict=True):
            verdict = _licensed(named[name], licences if licences is not None else ())
            if verdict is not PASSED and taker in directed.uses:
                # What is exempt as what it is may be taken as what it is called.
                exempt = (directed.verdict(materials[what], giver, taker)[0] for what in (name, own))
                verdict = min(verdict, *exempt)
            outcome[row] = max(outcome[row], verdict)
    return outcome


def _licensed(material: Material, licences: Iterable[str]) -> Verdict:
    licensed = tuple(licences)
    verdict = covered(material.hw_codes, licensed)
    # Of whom no licence is known nobody can tell.
    asked = not licensed or material.status is not MaterialStatus.WASTE
    return UNVERIFIED if asked and verdict is REFUSED else verdict
