"""The hard conditions of a linkage that need no distance: phase, hazard class, capacity, dates.

Each is judged where it is decided, once for all pairs that share it, as a `Verdict`; the ranking puts them
together for every pair.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.matching.gates.acceptance import Accepted, accepted_materials
from graph.matching.gates.contents import check_limits
from graph.matching.gates.licences import is_waste_otherwise
from graph.matching.gates.transfer import OUTCOMES, transfer_table
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED
from graph.model import Material
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, MaterialStatus, OperatingState, Phase


def phase_gate(
    snapshot: Snapshot, material: NDArray[np.integer], wanted: NDArray[np.integer]
) -> NDArray[np.int8]:
    """Pass the port's own phase; a sludge may serve for a solid or a liquid if somebody checks it.

    Parameters
    ----------
    material, wanted : int array
        Rows of what comes and of the port's own material.
    """
    phase = snapshot.strings("materials", "phase")
    sludge, like = phase == Phase.SLUDGE.value, (phase == Phase.SOLID.value) | (phase == Phase.LIQUID.value)
    near = (sludge[material] & like[wanted]) | (sludge[wanted] & like[material])
    unlike = np.where(near, UNVERIFIED, REFUSED)
    return np.where(phase[material] == phase[wanted], PASSED, unlike).astype(np.int8)


def hazard_gate(
    snapshot: Snapshot, material: NDArray[np.integer], taken_as: NDArray[np.integer]
) -> NDArray[np.int8]:
    """Possibly hazardous waste needs to be identified, hazardous waste needs a class.

    By-products and products are no waste; only a by-product that the list of hazardous waste names as well
    needs to be shown to be one. Of the material and the kind of it that the port takes it as (rows of both),
    the one that is known less counts.
    """
    doubtful = np.array([_hazard_is_open(one) for one in snapshot.all(Material)], dtype=bool)
    return np.where(doubtful[material] | doubtful[taken_as], UNVERIFIED, PASSED).astype(np.int8)


def _hazard_is_open(material: Material) -> bool:
    if material.status is MaterialStatus.WASTE:
        return material.hazard is Hazard.POSSIBLE or (
            material.hazard is Hazard.HAZARDOUS and not material.hw_codes
        )
    return is_waste_otherwise(material)


def capacity_gate(capacity: NDArray[np.float64]) -> NDArray[np.int8]:
    """Refuse what can take nothing; an unknown capacity is unverified.

    Examples
    --------
    >>> capacity_gate(np.array([80.0, 0.0, np.nan])).tolist()
    [0, 2, 1]
    """
    empty = np.where(capacity <= 0.0, REFUSED, PASSED)
    return np.where(np.isnan(capacity), UNVERIFIED, empty).astype(np.int8)


def date_gate(snapshot: Snapshot, facility: NDArray[np.integer], on: date | None) -> NDArray[np.int8]:
    """Refuse what is not open yet, or no longer, on the day; planned with no opening day is unverified.

    Parameters
    ----------
    facility : int array
        Rows of the facilities.
    on : date or None
        None: every day passes.
    """
    if on is None:
        return np.zeros(len(facility), dtype=np.int8)
    some = snapshot.tables["facilities"].select(["opens", "closes", "state"]).take(facility)
    early, late, running = (
        pc.fill_null(asked, False).to_numpy()
        for asked in (
            pc.less(on, some["opens"]),
            pc.greater(on, some["closes"]),
            pc.equal(some["state"], OperatingState.OPERATING.value),
        )
    )
    unknown = some["opens"].is_null().to_numpy() & ~running
    verdict = np.where(early | late, REFUSED, np.where(unknown, UNVERIFIED, PASSED))
    return verdict.astype(np.int8)


def transfer_gate(
    snapshot: Snapshot,
    material: NDArray[np.integer],
    taken_as: NDArray[np.integer],
    donor: NDArray[np.integer],
    taker: NDArray[np.integer],
    on: date | None,
) -> NDArray[np.int8]:
    """Return what the transfer rules come to; inside one enterprise nothing is transferred.

    Parameters
    ----------
    material, taken_as : int array
        Rows of what goes and of what it is taken as; the rules of both hold.
    donor, taker : int array
        Rows of the enterprises.
    """
    table = transfer_table(snapshot, material, taken_as, on)
    return OUTCOMES[table.between(table.group, donor, taker)[0]]


def open_ports(snapshot: Snapshot) -> Accepted:
    """Return which input ports take a material whatever its analysis says; made once, for all who ask.

    Between facilities nobody has an analysis yet, so this leaves out only what no analysis could open: a
    phase that does not fit, and a standard that admits none of the material. What a facility makes is known,
    so it never goes to a port that wants a kind of it.
    """
    tables = ("materials", "ports", "technologies", "limits", "standards", "standard_limits")
    return snapshot.derived(_open_ports, *tables)


def _open_ports(snapshot: Snapshot) -> Accepted:
    accepted = accepted_materials(snapshot)
    nothing = {name: snapshot.tables[name].slice(0, 0) for name in ("waste_streams", "stream_components")}
    nobody = np.full(len(accepted), -1)
    checks = check_limits(snapshot.replacing(nothing), nobody, accepted.material, accepted.technology)
    closed = phase_gate(snapshot, accepted.material, accepted.wanted) == REFUSED
    closed[checks.pair[checks.verdict == REFUSED]] = True
    return accepted.take(~closed)
