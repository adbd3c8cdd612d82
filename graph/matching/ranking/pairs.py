"""Pairs of a stream and an offer, judged by every gate: what the kernel decides, gate by gate.

For the pairs that are shown, for what refuses a stream, and for how sure a plan's linkages are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import (
    OUTCOMES,
    REFUSED,
    UNVERIFIED,
    capacity_gate,
    distance_gate,
    road,
)
from graph.matching.ranking.arrays import Floats, Ints, Rows, Small
from graph.matching.ranking.preparing import MatchColumns
from graph.matching.ranking.takers import material_verdict
from graph.matching.suggestion import ALWAYS_JUDGED, GateName
from graph.tools import Columns

#: Column of each gate in `Pairs.verdict`.
GATE_AT = {gate: place for place, gate in enumerate(GateName)}
_FIXED = [GATE_AT[gate] for gate in ALWAYS_JUDGED]


@dataclass(frozen=True, slots=True)
class Pairs(Columns):
    """Judged pairs, one value a pair.

    Attributes
    ----------
    stream, offer : int array
        Row of the stream in the snapshot, and row of `MatchColumns.offers`.
    donor, taker : int array
        Rows of the two enterprises; -1 where one is not known.
    entry : int array
        Row of the composition checks, see `Checked`.
    distance : float array
        Road distance, km; NaN where a position is not known.
    reach : float array
        The smallest of the facility's and the search radius and of how far the material is piped, or stays
        warm enough, km.
    finding, rule : int array
        What the transfer rules come to, and which one (-1: none).
    verdict : int array, shape (pairs, gates)
        `Verdict` of each gate, in the order of `GateName`.
    confidence : float array
        Share of all checks that could be verified.
    tightest : float array
        Smallest known margin to a limit.
    """

    stream: Rows
    offer: Rows
    donor: Rows
    taker: Rows
    entry: Ints
    distance: Floats
    reach: Floats
    finding: NDArray[np.int8]
    rule: NDArray[np.int16]
    verdict: Small
    confidence: Floats
    tightest: Floats

    def says(self, gate: GateName) -> Small:
        """Return the verdicts of one gate."""
        return self.verdict[:, GATE_AT[gate]]

    @property
    def refused(self) -> NDArray[np.bool_]:
        """Which pairs some gate refuses."""
        return np.asarray((self.verdict == REFUSED).any(axis=1))


def judge(columns: MatchColumns, stream: Rows, offer: Rows) -> Pairs:
    """Judge pairs of a stream (row in the snapshot) and an offer by every gate."""
    taking, at = columns.offers.taking[offer], columns.offers.at[offer]
    taken, facilities, rules = columns.taken, columns.facilities, columns.rules
    place = columns.place[stream]
    donor, taker = columns.streams.enterprise[place], facilities.enterprise[at]
    distance = road(columns.snapshot, donor, taker, columns.constants.detour)
    finding, rule = rules.between(rules.group[taking], donor, taker)
    entry = columns.streams.checks[place].astype(np.int64) + taken.slot[taking]
    reach = np.minimum(facilities.radius[at], columns.reach)
    reach = np.minimum(reach, columns.checks.reach[entry])
    # What operating linkages fill has no capacity for more.
    room = np.where(facilities.capacity[at] <= 0.0, 0.0, facilities.free[at])
    # Nor has who stands still in all the months of what cannot wait.
    room = np.where(columns.seasons.meet(stream, facilities.row[at]), room, 0.0)
    verdicts = {
        GateName.MATERIAL: material_verdict(taken)[taking],
        GateName.PHASE: taken.phase[taking],
        GateName.HAZARD: taken.hazard[taking],
        GateName.LICENCE: columns.offers.licensing.of(offer, donor),
        GateName.COMPOSITION: columns.checked.composition[entry],
        GateName.MOISTURE: columns.checked.moisture[entry],
        GateName.CAPACITY: capacity_gate(room),
        GateName.DISTANCE: distance_gate(distance, reach, columns.checks.usual[entry]),
        GateName.TRANSFER: OUTCOMES[finding],
        GateName.DATES: facilities.dates[at],
    }
    verdict = np.stack([verdicts[gate] for gate in GateName], axis=1).astype(np.int8)
    unverified = (verdict[:, _FIXED] == UNVERIFIED).sum(axis=1) + columns.checks.unverified[entry]
    return Pairs(
        stream=stream,
        offer=offer,
        donor=donor,
        taker=taker,
        entry=entry,
        distance=distance,
        reach=reach,
        finding=finding,
        rule=rule,
        verdict=verdict,
        confidence=1.0 - unverified / (len(_FIXED) + columns.checks.checked[entry]),
        tightest=columns.checks.margin[entry],
    )
