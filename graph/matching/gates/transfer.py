"""The transfer gate: what the law asks when waste goes to a use in another administrative division.

Rules are rows of the `transfer_rules` table. A region is the GB/T 2260 code of a park, or of the one that it
is part of. Materials that the same rules concern form a group, and regions count only as far as a rule looks
at them, so that one small array answers for every pair of places.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from graph.geography import above, division
from graph.matching.gates.contents import lies_within
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED
from graph.model import Material, Park, TransferRule
from graph.snapshot import Snapshot
from graph.taxonomy import lines_of
from graph.vocabulary import TransferDuty


class TransferFinding(IntEnum):
    """What a rule comes to for two places, from the mildest on; see `TransferTable.finding`."""

    NO_RULE = 0
    FILED = 1
    REGION_UNKNOWN = 2
    PERMIT_NEEDED = 3
    BANNED = 4


NO_RULE, FILED, REGION_UNKNOWN, PERMIT_NEEDED, BANNED = TransferFinding

#: Outcome of the gate for each finding.
OUTCOMES = np.array([PASSED, PASSED, UNVERIFIED, UNVERIFIED, REFUSED], dtype=np.int8)

#: Whether a condition of a rule holds, so that the least of several is the answer to all.
_NO, _PERHAPS, _YES = range(3)

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
    finding: NDArray[np.int8]
    rule: NDArray[np.int16]

    def between(
        self, group: NDArray[np.integer], donor: NDArray[np.integer], taker: NDArray[np.integer]
    ) -> tuple[NDArray[np.int8], NDArray[np.int16]]:
        """Return finding and rule between enterprises (rows); inside one nothing is transferred."""
        region, at_home = np.append(self.region, 0), donor == taker
        moved = group, region[donor], region[taker]
        finding = np.where(at_home, NO_RULE, self.finding[moved]).astype(np.int8)
        return finding, np.where(at_home, -1, self.rule[moved]).astype(np.int16)


def park_regions(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """Return the region of every park, its own or that of the park it is part of, and the largest such park.

    Pairs of zeros at the end of a code say nothing: 530000 is 53, all of Yunnan.
    """
    parks = snapshot.by_id(Park)
    regions = {}
    for name in parks:
        line = above(parks, name)
        region = next((park.region for park in line if park.region), "")
        regions[name] = division(region), str(line[-1].id)
    return regions


def transfer_table(
    snapshot: Snapshot, material: NDArray[np.integer], taken_as: NDArray[np.integer], on: date | None
) -> TransferTable:
    """Return the transfer rules worked out for pairs of materials and for every two regions.

    Parameters
    ----------
    snapshot : Snapshot
    material, taken_as : int array
        Rows of the two materials of each pair, see `acceptance.accepted_materials`; the rules of both hold.
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
    parks = [place[of_park[park]] for park in snapshot.strings("parks", "id")]
    where = snapshot.rows("enterprises", "park")
    # Whose park no row knows is nowhere, as the first region is.
    region = np.array([*parks, 0], dtype=np.int64)[where]
    ids = snapshot.strings("materials", "id")
    unique, member = np.unique(np.stack([material, taken_as]), axis=1, return_inverse=True)
    concern = _concerns(snapshot, rules, {str(ids[row]) for row in np.unique(unique)})
    keys = [tuple(sorted(concern[ids[given]] | concern[ids[kind]])) for given, kind in unique.T]
    groups = sorted(set(keys))
    group = np.array([groups.index(key) for key in keys], dtype=np.int64)
    shape = (len(groups), len(regions), len(regions))
    finding, named = np.zeros(shape, dtype=np.int8), np.full(shape, -1, dtype=np.int16)
    by_rule = [_findings(rule, regions) for rule in rules]
    for number, key in enumerate(groups):
        for rule in key:
            found = by_rule[rule]
            stricter = found > finding[number]
            named[number][stricter] = rule
            finding[number] = np.maximum(finding[number], found)
    return TransferTable(
        rules,
        regions,
        region,
        group[member.ravel()],
        finding,
        named,
    )


def _holds(rule: TransferRule, on: date | None) -> bool:
    if on is None:
        return rule.in_force_to is None
    return lies_within(rule.in_force_from, rule.in_force_to, on)


def _concerns(
    snapshot: Snapshot, rules: tuple[TransferRule, ...], wanted: set[str]
) -> dict[str, frozenset[int]]:
    """Return which rules concern each material."""
    if not rules:
        return dict.fromkeys(wanted, frozenset())
    lines, materials = lines_of(snapshot), snapshot.by_id(Material)
    return {
        name: frozenset(
            number for number, rule in enumerate(rules) if _about(rule, materials[name], lines[name])
        )
        for name in wanted
    }


def _about(rule: TransferRule, material: Material, line: tuple[str, ...]) -> bool:
    return (
        (rule.hazard is None or rule.hazard is material.hazard)
        and (not rule.hw_codes or bool(set(rule.hw_codes) & set(material.hw_codes)))
        and (rule.material is None or rule.material in line)
        and (not rule.phases or material.phase.value in rule.phases)
    )


def _findings(rule: TransferRule, regions: tuple[tuple[str, str], ...]) -> NDArray[np.int8]:
    """Return what a rule comes to from each region (rows) to each (columns); short codes may not tell."""
    codes = [code for code, _ in regions]
    leaves, enters = _within(codes, rule.from_region), _within(codes, rule.to_region)
    crosses = _crosses(regions, rule.crossing)
    answer = np.minimum(np.minimum(leaves[:, None], enters[None, :]), crosses)
    perhaps = FILED if rule.duty is TransferDuty.FILING else REGION_UNKNOWN
    return np.array([NO_RULE, perhaps, _DUTIES[rule.duty]], dtype=np.int8)[answer]


def _within(codes: list[str], prefix: str) -> NDArray[np.int8]:
    return np.array(
        [_YES if code.startswith(prefix) else _PERHAPS if prefix.startswith(code) else _NO for code in codes],
        dtype=np.int8,
    )


def _crosses(regions: tuple[tuple[str, str], ...], digits: int) -> NDArray[np.int8]:
    """Return whether the first digits of two regions differ; what is in one park crosses no border."""
    if digits == 0:
        return np.full((len(regions), len(regions)), _YES, dtype=np.int8)
    known = np.array([len(code) >= digits for code, _ in regions])
    answer = np.where(known[:, None] & known[None, :], _NO, _PERHAPS).astype(np.int8)
    for place in range(digits):
        digit = np.array([code[place : place + 1] for code, _ in regions])
        given = digit != ""
        answer[given[:, None] & given[None, :] & (digit[:, None] != digit[None, :])] = _YES
    inside = np.flatnonzero([park != "" for _, park in regions])
    answer[inside, inside] = _NO
    return answer
