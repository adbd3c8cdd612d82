"""The hard conditions of a linkage, one column a gate: passed, unverified or refused.

`graph.matching.gates.gate_words` says in words what is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.geography import great_circle
from graph.knowledge import class_of
from graph.matching.gates.acceptance import accepted_materials
from graph.matching.gates.composition import FREE_WATER, PASSED, REFUSED, UNVERIFIED, check_limits
from graph.matching.gates.transfer import NO_RULE, OUTCOMES, transfer_table
from graph.matching.suggestion import GateName
from graph.model import Material, TransferRule
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, OperatingState, Phase

#: Column of `Gated.pairs` that holds each gate's outcome.
GATE_COLUMNS: Mapping[GateName, str] = {
    GateName.MATERIAL: "material_gate",
    GateName.PHASE: "phase",
    GateName.HAZARD: "hazard",
    GateName.LICENCE: "licence",
    GateName.COMPOSITION: "composition",
    GateName.MOISTURE: "moisture",
    GateName.CAPACITY: "capacity_gate",
    GateName.DISTANCE: "distance_gate",
    GateName.TRANSFER: "transfer",
    GateName.DATES: "dates",
}

#: Gates that are always judged, besides the checks of composition and moisture.
FIXED_COLUMNS = tuple(
    column for gate, column in GATE_COLUMNS.items() if gate not in (GateName.COMPOSITION, GateName.MOISTURE)
)


@dataclass(frozen=True)
class Gated:
    """Candidates with every gate's outcome.

    Attributes
    ----------
    pairs : DataFrame
        The candidates, with added columns `distance` (road km, NaN unknown), `reach` (the smaller of the
        facility's and the search radius, km), those of `GATE_COLUMNS` (0 passed, 1 unverified, 2 refused),
        `transfer_finding`, `transfer_rule` (place in `rules`, -1: none) and `refused`.
    checks : DataFrame
        Every check of composition and moisture, `pair` being a row of `pairs`; see
        `composition.check_limits`.
    rules : tuple of TransferRule
        The transfer rules that hold.
    on : date or None
        The day that was asked for.
    """

    pairs: pd.DataFrame
    checks: pd.DataFrame
    rules: tuple[TransferRule, ...] = ()
    on: date | None = None


def apply_gates(
    snapshot: Snapshot, pairs: pd.DataFrame, detour: float, radius: float | None, on: date | None
) -> Gated:
    """Judge every candidate by every gate.

    Parameters
    ----------
    snapshot : Snapshot
    pairs : DataFrame
        From `acceptance.candidates`.
    detour : float
        Road distance over great-circle distance.
    radius : float or None
        Farthest road distance for all linkages, km; a facility's own radius holds besides.
    on : date or None
        Day on which both sides must run and standards and rules must be in force; None leaves dates out of
        account.
    """
    pairs = pairs.reset_index(drop=True)
    distance = _distance(snapshot, pairs, detour)
    reach = np.fmin(pairs["radius"].to_numpy(dtype=float), np.nan if radius is None else radius)
    checks = _limit_checks(snapshot, pairs, on)
    water = checks["component"] == FREE_WATER
    pairs = pairs.assign(
        distance=distance,
        reach=reach,
        material_gate=np.where(pairs["narrower"], UNVERIFIED, PASSED),
        phase=phase_gate(snapshot, pairs),
        hazard=hazard_gate(snapshot, pairs),
        licence=licence_gate(snapshot, pairs),
        composition=_worst(checks[~water], len(pairs)),
        moisture=_worst(checks[water], len(pairs)),
        capacity_gate=capacity_gate(pairs),
        distance_gate=_within(distance, reach),
        dates=date_gate(pairs, on),
    )
    pairs, rules = transferred(snapshot, pairs, on)
    refused = (pairs[list(GATE_COLUMNS.values())].to_numpy() == REFUSED).any(axis=1)
    return Gated(pairs.assign(refused=refused), checks, rules, on)


def _worst(checks: pd.DataFrame, size: int) -> NDArray[np.int64]:
    worst = np.zeros(size, dtype=np.int64)
    np.maximum.at(worst, checks["pair"].to_numpy(dtype=np.int64), checks["outcome"].to_numpy(dtype=np.int64))
    return worst


def _distance(snapshot: Snapshot, pairs: pd.DataFrame, detour: float) -> NDArray[np.float64]:
    rows = snapshot.positions("enterprises", pairs["donor"].tolist())
    lat, lon = snapshot.numbers("enterprises", "lat")[rows], snapshot.numbers("enterprises", "lon")[rows]
    there = pairs["lat"].to_numpy(dtype=float), pairs["lon"].to_numpy(dtype=float)
    distance = detour * great_circle(lat, lon, *there)
    # Inside one enterprise nothing travels on a road, wherever it may stand.
    return np.where(_at_home(pairs), 0.0, distance)


def _at_home(pairs: pd.DataFrame) -> NDArray[np.bool_]:
    return np.asarray(pairs["donor"].to_numpy() == pairs["enterprise"].to_numpy(), dtype=bool)


def _within(distance: NDArray[np.float64], reach: NDArray[np.float64]) -> NDArray[np.int64]:
    unknown = np.isnan(distance)
    return np.where(unknown, UNVERIFIED, np.where(distance > reach, REFUSED, PASSED)).astype(np.int64)


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

    Of the material and the kind of it that the port takes it as, the one that is known less counts.
    """
    doubtful = {
        name
        for name, material in snapshot.by_id(Material).items()
        if material.hazard is Hazard.POSSIBLE
        or (material.hazard is Hazard.HAZARDOUS and not material.hw_codes)
    }
    unsure = pairs["material"].isin(doubtful) | pairs["taken_as"].isin(doubtful)
    return np.where(unsure, UNVERIFIED, PASSED).astype(np.int64)


def licence_gate(snapshot: Snapshot, pairs: pd.DataFrame) -> NDArray[np.int64]:
    """Hazardous waste needs a licence for its class or item; where neither is known nobody can tell.

    A class covers its items; a licence for items of the class may cover the waste, so that must be asked.
    """
    classes = {
        name: set(material.hw_codes)
        for name, material in snapshot.by_id(Material).items()
        if material.hazard is Hazard.HAZARDOUS
    }
    outcome = np.zeros(len(pairs), dtype=np.int64)
    for column in ("material", "taken_as"):
        rows = np.flatnonzero(pairs[column].isin(classes))
        needed = pairs[["licences", column]].iloc[rows].itertuples(index=False, name=None)
        for row, (licences, name) in zip(rows, needed, strict=True):
            licensed = set(licences if licences is not None else ())
            outside = REFUSED if classes[name] and licensed else UNVERIFIED
            if outside == REFUSED and {class_of(code) for code in licensed} & set(
                map(class_of, classes[name])
            ):
                outside = UNVERIFIED
            covered = licensed & {code for own in classes[name] for code in (own, class_of(own))}
            outcome[row] = max(outcome[row], PASSED if covered else outside)
    return outcome


def capacity_gate(pairs: pd.DataFrame) -> NDArray[np.int64]:
    """Refuse a facility that can take nothing; one of unknown capacity is unverified."""
    capacity = pairs["capacity"].to_numpy(dtype=float)
    empty = np.where(capacity <= 0.0, REFUSED, PASSED)
    return np.where(np.isnan(capacity), UNVERIFIED, empty).astype(np.int64)


def date_gate(pairs: pd.DataFrame, on: date | None) -> NDArray[np.int64]:
    """Refuse what is not open yet, or no longer, on the day; planned with no opening day is unverified."""
    if on is None:
        return np.zeros(len(pairs), dtype=np.int64)
    early = np.array([opens is not None and on < opens for opens in pairs["opens"]], dtype=bool)
    late = np.array([closes is not None and on > closes for closes in pairs["closes"]], dtype=bool)
    unknown = pairs["opens"].isna().to_numpy() & (pairs["state"] != OperatingState.OPERATING.value).to_numpy()
    return np.where(early | late, REFUSED, np.where(unknown, UNVERIFIED, PASSED)).astype(np.int64)


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
    table = transfer_table(snapshot, pairs, on)
    origin = table.region[snapshot.positions("enterprises", pairs["donor"].tolist())]
    destination = table.region[snapshot.positions("enterprises", pairs["enterprise"].tolist())]
    place = (table.group, origin, destination)
    finding = np.where(_at_home(pairs), NO_RULE, table.finding[place])
    rule = np.where(_at_home(pairs), -1, table.rule[place])
    return pairs.assign(transfer=OUTCOMES[finding], transfer_finding=finding, transfer_rule=rule), table.rules


def open_ports(snapshot: Snapshot) -> pd.DataFrame:
    """Return which input ports take a material whatever its analysis says.

    Between facilities nobody has an analysis yet, so this leaves out only what no analysis could open: a
    phase that does not fit, and a standard that admits none of the material. What a facility makes is known,
    so it never goes to a port that wants a kind of it.

    Returns
    -------
    DataFrame
        As `acceptance.accepted_materials`.
    """
    accepted = accepted_materials(snapshot)
    checks = check_limits(snapshot, accepted.assign(pair=np.arange(len(accepted)), stream=""))
    closed = np.zeros(len(accepted), dtype=bool)
    closed[checks[checks["outcome"] == REFUSED]["pair"].to_numpy(dtype=np.int64)] = True
    closed |= phase_gate(snapshot, accepted) == REFUSED
    remaining: pd.DataFrame = accepted[~closed]
    return remaining.reset_index(drop=True)


def _limit_checks(snapshot: Snapshot, pairs: pd.DataFrame, on: date | None) -> pd.DataFrame:
    """Check limits once for each stream and technology, then give the result to all their candidates.

    Limits hold for the main input; an auxiliary port has none of its own unless the limit names its material.
    """
    keys = ["stream", "taken_as", "technology"]
    unique = pairs[keys].drop_duplicates().reset_index(drop=True)
    checks = check_limits(snapshot, unique.assign(pair=np.arange(len(unique))), on)
    unique["check"] = np.arange(len(unique))
    members = pairs[[*keys, "direction"]].assign(row=np.arange(len(pairs))).merge(unique, on=keys)
    checks = checks.merge(members[["check", "row", "direction"]], left_on="pair", right_on="check")
    named = snapshot.tables["limits"]["material"].is_valid().to_numpy(zero_copy_only=False)
    checks = checks[(checks["direction"] == "in_main") | named[checks["limit"].to_numpy(dtype=np.int64)]]
    checks = checks.drop(columns=["pair", "check", "direction"]).rename(columns={"row": "pair"})
    ordered: pd.DataFrame = checks.sort_values(["pair", "limit"], kind="stable")
    return ordered.reset_index(drop=True)
