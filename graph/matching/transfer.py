"""The transfer gate: what the law asks when waste goes to a use in another administrative division.

Rules are rows of the `transfer_rules` table. A region is the GB/T 2260 code of a park, or of the one that it
is part of. Materials that the same rules concern form a group, and regions count only as far as a rule looks
at them, so that one small array answers for every pair of places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.matching.acceptance import ancestors
from graph.matching.composition import PASSED, REFUSED, UNVERIFIED
from graph.model import Material, Park, TransferRule
from graph.snapshot import Snapshot
from graph.vocabulary import TransferDuty

#: What a rule comes to for two places, from the mildest on; see `TransferTable.finding`.
NO_RULE, FILED, REGION_UNKNOWN, PERMIT_NEEDED, BANNED = range(5)

#: Outcome of the gate for each finding.
OUTCOMES = np.array([PASSED, PASSED, UNVERIFIED, UNVERIFIED, REFUSED], dtype=np.int64)

_DUTIES = {
    TransferDuty.FILING: FILED,
    TransferDuty.PERMIT: PERMIT_NEEDED,
    TransferDuty.BAN: BANNED,
}


@dataclass(frozen=True)
class TransferTable:
    """What the rules come to, for every group of materials between every two regions.

    Attributes
    ----------
    rules : tuple of TransferRule
        In force, by id.
    regions : tuple of (str, str)
        Leading digits that some rule looks at; where they are not all known, the park (the largest one) too,
        because what lies in one park does not cross a border.
    region : int array
        Region of each enterprise, by row of the enterprises table.
    group : int array
        Group of each pair of materials that `transfer_table` was asked about.
    finding, rule : int array, shape (groups, regions, regions)
        What holds from one region to another (`NO_RULE` ... `BANNED`) and the rule behind it (-1: none).
    """

    rules: tuple[TransferRule, ...]
    regions: tuple[tuple[str, str], ...]
    region: NDArray[np.int64]
    group: NDArray[np.int64]
    finding: NDArray[np.int64]
    rule: NDArray[np.int64]


def park_regions(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """Return the region of every park, its own or that of the park it is part of, and the largest such park.

    Pairs of zeros at the end of a code say nothing: 530000 is 53, all of Yunnan.
    """
    parks = snapshot.by_id(Park)
    regions = {}
    for name in parks:
        above = [parks[name]]
        while above[-1].part_of in parks and parks[str(above[-1].part_of)] not in above:
            above.append(parks[str(above[-1].part_of)])
        regions[name] = next((park.region for park in above if park.region), ""), str(above[-1].id)
    return {name: (_leading(region), largest) for name, (region, largest) in regions.items()}


def _leading(code: str) -> str:
    """Return the digits of a code that say something; a code that is none says nothing."""
    if not (code.isascii() and code.isdigit()):
        return ""
    while len(code) % 2 == 0 and code.endswith("00"):
        code = code[:-2]
    return code


def transfer_table(
    snapshot: Snapshot, materials: Sequence[str], taken_as: Sequence[str], on: date | None
) -> TransferTable:
    """Return the transfer rules worked out for pairs of materials and for every two regions.

    Parameters
    ----------
    snapshot : Snapshot
    materials, taken_as : sequence of str
        What is handed over and the kind of it that the port takes it as; the rules of both hold.
    on : date or None
        Day of the transfer; None: rules without a last day hold.
    """
    rules = tuple(rule for rule in snapshot.all(TransferRule) if _holds(rule, on))
    digits = max(
        (max(rule.crossing, len(rule.from_region), len(rule.to_region)) for rule in rules), default=0
    )
    of_park = {
        park: (region[:digits], largest if len(region) < digits else "")
        for park, (region, largest) in park_regions(snapshot).items()
    }
    regions = tuple(sorted({("", ""), *of_park.values()}))
    place = {region: number for number, region in enumerate(regions)}
    numbers = {park: place[region] for park, region in of_park.items()}
    parks = snapshot.strings("enterprises", "park")
    region = np.array([numbers.get(park, 0) for park in parks], dtype=np.int64)
    concern = _concerns(snapshot, rules, {*materials, *taken_as})
    keys = [
        tuple(sorted(concern[given] | concern[kind])) for given, kind in zip(materials, taken_as, strict=True)
    ]
    groups = sorted(set(keys))
    group = {key: number for number, key in enumerate(groups)}
    shape = (len(groups), len(regions), len(regions))
    finding, named = np.zeros(shape, dtype=np.int64), np.full(shape, -1, dtype=np.int64)
    for number, key in enumerate(groups):
        for rule in key:
            found = np.array(
                [[_finding(rules[rule], a, b) for b in regions] for a in regions], dtype=np.int64
            )
            stricter = found > finding[number]
            named[number][stricter] = rule
            finding[number] = np.maximum(finding[number], found)
    return TransferTable(
        rules, regions, region, np.array([group[key] for key in keys], dtype=np.int64), finding, named
    )


def _holds(rule: TransferRule, on: date | None) -> bool:
    if on is None:
        return rule.in_force_to is None
    begun = rule.in_force_from is None or rule.in_force_from <= on
    return begun and (rule.in_force_to is None or on <= rule.in_force_to)


def _concerns(
    snapshot: Snapshot, rules: tuple[TransferRule, ...], wanted: set[str]
) -> dict[str, frozenset[int]]:
    """Return which rules concern each material."""
    if not rules:
        return dict.fromkeys(wanted, frozenset())
    lineage = ancestors(snapshot)
    kinds = set(zip(lineage["material"], lineage["ancestor"], strict=True))
    materials = snapshot.by_id(Material)
    return {
        name: frozenset(number for number, rule in enumerate(rules) if _about(rule, materials[name], kinds))
        for name in wanted
    }


def _about(rule: TransferRule, material: Material, kinds: set[tuple[str, str]]) -> bool:
    return (
        (rule.hazard is None or rule.hazard is material.hazard)
        and (not rule.hw_codes or bool(set(rule.hw_codes) & set(material.hw_codes)))
        and (rule.material is None or (material.id, rule.material) in kinds)
        and (not rule.phases or material.phase.value in rule.phases)
    )


def _finding(rule: TransferRule, origin: tuple[str, str], destination: tuple[str, str]) -> int:
    """Return what a rule comes to between two regions; one too short to tell says so."""
    answers = (
        _within(origin[0], rule.from_region),
        _within(destination[0], rule.to_region),
        _crosses(origin, destination, rule.crossing),
    )
    if False in answers:
        return NO_RULE
    if None in answers:
        return FILED if rule.duty is TransferDuty.FILING else REGION_UNKNOWN
    return _DUTIES[rule.duty]


def _within(region: str, prefix: str) -> bool | None:
    if region.startswith(prefix):
        return True
    return None if prefix.startswith(region) else False


def _crosses(origin: tuple[str, str], destination: tuple[str, str], digits: int) -> bool | None:
    shared = min(digits, len(origin[0]), len(destination[0]))
    if digits == 0 or origin[0][:shared] != destination[0][:shared]:
        return True
    same_park = origin == destination and origin[1] != ""
    return False if shared == digits or same_park else None
