"""The hard conditions of a linkage that need no distance: phase, hazard class, capacity, dates.

Each is judged where it is decided, once for all pairs that share it, as a `Verdict`; the ranking puts them
together for every pair.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.matching.gates.acceptance import accepted_materials
from graph.matching.gates.composition import check_limits
from graph.matching.gates.licences import is_waste_otherwise
from graph.matching.gates.transfer import NO_RULE, OUTCOMES, transfer_table
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED
from graph.model import Material, TransferRule
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, MaterialStatus, OperatingState, Phase


def _material_column(snapshot: Snapshot, ids: pd.Series, column: str) -> NDArray[np.object_]:
    rows = snapshot.positions("materials", ids.tolist())
    values: NDArray[np.object_] = snapshot.strings("materials", column)[rows]
    return values


def phase_gate(snapshot: Snapshot, pairs: pd.DataFrame) -> NDArray[np.int64]:
    """Pass the port's own phase; a sludge may serve for a solid or a liquid if somebody checks it."""
    given = _material_column(snapshot, pairs["material"], "phase")
    wanted = _material_column(snapshot, pairs["port_material"], "phase")
    near = (given == Phase.SLUDGE.value) & np.isin(
        wanted.astype(str), (Phase.SOLID.value, Phase.LIQUID.value)
    )
    near |= (wanted == Phase.SLUDGE.value) & np.isin(
        given.astype(str), (Phase.SOLID.value, Phase.LIQUID.value)
    )
    return np.where(given == wanted, PASSED, np.where(near, UNVERIFIED, REFUSED)).astype(np.int64)


def hazard_gate(snapshot: Snapshot, pairs: pd.DataFrame) -> NDArray[np.int64]:
    """Possibly hazardous waste needs to be identified, hazardous waste needs a class.

    By-products and products are no waste; only a by-product that the list of hazardous waste names as well
    needs to be shown to be one. Of the material and the kind of it that the port takes it as, the one that is
    known less counts.
    """
    doubtful = {name for name, material in snapshot.by_id(Material).items() if _hazard_is_open(material)}
    unsure = pairs["material"].isin(doubtful) | pairs["taken_as"].isin(doubtful)
    return np.where(unsure, UNVERIFIED, PASSED).astype(np.int64)


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


def date_gate(facilities: pd.DataFrame, on: date | None) -> NDArray[np.int8]:
    """Refuse what is not open yet, or no longer, on the day; planned with no opening day is unverified.

    Parameters
    ----------
    facilities : DataFrame
        With `opens`, `closes` and `state`.
    on : date or None
        None: every day passes.
    """
    if on is None:
        return np.zeros(len(facilities), dtype=np.int8)
    early = np.array([opens is not None and on < opens for opens in facilities["opens"]], dtype=bool)
    late = np.array([closes is not None and on > closes for closes in facilities["closes"]], dtype=bool)
    running = (facilities["state"] == OperatingState.OPERATING.value).to_numpy()
    unknown = facilities["opens"].isna().to_numpy() & ~running
    verdict = np.where(early | late, REFUSED, np.where(unknown, UNVERIFIED, PASSED))
    return verdict.astype(np.int8)


def transferred(
    snapshot: Snapshot, pairs: pd.DataFrame, on: date | None
) -> tuple[pd.DataFrame, tuple[TransferRule, ...]]:
    """Add what the transfer rules come to; inside one enterprise nothing is transferred.

    Parameters
    ----------
    pairs : DataFrame
        With `donor` and `enterprise` (ids), `material` and `taken_as`.

    Returns
    -------
    pairs : DataFrame
        With `transfer` (outcome), `transfer_finding` and `transfer_rule` (place in `rules`, -1: none).
    rules : tuple of TransferRule
    """
    given, kind = (snapshot.positions("materials", pairs[name].tolist()) for name in ("material", "taken_as"))
    table = transfer_table(snapshot, given, kind, on)
    origin = table.region[snapshot.positions("enterprises", pairs["donor"].tolist())]
    destination = table.region[snapshot.positions("enterprises", pairs["enterprise"].tolist())]
    place = (table.group, origin, destination)
    at_home = np.asarray(pairs["donor"].to_numpy() == pairs["enterprise"].to_numpy(), dtype=bool)
    finding = np.where(at_home, NO_RULE, table.finding[place])
    rule = np.where(at_home, -1, table.rule[place])
    return pairs.assign(transfer=OUTCOMES[finding], transfer_finding=finding, transfer_rule=rule), table.rules


def open_ports(snapshot: Snapshot) -> pd.DataFrame:
    """Return which input ports take a material whatever its analysis says.

    Between facilities nobody has an analysis yet, so this leaves out only what no analysis could open: a
    phase that does not fit, and a standard that admits none of the material. What a facility makes is known,
    so it never goes to a port that wants a kind of it.

    Returns
    -------
    DataFrame
        As `acceptance.accepted_materials`; made once, for all who ask.
    """
    return snapshot.derived(_open_ports, "materials", "ports", "limits", "standards", "standard_limits")


def _open_ports(snapshot: Snapshot) -> pd.DataFrame:
    accepted = accepted_materials(snapshot)
    nothing = {name: snapshot.tables[name].slice(0, 0) for name in ("waste_streams", "stream_components")}
    unknown = accepted.assign(pair=np.arange(len(accepted)), stream="")
    checks = check_limits(snapshot.replacing(nothing), unknown)
    closed = np.zeros(len(accepted), dtype=bool)
    closed[checks.pair[checks.verdict == REFUSED]] = True
    closed |= phase_gate(snapshot, accepted) == REFUSED
    remaining: pd.DataFrame = accepted[~closed]
    return remaining.reset_index(drop=True)
